"""Under a waiting whisper: moderators vote for a verdict, take one back, or look at the reasons.

Each step names the card and reads it anew: whoever was a moment earlier has decided.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto

from bot.domain.campaigns.figures import Told
from bot.domain.days import local_day
from bot.domain.review import Verdict, needed
from bot.domain.tallies import Counted
from bot.domain.whisper import WhisperKey
from bot.flows.campaigns.answers import count_decided
from bot.flows.moderation.reasons import BANNED
from bot.flows.moderation.review import Decided, decide, undo
from bot.flows.moderation.review_card_text import ReviewCardText, reason_rows
from bot.flows.moderation.review_cards import ReviewCards
from bot.flows.moderation.stats import count_decision, uncount_decision
from bot.i18n import Translator
from bot.memory.authors import AuthorBook
from bot.settings import Settings
from storage.review_cards import ReviewCard

_COUNTED = {
    Verdict.APPROVE: Counted.APPROVED,
    Verdict.COVER: Counted.COVERED,
    Verdict.REJECT: Counted.REJECTED,
    Verdict.BAN: Counted.REJECTED,
}


class CardStand(Enum):
    """The state of what stands under the message where somebody pressed."""

    OPEN = auto()
    DECIDED = auto()  # it can still be undone
    COPY = auto()  # another message is the card's
    LEFT_BEHIND = auto()  # by a lost answer: no card has this name
    GONE = auto()  # decided for good, or taken back by its author


@dataclass(frozen=True, slots=True)
class MoreVotes:
    """The vote counts, and so many more are needed."""

    missing: int


class CannotBan(Enum):
    """A ban that reaches nobody."""

    AUTHOR_FORGOTTEN = auto()


async def stand_under(
    name: str, message_id: int, *, offered: bool, review_cards: ReviewCards
) -> CardStand:
    """Return what stands under this message. ``offered``: the message has the button that was
    pressed, as it reads now."""
    card = await _card(name, review_cards)
    if card is None or card.whisper is None:
        return CardStand.LEFT_BEHIND if card is None and offered else CardStand.GONE
    if offered and not await review_cards.stands_under(name, message_id):
        return CardStand.COPY
    return CardStand.OPEN if card.verdict is None else CardStand.DECIDED


async def vote(
    name: str,
    verdict: Verdict,
    reason: str | None,
    *,
    voter: bytes,
    shown_at: datetime | None,
    review_cards: ReviewCards,
    authors: AuthorBook,
    settings: Settings,
    now: datetime,
) -> Decided | MoreVotes | CannotBan:
    """Stand for a verdict; enough votes decide. ``shown_at``: since when the card is shown."""
    card = await _card(name, review_cards)
    if card is None or card.whisper is None:
        return Decided.GONE
    if verdict is Verdict.BAN and not await authors.can_ban(card.whisper, now):
        return CannotBan.AUTHOR_FORGOTTEN
    missing = needed(verdict, card.queue, settings.votes) - await review_cards.votes.cast(
        name, voter, verdict
    )
    if missing > 0:
        return MoreVotes(missing)
    storage = review_cards.storage
    end = await decide(
        storage=storage,
        name=name,
        verdict=verdict,
        reason=BANNED if verdict is Verdict.BAN else reason,
        undo=max(timedelta(0), settings.undo),
        now=now,
    )
    await review_cards.votes.forget(name)
    if end is Decided.DONE and verdict in _COUNTED:
        await count_decision(
            _COUNTED[verdict], storage=storage, zone=settings.timezone, now=now, shown_at=shown_at
        )
        await _count_answer(card.whisper, verdict, review_cards, settings, now)
    return end


async def take_back(
    name: str,
    *,
    shown_at: datetime | None,
    review_cards: ReviewCards,
    settings: Settings,
    now: datetime,
) -> bool:
    """Undo a verdict. False: it is too late."""
    card, storage = await _card(name, review_cards), review_cards.storage
    done = await undo(storage=storage, name=name, now=now)
    if done and card is not None and card.verdict in _COUNTED and card.settles is not None:
        await uncount_decision(
            _COUNTED[card.verdict],
            storage=storage,
            zone=settings.timezone,
            decided_at=card.settles - settings.undo,
            shown_at=shown_at,
        )
        if card.whisper is not None:
            decided_at = card.settles - settings.undo
            await _count_answer(
                card.whisper, card.verdict, review_cards, settings, decided_at, times=-1
            )
    return done


async def _count_answer(
    whisper: WhisperKey,
    verdict: Verdict,
    review_cards: ReviewCards,
    settings: Settings,
    at: datetime,
    *,
    times: int = 1,
) -> None:
    """Count the verdict for the campaign whose question the whisper answers, if any."""
    approved = verdict in (Verdict.APPROVE, Verdict.COVER)
    await count_decided(
        whisper,
        Told.APPROVED if approved else Told.REJECTED,
        storage=review_cards.storage,
        day=local_day(at, settings.timezone),
        times=times,
    )


async def show_reasons(
    name: str, reasons: Sequence[str], *, review_cards: ReviewCards, t: Translator
) -> None:
    """Turn the buttons under the card into the reasons to reject."""
    card = await _card(name, review_cards)
    face = await review_cards.face(card) if card is not None else None
    if card is not None and face is not None:
        rows = reason_rows(card, reasons, t)
        await review_cards.open_reasons(card, ReviewCardText(face.html, rows))


async def _card(name: str, review_cards: ReviewCards) -> ReviewCard | None:
    async with review_cards.storage.reading() as tables:
        return await tables.review_cards.by_name(name)
