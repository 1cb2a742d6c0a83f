"""Everybody who is not well is answered in their own language, with every sentence."""

import tomllib
from dataclasses import fields

import pytest
import regex as re

from bot.domain import care_texts as module
from bot.domain.care_texts import CareTexts, CareTextsWrong, care_texts, languages, parse
from bot.domain.helplines import countries, helpline
from bot.i18n import LANGUAGES, country_name
from bot.tools.language_rules import broken
from handlers.author.care import _audience

KNOWN = [
    "en", "fr", "es", "de", "pt", "it", "ru", "ar", "hi", "zh", "ja", "ko", "tr", "fa", "id", "pl",
    "uk", "nl", "ro", "vi", "uz", "am",
]  # fmt: skip
SENTENCES = [each.name for each in fields(CareTexts) if each.name != "language"]
CLAIMS = re.compile(
    r"alert|notif|informed|informé|prévenu|averti|avisad|aviso|benachricht|verständigt|alarmi|"
    r"contacted|on (?:the|their) way|promis|prometo|verspr|сообщили|уведом|обещ|повідом|أبلغ|إبلاغ|"
    r"सूचित|通知|报警|通報|통보|haber verdik|bildirdik|خبر داد|diberi tahu|powiadom|zawiadom|"
    r"gewaarschuwd|anunțat|đã báo|xabar ber|አሳውቀ",
    re.IGNORECASE,
)
GENDERED = re.compile(
    r"\b(?:seul|seule|solo|sola|sozinho|sozinha|singur|singură|cansad[oa]|написал|написала|"
    r"смог|смогла|напиcав|написала|napisałeś|napisałaś|zrobiłeś|zrobiłaś|सकते हैं|सकती हैं|अकेले|"
    r"sakte hain|akele|اختر|اختاري|تستطيعين|عليكِ|he|she)\b"
)


@pytest.mark.parametrize("language", KNOWN)
def test_each_language_that_care_knows_has_each_sentence(language: str) -> None:
    texts = care_texts(language)
    assert texts.language == language
    for name in SENTENCES:
        assert getattr(texts, name).strip(), name


def test_every_language_says_it_in_its_own_words() -> None:
    for name in ("heavy", "past", "friend", "eating", "choose", "plan", "card", "someone"):
        said = [getattr(care_texts(language), name) for language in languages()]
        assert len(set(said)) == len(said), name


@pytest.mark.parametrize("language", languages())
def test_nobody_is_said_to_have_been_told_and_no_gender_is_guessed(language: str) -> None:
    for name in SENTENCES:
        sentence = getattr(care_texts(language), name)
        assert not CLAIMS.search(sentence), sentence
        assert not GENDERED.search(sentence), sentence
        assert not re.search(r"[<>&]", sentence), sentence  # it is sent as HTML


@pytest.mark.parametrize("language", LANGUAGES)
def test_care_speaks_by_the_rules_of_the_catalogues(language: str) -> None:
    """The same address, the same letters and digits: it stands in the same chat."""
    texts = care_texts(language)
    found = {name: list(broken(language, getattr(texts, name))) for name in SENTENCES}
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize("language", languages())
def test_countries_and_whom_a_line_is_for_are_named_in_that_language(language: str) -> None:
    texts = care_texts(language)
    assert country_name("JP", texts.locale) != "JP"
    lines = [line for code in countries() if (found := helpline(code)) for line in found.lines]
    for audience in {line.audience for line in lines if line.audience}:
        assert _audience(audience, texts)


def test_a_language_without_texts_gives_way_to_the_next_and_at_last_to_english() -> None:
    assert care_texts(None, "pt-BR").language == "pt"
    assert care_texts("sv", "fr").language == "fr"
    assert care_texts("sv", None).language == "en"


@pytest.mark.parametrize("language", ["ar", "fa"])
def test_numbers_and_names_keep_their_order_in_lines_from_the_right(language: str) -> None:
    texts = care_texts(language)
    assert texts.apart("116 123") == "\u2068116 123\u2069"
    assert all(line.startswith("\u200f") for line in texts.lines(["• Samaritans", "x"]).split("\n"))
    assert texts.fill(texts.danger, numbers="112").count("\u2068") == 1
    assert care_texts("en").apart("116 123") == "116 123"


@pytest.mark.parametrize(
    ("change", "why"),
    [('alone = "You don’t have to carry it alone. {directory}"\n', "missing"),
     ('call = "call"\n', "missing")],
)  # fmt: skip
def test_a_language_that_lacks_a_sentence_is_refused(change: str, why: str) -> None:
    whole = _file()
    assert change in whole
    with pytest.raises(CareTextsWrong, match=why):
        parse(whole.replace(change, ""))


def test_a_sentence_that_loses_its_value_or_its_words_is_refused() -> None:
    whole = _file()
    with pytest.raises(CareTextsWrong, match="needs"):
        parse(whole.replace("{directory} weiß mehr.", "Mehr im Netz."))
    with pytest.raises(CareTextsWrong, match="empty"):
        parse(whole.replace('call = "anrufen"', 'call = " "'))


def _file() -> str:
    path = module.files(module.__package__) / "care_texts.toml"
    text = path.read_text(encoding="utf-8")
    assert tomllib.loads(text)
    return text
