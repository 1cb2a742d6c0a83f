"""What a published whisper leaves in this process's memories, in bytes, from its author's words on
until its chat is burnt and it is released."""

import random
from dataclasses import fields, replace
from datetime import timedelta

import pytest

from bot.domain.draft import handle_hash
from bot.domain.mixing import INSTANT
from bot.domain.receipts import new_code
from bot.flows.authors.drafts import end_draft
from bot.flows.authors.reading import Draft
from bot.flows.authors.release import release_due
from bot.flows.authors.submit import Accepted, submit
from bot.flows.forget_handles import forget_handles
from bot.memory.allowance import PATIENCE, Allowance
from bot.memory.deletions import Deletions, Erased, Urgency
from bot.memory.drafts import OpenDraft
from bot.memory.identity import Purpose, Route
from bot.memory.published_drafts import LINGER, PublishedDrafts
from bot.memory.unseen_messages import UnseenMessages
from storage import Storage
from tests.flows.test_submit import RULES, Author, reading_of, state_of
from tests.kit.held import bytes_of
from tests.kit.works import ManualClock

pytestmark = pytest.mark.file("the memories are the same, whatever keeps the tables")

PEOPLE, ROUNDS = 5, 3
NEAR = 400
"""Bytes of its fingerprint, of which no more than 2,000 are kept."""
ALL_ELSE = 160
"""Bytes of when it was published, which counts for a day, and of tables that have grown."""


class Telegram:
    """Deletes whatever it is asked to, but while it ``refuses``."""

    refuses = False

    async def erase(self, _route: object, message_ids: tuple[int, ...]) -> Erased:
        ids = frozenset(message_ids)
        return Erased(refused=ids) if self.refuses else Erased(gone=ids)

    sweep = erase


class Community:
    """Publishes as people do through the handlers, whose order of calls this is."""

    def __init__(self, storage: Storage) -> None:
        author = Author(storage, most=1000)
        self.storage, self.routes, self.clock = storage, author.routes, ManualClock()
        self.sweeps, self.published, self.allowance = 0, 0, Allowance.for_authors(1000)
        self.telegram = Telegram()
        self.deletions = Deletions(self.telegram, self.clock)  # type: ignore[arg-type]
        self.unseen = UnseenMessages(self.deletions, timedelta(0))
        alone = PublishedDrafts(lambda _bot: self.sweeps, shared=False)
        self.memory = replace(author.memory, published_drafts=alone)

    async def publish(self, person: int) -> tuple[bytes, Route, int, int]:
        """Returns the draft: its handle's hash, its chat, the message and the card there."""
        self.published += 1
        self.clock.pass_(seconds=1)
        memory, storage, now = self.memory, self.storage, self.clock.now()
        route = await self.routes.issue(7_000_000_000 + person, now)
        message, card, receipt = (4 * self.published + n for n in range(3))
        tag = self.routes.tag(route, Purpose.ALLOWANCE)
        await self.unseen.saw(route, message)
        assert await self.allowance.ask(tag, message, now, draft=True, picture=False) is None
        draft = Draft(route, message, f"I counted {self.published} stars, and told nobody why.")
        reading = reading_of(draft)
        state = state_of(reading, self.published.to_bytes(12, "big"))
        await memory.slates.put(route, OpenDraft(message, card, state, now))
        day = timedelta(days=1)
        await self.deletions.schedule(route, (message, card), after=day, urgency=Urgency.DRAFT)
        end = await submit(
            draft, reading, state, code=new_code(random.SystemRandom()), storage=storage,
            routes=self.routes, memory=memory, rules=RULES, now=now,
        )  # fmt: skip
        assert isinstance(end, Accepted), end
        handle, slates = handle_hash(state.handle), memory.slates
        ids = await end_draft(route, message, card, storage=storage, slates=slates, now=now)
        memory.published_drafts.press(handle, route, ids, now)
        await self.deletions.delete_now(route, ids, urgency=Urgency.PUBLISHED)
        await memory.published_drafts.give_receipt(handle, now)
        await self.deletions.schedule(route, (receipt,), after=LINGER, urgency=Urgency.RECEIPT)
        await memory.published_drafts.receipt_shown(handle, now)
        return handle, route, message, card

    async def has_ended(self, route: Route, message: int) -> bool:
        slate = await self.memory.slates.of(route, self.clock.now(), messages=(message,))
        return message in slate.ended

    async def all_is_over(self) -> dict[str, int]:
        """Release all; let the chats be burnt, and every press be confirmed. Bytes by memory."""
        memory, now = self.memory, self.clock.now()
        await release_due(
            storage=self.storage,
            now=now,
            mixing=INSTANT,
            rng=random.Random(1),
            authors=memory.authors,
        )
        for _ in range(2):
            self.clock.pass_(seconds=PATIENCE.total_seconds())
            await self.deletions.delete_due()
            await forget_handles(
                storage=self.storage, published=memory.published_drafts, slates=memory.slates,
                deletions=self.deletions, now=self.clock.now(),
            )  # fmt: skip
            self.sweeps += 2
        known = {each.name: getattr(memory, each.name) for each in fields(memory)}
        others = {"routes": self.routes, "allowance": self.allowance}
        return bytes_of(known | others | {"deletions": self.deletions, "unseen": self.unseen})


async def test_a_whisper_leaves_its_fingerprint_and_little_else(storage: Storage) -> None:
    community = Community(storage)
    for person in range(PEOPLE):
        await community.publish(person)
    first = await community.all_is_over()
    assert not community.memory.published_drafts.any()
    for _ in range(ROUNDS):
        for person in range(PEOPLE):
            await community.publish(person)
        last = await community.all_is_over()
    left = {name: (last[name] - first[name]) / (ROUNDS * PEOPLE) for name in first}
    assert 0 < left.pop("near") <= NEAR
    assert sum(left.values()) <= ALL_ELSE, left


async def test_what_still_stands_in_the_chat_stays_known_until_it_is_gone(storage: Storage) -> None:
    """Edited, it becomes no draft again; pressed again, it shows no second receipt."""
    community = Community(storage)
    community.telegram.refuses = True
    handle, route, message, card = await community.publish(1)
    published = community.memory.published_drafts
    await community.all_is_over()
    now = community.clock.now()
    assert await community.has_ended(route, message)
    assert await published.receipt_given(handle, now)
    published.press(handle, route, (card,), now)  # a tap once more, which knows the card alone
    community.telegram.refuses = False
    community.clock.pass_(hours=1, minutes=30)
    await community.all_is_over()
    assert not await community.has_ended(route, message)
    assert not await published.receipt_given(handle, now)
    assert not published.any()
