"""Buttons of the moderators' chat: what one does, and how that travels as callback data.

Flows name an action and what it is about; the text on the wire is written and read here alone:
``m:action``, ``m:action:subject`` or ``m:action:subject:choice``, 64 bytes at most. Where several
channels share the chat, the channel's id stands first: ``m2:action``; channel 1 has none, and
``m0:action`` is for all of them.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.whisper import FIRST_CHANNEL

PATTERN = re.compile(r"^m\d{0,3}:")
"""The beginning that all of them have."""

EVERY = 0
"""In place of a channel: all channels whose chat this is."""

_DATA = re.compile(r"m(0|[1-9]\d{0,2})?:([a-z]+)(?::([0-9A-Z.]{1,20}))?(?::(\d{1,2}))?")


class Action(StrEnum):
    RELEASE = "release"  # early: one more vote
    KEEP = "keep"  # nothing is released early
    REMOVE = "remove"  # a number: one more vote
    STAY = "stay"  # a number that was to be removed
    RESTORE = "restore"  # a hidden number, or leave a reported one standing
    HIDE = "hide"
    DROP = "drop"  # a reported number: one more vote to remove it
    LIFT = "lift"  # a ban, by the name of its appeal
    UPHOLD = "uphold"
    MODE = "mode"
    ALL = "all"  # a sheet of replies: those not crossed out are approved, the others rejected
    CROSS = "cross"  # a reply on a sheet: out, or in again
    ASIDE = "aside"  # a whole sheet
    AGAIN = "again"  # a sheet as it was, without the reasons
    UNDECIDE = "undecide"
    PAGE = "page"  # a page of a thread
    CUT = "cut"  # a reply that is out: one more vote to remove it
    PAUSE = "pause"
    RESUME = "resume"
    RESHOW = "reshow"  # a hidden number that was named by a command
    THREAD = "thread"  # the replies to a number that was named by a command
    LOCK = "lock"  # nobody can reply to that number
    UNLOCK = "unlock"
    SETTINGS = "settings"  # the list of settings
    SETTING = "setting"  # one setting, by its name
    SET = "set"  # … to this value: one more vote
    WHY = "why"  # a card: show the reasons to reject
    BACK = "back"
    UNDO = "undo"
    PASS = "pass"  # a campaign may be posted
    REVISE = "revise"  # it is to be changed first
    DENY = "deny"
    UNPOST = "unpost"  # a campaign that is posted: one more vote to remove it
    APPROVE = "approve"  # from here on as ``bot.domain.review.Verdict``
    COVER = "cover"
    REJECT = "reject"
    HOLD = "hold"
    BAN = "ban"


@dataclass(frozen=True, slots=True)
class Intent:
    """The meaning of pressing a button. ``subject``: a number, a reply (``12.3``), a card's name, a
    mode or a setting, in capitals."""

    action: Action
    subject: str = ""
    choice: int | None = None  # of the reasons to reject, of a setting's values


@dataclass(frozen=True, slots=True)
class ModeratorButton:
    label: str
    intent: Intent
    channel: int | None = None  # None: the one that the message is about


def button(
    label: str,
    action: Action,
    subject: str | int = "",
    choice: int | None = None,
    *,
    channel: int | None = None,
) -> ModeratorButton:
    return ModeratorButton(label, Intent(action, str(subject), choice), channel)


def encode(intent: Intent, channel: int = FIRST_CHANNEL) -> str:
    parts = ["m" if channel == FIRST_CHANNEL else f"m{channel}", intent.action.value]
    if intent.subject:
        parts.append(intent.subject)
    if intent.choice is not None:
        parts.append(str(intent.choice))
    return ":".join(parts)


def decode(data: str) -> tuple[int, Intent] | None:
    """Return (channel, what the button means). None: no button of ours says this."""
    read = _DATA.fullmatch(data)
    if read is None or read[2] not in set(Action):
        return None
    channel = FIRST_CHANNEL if read[1] is None else int(read[1])
    intent = Intent(Action(read[2]), read[3] or "", None if read[4] is None else int(read[4]))
    return (channel, intent) if encode(intent, channel) == data else None
