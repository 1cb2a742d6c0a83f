"""Review: what moderators can decide about a waiting whisper, and how many of them it takes."""

import random
from collections.abc import Collection
from enum import StrEnum
from typing import Literal

_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_NAME_LENGTH = 4


Mode = Literal["pre", "hybrid", "post"]
"""The mode: moderators look at all before it comes out; at what a check found; or at nothing."""

MODES: tuple[Mode, ...] = ("pre", "hybrid", "post")


def mode_in(text: str) -> Mode | None:
    """Return the mode that is named so, in whichever letters. None: there is no such mode."""
    asked = text.lower()
    return next((mode for mode in MODES if mode == asked), None)


class Queue(StrEnum):
    """A queue of review: who is looked at first, and how. The order is the order within a batch."""

    CARE = "care"  # speaks of suicide or self-harm
    CRUEL = "cruel"  # cruel to somebody
    PERSON = "person"  # somebody could be recognised
    OTHERS = "others"
    APPEAL = "appeal"  # no whisper: a banned author asks to be allowed again


class Verdict(StrEnum):
    APPROVE = "approve"
    COVER = "cover"  # approved, behind Telegram's spoiler
    REJECT = "reject"
    HOLD = "hold"  # set aside, to think about it
    BAN = "ban"  # rejected, and its author may not write for a while


class RoomTopic(StrEnum):
    """The topics of a moderators' chat, one for each queue, where its operator wants them. The
    values stand in the database."""

    NEW = "new"
    NAMED = "named"  # somebody could be recognised, or is hurt
    CARE = "care"  # somebody is not well
    REPLIES = "replies"
    REPORTS = "reports"
    CAMPAIGNS = "campaigns"
    TROUBLES = "troubles"  # what the operator has to see to


def topic_of(queue: Queue) -> RoomTopic:
    """Return the topic in which a card of this queue is shown."""
    if queue is Queue.CARE:
        return RoomTopic.CARE
    return RoomTopic.NAMED if queue in (Queue.CRUEL, Queue.PERSON) else RoomTopic.NEW


def queue_of(findings: Collection[str], *, care: bool) -> Queue:
    if care:
        return Queue.CARE
    if "cruel" in findings:
        return Queue.CRUEL
    return Queue.PERSON if "person" in findings else Queue.OTHERS


def needed(verdict: Verdict, queue: Queue, votes: int) -> int:
    """How many moderators it takes. Bans, and what concerns somebody who is not well, take
    ``votes``; everything else one."""
    if verdict is Verdict.HOLD:
        return 1
    return votes if verdict is Verdict.BAN or queue is Queue.CARE else 1


def new_name(rng: random.Random, taken: Collection[str]) -> str:
    """Return a short random name for a card in the moderators' chat; it says nothing else."""
    while True:
        name = "".join(rng.choice(_LETTERS) for _ in range(_NAME_LENGTH))
        if name not in taken:
            return name
