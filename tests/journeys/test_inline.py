"""Cards are dropped into any chat by the bot's name: the same for everybody, and of nobody."""

import asyncio
from datetime import timedelta

import pytest

from bot.sandbox.people import Person
from tests.journeys.test_feeds import (
    WORDS,
    ask,
    fill,
    publish_covered,
    reading,
    storage_of,
    take_out,
)
from tests.kit.database import rows_of
from tests.kit.town import Town

__all__ = ["reading"]


@pytest.fixture
def shared(reading: Town) -> Town:
    reading.bot.inline = True
    return reading


async def offered(town: Town, person: Person, words: str) -> list[str]:
    """Titles of what is offered to somebody who types behind the bot's name."""
    return [each.title for each in await person.type_inline(words).wait()]


async def test_a_card_is_dropped_into_a_friends_chat(shared: Town) -> None:
    town = shared
    async with town.running():
        posts = await fill(town, 3)
        assert await offered(town, town.bob, "") == ["#3 · @sotto_voce", *_titles(2, 1)]
        assert await offered(town, town.bob, "#2") == _titles(2)
        assert await offered(town, town.bob, "rain") == _titles(1)
        assert await offered(town, town.bob, "volcano") == []
        [result] = await town.bob.type_inline("#2").wait()
        group = town.world.add_group("Friends")
        group.admit(town.bob)
        dropped = town.bob.drop(result, to=group)
        assert (dropped.caption or "").splitlines() == [WORDS[1], "#2 · @sotto_voce"]
        [[button]] = dropped.keyboard
        assert (button.label, button.url) == (
            "Open in the channel",
            f"https://t.me/sotto_voce/{posts[1].message_id}",
        )


def _titles(*found: int) -> list[str]:
    return [f"#{number} · @sotto_voce" for number in found]


async def test_what_is_offered_is_the_same_for_everybody(shared: Town) -> None:
    """Telegram gives one person's answer to another: it must be in nobody's language."""
    town = shared
    async with town.running():
        await fill(town, 1)
        [first] = await town.bob.type_inline("rain").wait()
        again = town.alice.type_inline("rain")
        assert again.cached
        assert await again.wait() == (first,)
        [call] = town.world.calls_of("answerInlineQuery")
        assert call.parameters["cache_time"] in (30, "30")
        assert call.parameters.get("is_personal") in (None, False, "false")


@pytest.mark.parametrize("way", ["withdrawn", "hidden", "covered"])
async def test_half_a_minute_after_it_was_taken_out_it_is_offered_to_nobody(
    shared: Town, way: str
) -> None:
    town = shared
    async with town.running() as running:
        await fill(town, 1)
        if way == "covered":
            await publish_covered(town, WORDS[1])
        else:
            await town.publish(town.alice, WORDS[1])
            await town.idle()
            assert await offered(town, town.bob, "lighthouse") == _titles(2)
            await take_out(town, storage_of(running), 2, way)
        town.world.clock.skip(timedelta(seconds=30))
        for words in ("", "#2", "lighthouse"):
            assert "#2 · @sotto_voce" not in await offered(town, town.alice, words)


async def test_a_card_dropped_into_the_bots_own_chat_is_no_whisper(shared: Town) -> None:
    town = shared
    async with town.running() as running:
        await fill(town, 1)
        [result] = await town.bob.type_inline("rain").wait()
        town.bob.drop(result, to=town.bot)
        await town.idle()
        assert [m for m in town.bob.chat if m.sender is town.bot] == []
        await town.later(timedelta(minutes=16))
        await town.until(lambda: not town.bob.chat)
        assert len(await asyncio.to_thread(rows_of, storage_of(running).path, "whispers")) == 1


async def test_share_types_the_number_into_a_chat_that_is_chosen(shared: Town) -> None:
    town = shared
    async with town.running():
        await fill(town, 1)
        card = await ask(town, town.bob, "/random")
        [button] = [b for row in card.keyboard for b in row if "Partager" in b.label]
        assert button.share is not None
        assert button.share["query"] == "#1"
        assert await offered(town, town.bob, button.share["query"]) == _titles(1)


async def test_without_inline_mode_there_is_no_share(reading: Town) -> None:
    town = reading
    async with town.running():
        await fill(town, 1)
        card = await ask(town, town.bob, "/random")
        assert not any("Partager" in label for label in card.labels)


async def test_who_types_without_end_gets_no_empty_answer_that_others_would_see(
    shared: Town,
) -> None:
    town = shared
    async with town.running():
        await fill(town, 1)
        for n in range(121):
            asked = town.bob.type_inline(f"rain{n}")
        await town.until(lambda: not town.bot.inbox.waiting or None)
        await town.idle()
        assert len(town.world.calls_of("answerInlineQuery")) == 120
        assert not asked.done.is_set()
        assert await offered(town, town.alice, "rain") == _titles(1)
