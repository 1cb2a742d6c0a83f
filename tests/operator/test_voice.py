"""How Sotto speaks (docs/voice.md), held against every sentence that it says."""

import re
from pathlib import Path

import pytest

from bot.i18n import LANGUAGES
from bot.tools import messages
from handlers.author.hello import PROMISE
from tests.operator.sentences import READ_BY_ONE, catalogue, extracted

pytestmark = READ_BY_ONE

VOICE = Path(__file__).parents[2] / "docs" / "voice.md"

NOT_SAID = (
    r"\bcom(?:e|es|ing) out\b",
    r"\bstands?\b(?! by\b)",
    r"\banew\b",
    r"\bmend\b",
    r"\btaken (?:in|back|down)\b",
    r"\bgiven up\b",
    r"\bheavy\b",
    r"(?<!\{)\bsigns\b",
    r"\bnowhere\b",
    r"^decided\.$",
)
"""What a translation would say and nobody does, or a second word for what has a name already."""


def english() -> list[str]:
    return [text for each in extracted() if each.id for text in messages.words_of(each)]


def french() -> list[str]:
    return [text for each in catalogue("fr") if each.id for text in messages.forms_of(each)]


@pytest.mark.parametrize("words", NOT_SAID)
def test_no_sentence_says_what_people_do_not_say(words: str) -> None:
    assert [each for each in english() if re.search(words, each, re.I) and each != PROMISE] == []


def test_in_french_everybody_is_tu() -> None:
    formal = re.compile(r"\b(?:vous|votre|vos|vôtres?)\b|\w+ez-(?:le|la|les|moi)\b", re.I)
    assert [each for each in french() if formal.search(each)] == []


def test_one_kind_of_apostrophe_is_used() -> None:
    fixed = "C'est moi, {number}"
    assert [each for each in english() if "'" in each] == []
    assert [each for each in french() if "'" in each and each != fixed] == []


def test_what_the_guide_praises_is_what_we_say() -> None:
    said = {*english(), *french()}
    praised = [
        each
        for line in re.findall(r"^ *- do: (.+)$", VOICE.read_text(encoding="utf-8"), re.M)
        for each in re.findall(r"\*([^*]+)\*", line)
    ]
    assert len(praised) >= 10
    assert [each for each in praised if not any(each in sentence for sentence in said)] == []


def test_the_glossary_has_a_word_for_each_thing_in_each_language() -> None:
    tables = VOICE.read_text(encoding="utf-8").partition("## Glossary")[2].split("\n\n")
    rows = [
        [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()]
        for table in tables
        if table.startswith("|")
    ]
    first, second = rows
    assert len(first[0]) + len(second[0]) - 1 == len(LANGUAGES) == 12
    assert [row[0].split(" (on")[0] for row in first] == [row[0].split(" (on")[0] for row in second]
    assert all(all(row) and len(row) == len(table[0]) for table in rows for row in table)
