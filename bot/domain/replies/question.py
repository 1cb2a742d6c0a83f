"""The question that a reader's words answer. Its own text carries what it asks about, as the target
of its first link, so nothing about it is stored: whoever writes answers a message of ours."""

import re
from dataclasses import dataclass
from enum import StrEnum

_PAYLOAD = re.compile(r"(reply|author|proof)_(?:([a-z][a-z0-9-]*)_)?([1-9]\d{0,8})")
_LINK = re.compile(r"https://t\.me/\w+\?start=(\S+)")


class QuestionKind(StrEnum):
    REPLY = "reply"  # for a reply; also the payload of the link under a card
    AUTHOR = "author"  # for the author's own answer, whose receipt was shown
    PROOF = "proof"  # for the receipt of the whisper


@dataclass(frozen=True, slots=True)
class Question:
    asked: QuestionKind
    number: int  # of the whisper
    channel: str | None = None  # its name in links, where there are several


def read_payload(payload: str) -> Question | None:
    """Read ``reply_12`` or ``reply_love_12``. None: it is none of these."""
    found = _PAYLOAD.fullmatch(payload)
    if found is None:
        return None
    return Question(QuestionKind(found[1]), int(found[3]), found[2])


def read_link(address: str) -> Question | None:
    """Return the question whose first link leads there. None: it leads to none."""
    found = _LINK.fullmatch(address)
    return None if found is None else read_payload(found[1])
