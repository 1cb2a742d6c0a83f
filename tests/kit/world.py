"""A small world with a bot in it that nobody runs."""

import io
from dataclasses import dataclass

from PIL import Image

from bot.sandbox import World
from bot.sandbox.bots import Bot
from bot.sandbox.chats import Channel, Group
from bot.sandbox.people import Person


@dataclass
class SmallWorld:
    world: World
    bot: Bot
    alice: Person
    channel: Channel
    group: Group


def picture(size: tuple[int, int] = (640, 480), colour: str = "teal", kind: str = "JPEG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, kind)
    return out.getvalue()
