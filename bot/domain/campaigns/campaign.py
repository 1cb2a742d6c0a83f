"""The campaign: a question, a native post, or pictures on which whispers may be drawn."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.domain.campaigns.labels import labels_of
from bot.domain.whisper import FIRST_CHANNEL, OWN_PHOTO, Look


class CampaignKind(StrEnum):
    QUESTION = "question"
    POST = "post"
    PICTURES = "pictures"

    @property
    def is_posted(self) -> bool:
        """Whether it stands in the channel. Pictures are only offered to authors."""
        return self is not CampaignKind.PICTURES


class CampaignState(StrEnum):
    """The states of a campaign: draft <-> asked -> approved | rejected; approved -> ended |
    removed; draft -> dropped."""

    DRAFT = "draft"  # everything can be changed
    ASKED = "asked"  # waits for moderators
    APPROVED = "approved"
    REJECTED = "rejected"
    ENDED = "ended"  # its time is over; its figures stay
    REMOVED = "removed"  # taken down by moderators
    DROPPED = "dropped"  # given up before anybody approved it

    @property
    def is_open(self) -> bool:
        """Whether its managers can still change it."""
        return self in (CampaignState.DRAFT, CampaignState.ASKED)

    @property
    def was_public(self) -> bool:
        return self in (CampaignState.APPROVED, CampaignState.ENDED, CampaignState.REMOVED)


QUESTION_LENGTH, POST_LENGTH = 120, 400
"""Graphemes."""
NAME_LENGTH = 48
"""The most graphemes of who pays, of a label, of a credit. All stand on one line."""

_TOKEN = re.compile(r"(?:^| · )c([1-9]\d{0,8})$")


def length_of(words: str) -> int:
    """Count the graphemes."""
    import regex  # takes long to load, and few who read a campaign count its letters

    return len(regex.findall(r"\X", words))


def longest(kind: CampaignKind) -> int:
    """How long its words may be, in graphemes."""
    return QUESTION_LENGTH if kind is CampaignKind.QUESTION else POST_LENGTH


def one_line(text: str) -> str:
    """Return a name or a label as it can stand between others on a line: the dot that parts them
    would make two of it."""
    return " ".join(text.replace("·", " ").split())


@dataclass(frozen=True, slots=True)
class Campaign:
    """A campaign as it is stored. Nothing in it says which of the managers made it."""

    number: int
    kind: CampaignKind
    state: CampaignState = CampaignState.DRAFT
    payer: str | None = None  # None: nobody pays, it is the community's own
    country: str | None = None  # where it is shown first: "FR"; "" for one that is not listed
    label: str | None = None  # as it is shown; None: not chosen yet
    advert: str | None = None  # the number under which a state registers it
    words: str = ""
    credit: str | None = None  # the credit of a pack's pictures
    look: Look = field(default=Look(OWN_PHOTO, 1))
    starts_at: datetime | None = None
    until: datetime | None = None
    weekly: bool = False
    turn: int = 0  # the last of its turns that came into the outbox; 0: none
    since: datetime | None = None  # when it first stood in the channel
    note: str | None = None  # what moderators want to be changed, or why they said no
    channel: int = FIRST_CHANNEL

    @property
    def paid(self) -> bool:
        return self.payer is not None

    @property
    def token(self) -> str:
        return token_of(self.number)

    def is_public(self, now: datetime) -> bool:
        """Whether readers may know of it: it was approved, and its time has begun."""
        begun = self.starts_at is not None and self.starts_at <= now
        return begun and self.state.was_public and bool(self.label)


def token_of(number: int) -> str:
    """Return what names a campaign in captions, links and commands: ``c7``."""
    return f"c{number}"


def first_line(campaign: Campaign) -> str:
    """Return the whole first line of its caption, which is also inked on its card: ``Publicité ·
    Marque · c7``. Raises ValueError: a label is missing, and then nothing may go out."""
    if not campaign.label:
        raise ValueError("a campaign without a label is shown nowhere")
    named = [campaign.label, campaign.payer, campaign.advert, campaign.token]
    return " · ".join(part for part in named if part)


def inked(campaign: Campaign) -> str:
    """Return the same without its token: ``Publicité · Marque``. Raises ValueError, likewise."""
    return first_line(campaign).removesuffix(f" · {campaign.token}")


def number_of(line: str) -> int | None:
    """Return the campaign of a post with this first line. None: of none."""
    found = _TOKEN.search(line)
    return int(found[1]) if found else None


def missing(campaign: Campaign) -> str | None:
    """Return the name of the field that must still be filled before moderators can be asked. None:
    nothing."""
    if campaign.paid and campaign.country is None:
        return "country"
    if not campaign.label:
        return "label"
    if campaign.paid and labels_of(campaign.country or "").registered and not campaign.advert:
        return "advert"
    if campaign.kind is CampaignKind.PICTURES:
        needed = ("credit", "starts_at", "until")
    else:
        needed = ("words", "starts_at", "until")
    return next((name for name in needed if not getattr(campaign, name)), None)
