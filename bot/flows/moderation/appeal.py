"""The one appeal against a ban: brought to the moderators without a name, and answered by one."""

import random
from datetime import datetime
from enum import Enum, auto

from bot.domain.outcome import Delivered, Unknown
from bot.domain.receipts import receipt_hash
from bot.domain.review import Queue, new_name
from bot.domain.whisper import State
from bot.domain.words import Limits, WordsRefused, accept
from bot.flows.moderation.bans import lift
from bot.flows.moderation.lost_messages import highest, raise_highest
from bot.flows.moderation.review_card_text import appeal_face
from bot.flows.moderation.review_cards import ReviewCards
from bot.memory.appeals import Appeal
from bot.memory.limits import TallyBook
from storage import Storage
from storage.review_cards import ReviewCard


class Brought(Enum):
    """The end of bringing an appeal."""

    PASSED_ON = auto()
    TOO_MANY_CODES = auto()
    NOT_REJECTED = auto()  # no rejected whisper has this receipt
    AGAIN = auto()  # it was asked before, and is asked once
    NOT_REACHED = auto()  # the moderators' chat takes nothing just now, or there is none


def plea_of(words: str, limits: Limits) -> str:
    """Return what moderators read of the plea: "" where the words cannot be taken."""
    kept = accept(words, limits)
    return "" if isinstance(kept, WordsRefused) else kept


async def bring_appeal(
    appeal: Appeal,
    code: str,
    *,
    storage: Storage,
    review_cards: ReviewCards | None,
    codes: TallyBook,
    counter: bytes,
    rng: random.Random,
    now: datetime,
) -> Brought:
    """Put the appeal before the moderators. ``codes`` counts, under ``counter``, codes that were
    given in vain."""
    if not await codes.room(counter, now):
        return Brought.TOO_MANY_CODES
    async with storage.reading() as tables:
        whisper = await tables.whispers.by_receipt(receipt_hash(code))
    if whisper is None or whisper.state is not State.REJECTED:
        await codes.count(counter, now)
        return Brought.NOT_REJECTED
    if review_cards is None:
        return Brought.NOT_REACHED
    async with review_cards.turn:
        if (before := await _before(appeal, review_cards=review_cards, now=now)) is not None:
            return before
        return await _show(appeal, review_cards=review_cards, rng=rng, now=now)


async def _before(appeal: Appeal, *, review_cards: ReviewCards, now: datetime) -> Brought | None:
    """Return what became of an appeal against this ban. None: there is none, or a process was
    killed before it had a card."""
    appeals = review_cards.appeals
    made = await appeals.made(appeal.tag, appeal.ban, now)
    if made is None:
        return None
    message, name = made
    if message != appeal.message:
        return Brought.AGAIN
    async with review_cards.storage.reading() as tables:
        card = await tables.review_cards.by_name(name)
    if card is not None or await appeals.decision(name, now) is not None:
        return Brought.PASSED_ON
    await appeals.withdraw(name, now)
    return None


async def _show(
    appeal: Appeal, *, review_cards: ReviewCards, rng: random.Random, now: datetime
) -> Brought:
    storage, appeals = review_cards.storage, review_cards.appeals
    async with storage.reading() as tables:
        name = new_name(rng, await tables.review_cards.names())
    face = appeal_face(name, appeal.plea, review_cards.t)
    async with storage.transaction() as tables:
        card = ReviewCard(name, None, Queue.APPEAL, high=await highest(tables))
        await tables.review_cards.add(card)
        if not await appeals.open(name, appeal, now):
            await tables.review_cards.drop([name])
            return Brought.AGAIN
    outcome = await review_cards.moderators_chat.say(face.html, rows=face.rows)
    async with storage.transaction() as tables:
        if isinstance(outcome, Delivered):
            await tables.review_cards.shown(name, outcome.message_id)
            await raise_highest(tables, outcome.message_id)
            return Brought.PASSED_ON
        if not isinstance(outcome, Unknown):
            await tables.review_cards.drop([name])
    # what an unknown end has left there, the review cards delete
    await appeals.withdraw(name, now)
    return Brought.NOT_REACHED


async def answer_appeal(name: str, *, allow: bool, review_cards: ReviewCards) -> Appeal | None:
    """Answer an appeal as a moderator decided. None: somebody was earlier, or a restart has
    forgotten it."""
    appeals, now = review_cards.appeals, review_cards.clock.now()
    appeal = await appeals.decide(name, now, allow=allow)
    if appeal is None:
        return None
    if allow:
        await lift(storage=review_cards.storage, tag=appeal.tag)
    return await appeals.close(name, now)
