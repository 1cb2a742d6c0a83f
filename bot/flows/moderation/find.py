"""Moderators may know some facts of a published number: all of them are public, or a count of the
last batch."""

from dataclasses import dataclass

from bot.domain.states import PostState
from bot.domain.whisper import State
from bot.flows.moderation.figures import Snapshot
from storage import Storage
from storage.reports import Report


@dataclass(frozen=True, slots=True)
class FoundWhisper:
    number: int
    state: State
    message_id: int | None = None  # the id of its post
    post: PostState | None = None
    reason: str | None = None
    reports: tuple[Report, ...] | None = None
    """The reports as of the last batch. None: they are not known."""


async def find(
    *, storage: Storage, number: int, figures: Snapshot | None = None
) -> FoundWhisper | None:
    """Return the facts about a published number. None: no whisper has that number."""
    async with storage.reading() as tables:
        whisper = await tables.whispers.by_number(number)
        if whisper is None:
            return None
        post = await tables.posts.by_number(number)
        return FoundWhisper(
            number=number,
            state=whisper.state,
            message_id=post.message_id if post else None,
            post=post.state if post else None,
            reason=whisper.reason,
            reports=None if figures is None else figures.reports.get(number, ()),
        )
