"""Every way to say no to somebody who replies, besides those that whispers have."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from bot.domain.replies.masks import Mask
from bot.flows.authors.refusals import Refusal


class Shut(Enum):
    """The reason why a whisper takes no reply."""

    OFF = auto()  # the channel takes none, or nobody could look at those to this whisper
    UNKNOWN = auto()  # no such number has been published
    COMING = auto()  # on its way
    HIDDEN = auto()  # being looked at
    GONE = auto()
    CLOSED = auto()  # by its author
    LOCKED = auto()  # by moderators


@dataclass(frozen=True, slots=True)
class TooMany:
    """This person has replied enough: in a day, or to this whisper in an hour."""

    free_at: datetime
    here: bool


@dataclass(frozen=True, slots=True)
class NameTaken:
    """Somebody else wears this mask in the thread by now."""

    mask: Mask


class Unproven(Enum):
    """The author's mark needs the receipt once more: this process has not seen it."""

    RECEIPT = auto()


ReplyRefusal = Refusal | Shut | TooMany | NameTaken | Unproven
