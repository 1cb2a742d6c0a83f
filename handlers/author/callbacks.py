"""What buttons in private chats carry, besides those of a draft (``bot/domain/draft.py``): written
and read here alone. All of it is shown above the button, so it works after a restart too."""

import re
from enum import StrEnum

from bot.domain.receipts import parse

RECEIPTS = re.compile(r"^r[dwyb]:")
COUNTRIES = re.compile(r"^x:")

EVERY_COUNTRY = "all"


class ReceiptVerb(StrEnum):
    DONE = "rd"
    WITHDRAW = "rw"  # asks
    YES = "ry"  # takes it back
    BACK = "rb"


def receipt_data(verb: ReceiptVerb, code: str) -> str:
    return f"{verb}:{code}"


def receipt_of(data: str) -> tuple[ReceiptVerb, str] | None:
    """None: what stands there is no receipt."""
    code = parse(data[3:])
    return None if code is None else (ReceiptVerb(data[:2]), code)


def country_data(country: str) -> str:
    """Two letters, or ``EVERY_COUNTRY``."""
    return f"x:{country}"


def country_of(data: str) -> str:
    return data[2:]
