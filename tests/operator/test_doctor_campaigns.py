"""The doctor before the managers' group, and before Telegram's own ways to write to a channel."""

import pytest

from tests.operator.test_doctor import Telegram, look


@pytest.fixture
def telegram(environment, monkeypatch, system_fonts) -> Telegram:
    monkeypatch.setenv("SOTTO_MODERATORS", "-77")
    monkeypatch.setenv("SOTTO_TIMEZONE", "UTC")
    return Telegram()


async def test_telegrams_own_ways_to_write_to_a_channel_are_warned_of(telegram):
    """Direct messages and suggested posts show every administrator who wrote."""
    assert "suggested posts" not in await look(telegram)
    telegram.member["can_manage_direct_messages"] = True
    state, said = (await look(telegram))["suggested posts"]
    assert state == "warned"
    assert "every administrator who wrote" in said
    assert "Turn off direct messages" in said


@pytest.mark.parametrize(
    ("what", "answer", "check", "state", "told"),
    [
        ("getChat -88", None, "campaigns", "failed", "see the chat in SOTTO_CAMPAIGNS"),
        ("getChat -88", {"id": -88, "username": "open"}, "campaigns", "failed", "is public"),
        (
            "sendPhoto -88",
            None,
            "campaigns",
            "failed",
            "send pictures to the chat in SOTTO_CAMPAIGNS",
        ),
        (
            "getChat -88",
            {"id": -88, "title": "Managers", "message_auto_delete_time": 86400},
            "campaigns timer",
            "warned",
            "questions disappear",
        ),
        ("getMe", None, "campaigns", "fine", "may write in “Managers”"),
    ],
)
async def test_the_managers_group_is_looked_at(
    telegram, monkeypatch, what, answer, check, state, told
):
    assert "campaigns" not in await look(telegram)
    monkeypatch.setenv("SOTTO_CAMPAIGNS", "-88")
    telegram.answers |= {
        "getChat -88": {"id": -88, "type": "supergroup", "title": "Managers"},
        "sendPhoto -88": {"message_id": 6},
        "deleteMessage -88": True,
    }
    if what != "getMe":
        telegram.answers[what] = answer
    found = await look(telegram)
    assert found[check][0] == state
    assert told in found[check][1]
