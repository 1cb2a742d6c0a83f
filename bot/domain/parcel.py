"""The parcel: one thing that the outbox carries to the channel."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from bot.domain.whisper import WhisperKey


class ParcelKind(StrEnum):
    """Cards and digests make a post: doing them twice would show. The others can be repeated."""

    CARD = "card"
    DIGEST = "digest"
    EDIT = "edit"
    DELETE = "delete"

    @property
    def makes_a_post(self) -> bool:
        return self in (ParcelKind.CARD, ParcelKind.DIGEST)


class Progress(StrEnum):
    """waiting -> sending -> (left the outbox) | waiting | unknown | refused;
    unknown -> (left) | waiting (sent once more) | aside; aside -> (left) | waiting, by a person."""

    WAITING = "waiting"
    SENDING = "sending"  # the call is being made, or the process died in it
    UNKNOWN = "unknown"  # the call's end is not known; to be looked up
    ASIDE = "aside"  # cannot be looked up: a person decides
    REFUSED = "refused"  # Telegram refuses it in this form


class Change(StrEnum):
    """What an edit makes of a post."""

    REMOVED = "removed"  # a tombstone: taken down by moderators or the operator
    WITHDRAWN = "withdrawn"  # a tombstone: taken down by its author
    HIDDEN = "hidden"  # being looked at
    RESTORED = "restored"  # as it was published
    CORRECTED = "corrected"  # a digest without what was taken down


@dataclass(frozen=True, slots=True)
class Parcel:
    key: bytes  # 16 random bytes
    kind: ParcelKind
    due_at: datetime
    whisper: WhisperKey | None = None
    number: int | None = None
    day: date | None = None
    chat: int | None = None
    message_id: int | None = None
    content: Mapping[str, Any] = field(default_factory=dict)
    state: Progress = Progress.WAITING
    first_line: str | None = None
    attempts: int = 0
    attempted_at: datetime | None = None
    high: int | None = None
    resends: int = 0
    looks: int = 0
    why: str | None = None

    @property
    def change(self) -> Change | None:
        return Change(self.content["change"]) if self.kind is ParcelKind.EDIT else None
