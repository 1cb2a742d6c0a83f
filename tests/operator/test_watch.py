import secrets
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import httpx
import pytest

from bot.domain.mixing import INSTANT
from bot.domain.parcel import CardContent, Parcel
from bot.errors import SettingsWrong
from bot.flows.publishing.alerts import AlertKind
from bot.ops.data_folder import open_folder
from bot.ops.last_status import read_status
from bot.ops.overview import ChannelLook, overview
from bot.ops.pulse import Pulse, read_pulse
from bot.ops.status import judge
from bot.ops.watch import STEADY, Watch, watching
from bot.schedule import Schedule
from bot.settings import load_settings
from storage import open_storage

START = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


class Bot:
    """A running bot's memory, and a clock to turn."""

    def __init__(self) -> None:
        self.pulse = Pulse(started=START, last_poll=START)
        self.time = START
        self.told: list[AlertKind] = []

    def now(self) -> datetime:
        return self.time

    async def sleep(self, seconds: float) -> None:
        raise NotImplementedError

    async def tell(self, trouble) -> None:
        self.told.append(trouble.kind)

    def abilities(self, storage):
        return {
            "channels": [ChannelLook(None, storage, INSTANT, "post", ZoneInfo("UTC"))],
            "clock": self, "pulse": lambda: self.pulse, "tell": self.tell,
        }  # fmt: skip


@pytest.fixture
async def storage(environment):
    open_folder(environment)
    storage = await open_storage(load_settings().database_address)
    yield storage
    await storage.close()


async def test_a_silent_poller_is_told_once_and_again_after_it_was_well(storage):
    bot = Bot()
    watch = Watch(load_settings(), **bot.abilities(storage))
    for seconds in range(0, 600, 5):
        bot.time = START + timedelta(seconds=seconds)
        await watch.tick()
        assert bot.told == ([AlertKind.POLLER_SILENT] if seconds >= 335 else [])
    bot.pulse = replace(bot.pulse, last_poll=bot.time)
    await watch.tick()
    bot.time += 6 * MINUTE
    for _ in range(STEADY):
        await watch.tick()
    assert bot.told == [AlertKind.POLLER_SILENT] * 2


async def test_a_clock_that_jumps_is_no_silence(storage):
    """Suspended for hours: the first tick is before the first answer."""
    bot = Bot()
    watch = Watch(load_settings(), **bot.abilities(storage))
    await watch.tick()
    bot.time += timedelta(hours=9)
    await watch.tick()
    bot.pulse = replace(bot.pulse, last_poll=bot.time)
    for _ in range(STEADY):
        await watch.tick()
    assert bot.told == []


async def test_a_stuck_lane_is_told_and_logged(storage, capsys):
    bot = Bot()
    async with storage.transaction() as tables:
        await tables.channel_states.set(-1001, failures=3, failing_since=START - 6 * MINUTE)
    watch = Watch(load_settings(), **bot.abilities(storage))
    for _ in range(3 * STEADY):
        await watch.tick()
    assert bot.told == [AlertKind.CHANNEL_STUCK]
    assert capsys.readouterr().err.count('"channel_stuck"') == 1


@pytest.mark.parametrize(
    ("changed", "problem", "told"),
    [
        ({"again": 3}, "updates_repeated", [AlertKind.UPDATES_STUCK]),
        ({"stuck_since": START - 6 * MINUTE}, "updates_stuck", [AlertKind.UPDATES_STUCK]),
    ],
)
async def test_updates_that_are_not_confirmed_are_told_once(storage, changed, problem, told):
    bot = Bot()
    bot.pulse = replace(bot.pulse, **changed)
    watch = Watch(load_settings(), **bot.abilities(storage))
    for _ in range(3 * STEADY):
        await watch.tick()
    assert watch.status().problems == (problem,)
    assert bot.told == told


async def test_tables_that_cannot_be_read_are_no_good_health(storage):
    bot = Bot()
    watch = Watch(load_settings(), **bot.abilities(storage))
    await watch.tick()
    bot.time += 6 * MINUTE
    bot.pulse = replace(bot.pulse, last_poll=bot.time)
    assert watch.status().problems == ("storage_silent",)
    await watch.tick()
    assert watch.status().health == "ok"


