"""A line that drips: httpx bounds each read and each write, we bound the call as a whole."""

import os
import time

import pytest
import telegram

from bot.botapi import channel, outcomes
from bot.botapi.channel import TelegramChannel
from bot.domain.outcome import Delivered, Unknown
from tests.kit.world import SmallWorld, picture

LARGE = 9_000_000
"""Bytes: more than the sockets' buffers take in at once."""


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outcomes, "LONGEST_SECONDS", 1.0)


async def test_a_dripping_upload_ends_as_unknown_and_not_never(
    api: telegram.Bot, town: SmallWorld
) -> None:
    town.world.faults.drip(0.5, "sendPhoto")
    photo = picture() + os.urandom(LARGE)
    began = time.monotonic()
    outcome = await TelegramChannel(api, town.channel.id).send_photo(photo, "#1")
    assert outcome == Unknown("no end within 1 s")
    assert time.monotonic() - began < 20
    assert town.channel.posts == []


async def test_a_dripping_answer_ends_as_unknown_though_the_post_stands(
    api: telegram.Bot, town: SmallWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each piece comes well within the time a read may take, so no read ever fails."""
    monkeypatch.setattr(channel, "_READ_SECONDS", 0.9)
    door = TelegramChannel(api, town.channel.id, staging=town.group.id)
    town.world.faults.drip(0.05, "sendMessage", at="after")
    assert await door.send_text("one") == Unknown("no end within 1 s")
    assert [post.text for post in town.channel.posts] == ["one"]
    calls = {
        "editMessageCaption": lambda: door.edit_caption(1, "two"),
        "deleteMessage": lambda: door.delete(1),
        "forwardMessage": lambda: door.look(1),
        "getChat": door.is_protected,
    }
    for method, call in calls.items():
        town.world.faults.drip(0.05, method, at="after")
        assert await call() == Unknown("no end within 1 s"), method
    assert isinstance(await door.send_text("three"), Delivered)
