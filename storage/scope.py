"""The scope of a look at the database: the channel that it is for, and the channels whose cards
stand in the same moderators' chat."""

from dataclasses import dataclass

from bot.domain.whisper import FIRST_CHANNEL

DEPLOYMENT = 0
"""The number that stands for the channel in what all channels share."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The channel as which a storage looks at the tables: repositories of what belongs to one
    channel see and write its rows alone. What is found by a random key, a handle or a receipt is
    found in any channel."""

    channel: int = FIRST_CHANNEL
    room: tuple[int, ...] = ()
    """Channels with the same moderators' chat, this one among them; left out: this one alone."""

    def __post_init__(self) -> None:
        if not self.room:
            object.__setattr__(self, "room", (self.channel,))

    @property
    def host(self) -> int:
        """The channel under which the room's own settings lie."""
        return min(self.room)