async def test_the_pulse_is_left_for_other_processes(storage, environment):
    bot = Bot()
    bot.pulse = replace(bot.pulse, handled=12, again=1, moderators_refused_since=START)
    await Watch(load_settings(), **bot.abilities(storage)).tick()
    assert read_pulse(environment) == bot.pulse


async def test_health_is_of_this_moment_and_not_of_the_last_tick(storage):
    bot = Bot()
    watch = Watch(load_settings(), **bot.abilities(storage))
    await watch.tick()
    assert watch.status().health == "ok"
    bot.time += 5 * MINUTE
    assert watch.status().problems == ("poller_silent",)


async def test_health_is_served_where_the_operator_says(storage, monkeypatch, free_port):
    monkeypatch.setenv("SOTTO_HTTP", f"127.0.0.1:{free_port}")
    async with watching(load_settings(), Schedule(), **Bot().abilities(storage)):
        async with httpx.AsyncClient() as client:
            answer = await client.get(f"http://127.0.0.1:{free_port}/healthz")
        assert answer.json()["health"] == "ok"


async def test_monitoring_reads_how_late_the_loop_is(storage, monkeypatch, free_port):
    monkeypatch.setenv("SOTTO_HTTP", f"127.0.0.1:{free_port}")
    bot = Bot()
    bot.pulse = replace(bot.pulse, loop_lag=0.012, loop_lag_longest=0.25, tasks=9)
    watched = watching(load_settings(), Schedule(), **bot.abilities(storage))
    async with watched, httpx.AsyncClient() as client:
        told = (await client.get(f"http://127.0.0.1:{free_port}/metrics")).text.splitlines()
    assert "sotto_loop_lag_seconds 0.012" in told
    assert "sotto_loop_lag_longest_seconds 0.25" in told
    assert "sotto_loop_tasks 9.0" in told


async def test_an_address_open_to_others_is_refused(storage, monkeypatch):
    monkeypatch.setenv("SOTTO_HTTP", "0.0.0.0:9090")
    with pytest.raises(SettingsWrong, match="loopback"):
        async with watching(load_settings(), Schedule(), **Bot().abilities(storage)):
            pass


async def test_tables_in_which_nothing_was_written_are_not_read_at_every_tick(storage, monkeypatch):
    bot, read = Bot(), []

    async def counted(**asked):
        read.append(asked["now"])
        return await overview(**asked)

    monkeypatch.setattr("bot.ops.watch.overview", counted)
    watch = Watch(load_settings(), **bot.abilities(storage))
    for seconds in range(0, 61, 5):
        bot.time = START + timedelta(seconds=seconds)
        await watch.tick()
    assert read == [START + timedelta(seconds=seconds) for seconds in (0, 30, 60)]


async def test_what_is_written_is_in_the_status_after_one_tick(storage, environment):
    bot = Bot()
    watch = Watch(load_settings(), **bot.abilities(storage))
    await watch.tick()
    async with storage.transaction() as tables:
        await tables.runtime_settings.paused.put(True)
    bot.time += timedelta(seconds=5)
    await watch.tick()
    assert watch.status().problems == ("paused",)
    left = read_status(environment, bot.time)
    assert left is not None
    assert left.paused


async def test_the_status_left_for_others_is_fresh_though_nothing_was_written(storage, environment):
    bot = Bot()
    watch = Watch(load_settings(), **bot.abilities(storage))
    await watch.tick()
    bot.time += timedelta(seconds=25)
    bot.pulse = replace(bot.pulse, last_poll=bot.time, handled=7)
    await watch.tick()
    left = read_status(environment, bot.time)
    assert left is not None
    assert (left.at, left.last_poll, left.handled) == (bot.time, bot.time, 7)
    assert judge(left).health == "ok"


async def test_a_moment_that_comes_by_itself_is_seen_within_half_a_minute(storage):
    """A parcel falls due and nobody writes: the publisher does not work."""
    bot = Bot()
    async with storage.transaction() as tables:
        await tables.outbox.enqueue(
            Parcel(secrets.token_bytes(16), CardContent(), due_at=START + timedelta(seconds=7))
        )
    watch = Watch(load_settings(), **bot.abilities(storage))
    for seconds in range(0, 31, 5):
        bot.time = START + timedelta(seconds=seconds)
        await watch.tick()
    assert watch.status().facts.oldest_due == START + timedelta(seconds=7)
