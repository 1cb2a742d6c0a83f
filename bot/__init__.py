"""Sotto: a private message becomes an anonymous picture card in a public channel.

    update ─▶ bot/botapi/intake ─▶ handlers/… ─▶ bot/flows/authors/submit ─▶ bot/domain (rules)
                                                   └─▶ storage: whispers
                                                                  │ release (mix)
    channel ◀─ bot/flows/ports ◀─ bot/flows/publishing/publish ◀─ storage: outbox ┘
       │                          └─ bot/cards (render)
       │ message_reaction_count
       └─▶ handlers/channel/reactions ─▶ storage: reactions
                                     └─▶ bot/domain/ranking ─▶ bot/flows/digest ─▶ outbox

One door out: everything the channel ever receives is a parcel in the outbox, so there is one
sender, one retry policy, one pace. One room for identity: ``handlers/incoming`` and
``bot/memory/identity.py``; everything behind them gets words, picture bytes and an opaque route.
"""

import os

# python-telegram-bot reads it when it meets a 429: without it, a deprecation warning is raised.
os.environ.setdefault("PTB_TIMEDELTA", "1")
