"""``sotto status`` beside a running bot costs next to nothing, and is right all the same."""

import asyncio
import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.ops import quick_status as quick
from bot.ops.data_folder import hold, open_folder
from bot.ops.last_status import FRESH, read_status, write_status
from bot.ops.quick_status import quick_status
from bot.ops.status import ChannelFacts, ChannelStatus, Facts
from bot.settings import load_settings
from bot.settings.configuration import CONFIG_FILE
from storage import open_storage

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
HEAVY = ("sqlalchemy", "pydantic", "telegram", "typer", "rich", "PIL", "httpx")


async def made(address: str) -> None:
    storage = await open_storage(address)
    await storage.close()


@pytest.fixture
def beside_a_bot(environment: Path):
    """A data folder on which a bot seems to run, with a database that rests."""
    with hold(open_folder(environment)):
        asyncio.run(made(load_settings().database_address))
        yield environment


def rest(folder: Path, at: datetime) -> None:
    for file in folder.glob("sotto.db*"):
        os.utime(file, (at.timestamp(), at.timestamp()))


def test_facts_come_back_as_they_were_written(tmp_path):
    channel_states = (ChannelStatus(None, 2, NOW - timedelta(minutes=1), None), ChannelStatus())
    facts = Facts(
        at=NOW, started=NOW, channels=channel_states, pool=3, moved={-5: -1005}, mode="pre"
    )
    write_status(tmp_path, facts)
    assert read_status(tmp_path, NOW + FRESH) == facts
    assert (tmp_path / "status.json").stat().st_mode & 0o077 == 0


def test_what_is_old_torn_or_of_another_version_is_not_told(tmp_path):
    assert read_status(tmp_path, NOW) is None
    write_status(tmp_path, Facts(at=NOW))
    assert read_status(tmp_path, NOW + FRESH + timedelta(seconds=1)) is None
    assert read_status(tmp_path, NOW - FRESH - timedelta(seconds=1)) is None
    (tmp_path / "status.json").write_text('{"format": 1, "facts": {"at": "2026')
    assert read_status(tmp_path, NOW) is None
    (tmp_path / "status.json").write_text('{"format": 0, "facts": {}}')
    assert read_status(tmp_path, NOW) is None


def test_a_file_written_again_stays_in_its_blocks(tmp_path):
    write_status(tmp_path, Facts(at=NOW, moved={number: number for number in range(400)}))
    before = (tmp_path / "status.json").stat()
    write_status(tmp_path, Facts(at=NOW))
    after = (tmp_path / "status.json").stat()
    assert (before.st_ino, before.st_size) == (after.st_ino, after.st_size)
    assert read_status(tmp_path, NOW) == Facts(at=NOW)


def test_beside_a_bot_nothing_heavy_is_loaded(beside_a_bot):
    now = datetime.now(UTC)
    rest(beside_a_bot, now - timedelta(seconds=2))
    write_status(beside_a_bot, Facts(at=now, started=now, last_poll=now, handled=7))
    code = (
        "import sys; sys.argv[1:] = ['status', '--json']\n"
        "from bot.__main__ import main\n"
        "try: main()\n"
        f"finally: print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    )
    told = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False
    )
    status = json.loads(told.stdout)
    assert (told.returncode, status["health"], status["updates"]["handled"]) == (0, "ok", 7)
    assert told.stderr.strip() == "[]"


def test_a_database_written_since_is_read_itself(beside_a_bot, capsys):
    now = datetime.now(UTC)
    write_status(beside_a_bot, Facts(at=now, started=now, last_poll=now))
    rest(beside_a_bot, now + timedelta(seconds=1))
    assert quick_status(as_json=True) is None
    rest(beside_a_bot, now - timedelta(seconds=1))
    assert quick_status(as_json=True) == 0
    assert capsys.readouterr().out


def test_without_a_bot_the_file_of_the_last_one_is_not_told(environment):
    open_folder(environment)
    now = datetime.now(UTC)
    write_status(environment, Facts(at=now, started=now, last_poll=now))
    assert quick_status(as_json=False) is None


CHANNELS = """
[defaults]
timezone = "Asia/Tokyo"
moderators = -77

[[channels]]
name = "love"
channel = "@sotto_love"

[[channels]]
name = "work"
channel = "@sotto_work"
timezone = "Europe/Paris"
"""


def of_two_channels(folder: Path, **changed) -> None:
    now = datetime.now(UTC)
    rest(folder, now - timedelta(seconds=1))
    each = (ChannelFacts("love", pool=3), ChannelFacts("work", pool=4))
    write_status(folder, Facts(at=now, started=now, last_poll=now, by_channel=each, **changed))


@pytest.mark.parametrize("elsewhere", [False, True])
def test_beside_a_bot_of_several_channels_the_file_it_leaves_is_told_too(
    beside_a_bot, monkeypatch, capsys, elsewhere
):
    assert quick.CONFIG_FILE == CONFIG_FILE
    if elsewhere:
        monkeypatch.setenv("SOTTO_CONFIG", "elsewhere.toml")
    Path("elsewhere.toml" if elsewhere else CONFIG_FILE.name).write_text(CHANNELS)
    of_two_channels(beside_a_bot)
    assert quick_status(as_json=True) == 0
    told = json.loads(capsys.readouterr().out)
    assert [(each["name"], each["pool"]) for each in told["by_channel"]] == [
        ("love", 3), ("work", 4),
    ]  # fmt: skip
    assert quick_status(as_json=False) == 0
    assert "JST" in capsys.readouterr().out  # the first channel's time, from the defaults


def test_a_group_of_the_file_that_has_moved_is_told_by_the_whole_command_line(beside_a_bot):
    Path(CONFIG_FILE.name).write_text(CHANNELS)
    of_two_channels(beside_a_bot, moved={-77: -10077})
    assert quick_status(as_json=True) is None
    of_two_channels(beside_a_bot, moved={-78: -10078})
    assert quick_status(as_json=True) == 0


@pytest.mark.parametrize(
    "text", ["", "channels = 1", "[[channels]", "[defaults]\n[[channels]]\ntimezone = 'Nowhere'"]
)
def test_a_file_of_channels_with_a_mistake_is_left_to_the_whole_command_line(beside_a_bot, text):
    Path(CONFIG_FILE.name).write_text(text)
    of_two_channels(beside_a_bot)
    assert quick_status(as_json=True) is None


def test_a_file_of_channels_that_is_not_there_is_left_to_the_whole_command_line(
    beside_a_bot, monkeypatch
):
    monkeypatch.setenv("SOTTO_CONFIG", "nowhere.toml")
    of_two_channels(beside_a_bot)
    assert quick_status(as_json=True) is None
