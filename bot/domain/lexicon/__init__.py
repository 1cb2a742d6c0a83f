"""Words that point to themes, a file per language: ``en.toml``, ``fr.toml`` …

The files are part of the program and are read once. ``forms.json`` beside them holds the inflected
forms of their words (made by ``bench/forms.py`` from simplemma's dictionaries), because the
dictionaries themselves would cost 290 MB and seconds of the first request for four languages.
"""

import json
import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from bot.domain.patterns import arranged
from bot.domain.tokens import plain, tokens

NO_THEME = "none"  # a section for compounds that only look like one of our words
NOUN, _STRONG, _WEAK = 1.2, 1.0, 0.4  # things make better pictures than deeds
_SHORTEST_PLAIN = 4  # letters: shorter words without their accents are other words (né, ne)


class Sense(NamedTuple):
    """The meaning of a word: a theme, and how clearly the word says it."""

    theme: str
    weight: float


Phrase = tuple[str, ...]


@dataclass(slots=True)
class Lexicon:
    """The lexicon of one language. ``plain`` finds what was typed without accents."""

    language: str
    entries: dict[Phrase, tuple[Sense, ...]] = field(default_factory=dict)
    plain: dict[Phrase, Phrase] = field(default_factory=dict)
    stems: dict[str, tuple[Sense, ...]] = field(default_factory=dict)
    longest: dict[str, int] = field(default_factory=dict)

    def add(self, phrase: Phrase, sense: Sense | None) -> None:
        known = self.entries.get(phrase, ())
        if sense is None:
            self.entries[phrase] = known
        elif all(sense.theme != other.theme for other in known):
            self.entries[phrase] = (*known, sense)
        bare = tuple(plain(word) for word in phrase)
        if bare != phrase and len("".join(bare)) >= _SHORTEST_PLAIN:
            self.plain.setdefault(bare, phrase)
        for first in (phrase[0], bare[0]):
            self.longest[first] = max(self.longest.get(first, 0), len(phrase))

    def find(self, phrase: Phrase) -> tuple[Sense, ...] | None:
        """Return the senses of these words together. None: we do not know them."""
        found = self.entries.get(phrase)
        if found is None and phrase in self.plain:
            found = self.entries[self.plain[phrase]]
        if found is None and len(phrase) == 1:
            word = phrase[0]
            for end in range(len(word), 2, -1):
                if word[:end] in self.stems:
                    return self.stems[word[:end]]
        return found


@cache
def languages() -> tuple[str, ...]:
    """Return the codes of the languages that have a lexicon."""
    names = (entry.name for entry in files(__package__).iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


@cache
def _forms() -> dict[str, dict[str, str]]:
    source = files(__package__).joinpath("forms.json")
    return json.loads(source.read_text("utf-8")) if source.is_file() else {}


@cache
def lexicon(language: str) -> Lexicon:
    """Return the lexicon of ``language``; an empty one when there is none."""

    def plain_tables() -> tuple[dict[Any, Any], ...]:
        made = _read(language)
        tables = made.entries, made.stems
        bare = ({key: tuple(map(tuple, found)) for key, found in each.items()} for each in tables)
        return (*bare, made.plain, made.longest)

    entries, stems, *others = arranged(f"lexicon of {language}", plain_tables)
    return Lexicon(language, _with_senses(entries), others[0], _with_senses(stems), *others[1:])


def _with_senses(table: dict[Any, Any]) -> dict[Any, tuple[Sense, ...]]:
    return {key: tuple(Sense(*sense) for sense in found) for key, found in table.items()}


def _read(language: str) -> Lexicon:
    made = Lexicon(language)
    source = files(__package__).joinpath(f"{language}.toml")
    if language not in languages():
        return made
    forms = _forms().get(language, {})
    for theme, section in tomllib.loads(source.read_text("utf-8")).items():
        for kind, weight in (("nouns", NOUN), ("words", _STRONG), ("weak", _WEAK)):
            for written in _listed(section.get(kind, "")):
                if written.endswith("*"):
                    stem = written[:-1].casefold()
                    made.stems[stem] = (*made.stems.get(stem, ()), Sense(theme, weight))
                    continue
                sense = Sense(theme, weight)
                for form in (written, *forms.get(written, "").split()):
                    phrase = tuple(tokens(form, language))
                    made.add(phrase, None if theme == NO_THEME else sense)
    return made


def _listed(text: str) -> list[str]:
    return [item for item in (part.strip() for part in text.replace("\n", " ").split(",")) if item]
