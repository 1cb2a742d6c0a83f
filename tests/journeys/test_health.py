"""Health tells the truth: what ``/healthz`` and ``sotto status`` say while something is stuck."""

import asyncio
from datetime import timedelta

import httpx
import pytest
from pydantic import SecretStr

from tests.kit.town import ModeratedTown, Town

MINUTE = timedelta(minutes=1)


async def healthz(port: int) -> tuple[int, list[str]]:
    async with httpx.AsyncClient() as client:
        answer = await client.get(f"http://127.0.0.1:{port}/healthz")
    return answer.status_code, answer.json()["problems"]


async def until_healthz(port: int, expected: tuple[int, list[str]]) -> None:
    async with asyncio.timeout(60):
        while await healthz(port) != expected:
            await asyncio.sleep(0.1)


@pytest.mark.usefixtures("looked_at_first")
async def test_a_moderators_chat_that_takes_nothing_for_five_minutes_is_no_good_health(
    moderated: ModeratedTown, free_port: int
):
    async with moderated.running(http=f"127.0.0.1:{free_port}") as running:
        moderated.world.faults.flood(1, chat=moderated.group, times=None)
        await moderated.submit(moderated.alice, "Nobody can look at me.")
        await moderated.until(lambda: running.services.moderators.review_cards.door.refused_since)
        running.schedule.ring("watch")
        assert await healthz(free_port) == (200, [])
        for _ in range(5):
            moderated.world.clock.skip(MINUTE)
            running.intake.figures.last_poll = moderated.world.clock.now()
            await asyncio.sleep(0.1)
        running.schedule.ring("watch")
        running.intake.figures.last_poll = moderated.world.clock.now()
        await until_healthz(free_port, (503, ["moderators_stuck"]))
        moderated.world.faults.recover()
        shown = asyncio.create_task(moderated.shown("Nobody can look at me."))
        while not shown.done():
            moderated.world.clock.skip(timedelta(seconds=10))
            await asyncio.sleep(0.2)
        await shown
        await until_healthz(free_port, (200, []))


async def test_an_update_in_hand_for_five_minutes_keeps_the_rest_unconfirmed_and_is_told(
    town: Town, free_port: int, monkeypatch: pytest.MonkeyPatch
):
    async with town.running(http=f"127.0.0.1:{free_port}") as running:
        await town.idle()
        end = asyncio.Event()
        handle = running.intake.handle

        async def held(update: object) -> None:
            await end.wait()

        running.intake.handle = held
        town.alice.send("Held up for ever.")
        await town.until(lambda: running.intake.figures.stuck_since)
        assert await healthz(free_port) == (200, [])
        town.world.clock.skip(5 * MINUTE)
        running.intake.figures.last_poll = town.world.clock.now()
        await until_healthz(free_port, (503, ["updates_stuck"]))
        running.intake.handle = handle
        end.set()
        town.bob.send("Ça continue.")
        await town.until(lambda: running.intake.figures.stuck_since is None)


async def test_a_webhook_to_which_telegram_brings_nothing_is_no_good_health(
    town: Town, free_port: int
):
    async with town.running(
        webhook_url=f"http://127.0.0.1:{free_port}/hook",
        webhook_listen=f"127.0.0.1:{free_port}",
        webhook_secret=SecretStr("sixteen-letters-and-more"),
    ) as running:
        await town.until(lambda: town.bot.inbox.webhook)
        await town.idle()
        figures = running.intake.figures
        town.bot.inbox.webhook["secret_token"] = "of-somebody-else"  # each one is turned away
        town.world.clock.skip(timedelta(seconds=5))
        town.alice.send("It cannot be brought.")
        await town.until(lambda: town.bot.inbox.last_error)
        running.schedule.ring("webhook")
        since = await town.until(lambda: figures.stuck_since)
        town.world.clock.skip(5 * MINUTE)
        running.schedule.ring("webhook")
        await town.until(lambda: figures.last_poll and figures.last_poll > since + 4 * MINUTE)
        assert figures.stuck_since == since
        town.bot.inbox.webhook["secret_token"] = "sixteen-letters-and-more"
        for _ in range(3):
            town.world.clock.skip(MINUTE)
            await asyncio.sleep(0.1)
        await town.preview(town.alice)
        await town.until(lambda: not town.bot.inbox.waiting)
        running.schedule.ring("webhook")
        await town.until(lambda: figures.stuck_since is None)


async def test_a_webhook_whose_answers_get_lost_brings_the_same_again_and_is_told(
    town: Town, free_port: int
):
    async with town.running(
        webhook_url=f"http://127.0.0.1:{free_port}/hook",
        webhook_listen=f"127.0.0.1:{free_port}",
        webhook_secret=SecretStr("sixteen-letters-and-more"),
    ) as running:
        await town.until(lambda: town.world.calls_of("getWebhookInfo"))  # looked at the first time
        await town.idle()
        raw = {"update_id": 7, "message_reaction_count": {"date": 1, "reactions": []}}
        for _ in range(4):
            await running.intake.take(raw)
        assert running.intake.figures.again == 3
        running.schedule.ring("webhook")
        await town.until(lambda: running.intake.figures.again == 0)
