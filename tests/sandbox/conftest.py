"""A small world with a bot in it, and unmodified python-telegram-bot that talks to it."""

from collections.abc import AsyncIterator

import pytest
import telegram
from telegram.request import HTTPXRequest

from bot.sandbox import Server, World
from bot.sandbox.chats import Group
from tests.kit.world import SmallWorld


@pytest.fixture
def town(world: World) -> SmallWorld:
    bot = world.add_bot()
    alice = world.add_person("Alice", language="fr")
    channel = world.add_channel("Sotto voce", username="sotto_voce")
    channel.admit(bot, can_post=True, can_edit=True, can_delete=True)
    group = world.add_group("Moderators")
    assert isinstance(group, Group)
    group.admit(bot)
    group.admit(alice)
    bot.inbox.clear()
    return SmallWorld(world, bot, alice, channel, group)


@pytest.fixture
async def api(server: Server, town: SmallWorld) -> AsyncIterator[telegram.Bot]:
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
