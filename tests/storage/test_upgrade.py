"""A database that 0.1.0 has left behind, with all that one holds: what exists is channel 1's."""

import gzip
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.domain.parcel import ParcelKind, Progress
from bot.domain.receipts import parse, receipt_hash
from bot.domain.whisper import State
from storage import ChannelPhase, Scope, Storage, open_storage
from tests.kit.database import address

DATA = Path(__file__).parent / "data"
LEFT: dict[str, Any] = json.loads((DATA / "release_0_1_0.json").read_text())
"""Words -> receipt, the channel, the moderators' chat."""

STATES = {
    "I water his plants.": State.RELEASED,
    "Nobody knows that I paint.": State.RELEASED,
    "I lie to everyone.": State.REJECTED,
    "This one is released and not posted yet.": State.RELEASED,
    "This one waits in the pool.": State.POOL,
    "This one waits for moderators.": State.REVIEW,
}


@pytest.fixture
async def upgraded(tmp_path: Path) -> AsyncIterator[Storage]:
    file = tmp_path / "sotto.db"
    file.touch(mode=0o600)
    file.write_bytes(gzip.decompress((DATA / "release_0_1_0.db.gz").read_bytes()))
    storage = await open_storage(address(file))
    yield storage
    await storage.close()


@pytest.mark.parametrize("words", STATES)
async def test_every_receipt_still_answers(upgraded: Storage, words: str) -> None:
    code = parse(LEFT["codes"][words])
    assert code is not None
    async with upgraded.reading() as tables:
        whisper = await tables.whispers.by_receipt(receipt_hash(code))
    assert whisper is not None
    assert (whisper.state, whisper.channel) == (STATES[words], 1)
    assert whisper.words == ("" if whisper.state is State.REJECTED else words)


async def test_what_waits_goes_on_waiting(upgraded: Storage) -> None:
    async with upgraded.reading() as tables:
        assert len(await tables.whispers.pool()) == 1
        [card] = await tables.review_cards.all()
        assert card.message_id is not None
        [parcel] = await tables.outbox.in_state(Progress.WAITING)
        assert (parcel.kind, parcel.number) == (ParcelKind.CARD, 6)
        assert await tables.outbox.next_due(LEFT["channel"], [ParcelKind.CARD]) == parcel


async def test_what_is_out_stays_what_it_was(upgraded: Storage) -> None:
    async with upgraded.reading() as tables:
        post = await tables.posts.by_number(1)
        assert post is not None
        assert post.chat == LEFT["channel"]
        assert await tables.reactions.of(post.chat, post.message_id)
        [hidden] = await tables.posts.hidden()
        assert hidden.number == 4
        [case] = await tables.hidden_posts.all()
        assert case.number == 4
        [report] = await tables.reports.of(4)
        assert (report.reason, report.times) == ("private", 1)
        featured = [n for n in range(1, 6) if await tables.digests.featuring(n)]
        assert len(featured) == 2
        assert {row.what for row in await tables.daily_counts.since(post.posted_at.date())}


async def test_settings_numbers_and_bans_are_kept(upgraded: Storage) -> None:
    async with upgraded.transaction() as tables:
        assert await tables.runtime_settings.moderators_chat.get() == LEFT["moderators"]
        assert await tables.runtime_settings.ban_key.get() is not None
        assert await tables.runtime_settings.clean_stop.get()
        assert await tables.runtime_settings.moderators_high.get() > 0
        assert await tables.bans.any()
        assert await tables.runtime_settings.take_numbers(1) == 7


async def test_its_channel_is_known_by_its_chat_whatever_name_it_gets(upgraded: Storage) -> None:
    async with upgraded.transaction() as tables:
        [first] = await tables.channels.all()
        assert (first.id, first.name, first.chat) == (1, "main", LEFT["channel"])
        rows = await tables.channels.open_only({"love": -100777, "work": LEFT["channel"]})
    assert {(row.name, row.id) for row in rows} == {("love", 2), ("work", 1)}
    assert all(row.state is ChannelPhase.OPEN for row in rows)


async def test_a_second_channel_sees_nothing_of_it(upgraded: Storage) -> None:
    other = upgraded.within(Scope(2))
    async with other.transaction() as tables:
        assert not await tables.whispers.pool()
        assert not await tables.review_cards.all()
        assert not await tables.posts.hidden()
        assert not await tables.reports.all()
        assert await tables.outbox.backlog() == 0
        assert await tables.posts.by_number(1) is None
        assert await tables.runtime_settings.take_numbers(1) == 1
        assert await tables.runtime_settings.moderators_chat.get() is None
        assert await tables.bans.any()  # they are everywhere
