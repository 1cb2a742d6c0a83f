"""The data of buttons in private chats, besides those of a draft (``bot/domain/draft.py``): written
and read here alone. All of it is shown above the button, so it works after a restart too."""

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.checks.whose import Whose
from bot.domain.receipts import parse

RECEIPTS = re.compile(r"^r[dwybraco]:")
CARE = re.compile(r"^x:")
LANGUAGE = re.compile(r"^l:")

EVERY_COUNTRY = "all"
KIND_WORD = "word"


@dataclass(frozen=True, slots=True)
class CareButton:
    """A button below a kind word, and what that word is: its language and whose trouble it is."""

    shows: str  # a country of two letters, EVERY_COUNTRY or KIND_WORD
    language: str | None  # None: a button of an older version
    about: Whose = Whose.OWN


class ReceiptVerb(StrEnum):
    DONE = "rd"
    WITHDRAW = "rw"  # asks
    YES = "ry"  # takes it back
    BACK = "rb"
    READ = "rr"  # the replies
    ANSWER = "ra"  # as the author
    CLOSE = "rc"  # no more replies
    OPEN = "ro"


def receipt_data(verb: ReceiptVerb, code: str) -> str:
    return f"{verb}:{code}"


def receipt_of(data: str) -> tuple[ReceiptVerb, str] | None:
    """Read the data of a receipt's button. None: what stands there is no receipt."""
    code = parse(data[3:])
    return None if code is None else (ReceiptVerb(data[:2]), code)


def care_data(button: CareButton) -> str:
    return f"x:{button.shows}:{button.language}:{button.about.name}"


def care_of(data: str) -> CareButton:
    shows, language, about = (*data[2:].split(":"), "", "")[:3]
    known = Whose[about] if about in Whose.__members__ else Whose.OWN
    return CareButton(shows, language or None, known)
