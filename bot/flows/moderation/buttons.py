"""Buttons of the moderators' chat: what one does, and how that travels as callback data.

Flows name an action and what it is about; the text on the wire is written and read here alone:
``m:action``, ``m:action:subject`` or ``m:action:subject:choice``, 64 bytes at most.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

PREFIX = "m:"

_DATA = re.compile(r"m:([a-z]+)(?::([0-9A-Z]{1,12}))?(?::(\d{1,2}))?")


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
    WHY = "why"  # a card: show the reasons to reject
    BACK = "back"
    UNDO = "undo"
    APPROVE = "approve"  # from here on as ``bot.domain.review.Verdict``
    COVER = "cover"
    REJECT = "reject"
    HOLD = "hold"
    BAN = "ban"


@dataclass(frozen=True, slots=True)
class Intent:
    """What pressing a button means. ``subject``: a number, a card's name or a mode, in capitals."""

    action: Action
    subject: str = ""
    choice: int | None = None  # of the reasons to reject


@dataclass(frozen=True, slots=True)
class ModeratorButton:
    label: str
    intent: Intent


def button(
    label: str, action: Action, subject: str | int = "", choice: int | None = None
) -> ModeratorButton:
    return ModeratorButton(label, Intent(action, str(subject), choice))


def encode(intent: Intent) -> str:
    parts = [PREFIX + intent.action]
    if intent.subject:
        parts.append(intent.subject)
    if intent.choice is not None:
        parts.append(str(intent.choice))
    return ":".join(parts)


def decode(data: str) -> Intent | None:
    """None: no button of ours says this."""
    read = _DATA.fullmatch(data)
    if read is None or read[1] not in set(Action):
        return None
    return Intent(Action(read[1]), read[2] or "", None if read[3] is None else int(read[3]))
