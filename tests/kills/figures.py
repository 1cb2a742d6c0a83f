"""What a chaos run came to, and the table of several."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TextIO

from tests.kills.campaigning import Campaigned
from tests.kills.readers import Outcome

LONGEST_HELD = 10.0
"""Seconds. Who waits for the refused channel waits longer: 12 s for a 429, 15 for a bot thrown out.
Below that it is people who write, and the machine: see ``held_else``."""


@dataclass(frozen=True, slots=True)
class OfChannel:
    """One of several channels."""

    channel: str
    accepted: int
    posted: int
    removed: int
    lost: int
    doubled: int
    wrong: int  # in this channel, though their author chose another
    refused: int  # per cent of the time in which Telegram refused everything there
    held: float  # seconds without a post, while one was refused (see tests/kills/held.py)
    held_else: float  # likewise, while none was

    @property
    def good(self) -> bool:
        return self.whole and self.in_time

    @property
    def whole(self) -> bool:
        return not self.lost and not self.doubled and not self.wrong

    @property
    def in_time(self) -> bool:
        return self.refused > 0 or self.held < LONGEST_HELD


@dataclass(frozen=True, slots=True)
class Figures:
    """What a run came to."""

    seed: int
    accepted: int  # whispers taken in (stored)
    posted: int  # of these, in the channel at the end
    removed: int  # of these, taken down by the operator
    lost: int  # accepted and not in the channel; or told so and not accepted
    doubled: int  # in the channel more than once, or taken in twice
    digests: int
    faults: int
    kills: int
    outages: int
    moved: int  # groups that became supergroups, and that the bot has followed
    vanished: int  # cards deleted in the moderators' chat before anybody decided them
    anew: int  # times that Telegram began its update ids anew
    unknown: int  # sends whose end was not known
    found: int  # of these, found in the channel
    resent: int  # of these, not there: sent once more
    late: int  # late duplicates that were deleted
    recover: float  # seconds from the last trouble until everything was out
    seconds: float
    replies: Outcome | None = None  # where people reply
    campaigns: Campaigned | None = None  # where there are some
    channels: tuple[OfChannel, ...] = ()  # where there are several

    @property
    def good(self) -> bool:
        whole = not self.lost and not self.doubled and self.digests == 1 and self.moved == 1
        if self.replies is not None:
            whole = whole and not self.replies.lost and not self.replies.doubled
        if self.campaigns is not None:
            whole = whole and self.campaigns.good
        return whole and all(each.good for each in self.channels)


def show(figures: Figures, out: TextIO, *, head: bool) -> None:
    row = asdict(figures)
    del row["channels"], row["replies"], row["campaigns"]
    _write(row, out, head=head)
    for name, part in (("replies", figures.replies), ("campaigns", figures.campaigns)):
        if part is not None:
            told = "".join(f"  {each} {value}" for each, value in asdict(part).items())
            out.write(f"    {name}{told}\n")
    for each in figures.channels:
        out.write("".join(f"    {name} {value}" for name, value in asdict(each).items()) + "\n")
    out.flush()


def _write(row: Mapping[str, object], out: TextIO, *, head: bool) -> None:
    if head:
        out.write("  ".join(f"{name:>8}" for name in row) + "\n")
    out.write("  ".join(f"{value:>8}" for value in row.values()) + "\n")
