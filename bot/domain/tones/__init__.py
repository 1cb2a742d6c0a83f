"""The tone of words: glad, heavy or neither, and which pictures would hurt beside them.

A file per language: words that are glad (joy, love, pride) or heavy (loss, fear, loneliness,
poverty, shame, harm), kinds of food, and words beside which pictures of a theme are unwanted. They
are part of the program and read once. Words of other languages are neither glad nor heavy.
"""

import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from bot.domain.tokens import UNSPACED, plain, tokens, variants

_REACH = 3
"""The number of words before a glad one within which a "not" turns it round."""

Phrase = tuple[str, ...]
Section = tuple[str, str]
"""The kind and the name: ``("glad", "joy")``, ``("unwanted", "sea")``; of words that turn,
``_NOT``."""

_NOT: Section = ("not", "")


@dataclass(frozen=True, slots=True)
class Tone:
    """The tone of words. ``kinds``: what the words are full of, from joy to harm. ``food``: what of
    food they mean."""

    kinds: frozenset[str]
    heavy: bool
    glad: bool  # and not heavy as well
    food: frozenset[str] = frozenset()
    unwanted: frozenset[str] = frozenset()  # themes whose pictures would hurt


NEUTRAL = Tone(frozenset(), False, False)


@dataclass(slots=True)
class _Words:
    """Phrases and stems, and the sections they stand in."""

    phrases: dict[Phrase, set[Section]] = field(default_factory=dict)
    stems: dict[str, set[Section]] = field(default_factory=dict)
    longest: int = 1

    def add(self, written: str, section: Section, language: str) -> None:
        if written.endswith("*"):
            self.stems.setdefault(plain(written[:-1].casefold()), set()).add(section)
            return
        phrase = _bare(written, language)
        self.phrases.setdefault(phrase, set()).add(section)
        self.longest = max(self.longest, len(phrase))

    def at(self, found: list[str], place: int, language: str) -> set[Section]:
        """Return all sections of what begins at this place."""
        sections: set[Section] = set()
        for length in range(1, min(self.longest, len(found) - place) + 1):
            sections |= self.phrases.get(tuple(found[place : place + length]), set())
        for word in variants(found[place], language):
            sections |= self.phrases.get((word,), set())
            for end in range(2, len(word) + 1):
                sections |= self.stems.get(word[:end], set())
        return sections


def tone_of(words: str, language: str) -> Tone:
    """Return the tone of ``words`` in a language that ``keywords.language_of`` has told."""
    known = _known(language)
    if known is None:
        return NEUTRAL
    sections = _within(words, known) if language in UNSPACED else _met(words, known, language)
    kinds = {name for kind, name in sections if kind in ("glad", "heavy")}
    heavy = any(kind == "heavy" for kind, _ in sections)
    glad = any(kind == "glad" for kind, _ in sections)
    return Tone(
        frozenset(kinds),
        heavy,
        glad and not heavy,
        frozenset(name for kind, name in sections if kind == "food"),
        frozenset(name for kind, name in sections if kind == "unwanted"),
    )


def _met(words: str, known: _Words, language: str) -> set[Section]:
    found = [plain(word) for word in tokens(words, language)]
    met: set[Section] = set()
    turned = -_REACH - 1
    for place in range(len(found)):
        sections = known.at(found, place, language)
        is_turned = place - turned <= _REACH
        met |= {each for each in sections - {_NOT} if each[0] != "glad" or not is_turned}
        if _NOT in sections:
            turned = place
    return met


def _within(words: str, known: _Words) -> set[Section]:
    """Find words where no spaces are written: wherever they stand; a "not" anywhere turns all that
    is glad."""
    met: set[Section] = set()
    for phrase, sections in known.phrases.items():
        if phrase[0] in words:
            met |= sections
    if _NOT in met:
        met = {each for each in met if each[0] != "glad"}
    return met


def _bare(written: str, language: str) -> Phrase:
    if language in UNSPACED:
        return (written,)
    return tuple(plain(word) for word in tokens(written, language))


@cache
def _known(language: str) -> _Words | None:
    file = files(__package__).joinpath(f"{language}.toml")
    if not file.is_file():
        return None
    known = _Words()
    for kind, inside in tomllib.loads(file.read_text("utf-8")).items():
        sections = {"": inside} if isinstance(inside, str) else inside
        for name, listed in sections.items():
            for written in filter(None, (one.strip() for one in listed.split(","))):
                known.add(written, (kind, name), language)
    return known


def prepare() -> None:
    """Read all files now, so that the first text does not wait for the disk."""
    for entry in files(__package__).iterdir():
        if entry.name.endswith(".toml"):
            _known(entry.name.removesuffix(".toml"))
