"""What a chaos run came to, and the table of several."""

from dataclasses import asdict, dataclass
from typing import TextIO


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

    @property
    def good(self) -> bool:
        return not self.lost and not self.doubled and self.digests == 1 and self.moved == 1


def show(figures: Figures, out: TextIO, *, head: bool) -> None:
    row = asdict(figures)
    if head:
        out.write("  ".join(f"{name:>8}" for name in row) + "\n")
    out.write("  ".join(f"{value:>8}" for value in row.values()) + "\n")
    out.flush()
