"""What ``make check`` refuses in a catalogue, and how the bot reads one."""

import gettext
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from bot.i18n import BY_CODE, LANGUAGES, SOURCE_LANGUAGE, Readiness, catalogue_path, offered
from bot.i18n import catalogue as catalogues
from bot.i18n import translator as translators
from bot.tools import lint_messages, messages
from bot.tools.lint_messages import REVIEWED_HEADER, fingerprint
from bot.tools.stands import BUTTON_NOTE, THREE, notes_of
from tests.operator.sentences import READ_BY_ONE, catalogue, extracted

OTHERS = [language for language in LANGUAGES if language != SOURCE_LANGUAGE]
SAMPLES = (0, 1, 2, 3, 5, 11, 21, 100, 101)

Sentence = str | tuple[str, ...]
Lint = Callable[..., list[str]]


@READ_BY_ONE
@pytest.mark.parametrize("language", OTHERS)
def test_every_sentence_of_every_catalogue_is_fit_to_be_said(language: str) -> None:
    assert [str(flaw) for flaw in lint_messages.flaws(language, extracted())] == []


@pytest.fixture
def lint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Lint:
    """Writes a catalogue of one sentence, and tells what is wrong with it."""
    monkeypatch.setattr("bot.i18n.catalogue.LOCALES", tmp_path)

    def found(
        english: Sentence,
        translation: Sentence,
        language: str = "fr",
        *,
        state: str = "draft",
        note: str = "",
        fuzzy: bool = False,
        context: str | None = None,
    ) -> list[str]:
        wanted, held = Catalog(), Catalog(locale=BY_CODE[language].folder)
        held.mime_headers = [("Plural-Forms", BY_CODE[language].plural)]
        wanted.add(english, auto_comments=[note] if note else [], context=context)
        flags = {"fuzzy"} if fuzzy else set()
        held.add(english, translation, flags=flags, context=context)
        messages.write(held, language)
        rewrite(language, "started", state)
        return [str(flaw) for flaw in lint_messages.flaws(language, wanted)]

    return found


def rewrite(language: str, old: str, new: str) -> None:
    path = catalogue_path(language)
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")


@pytest.mark.parametrize(
    ("language", "english", "translation", "complaint"),
    [
        ("fr", "Hello {name}", "Bonjour {nom}", "placeholders"),
        ("fr", "Hello {name}", "Bonjour", "placeholders"),
        ("fr", "Hello {name}", "Bonjour {name} {name}", "placeholders"),
        (
            "fr",
            "I delete it all.",
            "J’efface tout ce que tu écris.J’efface tout ce que tu.",
            "twice",
        ),
        ("ru", ("{n} card", "{n} cards"), ("{n} карта", "{n} карты"), "a form for some numbers"),
        ("fr", "A <b>card</b>", "Une <i>carte</i>", "HTML"),
        ("fr", "Never mind", "", "not translated"),
        ("fr", ("{n} card", "{n} cards"), ("{n} carte", ""), "a form for some numbers"),
        ("fr", ("{n} card", "{n} cards"), ("{n} carte", "des cartes"), "placeholders"),
        ("ru", ("{n} card", "{n} cards"), ("одна карта", "{n} карты", "{n} карт"), "placeholders"),
        ("fr", "Write to me.", "Écris-moi", "ends in"),
        ("hi", "Write to me.", "मुझे लिखें", "ends in"),
        ("fr", "See /help now", "Regarde /aide", "commands"),
        ("fr", "One\ntwo", "Un deux", "line breaks"),
        ("fr", "Keep it", "Garde  la", "spaces"),
        ("fr", "It's yours", "C'est à toi", "write ’"),
        ("fr", "You are banned", "Tu es bannie", "gender"),
        ("fr", "Sure?", "Sûr·e ?", "both genders"),
        ("es", "Welcome", "Bienvenido", "gender"),
        ("es", "All of you", "Todos/as", "both genders"),
        ("hi", "You can write.", "आप लिख सकते हैं।", "gender"),
        ("hi", "You were reading.", "आप पढ़ रहे थे।", "gender"),
        ("ar", "Be kind.", "كن لطيفًا.", "gender"),
        ("ar", "Only you can see this.", "أنت وحدك ترى هذا.", "gender"),
        ("ar", "You changed your message.", "غيّرت رسالتك.", "spelled alike"),
        ("ar", "It was published, and you withdrew it.", "نُشرت، ثم سحبتها.", "spelled alike"),
        ("id", "It is erased.", "Ia dihapus.", "name the thing"),
        ("fa", "When?", "کی دیده شود؟", "as when"),
        ("am", "Nobody, it’s our own", "ማንም፣ የራሳችን ነው", "denying verb"),
        ("fr", "Your card", "Votre carte", "voice.md"),
        ("es", "You write", "Usted escribe", "voice.md"),
        ("pt-BR", "Your card", "Teu cartão", "voice.md"),
        ("ru", "Your card", "Ваша карточка", "voice.md"),
        ("hi", "Your card", "तुम्हारा कार्ड", "voice.md"),
        ("id", "You write", "Anda menulis", "voice.md"),
        ("fa", "Write here", "اینجا بنویس", "voice.md"),
        ("uz", "Your card", "Kartangizni koʻring", "voice.md"),
        ("tr", "Your card", "Kartınız", "voice.md"),
        ("es", "Really?", "De verdad?", "¿"),
        ("pt-BR", "Thanks", "Obrigado", "gender"),
        ("ru", "You wrote this", "Ты написал это", "gender"),
        ("ru", "Approved", "Approved", "letters"),
        ("ar", "Which town?", "أي مدينة?", "؟"),
        ("ar", "Back", "\u200fرجوع", "mark of direction"),
        ("fa", "Text", "كتاب", "Persian"),
        ("fa", "In 24 hours", "٢٤ ساعت", "digits"),
        ("ar", "In 24 hours", "خلال ٢٤ ساعة", "0 to 9"),
        ("ar", "First", "أولاً", "before the alif"),
        ("am", "Done.", "ተጠናቋል.", "።"),
        ("uz", "My son", "O'g'lim", "U+02BB"),
        ("es", "Three whole English words", "Three whole English words", "is the English"),
    ],
)
def test_a_bad_translation_is_refused_and_its_place_is_told(
    lint: Lint, language: str, english: Sentence, translation: Sentence, complaint: str
) -> None:
    found = lint(english, translation, language)
    assert any(complaint in flaw for flaw in found), found
    assert all(re.search(r"sotto\.po:1[0-3]: ", flaw) for flaw in found)


