"""``sotto.toml`` as it was written: its values, and the line in which each stands.

tomllib reads the file and tells no lines. So it is also given the file statement by statement:
lines are added to a statement until tomllib understands it, which it does at its last line only.
Nothing here knows what TOML looks like, but that a statement that begins with [ is a header.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Place = tuple[str | int, ...]
"""The keys and indexes from the top: ``("channels", 1, "title", "fr")``."""

_WHERE = re.compile(
    r"(?P<what>.*) \(at (?:line (?P<line>\d+), column (?P<column>\d+)|(?P<end>.*))\)"
)


@dataclass(frozen=True, slots=True)
class TomlFile:
    name: str
    """The file's name as the operator wrote it."""
    content: Mapping[str, Any]
    lines: Mapping[Place, int]

    def line_of(self, place: Place) -> int:
        """Return the line of what stands there, or of the nearest thing around it; from 1."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)


def read_toml(path: Path) -> TomlFile | str:
    """Read the file, or return a sentence: why it cannot be read."""
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError:
        return f"{path} cannot be read: save it as UTF-8."
    except OSError as error:
        return f"{path} cannot be read: {error.strerror}."
    try:
        return TomlFile(str(path), tomllib.loads(text), lines_of(text))
    except tomllib.TOMLDecodeError as wrong:
        return _syntax(str(path), str(wrong))


def _syntax(name: str, said: str) -> str:
    found = _WHERE.fullmatch(said)
    if found is None:
        return f"{name}: {said}"
    place = f"line {found['line']}, column {found['column']}" if found["line"] else "at its end"
    return (
        f"{name}, {place}: {found['what']}. Write a line as key = value, text in quotes: "
        'name = "love"'
    )


def lines_of(text: str) -> dict[Place, int]:
    """Return the line where each key and each table begins. ``text`` is a TOML document without
    mistakes."""
    lines: dict[Place, int] = {}
    counts: dict[Place, int] = {}
    table: Place = ()
    statement: list[str] = []
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), start=1):
        statement.append(line)
        try:
            said = tomllib.loads("\n".join(statement))
        except tomllib.TOMLDecodeError:
            continue  # it goes on in the next line
        first = number - len(statement) + 1
        if statement[0].lstrip(" \t").startswith("["):
            table = _entered(said, counts)
            for depth in range(1, len(table) + 1):
                lines.setdefault(table[:depth], first)
        else:
            for place in _places(said):
                lines.setdefault(table + place, first)
        statement = []
    return lines


def _entered(header: Mapping[str, Any], counts: dict[Place, int]) -> Place:
    """Return the table that a header opens: ``{"channels": [{}]}`` -> ``("channels", 0)``, then 1.
    Under a name that is a list already, it belongs to the list's last table."""
    place: Place = ()
    inner: Any = header
    while inner:
        [(key, inner)] = inner.items()
        place += (key,)
        if isinstance(inner, list):
            counts[place] = counts.get(place, -1) + 1
            inner = {}
        if place in counts:
            place += (counts[place],)
    return place


def _places(value: Any) -> Iterator[Place]:
    if isinstance(value, dict):
        inside = list(value.items())
    else:
        inside = list(enumerate(value)) if isinstance(value, list) else []
    for key, inner in inside:
        yield (key,)
        yield from ((key, *place) for place in _places(inner))
