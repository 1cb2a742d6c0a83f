"""``sotto run`` as an operator starts it: a process, configured by the environment alone."""

import asyncio
import json
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.ops.data_folder import hold, open_folder
from bot.ops.doctor import examine
from bot.sandbox import Server, World
from bot.settings import load_configuration
from tests.kit import forkserver
from tests.kit.forkserver import Forked


@pytest.fixture(autouse=True)
def _painted(environment, monkeypatch, cache: Path) -> None:
    """Each start would paint the same pictures and compile the same lists."""
    monkeypatch.setenv("SOTTO_CACHE", str(cache))


@pytest.fixture
def telegram(world: World, server: Server, environment, monkeypatch) -> World:
    """A channel in which the bot may post, and an environment that fits."""
    bot = world.add_bot(token="42:SANDBOX")
    channel = world.add_channel("Sotto voce", username="sotto_voce")
    channel.admit(bot, can_post_messages=True)
    monkeypatch.setenv("SOTTO_TOKEN", "42:SANDBOX")
    monkeypatch.setenv("SOTTO_BOT_API", server.root)
    return world


@dataclass
class Started:
    """A command that runs in a process of its own, and what it says."""

    process: Forked
    out: asyncio.StreamReader
    err: asyncio.StreamReader

    async def communicate(self) -> tuple[bytes, bytes]:
        """Whatever it has still to say, until its end."""
        said = await asyncio.gather(self.out.read(), self.err.read())
        await self.process.wait()
        return said[0], said[1]


async def reader(pipe: int) -> asyncio.StreamReader:
    stream = asyncio.StreamReader()
    protocol = asyncio.StreamReaderProtocol(stream)
    await asyncio.get_running_loop().connect_read_pipe(lambda: protocol, os.fdopen(pipe, "rb"))
    return stream


@asynccontextmanager
async def running(*command: str) -> AsyncIterator[Started]:
    process, out, err = forkserver.piped(
        "bot", command or ["run"], folder=Path.cwd(), environment=os.environ
    )
    started = Started(process, await reader(out), await reader(err))
    try:
        yield started
    finally:
        process.send_signal(signal.SIGKILL)
        async with asyncio.timeout(60):
            await started.communicate()


async def ended() -> tuple[int, str]:
    async with running() as sotto, asyncio.timeout(60):
        out, err = await sotto.communicate()
    assert out == b""
    assert b"Traceback" not in err
    assert b"SANDBOX" not in err
    status = sotto.process.returncode
    assert status is not None
    sentences = [line for line in err.decode().splitlines() if line.startswith("sotto: ")]
    return status, "\n".join(sentences)


async def test_a_wrong_token_is_status_3(telegram, monkeypatch):
    monkeypatch.setenv("SOTTO_TOKEN", "42:WRONG")
    status, said = await ended()
    assert status == 3
    assert "@BotFather" in said


@pytest.mark.parametrize("channel", ["@nowhere", "@readers_only"])
async def test_a_channel_where_it_may_not_post_is_status_4(telegram, monkeypatch, channel):
    telegram.add_channel("Readers only", username="readers_only")
    monkeypatch.setenv("SOTTO_CHANNEL", channel)
    status, said = await ended()
    assert status == 4
    assert channel in said


async def test_a_second_instance_is_status_5(telegram, environment):
    with hold(open_folder(environment)):
        status, said = await ended()
    assert status == 5
    assert "Another Sotto is running" in said


async def test_an_unreachable_server_is_waited_for_and_sigterm_ends_it_well(
    environment, monkeypatch, free_port
):
    monkeypatch.setenv("SOTTO_BOT_API", f"http://127.0.0.1:{free_port}")
    async with running() as sotto, asyncio.timeout(60):
        assert sotto.process.returncode is None
        said = b""
        while b"server_unreachable" not in said:
            said += await sotto.err.readline()
        sotto.process.send_signal(signal.SIGTERM)
        rest = (await sotto.communicate())[1]
    assert sotto.process.returncode == 0
    lines = [json.loads(line) for line in (said + rest).splitlines()]
    assert [line["event"] for line in lines].count("server_unreachable") == 1
    assert lines[-1]["event"] == "stopped"
    assert b"hush-hush" not in said + rest


async def test_instant_release_is_warned_of_once(telegram, monkeypatch):
    monkeypatch.setenv("SOTTO_RELEASE", "instant")
    monkeypatch.setenv("SOTTO_TOKEN", "42:WRONG")  # it ends by itself, after the warning
    async with running() as sotto, asyncio.timeout(60):
        _, err = await sotto.communicate()
    logged = [json.loads(line) for line in err.splitlines() if line.startswith(b"{")]
    assert [line["event"] for line in logged].count("release_instant") == 1


