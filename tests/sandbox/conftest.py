"""A small world with a bot in it, and unmodified python-telegram-bot that talks to it."""

import io
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
import telegram
from PIL import Image
from telegram.request import HTTPXRequest

from bot.sandbox import Server, World
from bot.sandbox.bots import Bot
from bot.sandbox.chats import Channel, Group
from bot.sandbox.people import Person


@dataclass
class Town:
    world: World
    bot: Bot
    alice: Person
    channel: Channel
    group: Group


@pytest.fixture
def town(world: World) -> Town:
    bot = world.add_bot()
    alice = world.add_person("Alice", language="fr")
    channel = world.add_channel("Sotto voce", username="sotto_voce")
    channel.admit(bot, can_post=True, can_edit=True, can_delete=True)
    group = world.add_group("Moderators")
    assert isinstance(group, Group)
    group.admit(bot)
    group.admit(alice)
    bot.inbox.clear()
    return Town(world, bot, alice, channel, group)


@pytest.fixture
async def api(server: Server, town: Town) -> AsyncIterator[telegram.Bot]:
    """python-telegram-bot's Bot, over real HTTP."""
    client = telegram.Bot(
        town.bot.token,
        base_url=f"{server.root}/bot",
        base_file_url=f"{server.root}/file/bot",
        request=HTTPXRequest(connection_pool_size=8),
        get_updates_request=HTTPXRequest(connection_pool_size=2),
    )
    async with client:
        yield client


def picture(size: tuple[int, int] = (640, 480), colour: str = "teal", kind: str = "JPEG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, kind)
    return out.getvalue()