@pytest.mark.parametrize(
    ("language", "english", "translation"),
    [
        ("fr", "Which one?", "Laquelle ?"),
        ("fr", ("{n} card for {name}", "{n} cards for {name}"), ("{n} carte à {name}",) * 2),
        ("ar", ("{n} card", "{n} cards"), ("لا", "واحدة", "اثنتان", "{n} ب", "{n} ت", "{n} ث")),
        ("es", ("{n} card", "{n} cards"), ("una tarjeta", "{n} tarjetas")),
        ("id", ("{n} card", "{n} cards"), ("{n} kartu",)),
        ("hi", "Write to me.", "मुझे लिखें।"),
        ("hi", "You wrote, and moderators look.", "आप लिखें, तो मॉडरेटर देखते हैं।"),
        ("fa", "A rejected one", "ردشده‌ای"),
        ("fa", "Until when?", "تا کی باشد؟"),
        ("ar", "Changed.", "تغيّرت رسالتك."),
        ("am", "Nobody paid for it.", "ማንም አልከፈለበትም።"),
        ("uz", "The sea", "Dengiz"),
        ("ar", "Which town?", "أي مدينة؟"),
        ("uz", "My son", "Oʻgʻlim"),
        ("es", "Really? Yes!", "¿De verdad? ¡Sí!"),
    ],
)
def test_a_good_translation_passes(
    lint: Lint, language: str, english: Sentence, translation: Sentence
) -> None:
    assert lint(english, translation, language) == []


def test_a_label_is_at_most_twenty_characters_long_and_fits_a_small_phone(lint: Lint) -> None:
    assert lint("Keep", "Garder ce que j’ai é", note=BUTTON_NOTE) == []
    assert "21 characters" in lint("Keep", "Garder ce que j’ai éc", note=BUTTON_NOTE)[0]
    wide = lint("Keep", "W" * 20, note=BUTTON_NOTE)
    assert "pixels wide" in wide[0]
    in_a_row = f"Themes, {THREE}. {BUTTON_NOTE}"
    assert lint("Solitude", "Solitude", "id", note=in_a_row) == []
    assert "at most 82 fit" in lint("Solitude", "Kesendirian", "id", note=in_a_row)[0]


@pytest.mark.parametrize("state", list(Readiness))
def test_a_fuzzy_sentence_is_refused_however_far_the_catalogue_is(lint: Lint, state: str) -> None:
    found = lint("Keep", "Garder", state=state, fuzzy=True)
    assert any("fuzzy" in flaw for flaw in found)


def test_a_fuzzy_sentence_never_turns_into_english(
    lint: Lint, monkeypatch: pytest.MonkeyPatch
) -> None:
    lint("Keep", "Garder", fuzzy=True)
    assert catalogues.read_catalogue("fr").gettext("Keep") == "Garder"


