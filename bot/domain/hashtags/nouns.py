"""The nouns that may become a hashtag, a file a language beside this: ``en.txt``, ``fr.txt`` …

A line of a file holds entries, parted by commas. An entry's first word is the hashtag::

    dog = puppy/puppies     two words for one thing: never both; "/" parts a word's forms (in
                            Chinese, Japanese and Korean its spellings, each a tag of its own)
    animal^                 the general word of its section: gives way to the others
    kiss~                   also a verb: a noun only behind one of ``articles:`` or ``before:``
    bank(money account)     only with one of these near, given as beginnings of words
    truth(!in the)          only with none of them near
    -piece of cake          looks like our words, says something else: no hashtag

A word may stand in two entries with other words near each: the first that fits is meant.
``[section]`` names a subject (those of ``bot.domain.themes``, and ``other``). Regular forms come
from ``forms.py``.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import regex

from bot.domain.hashtags.forms import forms_of
from bot.domain.hashtags.spelling import bare, folded

_PARTS = regex.compile(r"(?:\([^)]*\)|[^,()])+")
_LIKE = regex.compile(r"(?:\([^)]*\)|[^=()])+")
_NEAR = regex.compile(r"\(([^)]*)\)")
_AS_WRITTEN = {"ja", "ko", "zh"}  # other forms are other spellings there, and tags themselves
_SHORTEST_BARE = 4  # letters: shorter words without their accents are other words


class Noun(NamedTuple):
    """A noun that can be a hashtag. ``tag``: None for what only looks like a noun of ours.
    ``thing``: the same for words that mean nearly the same. ``near``: beginnings of words;
    ``apart`` when none of them may be near."""

    tag: str | None
    section: str
    thing: int
    general: bool = False
    also_verb: bool = False
    near: tuple[str, ...] = ()
    apart: bool = False


@dataclass(slots=True)
class Nouns:
    """The nouns of one language. ``bare`` finds what was typed without accents; ``reach`` is how
    many words the longest entry has that begins with a word; ``longest`` how many signs any has.
    A noun follows the words ``before`` at once, the ``articles`` perhaps with another word
    between."""

    language: str
    entries: dict[str, tuple[Noun, ...]] = field(default_factory=dict)
    bare: dict[str, str] = field(default_factory=dict)
    reach: dict[str, int] = field(default_factory=dict)
    longest: int = 0
    articles: frozenset[str] = frozenset()
    before: frozenset[str] = frozenset()

    def add(self, form: str, noun: Noun) -> None:
        known = self.entries.get(form, ())
        if noun not in known:
            self.entries[form] = (*known, noun)
        self.longest = max(self.longest, len(form))
        plain = bare(form)
        if plain != form and len(plain) >= _SHORTEST_BARE:
            self.bare.setdefault(plain, form)
        for word in {form.split()[0], plain.split()[0]}:
            self.reach[word] = max(self.reach.get(word, 0), form.count(" ") + 1)

    def find(self, form: str) -> tuple[Noun, ...]:
        found = self.entries.get(form)
        if found is None and form.isascii() and form in self.bare:
            return self.entries[self.bare[form]]
        return found or ()


@cache
def languages() -> tuple[str, ...]:
    """Return the codes of the languages that have hashtags."""
    names = (entry.name for entry in files(__package__).iterdir())
    return tuple(sorted(name[:2] for name in names if regex.fullmatch(r"[a-z]{2}\.txt", name)))


@cache
def nouns(language: str) -> Nouns:
    """Return the nouns of ``language``; none when it has no file. Raises ValueError for a line
    outside a section."""
    made = Nouns(language)
    if language not in languages():
        return made
    text = files(__package__).joinpath(f"{language}.txt").read_text("utf-8")
    section = None
    regular: list[tuple[str, Noun]] = []
    for number, line in enumerate(text.splitlines()):
        if line.startswith("articles:"):
            made.articles = frozenset(line.split()[1:])
        elif line.startswith("before:"):
            made.before = frozenset(line.split()[1:])
        elif line.startswith("["):
            section = line.strip("[]")
        elif line and not line.startswith("#"):
            if section is None:
                raise ValueError(f"{language}: a line outside a section: {line[:40]}")
            for form, noun in _read(line, section, language, number):
                made.add(folded(form, language), noun)
                if noun.tag:
                    regular += ((folded(one, language), noun) for one in forms_of(form, language))
    listed = frozenset(made.entries)
    for form, noun in regular:
        if form not in listed:  # what is an entry itself is no form of another
            made.add(form, noun)
    for form, meant in made.entries.items():
        made.entries[form] = tuple(sorted(meant, key=_surest_first))
    return made


def _surest_first(noun: Noun) -> bool:
    return noun.tag is not None and (not noun.near or noun.apart)


def _read(line: str, section: str, language: str, line_number: int) -> Iterator[tuple[str, Noun]]:
    for number, entry in enumerate(_PARTS.findall(line)):
        for word in _LIKE.findall(entry):
            near = _NEAR.search(word)
            written = _NEAR.sub("", word).strip()
            beginnings = tuple(folded(near[1].lstrip("!"), language).split()) if near else ()
            flags = "^" in written, "~" in written
            mask = written.startswith("-")
            first, *others = (form.strip() for form in written.strip("-").split("/"))
            noun = Noun(
                None if mask else first.rstrip("^~"),
                section,
                line_number * 1000 + number,
                *flags,
                beginnings,
                near is not None and near[1].startswith("!"),
            )
            for form in (first, *others):
                clean = form.rstrip("^~")
                as_written = not mask and language in _AS_WRITTEN
                yield clean, noun._replace(tag=clean) if as_written else noun
