"""Phrase lists arranged by letter find what they find unarranged."""

from importlib.resources import files

import pytest
import regex

from bot.domain.checks import lexicon
from bot.domain.checks.by_letter import Phrases, beginnings, split
from bot.domain.checks.normal import fold_all, normalise
from tests.domain.test_care import IDIOMS, PLANS, SPEAKS


@pytest.mark.parametrize(
    ("pattern", "parts"),
    [("a|b", ["a", "b"]), ("a(?:b|c)|d", ["a(?:b|c)", "d"]), ("[|)]a|b", ["[|)]a", "b"]),
     ("a\\||b", ["a\\|", "b"]), ("(?=a|b)c", ["(?=a|b)c"])],
)  # fmt: skip
def test_only_the_bars_at_the_top_part_alternatives(pattern: str, parts: list[str]) -> None:
    assert split(pattern) == parts


@pytest.mark.parametrize(
    ("alternative", "heads"),
    [("dead", "dead"), ("dead!?", "dead,dead  "), ("deadly tired of it", "deadly t"),
     ("I?m", "Im ,m "),
     ("(?:so |very )?tired", "so tired,very tir,tired "), ("a?b", "ab ,b "), ("(?<!x)on", "on "),
     ("(?<!so )(?:so )?tired", "so tired,tired "), ("(?:a|(?:b|c)?d)e", "ae ,bde ,cde ,de "),
     ("a{0,2}b", "a,b "), ("a*", None), ("a+", "a"), ("a, b", "a  b"), ("a(?= b)c", "ac "),
     ("[a-c2]d", "ad ,bd ,cd ,2d "), ("\\d+ x", "0,1,2,3,4,5,6,7,8,9"), ("\\bis", "is "),
     ("\\w+ x", None), ("[^ab]c", None), ("(?:a|\\w)c", None), ("^a", None), ("", None)],
)  # fmt: skip
def test_what_a_match_may_begin_with(alternative: str, heads: str | None) -> None:
    assert beginnings(alternative) == (None if heads is None else frozenset(heads.split(",")))


LISTS = sorted(
    file.name.removesuffix(".txt")
    for file in (files("bot.domain.checks") / "lexicons").iterdir()
    if "names" not in file.name
    and file.name not in ("cruel.txt", "care.plain.txt", "spam.plain.txt", "spelling.txt")
)


@pytest.mark.parametrize("name", LISTS)
def test_every_list_finds_the_same_arranged(name: str) -> None:
    text = (files("bot.domain.checks") / "lexicons" / f"{name}.txt").read_text(encoding="utf-8")
    for section, lines in lexicon.parse(text).items():
        body = "|".join(map(fold_all, lines))
        plain = regex.compile(rf"(?<!\w)(?:{body})(?!\w)", regex.V1)
        quick = Phrases(body)
        for words in (*SPEAKS, *PLANS, *IDIOMS):
            normal = normalise(words).text
            found = {match.start() for match in quick.finditer(normal)}
            wanted = plain.search(normal)
            assert (wanted is None) == (not found), (section, words)
            assert wanted is None or wanted.start() in found


def test_a_mask_leaves_places_where_they_were() -> None:
    assert Phrases("dead(?: tired)?|\\d+ kms").mask("so dead tired, 21 kms").text == (
        "so ··········, ······"
    )


def test_of_phrases_that_begin_at_one_place_the_first_is_found() -> None:
    found = Phrases("so tired|so|so tired of").finditer("so tired of it")
    assert [match[0] for match in found] == ["so tired"]


def test_a_phrase_that_begins_with_any_letter_hides_no_other() -> None:
    anything = f"(?:{'|'.join('abcdefghijklmn')}) big dog"
    found = Phrases(f"big dog|{anything}").finditer("a big dog")
    assert [match[0] for match in found] == ["big dog", "a big dog"]
