"""What one chat may ask for; what is too much is told once."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.memory.allowance import Allowance, MessageLimit, Over

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
TAG = b"somebody"


class Chat:
    """One chat that sends messages of rising ids."""

    def __init__(self, tag: bytes = TAG, allowance: Allowance | None = None) -> None:
        self.allowance = allowance or Allowance()
        self.tag, self.now, self.last = tag, NOW, 0

    async def send(self, *, draft: bool = True, picture: bool = False) -> Over | None:
        self.last += 1
        return await self.allowance.ask(self.tag, self.last, self.now, draft=draft, picture=picture)


async def test_twelve_messages_a_minute_then_one_word_then_silence() -> None:
    chat = Chat()
    assert [await chat.send(draft=False) for _ in range(12)] == [None] * 12
    over = [await chat.send(draft=False) for _ in range(5)]
    assert [each.limit for each in over if each] == [MessageLimit.PACE] * 5
    assert [each.told for each in over if each] == [False, True, True, True, True]
    assert await Chat(b"somebody else", chat.allowance).send() is None
    chat.now += MINUTE
    assert await chat.send() is None


async def test_twenty_drafts_an_hour_and_words_of_other_kinds_beyond() -> None:
    chat = Chat()
    for _ in range(20):
        assert await chat.send() is None
        chat.now += MINUTE
    over = await chat.send()
    assert over == Over(MessageLimit.HOUR, NOW + timedelta(hours=1), told=False)
    assert await chat.send(draft=False) is None
    chat.now = NOW + timedelta(hours=1)
    assert await chat.send() is None


async def test_three_pictures_in_ten_minutes_and_words_alone_beyond() -> None:
    chat = Chat()
    for _ in range(3):
        assert await chat.send(picture=True) is None
    over = await chat.send(picture=True)
    assert over == Over(MessageLimit.PICTURES, NOW + 10 * MINUTE, told=False)
    assert await chat.send() is None
    chat.now += 10 * MINUTE
    assert await chat.send(picture=True) is None


@pytest.mark.parametrize("before", [1, 12])
async def test_a_message_that_telegram_brings_again_is_counted_once(before: int) -> None:
    chat = Chat()
    for _ in range(before):
        await chat.send()
    chat.last -= 1
    for _ in range(30):
        assert await chat.send() is None
        chat.last -= 1


async def test_a_flood_of_many_is_remembered_within_bounds() -> None:
    allowance = Allowance()
    for n in range(30_000):
        await allowance.ask(n.to_bytes(16, "big"), 1, NOW, draft=True, picture=True)
    assert allowance.remembered <= 10_000


async def test_where_more_may_be_published_more_may_be_tried() -> None:
    usual, generous = Allowance.for_authors(3), Allowance.for_authors(20)
    for number in range(20):
        now = NOW + timedelta(seconds=10 * number)
        assert await usual.ask(b"a", number, now, draft=True, picture=False) is None
        assert await generous.ask(b"a", number, now, draft=True, picture=False) is None
    later = NOW + timedelta(minutes=5)
    over = await usual.ask(b"a", 99, later, draft=True, picture=False)
    assert over is not None
    assert over.limit is MessageLimit.HOUR
    assert await generous.ask(b"a", 99, later, draft=True, picture=False) is None
