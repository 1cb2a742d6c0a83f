"""Faults between a bot and Telegram, as unmodified python-telegram-bot meets them."""

import asyncio
from datetime import timedelta

import httpx
import pytest
import telegram
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.sandbox import Server, World
from bot.sandbox.errors import ApiError
from tests.kit.sockets import answers_at_once
from tests.kit.world import SmallWorld, picture


def texts(town: SmallWorld) -> list[str | None]:
    return [post.text for post in town.channel.posts]


async def say(api: telegram.Bot, town: SmallWorld, text: str, read_timeout: float = 5.0) -> None:
    await api.send_message(town.channel.id, text, read_timeout=read_timeout)


async def test_a_lost_reply_hides_a_post_that_is_there(api: telegram.Bot, town: SmallWorld) -> None:
    town.world.faults.lose_reply("sendMessage")
    with pytest.raises(NetworkError) as lost:
        await say(api, town, "one")
    assert isinstance(lost.value.__cause__, httpx.ReadError)
    await say(api, town, "two")
    assert texts(town) == ["one", "two"]


async def test_a_reset_before_processing_leaves_nothing(
    api: telegram.Bot, town: SmallWorld
) -> None:
    town.world.faults.reset("sendPhoto")
    with pytest.raises(NetworkError):
        await api.send_photo(town.channel.id, picture())
    assert town.channel.posts == []


async def test_a_fault_keeps_to_its_method_and_chat(api: telegram.Bot, town: SmallWorld) -> None:
    town.world.faults.reset("sendMessage", chat=town.channel)
    await api.send_message(town.group.id, "to the group")
    await api.get_me()
    with pytest.raises(NetworkError):
        await say(api, town, "to the channel")


async def test_a_flood_closes_the_chat_until_its_time_is_over(
    api: telegram.Bot, town: SmallWorld
) -> None:
    fault = town.world.faults.flood(30, "sendMessage")
    for _ in range(2):
        with pytest.raises(RetryAfter) as flooded:
            await say(api, town, "too soon")
        assert flooded.value.retry_after == timedelta(seconds=30)
    assert (fault.fired, town.world.floods.ignored) == (1, 1)
    town.world.clock.skip(timedelta(seconds=30))
    await say(api, town, "in time")
    assert texts(town) == ["in time"]


async def test_a_server_error_may_come_before_or_after_processing(
    api: telegram.Bot, town: SmallWorld
) -> None:
    town.world.faults.server_error("sendMessage")
    with pytest.raises(NetworkError, match="restart"):
        await say(api, town, "never")
    town.world.faults.server_error("sendMessage", code=502, at="after")
    with pytest.raises(NetworkError):
        await say(api, town, "processed")
    assert texts(town) == ["processed"]


async def test_garbage_hides_a_post_that_is_there(api: telegram.Bot, town: SmallWorld) -> None:
    town.world.faults.garbage("sendMessage")
    with pytest.raises(TelegramError, match="Invalid server response"):
        await say(api, town, "one")
    assert texts(town) == ["one"]


async def test_a_call_may_hang_until_the_bot_gives_up(api: telegram.Bot, town: SmallWorld) -> None:
    town.world.faults.hang("sendMessage")
    town.world.faults.hang("sendMessage", at="after")
    for text in ("never", "processed"):
        with pytest.raises(TimedOut):
            await say(api, town, text, read_timeout=0.1)
    assert texts(town) == ["processed"]


async def test_a_delay_lasts_in_the_worlds_time(api: telegram.Bot, town: SmallWorld) -> None:
    town.world.faults.delay(3600, "sendMessage")
    late = asyncio.create_task(say(api, town, "late"))
    await town.world.wait_until(lambda: town.world.faults.counts["delay before"])
    assert texts(town) == []
    town.world.clock.skip(timedelta(hours=1))
    await late
    assert texts(town) == ["late"]


async def test_a_call_is_held_before_processing_and_dropped(
    api: telegram.Bot, town: SmallWorld
) -> None:
    pause = town.world.faults.pause("sendMessage", at="before")
    sending = asyncio.create_task(say(api, town, "one"))
    caught = await pause.reached()
    assert (caught.parameters["text"], caught.answer) == ("one", None)
    pause.drop()
    with pytest.raises(NetworkError):
        await sending
    assert texts(town) == []


async def test_a_call_is_held_between_processing_and_answer(
    api: telegram.Bot, town: SmallWorld
) -> None:
    pause = town.world.faults.pause("sendMessage", at="after")
    sending = asyncio.create_task(say(api, town, "one"))
    caught = await pause.reached()
    assert texts(town) == ["one"]
    assert caught.answer is not None
    assert not sending.done()
    pause.release()
    await sending


