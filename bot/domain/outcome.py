"""Every way in which a call to Telegram can end, as values."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Delivered:
    """The call went well: it is in the channel, under this message id (for edits and deletions: the
    id acted on)."""

    message_id: int
    file: str | None = None  # Telegram's name of the picture that stands there now


@dataclass(frozen=True, slots=True)
class TryLater:
    """The call certainly did nothing. ``after`` is how long Telegram asks the whole channel to wait
    (None: we were not told; back off by our own policy)."""

    after: timedelta | None
    why: str


@dataclass(frozen=True, slots=True)
class Refused:
    """The call did nothing and never will in this form: a 4xx.

    ``gone``: the message to be edited, deleted or forwarded is not there. ``chat_unusable``: the
    fault is
    the channel's or the token's and not this parcel's (kicked, no rights): nothing else can go.
    ``staging_unusable``: the chat into which posts are forwarded to be looked at refuses us."""

    why: str
    gone: bool = False
    chat_unusable: bool = False
    staging_unusable: bool = False


@dataclass(frozen=True, slots=True)
class Unknown:
    """The call was made and its end is not known: reply lost, 5xx, unreadable answer."""

    why: str


Outcome = Delivered | TryLater | Refused | Unknown


@dataclass(frozen=True, slots=True)
class FoundPost:
    """The post that a probe found under a message id: the whole first line of its caption or text
    ("" when it has none)."""

    message_id: int
    first_line: str
    file: str | None = None  # Telegram's name of its picture


@dataclass(frozen=True, slots=True)
class ChannelName:
    """The name of the channel now. ``username``: its public name without "@", or None. ``linked``:
    its discussion group."""

    title: str
    username: str | None
    linked: int | None = None