def test_gaps_are_allowed_only_in_a_catalogue_that_nobody_is_offered(
    lint: Lint, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert lint("Keep", "", state="started") == []
    catalogues.state.cache_clear()
    assert "fr" not in offered()
    assert translators.translator_for("fr").language == "en"
    catalogues.state.cache_clear()


@pytest.fixture(autouse=True)
def _states_read_anew() -> object:
    yield
    catalogues.state.cache_clear()


def test_reviewed_is_believed_only_of_what_was_read(lint: Lint) -> None:
    (claimed,) = lint("Keep", "Garder", state="reviewed")
    assert "nobody has read it" in claimed
    proof = f"Léa 2026-12-01 {fingerprint(messages.read('fr'))}"
    rewrite("fr", "reviewed\\n", f'reviewed\\n"\n"{REVIEWED_HEADER}: {proof}\\n')
    wanted = Catalog()
    wanted.add("Keep")
    assert list(lint_messages.flaws("fr", wanted)) == []
    rewrite("fr", "Garder", "Tenir")
    assert [flaw.what for flaw in lint_messages.flaws("fr", wanted)] != []


def test_a_catalogue_out_of_step_with_the_code_is_refused(lint: Lint) -> None:
    lint("Keep", "Garder")
    wanted = Catalog()
    wanted.add("Hold")
    found = sorted(flaw.what.split(":")[0] for flaw in lint_messages.flaws("fr", wanted))
    assert found == ["missing", "stale"]


def test_other_forms_of_numbers_than_pinned_are_refused(lint: Lint) -> None:
    lint("Keep", "Garder")
    rewrite("fr", "plural=(n > 1)", "plural=(n != 1)")
    wanted = Catalog()
    wanted.add("Keep")
    assert ["Plural-Forms" in flaw.what for flaw in lint_messages.flaws("fr", wanted)] == [True]


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_numbers_share_a_form_just_when_unicode_says_so(language: str) -> None:
    ways = BY_CODE[language]
    expression = ways.plural.partition("plural=")[2].rstrip(";")
    pinned = [gettext.c2py(expression)(n) for n in SAMPLES]
    assert pinned == [ways.form(n) for n in SAMPLES]
    assert [ways.categories[form] for form in pinned] == [
        ways.locale.plural_form(n) for n in SAMPLES
    ]
    assert int(ways.plural.partition("nplurals=")[2].partition(";")[0]) == len(ways.categories)


@pytest.mark.parametrize("language", OTHERS)
def test_the_bot_reads_a_catalogue_as_babel_does(language: str) -> None:
    text = catalogue_path(language).read_text("utf-8")
    read = {(each.context, each.singular): each.forms for each in catalogues.entries(text)}
    with catalogue_path(language).open("rb") as file:
        known = read_po(file, locale=BY_CODE[language].folder)
    expected = {
        (each.context, messages.words_of(each)[0]): messages.forms_of(each)
        for each in known
        if each.id
    }
    assert {key: forms for key, forms in read.items() if any(forms)} == {
        key: forms for key, forms in expected.items() if any(forms)
    }
    assert read.keys() == expected.keys()


def test_translators_are_told_where_a_sentence_stands(tmp_path: Path) -> None:
    room = tmp_path / "handlers" / "author"
    room.mkdir(parents=True)
    (room / "x.py").write_text(
        "# L10n: the one that\n# comes first\nTABLE = {1: _('One'), 2: _('Two')}\n"
        "def f(t):\n    return Button('✅ ' + t('Publish')), t('Said')\n"
    )
    notes = notes_of(tmp_path, "handlers/author/x.py")
    assert notes["One"] == notes["Two"]
    assert "the one that comes first" in notes["One"]
    assert BUTTON_NOTE in notes["Publish"]
    assert notes["Said"] == {"Private chat, to the author."}


def test_all_twelve_languages_are_complete_and_offered() -> None:
    assert offered() == tuple(LANGUAGES)
    assert len(LANGUAGES) == 12


@pytest.mark.parametrize("language", OTHERS)
def test_a_button_that_a_sentence_names_is_called_as_it_is_labelled(language: str) -> None:
    held = {
        messages.words_of(each)[0]: messages.forms_of(each)
        for each in catalogue(language)
        if each.id
    }
    for label in ("Publish", "Share", "Send"):
        named = [each for each in held if re.search(rf"\b[Pp]ress {label}\b", each)]
        assert named
        for sentence in named:
            for form in held[sentence]:
                assert held[label][0].casefold() in form.casefold(), form
