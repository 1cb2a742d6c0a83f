"""Ways to reach or pay a person, found in the words so that their author decides before publishing.

A false alarm costs one tap (Keep); a number published unseen cannot be taken back. So this errs on
the side of finding, whatever it is dressed in: it reads one plain form of the words, in which each
character still stands where it stood.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from bot.domain.contacts import handles, mails, numbers, places, spoken
from bot.domain.folding import same_length_fold
from bot.domain.links import find_links

Kind = Literal["phone", "email", "link", "username", "iban", "card", "coin", "place", "name"]
Span = tuple[int, int]

HIDDEN = "▇▇"


@dataclass(frozen=True, slots=True)
class Contact:
    """A place in the words by which somebody can be reached or paid; ``start`` and ``end`` cut
    ``text``."""

    kind: Kind
    start: int
    end: int
    text: str


_FINDERS: tuple[tuple[Kind, Callable[[str], Iterator[Span]]], ...] = (
    ("email", mails.find),
    ("link", find_links),
    ("coin", places.coins),
    ("iban", numbers.accounts),
    ("card", numbers.cards),
    ("place", places.find),
    ("link", mails.spoken_links),
    ("username", handles.find),
)


def find_contacts(words: str, *, region: str | None = None) -> tuple[Contact, ...]:
    """Return contacts in reading order, none overlapping another. ``region`` is a two-letter
    country."""
    plain = same_length_fold(words)
    found: list[tuple[int, int, Kind]] = [
        (start, end, kind) for kind, finder in _FINDERS for start, end in finder(plain)
    ]
    found += [(start, end, "phone") for start, end in numbers.phones(plain, region)]
    found += [(start, end, "phone") for start, end in spoken.find(plain)]
    contacts = []
    for start, end, kind in _apart(found):
        while words[end : end + 1] in ("\ufe0f", "\u20e3"):  # what makes a keycap of its last digit
            end += 1
        contacts.append(Contact(kind, start, end, words[start:end]))
    return tuple(contacts)


def _apart(found: list[tuple[int, int, Kind]]) -> list[tuple[int, int, Kind]]:
    """Join those that overlap into one, so that hiding one leaves no piece of another."""
    order = {span: place for place, span in reversed(list(enumerate(found)))}
    apart: list[tuple[int, int, Kind]] = []
    for span in sorted(found, key=lambda span: (span[0], order[span])):
        if apart and span[0] < apart[-1][1]:
            last = apart.pop()
            kind = min(last, span, key=lambda each: order.get(each, 0))[2]
            span = (last[0], max(last[1], span[1]), kind)
            order.setdefault(span, min(order.get(last, 0), order.get(span, 0)))
        apart.append(span)
    return apart
