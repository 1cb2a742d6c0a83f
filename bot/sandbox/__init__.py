"""A Telegram of its own, on this machine: accounts, chats and messages, and a Bot API to them.

    people.py ─▶ world.py ─▶ inbox.py ─▶ getUpdates / webhook ─▶ the bot
                    ▲                                             │
                    └── methods/ ◀── api.py ◀── server.py ◀───────┘  HTTP on 127.0.0.1

``World`` is the model; it needs no HTTP and owns its time. ``serve(world)`` gives it the face of
https://core.telegram.org/bots/api. Faults and flood limits sit between the two.
It knows nothing of the bot that talks to it.
"""

from bot.sandbox.clock import WorldClock
from bot.sandbox.server import Server, serve
from bot.sandbox.world import World

__all__ = ["Server", "World", "WorldClock", "serve"]
