"""The parcel: one thing that the outbox carries to the channel, or to its discussion group."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.domain.days import Span
from bot.domain.places.place import Place
from bot.domain.whisper import WhisperKey


class ParcelKind(StrEnum):
    """The kinds of parcels. Cards, digests, replies and campaigns make a post: doing them twice
    would show. The others can be repeated. Replies go to the discussion group; edits and deletions,
    to where the post stands."""

    CARD = "card"
    DIGEST = "digest"
    REPLY = "reply"
    CAMPAIGN = "campaign"
    EDIT = "edit"
    PLACE = "place"  # an edit that can wait until everything else is done
    DELETE = "delete"

    @property
    def makes_a_post(self) -> bool:
        return self in _MAKE_POSTS


_MAKE_POSTS = frozenset({ParcelKind.CARD, ParcelKind.DIGEST, ParcelKind.REPLY, ParcelKind.CAMPAIGN})


class Progress(StrEnum):
    """The states of a parcel: waiting -> sending -> (left the outbox) | waiting | unknown |
    refused; unknown -> (left) | waiting (sent once more) | aside; aside -> (left) | waiting, by a
    person."""

    WAITING = "waiting"
    SENDING = "sending"  # the call is being made, or the process died in it
    UNKNOWN = "unknown"  # the call's end is not known; to be looked up
    ASIDE = "aside"  # cannot be looked up: a person decides
    REFUSED = "refused"  # Telegram refuses it in this form


class Change(StrEnum):
    """The form that an edit gives to a post."""

    REMOVED = "removed"  # a tombstone: taken down by moderators or the operator
    WITHDRAWN = "withdrawn"  # a tombstone: taken down by its author
    HIDDEN = "hidden"  # being looked at
    RESTORED = "restored"  # as it was published
    CORRECTED = "corrected"  # a digest without what was taken down
    COUNTED = "counted"  # a card whose caption says how many replies there are
    ENDED = "ended"  # a campaign whose time is over


@dataclass(frozen=True, slots=True)
class DiscussionCopy:
    """The linked discussion group's own copy of a post."""

    chat: int
    message_id: int


@dataclass(frozen=True, slots=True)
class CopySeen:
    """The copy that Telegram has made of this post of ours: so the post is in the channel."""

    post_id: int
    copy: DiscussionCopy


@dataclass(frozen=True, slots=True)
class DigestEntry:
    """A place of a digest, as it was chosen."""

    number: int
    message_id: int  # of the whisper's post
    reactions: tuple[tuple[str, int], ...]  # most frequent first
    channel: int | None = None  # the whisper's channel; None: the digest's own


@dataclass(frozen=True, slots=True)
class CardContent:
    """A whisper's card. Words and picture stay with the whisper until the card is drawn."""

    caption: str = ""  # as sent last; it may hold the words
    seen: CopySeen | None = None
    place: Place | None = None  # as sent last


@dataclass(frozen=True, slots=True)
class DigestContent:
    """A day's digest, or the best of a week or year, frozen when it was decided, best first."""

    entries: tuple[DigestEntry, ...]
    caption: str = ""
    seen: CopySeen | None = None
    span: Span = Span.DAY


@dataclass(frozen=True, slots=True)
class ReplyContent:
    """A reply as a comment under its card. The words stay with the reply until they are sent."""

    thread: int  # of the whisper
    ordinal: int
    to: int  # message id of the discussion group's own copy of the card
    caption: str = ""  # the text as sent last; it holds the words


@dataclass(frozen=True, slots=True)
class CampaignContent:
    """A turn of a campaign. Words and picture are read when it is sent."""

    campaign: int  # its number
    turn: int
    caption: str = ""
    seen: CopySeen | None = None


@dataclass(frozen=True, slots=True)
class Edit:
    """An edit that gives another face to a post that stands."""

    change: Change
    caption: str = ""


@dataclass(frozen=True, slots=True)
class OtherPlace:
    """An edit that keeps the face, with the place that its post is to print now."""

    caption: str = ""


@dataclass(frozen=True, slots=True)
class Deletion:
    """A deletion of a post, or else of the linked group's copy of one."""

    copy: DiscussionCopy | None = None  # this, and no post
    bare: bool = False  # the copy holds no words: a tombstone, or our own mark
    after: Change | None = None  # the tombstone that the post shows by now
    caption: str = ""


Content = (
    CardContent | DigestContent | ReplyContent | CampaignContent | Edit | OtherPlace | Deletion
)
Copied = CardContent | DigestContent | CampaignContent
"""The contents that stand in the channel itself, so that its discussion group gets a copy."""


@dataclass(frozen=True, slots=True)
class Parcel:
    key: bytes  # 16 random bytes
    content: Content
    due_at: datetime
    whisper: WhisperKey | None = None
    number: int | None = None
    day: date | None = None
    chat: int | None = None
    message_id: int | None = None
    state: Progress = Progress.WAITING
    first_line: str | None = None
    attempts: int = 0
    attempted_at: datetime | None = None
    high: int | None = None
    resends: int = 0
    looks: int = 0
    why: str | None = None

    @property
    def kind(self) -> ParcelKind:
        return _KINDS[type(self.content)]

    @property
    def change(self) -> Change | None:
        return self.content.change if isinstance(self.content, Edit) else None

    @property
    def entries(self) -> tuple[DigestEntry, ...]:
        return self.content.entries if isinstance(self.content, DigestContent) else ()

    @property
    def span(self) -> Span:
        return self.content.span if isinstance(self.content, DigestContent) else Span.DAY

    @property
    def seen(self) -> CopySeen | None:
        """The linked group's copy of the post that this makes, if it came."""
        return self.content.seen if isinstance(self.content, Copied) else None

    @property
    def campaign(self) -> int | None:
        """The campaign of which it makes a post."""
        return self.content.campaign if isinstance(self.content, CampaignContent) else None


_KINDS: dict[type[Content], ParcelKind] = {
    CardContent: ParcelKind.CARD,
    DigestContent: ParcelKind.DIGEST,
    ReplyContent: ParcelKind.REPLY,
    CampaignContent: ParcelKind.CAMPAIGN,
    Edit: ParcelKind.EDIT,
    OtherPlace: ParcelKind.PLACE,
    Deletion: ParcelKind.DELETE,
}
