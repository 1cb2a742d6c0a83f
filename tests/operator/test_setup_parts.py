"""What ``sotto setup`` guesses, writes and prints."""

import os
import shutil
import subprocess

import pytest

from bot.cli.setup import choices_on
from bot.ops.data_folder import hold, open_folder
from bot.ops.setup.env_file import with_settings, write_private
from bot.ops.setup.preferences_step import (
    guessed_language,
    guessed_zone,
    waits_told,
    zone_meant,
)
from bot.ops.setup.service import COMPOSE, Installed, systemd_unit
from bot.settings import Settings
from bot.settings.mistakes import read_settings
from tests.kit.keyboard import at_terminal


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Europe/Paris", "Europe/Paris"),
        ("europe/paris", "Europe/Paris"),
        ("paris", "Europe/Paris"),
        ("New York", "America/New_York"),
        ("utc", "UTC"),
    ],
)
def test_a_time_zone_may_be_named_by_its_town(said, meant):
    assert zone_meant(said) == meant


def test_how_long_a_card_may_wait_is_told_of_each_preset_and_of_what_is_set() -> None:
    told = waits_told(read("mix=strong release_max_age=90m moderators=-77"))
    assert "quick 1 hour, balanced 12 hours, strong (now) 90 minutes" in told
    assert "up to 1 hour, 3 hours, 8 hours until moderators see it" in told
    alone = waits_told(read("release=instant"))
    assert "balanced (now) 12 hours" in alone
    assert "until moderators" not in alone


def read(values: str) -> Settings:
    given = dict(each.split("=") for each in values.split())
    settings = read_settings(Settings, {"token": "0:none", "channel": "@x_channel", **given})
    assert isinstance(settings, Settings)
    return settings


def test_a_unit_for_systemd_is_offered_where_there_is_systemd() -> None:
    assert choices_on("linux") == ("y", "s", "c", "n")
    assert choices_on("darwin") == ("y", "c", "n")


def test_a_slip_in_a_time_zone_is_never_taken_for_another_one():
    assert zone_meant("Pari") == ["Europe/Paris"]
    assert zone_meant("nowhere at all") == []


@pytest.mark.parametrize(
    ("environment", "timezone", "localtime", "guess"),
    [
        ({"TZ": ":Asia/Tokyo"}, "Europe/Paris\n", None, "Asia/Tokyo"),
        ({}, "Europe/Paris\n", None, "Europe/Paris"),
        ({}, None, "/usr/share/zoneinfo/Africa/Lagos", "Africa/Lagos"),
        ({}, None, "/var/db/timezone/zoneinfo/Europe/Paris", "Europe/Paris"),  # macOS
        ({}, "Etc/UTC\n", None, "UTC"),
        ({"TZ": "CET-1CEST"}, None, None, "UTC"),
        ({}, None, None, "UTC"),
    ],
)
def test_the_machines_time_zone_is_guessed(tmp_path, environment, timezone, localtime, guess):
    if timezone:
        (tmp_path / "timezone").write_text(timezone)
    if localtime:
        (tmp_path / "localtime").symlink_to(localtime)
    assert guessed_zone(environment, tmp_path) == guess


@pytest.mark.parametrize(
    ("environment", "guess"),
    [
        ({"LANG": "fr_CA.UTF-8"}, "fr"),
        ({"LC_ALL": "en_GB", "LANG": "fr_FR"}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": ""}, "en"),
        ({"LANG": "uk_UA.UTF-8"}, "en"),
        ({}, "en"),
    ],
)
def test_the_machines_language_is_guessed(environment, guess):
    assert guessed_language(environment) == guess


def test_a_line_that_sets_or_shows_a_setting_is_changed_and_all_others_stay():
    before = (
        "# mine\nSOTTO_MIX=strong\nexport sotto_channel = @old\nSOTTO_CHANNEL=@older\n"
        "# Time zone of the digest.\n#SOTTO_TIMEZONE=UTC\n"
    )
    after = with_settings(before, {"channel": "@new", "timezone": "Asia/Tokyo", "language": "fr"})
    assert after == (
        "# mine\nSOTTO_MIX=strong\nSOTTO_CHANNEL=@new\n"
        "# Time zone of the digest.\nSOTTO_TIMEZONE=Asia/Tokyo\n"
        "\n# Language of the channel's posts.\nSOTTO_LANGUAGE=fr\n"
    )
    assert with_settings(after, {"channel": "@new"}) == after


def test_a_file_that_cannot_be_written_stays_as_it_was_and_leaves_no_other_behind(
    tmp_path, monkeypatch
):
    env = tmp_path / ".env"
    env.write_text("SOTTO_MIX=strong\n")

    def full(_file: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_private(env, "SOTTO_MIX=quick\n")
    assert [path.name for path in tmp_path.iterdir()] == [".env"]
    assert env.read_text() == "SOTTO_MIX=strong\n"


def test_what_others_could_read_before_is_private_afterwards_and_a_link_stays_one(tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_text("")
    elsewhere.chmod(0o644)
    (tmp_path / ".env").symlink_to(elsewhere)
    write_private(tmp_path / ".env", "SOTTO_MIX=quick\n")
    assert (tmp_path / ".env").is_symlink()
    assert elsewhere.read_text() == "SOTTO_MIX=quick\n"
    assert elsewhere.stat().st_mode & 0o777 == 0o600


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd here")
def test_the_unit_is_one_that_systemd_understands(tmp_path):
    program = tmp_path / "a folder" / "sotto"
    program.parent.mkdir()
    program.touch(0o755)
    here = Installed(
        "root", program.parent, (str(program),), tmp_path / "100%", tmp_path / "cache", 30
    )
    unit = tmp_path / "sotto.service"
    unit.write_text(systemd_unit(here))
    checked = subprocess.run(
        ["systemd-analyze", "verify", str(unit)],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert (checked.returncode, checked.stderr) == (0, "")
    assert "TimeoutStopSec=50" in unit.read_text()


def test_root_is_advised_to_take_a_user_for_the_bot(tmp_path):
    def unit_of(account: str) -> str:
        return systemd_unit(Installed(account, tmp_path, ("sotto",), tmp_path, tmp_path))

    assert "root: a user of its own (useradd --system sotto)" in unit_of("root")
    assert "useradd" not in unit_of("sotto")


def test_the_unit_is_printed_again_without_a_question(sotto, environment):
    ended = sotto("setup", "--systemd")
    assert ended.status == 0
    assert f"ReadWritePaths=-{environment}" in ended.out
    assert f"SOTTO_DATA={environment}" in ended.out
    assert "hush" not in ended.out
    assert sotto("setup", "--compose").out == COMPOSE


async def test_beside_a_running_bot_the_guide_asks_nothing(tmp_path, environment):
    """Two programs that fetch updates with one token take them from each other."""
    with hold(open_folder(environment)):
        async with at_terminal("setup", folder=tmp_path, environment=os.environ) as operator:
            assert await operator.ended() == 5
            await operator.sees("Stop it first")
    assert operator.questions == 0