async def test_a_call_of_a_bot_that_died_is_processed_all_the_same(
    api: telegram.Bot, town: SmallWorld
) -> None:
    pause = town.world.faults.pause("sendMessage", at="before")
    sending = asyncio.create_task(say(api, town, "from the grave"))
    await pause.reached()
    sending.cancel()
    pause.release()
    await town.world.wait_until(lambda: texts(town) == ["from the grave"])


async def test_an_outage_refuses_connections_and_ends_by_itself(
    api: telegram.Bot, town: SmallWorld
) -> None:
    poll = asyncio.create_task(api.get_updates(timeout=20))
    await town.world.wait_until(lambda: town.bot.inbox.polled)
    town.world.faults.outage(timedelta(hours=1))
    with pytest.raises(NetworkError):
        await poll
    with pytest.raises(NetworkError) as refused:
        await api.get_me()
    assert isinstance(refused.value.__cause__, httpx.ConnectError)
    await asyncio.sleep(0)
    town.world.clock.skip(timedelta(hours=1))
    await town.world.wait_until(lambda: not town.world.faults.down)
    assert (await api.get_me()).id == 42


async def test_an_outage_may_answer_502_to_everything(api: telegram.Bot, town: SmallWorld) -> None:
    town.world.faults.outage(how="bad_gateway")
    with pytest.raises(NetworkError):
        await api.get_me()
    town.world.faults.recover()
    assert (await api.get_me()).id == 42


@pytest.mark.parametrize("others", [0, 7])
def test_the_same_seed_brings_the_same_faults_however_many_other_calls_there_are(
    others: int,
) -> None:
    def played(seed: int, between: int) -> list[bool]:
        faults = World(seed=seed).faults
        faults.lose_reply(times=None, chance=0.3)
        happened = []
        for _ in range(40):
            happened.append(bool(faults.meet("sendPhoto", None)))
            for _ in range(between):
                faults.meet("getUpdates", None)
        return happened

    assert played(5, others) == played(5, 0) != played(6, 0)
    assert 4 <= sum(played(5, 0)) <= 20


async def test_flood_limits_are_off_until_switched_on_for_a_chat(
    api: telegram.Bot, town: SmallWorld
) -> None:
    async def until_refused() -> int:
        for count in range(25):
            try:
                await town.bot.call("sendMessage", chat_id=town.channel.id, text=str(count))
            except ApiError:
                return count
        return 25

    assert await until_refused() == 25
    town.world.floods.switch_on(town.channel)
    assert await until_refused() == 20
    await api.send_message(town.group.id, "another chat is open")
    with pytest.raises(RetryAfter):
        await say(api, town, "closed")
    town.world.clock.skip(timedelta(seconds=4))
    await say(api, town, "open again")
    town.world.floods.switch_off(town.channel)
    assert await until_refused() == 25


async def test_a_refused_call_is_no_bad_request(api: telegram.Bot, town: SmallWorld) -> None:
    town.world.faults.flood(3, "getMe")
    with pytest.raises(RetryAfter) as flooded:
        await api.get_me()
    assert not isinstance(flooded.value, BadRequest)


async def test_pictures_are_refused_in_telegrams_words_and_texts_pass(
    api: telegram.Bot, town: SmallWorld
) -> None:
    post = await api.send_photo(town.channel.id, picture())
    town.world.faults.refuse_photos("MEDIA_EMPTY", times=2)
    with pytest.raises(BadRequest, match=r"(?i)media_empty"):
        await api.send_photo(town.channel.id, picture(colour="red"))
    with pytest.raises(BadRequest, match=r"(?i)media_empty"):
        await api.edit_message_media(
            telegram.InputMediaPhoto(picture(colour="red")), town.channel.id, post.message_id
        )
    await say(api, town, "a text")
    await api.send_photo(town.channel.id, picture(colour="red"))
    assert len(town.channel.posts) == 3


async def test_no_part_of_an_answer_waits_for_the_one_before_it(
    api: telegram.Bot, server: Server, town: SmallWorld
) -> None:
    await api.get_me()
    assert answers_at_once(server.port)
    for door in ("shut", "open again"):
        (town.world.faults.outage if door == "shut" else town.world.faults.recover)()
        await asyncio.sleep(0)
    assert (await api.get_me()).id == 42
    assert answers_at_once(server.port)
