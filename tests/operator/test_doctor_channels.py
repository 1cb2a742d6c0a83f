"""The doctor before several channels: each is looked at, and told in a block of its own."""

import json
from collections.abc import Mapping
from pathlib import Path

import httpx
import pytest

from bot.ops.doctor import as_json, examine
from bot.ops.doctor.finding import DoctorFinding
from bot.settings import load_configuration
from tests.operator.test_doctor import NOW, Telegram, says

CHANNELS = """
[defaults]
timezone = "Europe/Paris"

[[channels]]
name = "love"
channel = "@sotto_love"
moderators = -77
language = "fr"

[[channels]]
name = "work"
channel = "@sotto_work"
moderators = -77
mix = "strong"

[[channels]]
name = "best"
kind = "digest"
channel = "@sotto_best"
"""


@pytest.fixture
def telegram(environment, monkeypatch, system_fonts) -> Telegram:
    monkeypatch.delenv("SOTTO_CHANNEL")
    Path("sotto.toml").write_text(CHANNELS)
    found = Telegram()
    for number, name in enumerate(("love", "work", "best"), start=1):
        found.answers[f"getChat @sotto_{name}"] = {
            "id": -100 - number, "type": "channel", "title": name.title(),
            "username": f"sotto_{name}", "description": "Whispers.",
        }  # fmt: skip
        found.answers[f"getChatMember {-100 - number}"] = dict(found.member)
    return found


async def look(
    telegram: Telegram, crowds: Mapping[str, float | None] | None = None
) -> list[DoctorFinding]:
    return await examine(
        load_configuration(), NOW, crowds=crowds or {}, transport=httpx.MockTransport(telegram)
    )


def of(found: list[DoctorFinding], channel: str) -> dict[str, DoctorFinding]:
    return {finding.check: finding for finding in found if finding.channel == channel}


async def test_each_channel_has_what_concerns_it_and_the_rest_is_told_once(telegram):
    found = await look(telegram)
    assert of(found, "").keys() == {
        "settings", "data folder", "room", "database", "fonts", "cards", "helplines", "crowd",
        "token", "clock", "updates", "inline",
    }  # fmt: skip
    for name in ("love", "work"):
        assert of(found, name).keys() == {
            "time zone", "digest", "mixing", "batches", "channel", "rights", "reactions",
            "channel reactions", "moderators", "staging", "replies",
        }  # fmt: skip
    best = {"time zone", "digest", "channel", "rights", "staging"}
    assert of(found, "best").keys() == best
    assert "“Work”" in of(found, "work")["channel"].said


async def test_a_mistake_in_one_channel_is_told_there_with_the_key_to_change(telegram):
    telegram.answers["getChat @sotto_work"] = None
    telegram.answers["getChatMember -103"] = {"status": "left"}
    telegram.answers["getChat @sotto_love"]["description"] = ""
    found = await look(telegram)
    assert of(found, "work")["channel"].mend.startswith("Check channel in sotto.toml. Add ")
    assert of(found, "best")["rights"].state == "failed"
    assert "bienveillance" in of(found, "love")["channel description"].mend
    assert {finding.channel for finding in found if finding.state == "failed"} == {"work", "best"}


async def test_a_room_that_channels_share_is_tried_once(telegram):
    found = await look(telegram)
    assert telegram.asked.count("sendPhoto -77") == 1
    assert of(found, "love")["moderators"].said == of(found, "work")["moderators"].said


async def test_a_chat_that_became_a_supergroup_is_named_with_the_line_of_the_file(telegram):
    upgraded = "Bad Request: group chat was upgraded to a supergroup chat"
    telegram.answers |= {
        "sendPhoto -77": says(400, upgraded, migrate_to_chat_id=-10077),
        "getChat -10077": {"id": -10077, "type": "supergroup", "title": "Moderators"},
        "sendPhoto -10077": {"message_id": 1},
    }
    moved = [finding for finding in await look(telegram) if finding.check == "moderators"]
    assert moved[0].mend == "Change the line in sotto.toml: moderators = -10077"


async def test_two_entries_that_turn_out_to_be_one_channel_are_told(telegram):
    """A number and a name cannot be compared before Telegram is asked."""
    telegram.answers["getChat @sotto_work"]["id"] = -101
    found = await look(telegram)
    assert of(found, "work")["channel"].said == "“Work” is already the channel of love."
    assert of(found, "work")["channel"].state == "failed"
    assert of(found, "love")["channel"].state == "fine"


