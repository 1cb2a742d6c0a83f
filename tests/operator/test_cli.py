import asyncio
import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from importlib.metadata import version

import pytest

from bot import errors
from bot.ops.data_folder import hold, open_folder
from bot.ops.pulse import Pulse, read_pulse, write_pulse
from bot.settings import load_settings
from storage import open_storage


def test_help_lists_the_commands(sotto):
    ended = sotto("--help")
    assert ended.status == 0
    for command in ("run", "demo", "doctor", "status", "card"):
        assert command in ended.out


def test_a_mistyped_command_is_a_usage_error(sotto):
    ended = sotto("runn")
    assert ended.status == 2
    assert "runn" in ended.err


@pytest.mark.parametrize(
    "arguments",
    [
        ("remove", "abc"),
        ("outbox", "--sent", "abc"),
        ("demo", "--port", "abc"),
        ("card", "Two cups.", "--number", "abc"),
        ("pictures", "fetch", "--from", "pexels", "--theme", "sea", "--count", "abc"),
    ],
)
def test_what_is_no_number_is_answered_with_one(sotto, arguments):
    ended = sotto(*arguments)
    assert ended.status == 2
    assert "write a number, such as 12, not 'abc'" in ended.err
    assert "Input should" not in ended.err


def test_other_mistakes_in_arguments_are_told_in_our_words_too(sotto):
    assert "at least 1" in sotto("remove", "0").err
    assert "'x' is not one of 'all', 'intake', 'publish'" in sotto("run", "--role", "x").err
    assert "Value error" not in sotto("run", "--role", "x").err


def test_where_nothing_is_set_up_the_guide_is_named_alone(sotto, monkeypatch):
    monkeypatch.delenv("SOTTO_TOKEN")
    monkeypatch.delenv("SOTTO_CHANNEL")
    said = "There's no .env here: sotto setup asks what it needs and writes it."
    assert sotto("remove", "3").err == f"sotto: {said}\n"
    told = sotto("doctor").out
    assert said in told
    assert "docs/channels.md" not in told


def test_the_themes_of_photographs_are_named_by_the_help(sotto):
    told = sotto("pictures", "fetch", "--help").out
    assert all(theme in told for theme in ("solitude", "sea", "memory"))


def test_wrong_settings_are_all_named_at_once_and_nothing_else_is_said(sotto, monkeypatch):
    monkeypatch.delenv("SOTTO_TOKEN")
    monkeypatch.setenv("SOTTO_PACE", "soon")
    ended = sotto("run")
    assert ended.status == 2
    assert [line.split(":")[1].split()[0] for line in ended.err.splitlines()] == [
        "SOTTO_TOKEN",
        "SOTTO_PACE",
    ]
    assert ended.out == ""


@pytest.mark.parametrize(
    "error",
    [
        errors.SettingsWrong(["This is wrong."]),
        errors.TokenRefused("This is wrong."),
        errors.ChannelUnusable("This is wrong."),
        errors.AlreadyRunning("This is wrong."),
        errors.DatabaseUnusable("This is wrong."),
        errors.DataFolderUnusable("This is wrong."),
        errors.MemoryUnusable("This is wrong."),
    ],
)
def test_a_failure_is_one_sentence_and_its_status(sotto, monkeypatch, error):
    def fail(_role: str) -> None:
        raise error

    monkeypatch.setattr("bot.cli.run.run_bot", fail)
    ended = sotto("run")
    assert (ended.status, ended.err) == (error.status, "sotto: This is wrong.\n")


def test_statuses_are_those_that_other_programs_rely_on():
    assert {kind.__name__: kind.status for kind in errors.SottoError.__subclasses__()} == {
        "BackupRefused": 1,
        "ExportRefused": 1,
        "PhotographsRefused": 1,
        "SettingsWrong": 2,
        "TokenRefused": 3,
        "ChannelUnusable": 4,
        "AlreadyRunning": 5,
        "DatabaseUnusable": 6,
        "DataFolderUnusable": 7,
        "MemoryUnusable": 8,
    }


def test_a_bug_is_told_by_an_incident_and_not_by_a_traceback(sotto, monkeypatch):
    def fail(_role: str) -> None:
        raise RuntimeError("42:hush-hush and somebody's words")

    monkeypatch.setattr("bot.cli.run.run_bot", fail)
    ended = sotto("run")
    line, sentence = ended.err.splitlines()
    assert ended.status == 1
    assert json.loads(line)["incident"] in sentence
    for secret in ("hush", "words", "Traceback"):
        assert secret not in ended.err


def test_python_m_bot_is_the_same_command(environment):
    told = subprocess.run(
        [sys.executable, "-m", "bot", "run"],
        capture_output=True, text=True, timeout=60, check=False,
        env={**os.environ, "SOTTO_CHANNEL": "no where"},
    )  # fmt: skip
    assert told.returncode == 2
    assert told.stderr.startswith("sotto: SOTTO_CHANNEL")
    assert told.stdout == ""


def test_status_without_a_bot_says_so_makes_nothing_and_fails(sotto, environment):
    ended = sotto("status", "--json")
    status = json.loads(ended.out)
    assert ended.status == 1
    assert (status["health"], status["problems"]) == ("down", ["not_running"])
    assert status["pool"] == 0
    assert "sotto run" in sotto("status").out
    assert not environment.exists()


async def made(address: str) -> None:
    storage = await open_storage(address)
    await storage.close()


def test_status_shows_the_running_bots_own_figures(sotto, environment):
    now = datetime.now(UTC)
    with hold(open_folder(environment)):
        asyncio.run(made(load_settings().database_address))
        write_pulse(environment, Pulse(started=now, last_poll=now, handled=7))
        ended = sotto("status", "--json")
        told = sotto("status").out
    status = json.loads(ended.out)
    assert (ended.status, status["health"], status["updates"]["handled"]) == (0, "ok", 7)
    assert status["next_slot"] > status["at"]
    assert "7 handled" in told


def test_a_pulse_is_private_and_a_torn_one_is_none(tmp_path):
    now = datetime(2026, 11, 25, tzinfo=UTC)
    write_pulse(tmp_path, Pulse(started=now, undeleted=2))
    assert read_pulse(tmp_path) == Pulse(started=now, undeleted=2)
    assert (tmp_path / "pulse.json").stat().st_mode & 0o077 == 0
    (tmp_path / "pulse.json").write_text('{"started": "20')
    assert read_pulse(tmp_path) is None


def test_a_card_is_written_for_ones_eyes(sotto, tmp_path):
    out = tmp_path / "mine.jpg"
    ended = sotto("card", "I still set two cups.", "--out", str(out), "--style", "quiet")
    assert (ended.status, out.read_bytes()[:2]) == (0, b"\xff\xd8")


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("--style", "comic"), "There is no style"),
        (("--size", "round"), "There is no size"),
        (("--photo", "missing.jpg"), "can't be read"),
        (("--out", "no/such/folder.jpg"), "can't be written"),
    ],
)
def test_a_card_that_cannot_be_drawn_says_why(sotto, arguments, complaint):
    ended = sotto("card", "Two cups.", *arguments)
    assert ended.status == 2
    assert complaint in ended.err


def test_the_version_is_told(sotto):
    ended = sotto("--version")
    assert (ended.status, ended.out) == (0, f"{version('sotto')}\n")
