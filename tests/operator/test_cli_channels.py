"""Commands where one bot has several channels, with the database that it would use."""

import asyncio
import json
import secrets
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.domain.parcel import CardContent, Parcel, Progress
from bot.domain.tallies import Counted
from bot.domain.whisper import State
from bot.ops.data_folder import hold, open_folder
from bot.settings import load_settings
from storage import Scope, open_storage
from tests.kit.whispers import a_whisper

FILE = """
[defaults]
timezone = "Europe/Paris"
moderators = -77

[[channels]]
name = "love"
channel = -1001

[[channels]]
name = "work"
channel = -1002
mix = "strong"

[[channels]]
name = "best"
kind = "digest"
channel = -1003
"""
ZONE = ZoneInfo("Europe/Paris")
CHATS = {"love": -1001, "work": -1002, "best": -1003}


@pytest.fixture
def data(environment, monkeypatch):
    """``data(work, "love")`` runs a piece of work on the tables of that channel, in a database
    that knows all three."""
    monkeypatch.delenv("SOTTO_CHANNEL")
    monkeypatch.setenv("COLUMNS", "100")
    Path("sotto.toml").write_text(FILE)
    open_folder(environment)

    def done(work=None, channel="love", chats=CHATS):
        async def working():
            storage = await open_storage(load_settings().database_address)
            try:
                async with storage.transaction() as tables:
                    keys = {row.name: row.id for row in await tables.channels.open_only(chats)}
                if work is None:
                    return None
                async with storage.within(Scope(keys[channel])).transaction() as tables:
                    return await work(tables)
            finally:
                await storage.close()

        return asyncio.run(working())

    return done


async def published(tables):
    await tables.whispers.add(
        a_whisper(state=State.RELEASED, number=12),
        handle_hash=secrets.token_bytes(32),
        receipt_hash=secrets.token_bytes(32),
    )


async def waiting(tables):
    await tables.whispers.add(
        a_whisper(deadline=datetime.now(UTC) + timedelta(hours=9)),
        handle_hash=secrets.token_bytes(32),
        receipt_hash=secrets.token_bytes(32),
    )


async def in_the_pool(tables):
    return await tables.whispers.count(State.POOL)


def came_out(each_day: int):
    async def counted(tables):
        for days in range(1, 8):
            day = datetime.now(ZONE).date() - timedelta(days=days)
            await tables.daily_counts.count(day, Counted.RELEASED, each_day)

    return counted


def set_aside(chat: int):
    async def work(tables):
        whisper = a_whisper(state=State.RELEASED, number=13)
        await tables.whispers.add(
            whisper, handle_hash=secrets.token_bytes(32), receipt_hash=secrets.token_bytes(32)
        )
        now = datetime.now(UTC)
        await tables.outbox.enqueue(
            Parcel(
                key=secrets.token_bytes(16), content=CardContent(), due_at=now, number=13,
                whisper=whisper.key, chat=chat, state=Progress.ASIDE, first_line="#13", attempts=1,
                attempted_at=now, high=40, why="there is no staging chat to look it up in",
            )
        )  # fmt: skip
        await tables.runtime_settings.skip_numbers(13)
        await tables.channel_states.set(chat, high=42)

    return work


def test_a_number_that_several_channels_have_is_taken_down_in_the_named_one(sotto, data):
    data(published, "love")
    data(published, "work")
    which = sotto("remove", "12")
    assert (which.status, which.err) == (
        2, "sotto: Which channel? Add --channel and one of these: love, work, best.\n",
    )  # fmt: skip
    gone = sotto("remove", "12", "--channel", "work")
    assert (gone.status, gone.out.splitlines()[0][:28]) == (0, "#12 in work is removed: dele")
    again = sotto("remove", "12", "--channel", "work")
    assert (again.status, "no published whisper #12 in work" in again.out) == (1, True)

    async def state(tables):
        return (await tables.whispers.by_number(12)).state

    assert (data(state, "love"), data(state, "work")) == (State.RELEASED, State.REMOVED)


def test_release_and_digest_concern_the_named_channel_alone(sotto, data):
    data(waiting, "love")
    data(waiting, "work")
    assert (
        "Published 1 whisper in love, not mixed"
        in sotto("release", "--now", "--channel", "love").out
    )
    assert "Nothing in love is waiting" in sotto("release", "--now", "--channel", "love").out
    assert (data(in_the_pool, "love"), data(in_the_pool, "work")) == (0, 1)
    assert "digest in best is requested" in sotto("digest", "--now", "--channel", "best").out

    async def asked(tables):
        return await tables.runtime_settings.digest_asked.get()

    assert data(asked, "best") is not None
    assert data(asked, "love") is None


