"""Arabic and Persian: each line begins in their direction, and rows of buttons are mirrored."""

import re
import unicodedata

import pytest
from telegram import InlineKeyboardButton as Button
from telegram import InlineKeyboardMarkup as Keyboard

from bot.botapi.client import turned_right
from bot.cards.text.shaping import TypeRuler, compose
from bot.cards.text.voices import PLAIN
from bot.i18n import BY_CODE, Translator, catalogue_path
from bot.i18n.catalogue import Catalogue, CatalogueEntry, entries, with_context
from bot.i18n.direction import END, ISOLATE, RIGHT_MARK, directed, isolated, plain

FROM_THE_RIGHT = [code for code, ways in BY_CODE.items() if ways.from_the_right]
TAG = re.compile(r"<[^<>]*>")


def arabic(**sentences: str) -> Translator:
    said = {english.replace("_", " "): (text,) for english, text in sentences.items()}
    return Translator("ar", Catalogue(BY_CODE["ar"], said))


def sides(line: str) -> list[str]:
    """Which strong characters a line has, in order."""
    kinds = (unicodedata.bidirectional(char) for char in TAG.sub("", line))
    return [kind for kind in kinds if kind in ("L", "R", "AL")]


def bare(line: str) -> str:
    """Without what is isolated."""
    return re.sub(f"{ISOLATE}.*?{END}", "", TAG.sub("", line))


def test_it_is_arabic_and_persian_that_are_read_from_the_right() -> None:
    assert sorted(FROM_THE_RIGHT) == ["ar", "fa"]


def of_catalogue(language: str) -> list[CatalogueEntry]:
    return list(entries(catalogue_path(language).read_text("utf-8")))


@pytest.mark.parametrize("language", FROM_THE_RIGHT)
def test_each_line_of_every_sentence_begins_from_the_right_and_isolates_what_is_foreign(
    language: str,
) -> None:
    held = of_catalogue(language)
    said = {each.key: each.forms for each in held}
    t = Translator(language, Catalogue(BY_CODE[language], said))
    for each in held:
        names = set(re.findall(r"\{(\w+)\}", "".join(each.forms)))
        values = dict.fromkeys(names, "Lyon 12 https://t.me/x")
        for form in each.forms:
            if not form:
                continue
            one = Translator(language, Catalogue(BY_CODE[language], {each.key: (form,)}))
            sentence = directed(one(with_context(each.context, each.singular), **values))
            for line in sentence.split("\n"):
                assert not line or sides(line)[0] != "L", sentence
                assert "L" not in sides(bare(line)), sentence
    assert t.language == language


def test_a_value_a_command_a_code_and_an_address_are_isolated_but_never_inside_a_tag() -> None:
    apart = isolated('اكتب /help إلى <a href="https://t.me/{bot}">{name}</a> أو #{number}')
    assert apart == (
        f'اكتب {ISOLATE}/help{END} إلى <a href="https://t.me/{{bot}}">{ISOLATE}{{name}}{END}</a> '
        f"أو {ISOLATE}#{{number}}{END}"
    )
    assert isolated("رمزك <code>{code}</code>") == f"رمزك {ISOLATE}<code>{{code}}</code>{END}"


def test_a_line_that_begins_with_an_emoji_a_name_or_a_number_is_turned() -> None:
    t = arabic(Publish="نشر", Help="مساعدة {name}")
    said = "\n".join(("❤ " + t("Publish"), "#12", "Lyon · " + t("Help", name="x"), ""))
    lines = directed(said).split("\n")
    assert [sides(line)[:1] for line in lines] == [["R"], ["R"], ["R"], []]
    assert plain(directed(said)) == "❤ نشر\n#12\nLyon · مساعدة x\n"


def test_commands_that_the_code_itself_writes_are_isolated_once() -> None:
    t = arabic(Help="اكتب /help هنا")
    said = directed(t("Help") + '\n<a href="https://t.me/x">س</a> /privacy · /help')
    assert said.count(f"{ISOLATE}/help{END}") == 2
    assert said.count(f"{ISOLATE}/privacy{END}") == 1
    assert said.count(ISOLATE) == 3


def test_quoted_words_keep_their_own_direction() -> None:
    t = arabic(Reply="رد")
    quote = "<blockquote expandable>I water\nhis plants.</blockquote>"
    said = directed(f"#12\n{quote}\n💬 " + t("Reply"))
    assert quote in said
    assert said.startswith(RIGHT_MARK + "#12\n")


def test_other_languages_get_no_marks() -> None:
    assert directed("❤ Reply\n#12") == "❤ Reply\n#12"
    assert arabic()("Only {n} left", n=1) == "Only 1 left"


def test_marks_never_make_a_caption_too_long() -> None:
    t = arabic(Reply="رد")
    full = "#1\n" * 5 + t("Reply")
    units = len(full)
    assert directed(full, units) == full
    assert directed(full, units + 5) != full


def test_rows_are_mirrored_with_their_arrows_and_links_keep_their_addresses() -> None:
    t = arabic(Publish="نشر")
    rows = [
        [Button("✅ " + t("Publish"), callback_data="a"), Button("Style", url="https://t.me/x")],
        [
            Button("◀", callback_data="b"),
            Button("1/3", callback_data="c"),
            Button("▶", callback_data="d"),
        ],
    ]
    sent = turned_right({"text": "…", "reply_markup": Keyboard(rows)})["reply_markup"]
    shown = [
        [(each.text, each.callback_data or each.url) for each in row]
        for row in sent.inline_keyboard
    ]
    assert shown == [
        [("Style", "https://t.me/x"), ("✅ " + t("Publish"), "a")],
        [("◀", "d"), ("1/3", "c"), ("▶", "b")],
    ]
    english = {"text": "…", "reply_markup": Keyboard(rows[1:])}
    assert turned_right(english) == english


def test_marks_can_be_set_on_a_card() -> None:
    with_marks = f"{RIGHT_MARK}أزيلت {ISOLATE}#12{END}"
    widths = [
        sum(compose(text, TypeRuler(PLAIN))[0].widths) for text in (with_marks, plain(with_marks))
    ]
    assert widths[0] == pytest.approx(widths[1])