async def test_what_the_environment_says_for_the_first_channel_is_told_there(telegram, monkeypatch):
    monkeypatch.setenv("SOTTO_MODERATORS", "-77")
    monkeypatch.setenv("SOTTO_RELEASE", "instant")
    found = await look(telegram)
    assert "SOTTO_MODERATORS, SOTTO_RELEASE" in of(found, "love")["environment"].said
    assert of(found, "love")["mixing"].said.startswith("SOTTO_RELEASE=instant:")
    assert "environment" not in of(found, "work")


ONE = CHANNELS.replace('moderators = -77\nmix = "strong"', 'kind = "digest"')
"""One that takes whispers, and two digests."""


@pytest.mark.parametrize(("text", "told"), [(CHANNELS, ["2 channels take"]), (ONE, [])])
async def test_splitting_a_crowd_that_nobody_measured_is_warned_of(
    telegram, monkeypatch, tmp_path, text, told
):
    (tmp_path / "other.toml").write_text(text)
    monkeypatch.setenv("SOTTO_CONFIG", str(tmp_path / "other.toml"))
    found = [each for each in await look(telegram) if each.check == "crowd"]
    assert [each.said[:15] for each in found if each.state == "warned"] == told


async def test_a_measured_crowd_is_told_and_a_quiet_channel_warned_of(telegram):
    found = await look(telegram, {"love": 6.0, "work": 6.0, "best": 0.0})
    assert "crowd" not in of(found, "") | of(found, "best")
    love, work = of(found, "love")["crowd"], of(found, "work")["crowd"]
    assert (love.state, work.state) == ("warned", "fine")  # strong mixing hides what there is
    assert "6 whispers a day" in love.said
    assert 'Set mix = "strong"' in love.mend
    least = await look(telegram, {"love": 0.9, "work": 6.0})
    assert of(least, "love")["crowd"].said.startswith("It gets 1 whisper a day:")
    busy = await look(telegram, {"love": 60.0, "work": 60.0})
    assert of(busy, "love")["crowd"].state == "fine"


async def test_a_new_channel_is_called_new_and_not_quiet(telegram):
    found = await look(telegram, {"love": None, "work": 60.0})
    love = of(found, "love")["crowd"]
    assert (love.state, love.said[:9]) == ("fine", "It's new:")


async def test_a_program_reads_which_channel_a_check_is_of(telegram):
    checks = as_json(await look(telegram))["checks"]
    assert {check.get("channel") for check in checks} == {None, "love", "work", "best"}
    assert "channel" not in checks[0]


def test_a_block_for_each_channel_is_printed(sotto, monkeypatch, telegram):
    async def examined(*_: object, **__: object) -> list[DoctorFinding]:
        return [
            DoctorFinding("settings", "fine", "Readable."),
            DoctorFinding("channel", "fine", "It is Love.", channel="love"),
            DoctorFinding("channel", "failed", "It is gone.", "Make one.", channel="work"),
            DoctorFinding("mixing", "fine", "Mixed.", channel="love"),
        ]

    monkeypatch.setattr("bot.ops.doctor.examine", examined)
    ended = sotto("doctor")
    assert ended.status == 1
    lines = [line.strip() for line in ended.out.splitlines()]
    assert lines == [
        "✓  settings  Readable.", "",
        "love", "✓  channel  It is Love.", "✓  mixing   Mixed.", "",
        "work", "✗  channel  It is gone.", "→ Make one.",
    ]  # fmt: skip


def test_mistakes_of_the_file_are_told_by_the_doctor(sotto, telegram):
    Path("sotto.toml").write_text(CHANNELS.replace('mix = "strong"', 'mix = "fast"\npce = "3s"'))
    ended = sotto("doctor", "--json")
    report = json.loads(ended.out)
    assert (ended.status, report["ok"]) == (1, False)
    assert [(check["said"], check["mend"]) for check in report["checks"]] == [
        (
            "sotto.toml, line 15: mix: write quick, balanced or strong, not 'fast'",
            "Fix it in that line; docs/channels.md explains the file.",
        ),
        (
            "sotto.toml, line 16: pce isn't a key here. Do you mean pace?",
            "Fix it in that line; docs/channels.md explains the file.",
        ),
    ]
