"""Phrase lexicons: text files that a person who speaks the language can read and mend.

``[section]`` heads a block, one pattern a line, ``#`` starts a remark. A pattern is a regular
expression over the normal form (lower case, no accents, ``don't`` as ``dont``, ``j'ai`` as
``j ai``), where every gap is one blank.
``NAME = …`` defines ``{NAME}`` for the lines below it.
"""

from functools import cache
from importlib.resources import files

import regex

from bot.domain.checks.by_letter import Arranged, Phrases, arrange
from bot.domain.checks.normal import fold_all
from bot.domain.patterns import arranged


def parse(text: str) -> dict[str, tuple[str, ...]]:
    """Return patterns by section. Raises ValueError for a line before any section."""
    sections: dict[str, list[str]] = {}
    names: dict[str, str] = {}
    section: list[str] | None = None
    for raw in text.splitlines():
        line = raw.split(" #")[0].strip()
        if not line or line.startswith("#"):
            continue
        if line.startswith("[") and line.endswith("]") and line[1:-1].isidentifier():
            section = sections.setdefault(line[1:-1], [])
        elif regex.match(r"[A-Z]+ = ", line):
            name, _, value = line.partition(" = ")
            names[name] = f"(?:{_fill(value, names)})"
        elif section is None:
            raise ValueError(f"{line!r} stands before any [section]")
        else:
            section.append(_fill(line, names))
    return {name: tuple(lines) for name, lines in sections.items()}


def _fill(line: str, names: dict[str, str]) -> str:
    for name, value in names.items():
        line = line.replace("{" + name + "}", value)
    return line


@cache
def load(name: str) -> dict[str, Phrases]:
    """Return compiled sections of ``lexicons/NAME.txt``."""
    found = arranged(f"phrases of {name}", lambda: _read(name))
    return {section: Phrases(made) for section, made in found.items()}


def _read(name: str) -> dict[str, Arranged]:
    text = (files(__package__) / "lexicons" / f"{name}.txt").read_text(encoding="utf-8")
    return {
        section: arrange("|".join(map(fold_all, lines)))
        for section, lines in parse(text).items()
        if lines
    }
