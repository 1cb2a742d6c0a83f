"""The glossary of docs/voice.md says what the catalogues say, term by term."""

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from bot.i18n import LANGUAGES, SOURCE_LANGUAGE
from bot.tools import messages
from tests.operator.sentences import catalogue

ROOT = Path(__file__).parents[2]
OTHERS = [language for language in LANGUAGES if language != SOURCE_LANGUAGE]
CARE = tomllib.loads((ROOT / "bot/domain/care_texts.toml").read_text("utf-8"))
IN_CARE_TEXTS = {"helpline"}
"""Terms that stand in the care texts alone."""
ENOUGH = 0.5
"""Of the sentences that say a term in English: so many say it as the glossary does. The others
turn it round, or inflect it beyond what ``stem`` follows."""

Glossary = dict[str, dict[str, str]]


def glossary() -> Glossary:
    """English term -> language -> how it is called there."""
    named = {name.casefold(): code for code, name in LANGUAGES.items()}
    text = (ROOT / "docs/voice.md").read_text("utf-8").partition("## Glossary")[2]
    found: Glossary = {}
    for table in text.split("\n\n"):
        rows = [[cell.strip() for cell in row.strip("|").split("|")] for row in table.splitlines()]
        if not table.startswith("| English"):
            continue
        for term, *cells in rows[2:]:
            codes = (named[each.casefold()] for each in rows[0][1:])
            found.setdefault(term, {}).update(zip(codes, cells, strict=True))
    return found


GLOSSARY = glossary()


@cache
def bones(text: str) -> str:
    """Without what endings change: case, accents, the short vowels of Arabic, and the vowel of
    each Ethiopic letter."""
    parts = unicodedata.normalize("NFD", text.casefold())
    kept = (c for c in parts if unicodedata.category(c) != "Mn" or "ऀ" <= c < "़" or "़" < c <= "ॿ")
    return "".join(chr(ord(c) & ~7) if "ሀ" <= c <= "፟" else c for c in kept)


def stem(word: str) -> str:
    return word if len(word) < 4 else word[: max(3, round(len(word) * 0.6))]


def ways(cell: str) -> Iterator[list[str]]:
    """The stems of each form of a cell."""
    for form in re.split("[,،፣]", re.sub(r"\([^)]*\)", "", cell)):
        yield [stem(word) for word in bones(form).split()]


def says(sentence: str, cell: str) -> bool:
    said = bones(sentence)
    return any(all(each in said for each in stems) for stems in ways(cell))


def translations(language: str, term: str) -> list[str]:
    """Of the sentences in which the English term stands."""
    words = re.sub(r"\([^)]*\)", "", term).split(",")
    pattern = re.compile("|".join(rf"(?<![\w/]){re.escape(word.strip())}" for word in words), re.I)
    if term in IN_CARE_TEXTS:
        return [CARE[language.split("-")[0]]["worldwide"]]
    return [
        " ".join(messages.forms_of(each))
        for each in catalogue(language)
        if each.id and pattern.search(messages.words_of(each)[-1])
    ]


@pytest.mark.parametrize("language", OTHERS)
def test_each_term_is_said_as_the_glossary_has_it(language: str) -> None:
    english = [term.split(" (")[0].split(",")[0] for term in GLOSSARY]
    wrong = {}
    for term, cells in GLOSSARY.items():
        held = translations(language, term)
        hits = [each for each in held if says(each, cells[language])]
        twice = english.count(term.split(" (")[0].split(",")[0]) > 1
        if not hits or (not twice and len(hits) < ENOUGH * len(held)):
            wrong[f"{term}: {cells[language]}"] = f"{len(hits)} of {len(held)}"
    assert wrong == {}


def test_another_word_is_told_from_another_form() -> None:
    assert says("Ta confidence a été publiée.", "publier")
    assert not says("Ta confidence a paru.", "publier")
    assert says("ሹክሹክታዎ ታትሟል።", "(ማ)ተም")
    assert not says("ሹክሹክታዎ ተሰርዟል።", "(ማ)ተም")
    assert says("أُزيلت همستك.", "إزالة، أُزيلت")
