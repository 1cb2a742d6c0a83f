"""The demo page: Sotto in a browser, on a Telegram of its own, on this machine.

    browser ─▶ guard.py ─▶ server.py ─▶ acts.py, control.py ─▶ bot/sandbox (the world) ◀─ the bot
       ▲                                                            │
       └────────────── live.py (Server-Sent Events) ◀─ views.py ◀───┘

The page is one more client of the world model: it does what people do in their app and shows what
they see. The bot only ever meets the Bot API. Nothing here outlives the process.
"""
