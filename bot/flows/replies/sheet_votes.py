"""A moderator presses All: everything on the sheet is approved but what is crossed out, once as
many stand for it as it takes."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.flows.replies.decide import Ends, OnSheet, decide, look, needed_for, subject_of
from bot.memory.votes import VoteBook
from bot.settings import Settings
from storage import Storage
from storage.reply_sheets import ReplySheet


@dataclass(frozen=True, slots=True)
class WhyFirst:
    """A reason is needed first: something is crossed out, and its writers are to read why."""

    sheet: ReplySheet


@dataclass(frozen=True, slots=True)
class MoreVotesOnSheet:
    """The vote counts, and so many more are needed."""

    missing: int


async def decide_sheet(
    name: str,
    stand: str,
    reason: str | None,
    *,
    voter: bytes,
    storage: Storage,
    votes: VoteBook,
    settings: Settings,
    now: datetime,
) -> Ends | OnSheet | WhyFirst | MoreVotesOnSheet:
    """Stand for what is crossed out just now (``stand``); enough votes decide."""
    replies = await look(storage=storage, name=name, stand=stand)
    if isinstance(replies, OnSheet):
        return replies
    if reason is None and any(each.crossed for each in replies):
        return WhyFirst(ReplySheet(name))
    missing = needed_for(replies, settings.votes) - await votes.cast(subject_of(name), voter, stand)
    if missing > 0:
        return MoreVotesOnSheet(missing)
    end = await decide(
        storage=storage,
        name=name,
        stand=stand,
        reason=reason,
        until=now + max(timedelta(0), settings.undo),
    )
    await votes.forget(subject_of(name))
    return end