def test_the_same_name_in_two_outboxes_is_settled_with_the_channels(sotto, data):
    data(set_aside(-1001), "love")
    data(set_aside(-1002), "work")
    shown = sotto("outbox").out
    assert "sotto outbox NAME --channel CHANNEL --sent" in " ".join(shown.split())
    assert "13 --channel love, 13 --channel work" in sotto("outbox", "13", "--drop").err
    dropped = sotto("outbox", "13", "--channel", "work", "--drop")
    assert (dropped.status, dropped.out[:27]) == (0, "#13 in work is discarded an")
    assert [each["channel"] for each in json.loads(sotto("outbox", "--json").out)] == ["love"]


def test_a_channel_with_which_the_bot_has_not_run_yet_is_told_so(sotto, data):
    data(chats={"love": -1001, "work": -1002})
    told = sotto("digest", "--now", "--channel", "best").err
    assert told == "sotto: The bot hasn't run with best yet. Start it: sotto run\n"
    assert "one of these: love, work." in sotto("remove", "1", "--channel", "lov").err


def test_the_only_channel_may_be_named_all_the_same(sotto, data):
    """As after a file was written and before the bot was started again."""
    data(published, "main", chats={"main": -1001})
    assert sotto("remove", "12", "--channel", "love").status == 0
    assert "hasn't run with work" in sotto("remove", "12", "--channel", "work").err
    assert "no channel spam" in sotto("remove", "12", "--channel", "spam").err


def test_status_shows_a_line_for_each_channel_that_a_terminal_holds(sotto, data):
    data(waiting, "work")
    data(came_out(23), "love")
    data(set_aside(-1002), "work")

    async def paused(tables):
        await tables.runtime_settings.paused.put(True)

    data(paused, "work")
    told = sotto("status").out.splitlines()
    assert all(len(line) <= 100 for line in told), told
    heading = next(line for line in told if line.startswith("channel "))
    table = [line.split() for line in told[told.index(heading) + 1 :][:3]]
    assert heading.split("  ")[0] == "channel"
    assert [line[:2] for line in table] == [["love", "pre"], ["work", "pre,"], ["best", "digest"]]
    assert table[0][2:] == ["0", "0", "0", "0", "0", "23.0", "ready"]
    assert table[1][2:] == ["paused", "0", "1", "0", "1", "13", "new", "ready"]
    assert not any(line.startswith("moderation") for line in told)  # each has its own


def test_a_channel_that_was_taken_out_of_the_file_is_shown_as_closed(sotto, data):
    data()
    Path("sotto.toml").write_text(FILE.split('[[channels]]\nname = "best"')[0])
    kinds = [
        (each["name"], each["kind"])
        for each in json.loads(sotto("status", "--json").out)["by_channel"]
    ]
    assert kinds == [("love", "whispers"), ("work", "whispers"), ("best", "closed")]
    assert any(line.split()[:2] == ["best", "closed"] for line in sotto("status").out.splitlines())


def test_status_names_the_line_of_the_file_for_a_group_that_has_moved(sotto, data):
    async def moved(tables):
        await tables.runtime_settings.moved_chats.put({-77: -10077})

    data(moved)
    rows = [line for line in sotto("status").out.splitlines() if line.startswith("moved")]
    assert [row.split("  ", 1)[1].strip() for row in rows] == [
        "write moderators = -10077 into sotto.toml: it is a supergroup now"
    ]


def crowd(sotto) -> dict[str, str]:
    checks = json.loads(sotto("doctor", "--json").out)["checks"]
    return {
        each.get("channel", ""): f"{each['state']}: {each['said']}"
        for each in checks
        if each["check"] == "crowd"
    }


@pytest.fixture
def _no_telegram(monkeypatch):
    """Nobody answers there: what is found on this side is told all the same."""
    monkeypatch.setenv("SOTTO_BOT_API", "http://127.0.0.1:1")


@pytest.mark.usefixtures("_no_telegram", "system_fonts")
def test_the_doctor_tells_how_many_each_channels_whispers_hide_among(sotto, data, environment):
    assert list(crowd(sotto)) == [""], "without a database nothing is measured"
    assert not list(environment.glob("sotto.db*"))
    data(came_out(23), "love")
    data(came_out(4), "work")
    with hold(environment):  # beside a running bot, too
        told = crowd(sotto)
    assert told == {
        "love": "fine: It gets 23 whispers a day for each one to hide among.",
        "work": "fine: It gets 4 whispers a day for each one to hide among.",
    }
    Path("sotto.toml").write_text(FILE.replace('mix = "strong"\n', ""))
    assert crowd(sotto)["work"] == "warned: It gets 4 whispers a day: too few to hide among."


@pytest.mark.usefixtures("_no_telegram", "system_fonts")
def test_the_doctor_leaves_a_database_that_it_may_not_read_as_it_is(sotto, data, environment):
    data(came_out(23), "love")
    environment.chmod(0o755)
    assert list(crowd(sotto)) == [""]
    assert environment.stat().st_mode & 0o777 == 0o755
    environment.chmod(0o700)
    (environment / "sotto.db").write_bytes(b"no database at all, but something else" * 100)
    before = (environment / "sotto.db").read_bytes()
    assert list(crowd(sotto)) == [""]
    assert (environment / "sotto.db").read_bytes() == before