async def test_ctrl_c_before_anything_began_ends_it_well(telegram, environment):
    async with running() as sotto, asyncio.timeout(60):
        while not (environment / "sotto.lock").exists():
            await asyncio.sleep(0.01)
        sotto.process.send_signal(signal.SIGINT)
        _, err = await sotto.communicate()
    assert sotto.process.returncode == 0
    assert b"Traceback" not in err


async def test_a_setting_that_is_voted_for_holds_in_the_same_process(telegram, monkeypatch):
    group, mia = telegram.add_group("Moderators", supergroup=True), telegram.add_person("Mia")
    for each in (telegram.bots["42:SANDBOX"], mia):
        group.admit(each)
    monkeypatch.setenv("SOTTO_MODERATORS", str(group.id))
    monkeypatch.setenv("SOTTO_VOTES", "1")

    async def told(words: str) -> None:
        found = lambda: any(words in (m.text or "") for m in group.messages)  # noqa: E731
        await telegram.wait_until(found, 60)

    async with running() as sotto:
        mia.send("/settings digest_time 19:30", to=group)
        await told("Digest time is now 19:30.")
        mia.send("/settings", to=group)
        await told("Digest time: 19:30")
        assert sotto.process.returncode is None
        sotto.process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(60):
            _, err = await sotto.communicate()
    events = [json.loads(line)["event"] for line in err.splitlines() if line.startswith(b"{")]
    assert sotto.process.returncode == 0
    assert events.count("started") == 2
    assert events.count("stopped") == 1


async def test_the_doctor_finds_a_well_set_up_bot_healthy(telegram, monkeypatch):
    """At the sandbox's Bot API, over real HTTP."""
    group = telegram.add_group("Moderators")
    group.admit(telegram.bots["42:SANDBOX"])
    monkeypatch.setenv("SOTTO_MODERATORS", str(group.id))
    found = await examine(load_configuration(), telegram.clock.now())
    assert [f"{f.check}: {f.said}" for f in found if f.state == "failed"] == []
    assert {f.check for f in found} >= {"token", "rights", "reactions", "moderators", "staging"}


async def test_the_doctor_ends_with_status_0_when_nothing_failed_and_1_else(telegram, monkeypatch):
    """As a program asks: ``sotto doctor --json``."""
    for channel, status in (("@sotto_voce", 0), ("@nowhere", 1)):
        monkeypatch.setenv("SOTTO_CHANNEL", channel)
        async with running("doctor", "--json") as sotto, asyncio.timeout(60):
            out, _ = await sotto.communicate()
        report = json.loads(out)
        failed = [each["check"] for each in report["checks"] if each["state"] == "failed"]
        assert (sotto.process.returncode, report["ok"]) == (status, status == 0)
        assert failed == ([] if status == 0 else ["channel"])


async def test_the_doctor_names_a_channel_without_rights(telegram, monkeypatch):
    telegram.add_channel("Readers only", username="readers_only")
    monkeypatch.setenv("SOTTO_CHANNEL", "@readers_only")
    found = await examine(load_configuration(), telegram.clock.now())
    (failed,) = [f for f in found if f.state == "failed"]
    assert "administrator" in f"{failed.said} {failed.mend}"


async def test_the_doctor_prints_a_block_for_each_channel(telegram, monkeypatch, tmp_path):
    """At the sandbox's Bot API, over real HTTP, as an operator sees it."""
    bot = telegram.bots["42:SANDBOX"]
    love = telegram.add_channel("Love", username="sotto_love")
    work = telegram.add_channel("Work", username="sotto_work")
    talk = love.link_discussion("Talk")
    for channel in (love, work):
        channel.admit(bot, can_post_messages=True)
    (tmp_path / "channels.toml").write_text(
        '[[channels]]\nname = "love"\nchannel = "@sotto_love"\n'
        '[[channels]]\nname = "work"\nchannel = "@sotto_work"\n'
        '[[channels]]\nname = "gone"\nchannel = "@sotto_gone"\n'
    )
    monkeypatch.setenv("SOTTO_CONFIG", str(tmp_path / "channels.toml"))
    monkeypatch.delenv("SOTTO_CHANNEL")
    found = await examine(load_configuration(), telegram.clock.now())
    assert [f"{f.channel}: {f.check}" for f in found if f.state == "failed"] == ["gone: channel"]
    [comments] = [f for f in found if f.check == "comments"]
    assert (comments.channel, comments.state) == ("love", "warned")
    talk.admit(bot, can_delete_messages=True)
    async with running("doctor") as sotto, asyncio.timeout(60):
        out, _ = await sotto.communicate()
    assert sotto.process.returncode == 1
    lines = out.decode().splitlines()
    blocks = [lines.index(name) for name in ("love", "work", "gone")]
    assert blocks == sorted(blocks)
    assert "✓  comments" in " ".join(lines[blocks[0] : blocks[1]])
    assert "✗  channel" in " ".join(lines[blocks[2] :])
