"""How many ways to reach somebody are seen and hidden whole, and how many innocent texts alarm.

The sets (``bench/data/contacts.*.tsv``) were written by somebody who had not read the code. Every
third line is kept apart ("final"): it was measured before and after the mending, and never read.
``--show`` prints the errors of the others ("tuning") alone.
"""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import regex

from bot.domain.contacts import find_contacts
from bot.domain.words import clean

DATA = Path(__file__).parent / "data"
PARTS = ("tuning", "final")


@dataclass(frozen=True)
class Line:
    language: str
    kind: str
    words: str
    contact: str = ""


@dataclass(frozen=True)
class Seen:
    found: bool
    left: str  # what a reader could still make out of the contact


def read(what: str, part: str) -> Iterator[Line]:
    """``what``: hostile or innocent. A line break is written as backslash and n."""
    text = (DATA / f"contacts.{what}.{part}.tsv").read_text(encoding="utf-8")
    for row in text.splitlines()[1:]:
        yield Line(*(cell.replace("\\n", "\n") for cell in row.split("\t")))


def look(line: Line) -> Seen:
    """As an author's words go: cleaned, then searched. What is cut as a link is gone too."""
    words = clean(line.words)
    at = words.find(line.contact)
    if at < 0:  # a link, cut before anybody asks
        return Seen(True, "")
    shown = set(range(at, at + len(line.contact)))
    found = find_contacts(words)
    for each in found:
        shown -= set(range(each.start, each.end))
    left = "".join(words[index] for index in sorted(shown))
    telling = regex.sub(r"[^\p{L}\p{N}]", "", left)
    return Seen(len(shown) < len(line.contact), telling)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", action="store_true", help="the errors on the tuning set")
    show = parser.parse_args().show
    for part in PARTS[: 1 if show else 2]:
        hostile = [(line, look(line)) for line in read("hostile", part)]
        innocent = [(line, find_contacts(clean(line.words))) for line in read("innocent", part)]
        seen = sum(each.found for _line, each in hostile)
        whole = sum(each.found and not each.left for _line, each in hostile)
        alarms = sum(bool(found) for _line, found in innocent)
        print(
            f"{part}: seen {seen} of {len(hostile)} ({seen / len(hostile):.3f}), hidden whole "
            f"{whole} ({whole / len(hostile):.3f}); alarms {alarms} of {len(innocent)} "
            f"({alarms / len(innocent):.3f})"
        )
        if show:
            for line, each in hostile:
                if not each.found or each.left:
                    print("MISSED" if not each.found else f"LEFT {each.left!r}", line)
            for line, found in innocent:
                for contact in found:
                    print(
                        "ALARM ", line.language, line.kind, (contact.kind, contact.text), line.words
                    )


if __name__ == "__main__":
    main()
