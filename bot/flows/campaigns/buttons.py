"""Buttons of the managers' group, and how they travel as callback data: ``k:action:mark`` or
``k:action:mark:value``; the mark is a campaign's number with its channel, or a channel alone."""

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.campaigns.campaign import CampaignKind
from bot.domain.numbers import mark, read_mark
from bot.domain.whisper import FIRST_CHANNEL

PATTERN = re.compile(r"^k:")
_DATA = re.compile(r"k:([a-z]+):([\d.]+|)(?::([A-Za-z0-9]{1,16}))?")
_MARK = 8  # hexadecimal digits


class Do(StrEnum):
    """The actions of buttons. Those about a channel name no campaign."""

    NEW = "new"  # in a channel
    ALL = "all"
    MAKE = "make"  # in a channel: of this kind, once
    OPEN = "open"
    OURS = "ours"  # nobody pays for it
    PAID = "paid"
    COUNTRY = "country"
    LABEL = "label"  # one of those that the country knows, by its place
    ASK = "ask"  # ask for this field by a question
    PICTURE = "picture"  # another picture of the library
    LESS = "less"  # a pack without the picture that is shown
    STYLE = "style"
    WEEKLY = "weekly"
    SEND = "send"
    DROP = "drop"
    STOP = "stop"  # it ends now
    FIGURES = "figures"


_OF_CHANNEL = frozenset({Do.NEW, Do.ALL, Do.MAKE})


@dataclass(frozen=True, slots=True)
class CampaignIntent:
    do: Do
    number: int = 0
    channel: int = FIRST_CHANNEL
    value: str = ""


@dataclass(frozen=True, slots=True)
class CampaignButton:
    label: str
    intent: CampaignIntent


CampaignRows = Sequence[Sequence[CampaignButton]]


def campaign_button(
    label: str, do: Do, number: int = 0, channel: int = FIRST_CHANNEL, value: str = ""
) -> CampaignButton:
    return CampaignButton(label, CampaignIntent(do, number, channel, value))


def kind_button(label: str, kind: CampaignKind, channel: int) -> CampaignButton:
    """Return a button with a mark of its own: what it begins, it begins once."""
    value = kind.value + secrets.token_hex(_MARK // 2)
    return campaign_button(label, Do.MAKE, channel=channel, value=value)


def read_kind(value: str) -> tuple[CampaignKind, str] | None:
    """Return the kind, and the button's mark. None: one of before buttons bore any."""
    named = next((kind for kind in CampaignKind if kind.value == value[:-_MARK]), None)
    return None if named is None else (named, value[-_MARK:])


def encode(intent: CampaignIntent) -> str:
    about = mark(FIRST_CHANNEL, intent.channel)
    if intent.do not in _OF_CHANNEL:
        about = mark(intent.channel, intent.number)
    data = f"k:{intent.do.value}:{about}"
    return f"{data}:{intent.value}" if intent.value else data


def decode(data: str) -> CampaignIntent | None:
    """Read a button back from its callback data. None: no button of ours says this."""
    read = _DATA.fullmatch(data)
    if read is None or read[1] not in set(Do):
        return None
    do, named = Do(read[1]), read_mark(read[2])
    if named is None:
        return None
    if do in _OF_CHANNEL:
        return CampaignIntent(do, 0, named[1], read[3] or "")
    return CampaignIntent(do, named[1], named[0], read[3] or "")
