"""People tagged in a text by Telegram's own completion: a name and, unseen by us, an account.

Of somebody without a public name the name is the one in the writer's own phone book: it may say
more than any @name. Only where it stands is taken over; whose it is is never read.
"""

from collections.abc import Iterable, Sequence

import regex

from bot.domain.contacts import HIDDEN, Contact
from bot.domain.words import clean

Span = tuple[int, int]
"""The first character and the one after the last, as Python counts."""

_START, _END = "\ufdd0", "\ufdd1"  # noncharacters: no text holds them, and cleaning passes them by
_MARKS = regex.compile(f"[{_START}{_END}]")
_GRAPHEME = regex.compile(r"\X")


def from_utf16(text: str, offset: int, length: int) -> Span:
    """Turn a range as Telegram counts, in UTF-16 units, into characters. What ends inside a
    character takes the whole of it; what lies outside the text is cut off."""
    start = end = at = 0
    for index, character in enumerate(text):
        if at <= offset:
            start = index
        at += 1 + (character > "\uffff")
        if at <= offset:
            start = index + 1
        end = index + 1
        if at >= offset + length:
            break
    return start, max(start, end)


def carried_over(raw: str, spans: Sequence[Span], words: str) -> tuple[Span, ...]:
    """Return the same ranges in the cleaned words. One whose place cleaning has blurred is found
    wherever its text stands."""
    found: set[Span] = set()
    for span in spans:
        start, end = _whole_graphemes(raw, span)
        marked = clean(raw[:start] + _START + raw[start:end] + _END + raw[end:])
        if _MARKS.sub("", marked) == words and _START in marked and _END in marked:
            found.add((marked.index(_START), marked.index(_END) - 1))
        elif name := clean(raw[start:end]):
            found |= {match.span() for match in regex.finditer(regex.escape(name), words)}
    trimmed = (_trimmed(words, start, end) for start, end in found)
    return tuple(sorted((start, end) for start, end in trimmed if start < end))


def _whole_graphemes(raw: str, span: Span) -> Span:
    """Widen a range so that no accent is torn from its letter."""
    start, end = span
    for match in _GRAPHEME.finditer(raw):
        first, after = match.span()
        if first < start < after:
            start = first
        if first < end < after:
            end = after
    return start, end


def _trimmed(words: str, start: int, end: int) -> Span:
    part = words[start:end]
    return start + len(part) - len(part.lstrip()), end - len(part) + len(part.rstrip())


def with_tagged(
    words: str, contacts: Iterable[Contact], tagged: Iterable[Span]
) -> tuple[Contact, ...]:
    """Return contacts and tagged names in reading order; those that overlap are one."""
    every = [
        *contacts,
        *(Contact("name", start, end, words[start:end]) for start, end in tagged),
    ]
    joined: list[Contact] = []
    for each in sorted(every, key=lambda contact: contact.start):
        last = joined[-1] if joined else None
        if last is None or last.end <= each.start:
            joined.append(each)
        else:
            end = max(last.end, each.end)
            joined[-1] = Contact(last.kind, last.start, end, words[last.start : end])
    return tuple(joined)


def hide(words: str, contacts: Sequence[Contact]) -> str:
    """Return the words with each of these painted over."""
    for contact in sorted(contacts, key=lambda each: each.start, reverse=True):
        words = words[: contact.start] + HIDDEN + words[contact.end :]
    return words
