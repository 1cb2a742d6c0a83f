"""The doctor before several bots: each is looked at, with the channels in which it posts."""

from pathlib import Path

import httpx
import pytest

from bot.ops.doctor import as_json, examine
from bot.ops.doctor.finding import DoctorFinding
from bot.settings import load_configuration
from tests.operator.test_doctor import NOW, Telegram

BOTS = """
[[bots]]
name = "first"
token_file = "first.token"

[[bots]]
name = "second"
token_file = "second.token"

[[channels]]
name = "love"
channel = "@sotto_love"
moderators = -77

[[channels]]
name = "work"
channel = "@sotto_work"
poster = "second"
"""


class TwoBots(Telegram):
    """Which token asked for what. ``refused``: a token that is not taken."""

    refused = ""

    def __init__(self) -> None:
        super().__init__()
        self.asked_by: list[tuple[str, str]] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        token = request.url.path.split("/")[1].removeprefix("bot").replace("%3A", ":")
        if token == self.refused:
            return httpx.Response(401, json={"ok": False, "description": "Unauthorized"})
        answer = super().__call__(request)
        self.asked_by.append((token.partition(":")[0], self.asked[-1]))
        return answer


@pytest.fixture
def telegram(environment, monkeypatch, system_fonts) -> TwoBots:
    for name in ("SOTTO_CHANNEL", "SOTTO_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    Path("first.token").write_text("41:first\n")
    Path("second.token").write_text("42:second\n")
    Path("sotto.toml").write_text(BOTS)
    found = TwoBots()
    for number, name in enumerate(("love", "work"), start=1):
        found.answers[f"getChat @sotto_{name}"] = {
            "id": -100 - number, "type": "channel", "title": name.title(),
            "username": f"sotto_{name}", "description": "Whispers.",
        }  # fmt: skip
        found.answers[f"getChatMember {-100 - number}"] = dict(found.member)
    return found


async def look(telegram: TwoBots) -> list[DoctorFinding]:
    return await examine(load_configuration(), NOW, transport=httpx.MockTransport(telegram))


async def test_each_bot_looks_at_the_channels_in_which_it_posts(telegram: TwoBots) -> None:
    found = await look(telegram)
    for name in ("first", "second"):
        assert {"token", "clock", "inline", "updates"} == {f.check for f in found if f.bot == name}
    assert ("41", "getChat @sotto_love") in telegram.asked_by
    assert ("42", "getChat @sotto_work") in telegram.asked_by
    assert ("42", "getChat @sotto_love") not in telegram.asked_by
    assert ("41", "getChat @sotto_work") not in telegram.asked_by


async def test_a_token_that_is_not_taken_is_told_by_its_bots_name(telegram: TwoBots) -> None:
    telegram.refused = "42:second"
    found = await look(telegram)
    [token] = [f for f in found if f.bot == "second"]
    assert (token.check, token.state) == ("token", "failed")
    assert "the token of the bot second" in token.said
    assert any(f.channel == "love" and f.check == "channel" for f in found), "the other goes on"
    told = as_json(found)["checks"]
    assert {each.get("bot") for each in told} == {None, "first", "second"}


async def test_each_bot_has_a_webhook_of_its_own(telegram: TwoBots, monkeypatch) -> None:
    monkeypatch.setenv("SOTTO_WEBHOOK_URL", "https://bot.example.org/telegram")
    monkeypatch.setenv("SOTTO_WEBHOOK_SECRET", "sixteen-letters-and-more")
    telegram.answers["getWebhookInfo"] = {
        "url": "https://bot.example.org/telegram/first",
        "allowed_updates": ["message_reaction_count"],
    }
    found = {f.bot: f.state for f in await look(telegram) if f.check == "updates"}
    assert found == {"first": "fine", "second": "warned"}
