"""Channels in the tables: which there are, and what each sees of the others."""

import secrets
from datetime import UTC, datetime

from bot.domain.parcel import CardContent, Parcel, ParcelKind
from bot.domain.review import Queue
from bot.domain.whisper import State
from storage import ChannelPhase, Scope, Storage
from storage.posts import Post
from storage.review_cards import ReviewCard
from tests.kit.whispers import a_whisper

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
LOVE, WORK = Scope(1, (1, 2)), Scope(2, (1, 2))
"""Two channels whose cards stand in one moderators' chat."""


async def opened(storage: Storage, **chats: int) -> dict[str, tuple[int, int | None, str]]:
    async with storage.transaction() as tables:
        rows = await tables.channels.open_only(chats)
    return {row.name: (row.id, row.chat, row.state) for row in rows}


async def test_the_first_channel_takes_the_place_that_is_there(storage: Storage) -> None:
    assert await opened(storage, love=-1) == {"love": (1, -1, "open")}


async def test_a_channel_taken_out_is_closed_and_comes_back_as_itself(storage: Storage) -> None:
    await opened(storage, love=-1, work=-2)
    assert await opened(storage, work=-2) == {"love": (1, -1, "closed"), "work": (2, -2, "open")}
    again = await opened(storage, extra=-3, love=-1, work=-2)
    assert again == {"love": (1, -1, "open"), "work": (2, -2, "open"), "extra": (3, -3, "open")}


async def test_a_new_name_for_a_chat_keeps_the_channel(storage: Storage) -> None:
    await opened(storage, love=-1, work=-2)
    assert await opened(storage, amour=-1, work=-2) == {
        "amour": (1, -1, "open"),
        "work": (2, -2, "open"),
    }


async def test_a_channel_may_move_and_two_may_change_places(storage: Storage) -> None:
    await opened(storage, love=-1, work=-2)
    assert (await opened(storage, love=-9, work=-2))["love"] == (1, -9, "open")
    assert await opened(storage, love=-2, work=-9) == {
        "love": (1, -2, "open"),
        "work": (2, -9, "open"),
    }


async def test_a_chat_is_one_channels_alone(storage: Storage) -> None:
    await opened(storage, love=-1, work=-2)
    await opened(storage, work=-2)
    assert await opened(storage, work=-1) == {
        "love": (1, None, "closed"),
        "work": (2, -1, "open"),
    }
    assert ChannelPhase("closed") is ChannelPhase.CLOSED


async def test_numbers_begin_at_one_in_every_channel(storage: Storage) -> None:
    for scope in (LOVE, WORK):
        here = storage.within(scope)
        async with here.transaction() as tables:
            whisper = a_whisper("I water his plants.", state=State.POOL)
            await tables.whispers.add(
                whisper,
                handle_hash=secrets.token_bytes(32),
                receipt_hash=secrets.token_bytes(32),
            )
            first = await tables.runtime_settings.take_numbers(1)
            assert await tables.whispers.release([whisper.key], first) == (whisper.key,)
            await tables.posts.add(
                Post(-scope.channel, 5, ParcelKind.CARD, "#1", "", NOW, number=first)
            )
        async with here.reading() as tables:
            found = await tables.whispers.by_number(1)
            post = await tables.posts.by_number(1)
        assert found is not None
        assert post is not None
        assert (found.key, found.channel) == (whisper.key, scope.channel)
        assert post.chat == -scope.channel


async def test_a_channel_releases_and_sends_nothing_of_another(storage: Storage) -> None:
    love, work = storage.within(LOVE), storage.within(WORK)
    whisper = a_whisper("I water his plants.", state=State.POOL)
    async with love.transaction() as tables:
        await tables.whispers.add(whisper, handle_hash=bytes(32), receipt_hash=bytes(32))
        await tables.outbox.enqueue(Parcel(secrets.token_bytes(16), CardContent(), NOW, number=1))
    async with work.transaction() as tables:
        assert not await tables.whispers.pool()
        assert await tables.whispers.release([whisper.key], 1) == ()
        assert await tables.outbox.next_due(-1, [ParcelKind.CARD]) is None
        assert await tables.outbox.oldest() is None
    async with love.reading() as tables:
        assert len(await tables.whispers.pool()) == 1
        assert await tables.outbox.next_due(-1, [ParcelKind.CARD]) is not None


async def test_a_room_knows_the_messages_of_all_its_channels(storage: Storage) -> None:
    """Who looks for what a lost call has left must not take away another channel's card."""
    for scope, message_id in ((LOVE, 7), (WORK, 8), (Scope(3), 9)):
        async with storage.within(scope).transaction() as tables:
            name = f"CARD{scope.channel}"
            await tables.review_cards.add(ReviewCard(name, None, Queue.OTHERS, message_id))
            await tables.hidden_posts.attempt(12, 1)
            await tables.hidden_posts.shown(12, message_id + 10)
    async with storage.within(WORK).reading() as tables:
        assert await tables.review_cards.messages_in_room() == {7, 8}
        assert await tables.hidden_posts.messages_in_room() == {17, 18}
        assert [card.name for card in await tables.review_cards.all()] == ["CARD2"]
        assert await tables.review_cards.by_name("CARD1") is None
        assert await tables.review_cards.channel_of("CARD1") == 1
        assert len(await tables.review_cards.names()) == 3


async def test_a_rooms_settings_are_one_for_its_channels(storage: Storage) -> None:
    async with storage.within(WORK).transaction() as tables:
        await tables.runtime_settings.moderators_high.put(40)
        await tables.runtime_settings.paused.put(True)
        await tables.runtime_settings.moved_chats.put({-5: -1005})
    async with storage.within(LOVE).reading() as tables:
        assert await tables.runtime_settings.moderators_high.get() == 40
        assert not await tables.runtime_settings.paused.get()
        assert await tables.runtime_settings.moved_chats.get() == {-5: -1005}
