"""The one door to the public channel, and every way in which a send can end.

``bot/channel_telegram.py`` is the real door; tests use it too, against the sandbox.
No method raises for anything Telegram or the network can do: the end of the call is its value.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Delivered:
    """It is in the channel, under this message id (for edits and deletions: the id acted on)."""

    message_id: int


@dataclass(frozen=True, slots=True)
class TryLater:
    """It certainly did not happen. ``after`` is how long Telegram asks the whole lane to wait
    (None: we were not told; back off by our own policy)."""

    after: timedelta | None
    why: str


@dataclass(frozen=True, slots=True)
class Refused:
    """It did not happen and never will in this form: a 4xx.

    ``gone``: the message to be edited, deleted or forwarded is not there. ``lane``: the fault is
    the channel's or the token's and not this parcel's (kicked, no rights): nothing else can go."""

    why: str
    gone: bool = False
    lane: bool = False


@dataclass(frozen=True, slots=True)
class Unknown:
    """The call was made and its end is not known: reply lost, 5xx, unreadable answer."""

    why: str


Outcome = Delivered | TryLater | Refused | Unknown


@dataclass(frozen=True, slots=True)
class Seen:
    """What a probe found under a message id: the whole first line of its caption or text
    ("" when it has none)."""

    message_id: int
    first_line: str


@dataclass(frozen=True, slots=True)
class Named:
    """What the channel is called now. ``username``: its public name without "@", or None."""

    title: str
    username: str | None


class Channel(Protocol):
    """What the publisher may do in the channel. Captions and texts are Telegram HTML."""

    @property
    def chat_id(self) -> int:
        """The channel's number: the name of its lane."""

    @property
    def can_look(self) -> bool:
        """There is a staging chat into which ``look`` can forward."""

    async def send_photo(self, photo: bytes, caption: str, *, spoiler: bool = False) -> Outcome: ...

    async def send_text(self, text: str, *, silent: bool = True) -> Outcome: ...

    async def edit_photo(
        self, message_id: int, photo: bytes, caption: str, *, spoiler: bool = False
    ) -> Outcome: ...

    async def edit_caption(self, message_id: int, caption: str) -> Outcome:
        """An edit that changes nothing counts as Delivered: the message is there."""

    async def delete(self, message_id: int) -> Outcome: ...

    async def delete_echo(self, chat: int, message_id: int) -> Outcome:
        """Delete the copy that Telegram made in the linked discussion group."""

    async def name(self) -> Named | Refused | TryLater | Unknown:
        """What the channel is called now."""

    async def is_protected(self) -> bool | Refused | TryLater | Unknown:
        """Whether the channel's messages cannot be forwarded at all."""

    async def look(self, message_id: int) -> Seen | Refused | TryLater | Unknown:
        """Forward the message silently into the staging chat, read it, delete the copy.

        Refused(gone=True): there is no message with this id. Refused(lane=True): the staging chat
        cannot be used (or there is none). Any other Refused: the message is there but cannot be
        forwarded (a service message, protected content)."""
