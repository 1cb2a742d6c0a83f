"""Finding our nouns in a text: the longest entry first, in the sense that its neighbours give."""

from collections.abc import Iterator
from typing import NamedTuple

import regex

from bot.domain.hashtags.forms import stems
from bot.domain.hashtags.nouns import Noun, Nouns
from bot.domain.hashtags.signs import whole
from bot.domain.hashtags.spelling import folded

_ADDRESS = regex.compile(r"\S*(?:@|://|_|www\.)\S*")
_WORD = regex.compile(r"[\p{L}\p{M}\p{N}]+(?:['’-][\p{L}\p{M}\p{N}]+)*['’]?")
_ELIDED = {"fr", "it"}
_NEAR, _NEAR_SIGNS = 6, 10  # words or signs to either side that tell a word's sense
_BEGINNING = 3  # letters
_LOOK_BACK = 8  # signs
_QUOTES = ' \t«“"(¿¡-'
_ENDS = frozenset('.!?…:»”"\n')


class Found(NamedTuple):
    """A noun of a text. ``written``: as it stands there; ``starts``: it begins a sentence."""

    noun: Noun
    written: str
    starts: bool


def scan(text: str, known: Nouns) -> list[Found]:
    """Return the nouns in the order of the text."""
    clean = _ADDRESS.sub(" . ", text)
    found = _unspaced if known.language in ("ja", "zh") else _spaced
    return [one for one in found(clean, known) if one.noun.tag]


class _Token(NamedTuple):
    word: str
    written: str
    starts: bool


def _tokens(text: str, language: str) -> list[_Token]:
    made: list[_Token] = []
    for match in _WORD.finditer(text):
        starts = _starts_sentence(text, match.start())
        written = match.group()
        parts = [written]
        if "'" in written or "’" in written:
            if language in _ELIDED:
                parts = regex.split(r"(?<=['’])", written)
            else:
                parts = regex.split(r"(?=['’]s$)", written)
        for part in parts:
            if part:
                made.append(_Token(folded(part, language), part, starts))
                starts = False
    return made


def _starts_sentence(text: str, position: int) -> bool:
    before = text[max(0, position - _LOOK_BACK) : position].rstrip(_QUOTES)
    return before[-1] in _ENDS if before else position < _LOOK_BACK


def _spaced(text: str, known: Nouns) -> Iterator[Found]:
    tokens = _tokens(text, known.language)
    words = [token.word for token in tokens]
    position = 0
    while position < len(tokens):
        length, noun = _longest(words, position, known)
        if noun is None and "-" in words[position]:
            for part in words[position].split("-"):
                _, noun = _longest([part], 0, known) if part else (1, None)
                if noun is not None:
                    yield Found(noun, part, tokens[position].starts)
        elif noun is not None:
            written = " ".join(token.written for token in tokens[position : position + length])
            yield Found(noun, written, tokens[position].starts)
        position += length


def _longest(words: list[str], position: int, known: Nouns) -> tuple[int, Noun | None]:
    """How many words the longest entry takes here, and the noun that is meant by them."""
    reach = min(known.reach.get(words[position], 1), len(words) - position)
    for length in range(reach, 0, -1):
        for form in _forms(words[position : position + length], known.language):
            entry = known.find(form)
            if entry:
                return length, _meant(entry, words, position, length, known)
    return 1, None


def _forms(words: list[str], language: str) -> Iterator[str]:
    head = " ".join(words[:-1])
    yield " ".join(words)
    for stem in stems(words[-1], language):
        yield f"{head} {stem}" if head else stem


def _meant(
    entry: tuple[Noun, ...], words: list[str], position: int, length: int, known: Nouns
) -> Noun | None:
    around = words[max(0, position - _NEAR) : position]
    around += words[position + length : position + length + _NEAR]
    for noun in entry:
        if noun.near:
            near = any(_begins(word, noun.near) for word in around)
            if near is noun.apart:
                continue
        if noun.also_verb and not _noun_here(words, position, known):
            continue
        return noun
    return None


def _begins(word: str, beginnings: tuple[str, ...]) -> bool:
    """Tell whether the word begins so. Short ones must be the whole word in our letters: ``en`` is
    no ``enfant``."""
    return any(
        word == each if len(each) < _BEGINNING and each.isascii() else word.startswith(each)
        for each in beginnings
    )


def _noun_here(words: list[str], position: int, known: Nouns) -> bool:
    """Tell whether it stands behind an article or its like, with one other word between them at
    most."""
    if position and words[position - 1] in known.articles | known.before:
        return True
    return position > 1 and words[position - 2] in known.articles


def _unspaced(text: str, known: Nouns) -> Iterator[Found]:
    signs = folded(text, known.language)
    position = 0
    while position < len(signs):
        for length in range(min(known.longest, len(signs) - position), 0, -1):
            form = signs[position : position + length]
            entry = known.entries.get(form)
            if entry and (entry[0].tag is None or whole(signs, position, length, known.language)):
                noun = _meant_by_signs(entry, signs, position, length)
                if noun is not None:
                    yield Found(noun, form, False)
                position += length
                break
        else:
            position += 1


def _meant_by_signs(entry: tuple[Noun, ...], signs: str, position: int, length: int) -> Noun | None:
    around = signs[max(0, position - _NEAR_SIGNS) : position] + "\n"
    around += signs[position + length : position + length + _NEAR_SIGNS]
    for noun in entry:
        if not noun.near or any(near in around for near in noun.near) is not noun.apart:
            return noun
    return None
