"""What an operator does with a running bot, and what it tells them. Over real HTTP."""

import asyncio
import contextlib
import io
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from pydantic import SecretStr

from bot.cli import backup, data
from bot.ops.pulse import read_pulse
from bot.settings import Configuration, Settings
from tests.kit.town import Town

SECRET = "sixteen-letters-and-more"


@pytest.fixture
def command(town: Town, monkeypatch):
    """Run a command of ``sotto`` beside the running bot; returns what it said."""

    async def run(work: Callable[[], int | None]) -> str:
        settings = Settings(
            _env_file=None,  # type: ignore[call-arg]
            token=SecretStr(town.bot.token), channel=town.channel.id, data=town.folder / "data",
        )  # fmt: skip
        monkeypatch.setattr(data, "load_configuration", lambda: Configuration.only(settings))
        monkeypatch.setattr(backup, "load_settings", lambda: settings)
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            assert not await asyncio.to_thread(work)
        return said.getvalue()

    return run


async def test_a_whisper_is_removed_while_the_bot_runs(town: Town, command):
    async with town.running():
        post = await town.publish(town.alice, "Take this down, please.")
        said = await command(lambda: data.remove(1))
        assert "running bot will do it in a moment" in said
        await town.until(lambda: post.deleted)
    assert town.cards == []


async def test_todays_digest_is_posted_at_once_when_asked_and_only_once(town: Town, command):
    async with town.running():
        for words in ("I water his plants.", "I kept her number."):
            post = await town.publish(town.alice, words)
            town.bob.react(post, "❤")
        await command(data.digest)
        await town.until(lambda: len(town.cards) == 3)
        await command(data.digest)
        await town.publish(town.bob, "Something after it.")
    digests = [post for post in town.cards if not (post.caption or "").startswith("#")]
    assert len(digests) == 1


async def test_a_backup_is_made_while_the_bot_runs_and_holds_up_nobody(
    town: Town, command, tmp_path: Path
):
    async with town.running():
        await town.publish(town.alice, "Kept twice.")
        await town.idle()
        town.bob.send("Written meanwhile.")
        said = await command(lambda: backup.backup(tmp_path / "sotto.backup"))
        assert "1 whisper and 1 post" in said
        await town.press(town.bob, await town.preview(town.bob), "✅")
        await town.until(lambda: len(town.cards) == 2)


async def test_health_pulse_and_metrics_of_a_running_bot(town: Town, free_port: int):
    async with town.running(http=f"127.0.0.1:{free_port}") as running:
        await town.publish(town.alice, "Counted, not named.")
        await town.idle()
        running.schedule.ring("watch")
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{free_port}") as client:
            async with asyncio.timeout(60):
                while not (health := await client.get("/healthz")).json()["channels"]:
                    await asyncio.sleep(0.05)
            metrics = (await client.get("/metrics")).text
        await town.until(lambda: read_pulse(town.folder / "data"))
    assert (health.status_code, health.json()["health"]) == (200, "ok")
    assert health.json()["updates"]["handled"] >= 2
    assert health.json()["last_poll_age_seconds"] < 60
    assert (health.json()["backlog"], health.json()["backlog_age_seconds"]) == (0, 0)
    assert [channel_state["state"] for channel_state in health.json()["channels"]] in (
        ["ready"],
        ["waiting"],
    )  # its pace
    assert "sotto_up 1.0" in metrics
    for secret in (str(town.alice.id), "Counted", town.bot.token):
        assert secret not in health.text + metrics


async def test_updates_come_by_webhook_and_wait_while_the_bot_is_down(town: Town, free_port: int):
    hook = {
        "webhook_url": f"http://127.0.0.1:{free_port}/hook",
        "webhook_listen": f"127.0.0.1:{free_port}",
        "webhook_secret": SecretStr(SECRET),
    }
    async with town.running(**hook):
        await town.publish(town.alice, "Brought, not fetched.")
    town.bob.send("Written while it was down.")
    async with town.running(**hook):
        await town.preview(town.bob)
    assert len(town.cards) == 1


async def test_polling_removes_a_webhook_and_keeps_what_waits(town: Town, free_port: int):
    async with town.running(
        webhook_url=f"http://127.0.0.1:{free_port}/hook",
        webhook_listen=f"127.0.0.1:{free_port}",
        webhook_secret=SecretStr(SECRET),
    ):
        await town.until(lambda: town.bot.inbox.webhook)
    town.bob.send("Between the two.")
    async with town.running():
        await town.preview(town.bob)
    assert not town.bot.inbox.webhook


async def test_a_channel_without_reactions_and_rights_without_use_are_logged(town: Town, capsys):
    town.channel.available_reactions = ()
    town.channel.admit(town.bot, can_post_messages=True, can_promote_members=True)
    async with town.running(release="mixed"):
        pass
    said = capsys.readouterr().err
    assert '"reactions_missing"' in said
    assert '"rights_excessive"' in said
