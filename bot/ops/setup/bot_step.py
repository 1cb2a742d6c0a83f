"""The first step: a bot and its token, which Telegram is asked about at once."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.ops.doctor.bot_api import ApiAnswer, BotApi, Unreachable
from bot.ops.setup.terminal import Terminal, agreed

_TAPS = (
    "1. In Telegram, open https://t.me/BotFather and press Start.",
    "2. Send /newbot; choose a name, then a username that ends in “bot”.",
    "3. Tap the token in its answer to copy it, and paste it here. It won't be shown.",
)

Connect = Callable[[str], BotApi]


async def meet_bot(
    terminal: Terminal, connect: Connect, known: str | None
) -> tuple[str, Mapping[str, Any]]:
    """Return the token, and the bot as Telegram knows it. Asks until Telegram accepts one: without
    it nothing else can be asked."""
    if known and isinstance(me := await _introduced(connect, known), Mapping):
        token = await terminal.secret(
            f"The bot is @{me['username']}. Enter keeps it, or paste another token:"
        )
        if not token:
            return known, me
    else:
        for tap in _TAPS:
            terminal.say(tap)
        token = await terminal.secret("Token:")
    while True:
        me = await _introduced(connect, token)
        if isinstance(me, Mapping):
            terminal.say(f"Telegram knows it as @{me['username']}.", "fine")
            return token, me
        terminal.say(me, "failed")
        token = await terminal.secret("Token:")


async def _introduced(connect: Connect, token: str) -> Mapping[str, Any] | str:
    """Return the bot, or why it cannot be had. No sentence shows the token."""
    if not token:
        return "Nothing was pasted, and nothing works without a token. Ctrl-C quits."
    number, colon, rest = token.partition(":")
    if not (colon and number.isdecimal() and rest and token.isascii() and token.isprintable()):
        return (
            "This doesn't look like a token. A token is a number, a colon and 35 letters: "
            "123456789:AAF…"
        )
    try:
        async with connect(token) as api:
            answer = await api.ask("getMe")
    except Unreachable as error:
        return f"Telegram isn't answering ({error}). Check the network, then paste it again."
    if answer.ok:
        return dict(answer.result)
    return _refused(answer)


def _refused(answer: ApiAnswer) -> str:
    if answer.status in (401, 404):
        return "Telegram doesn't know this token. Copy it again: @BotFather, /mybots, API Token."
    return f"Telegram answers {answer.status}: {answer.description}. Try again in a while."


async def free_updates(terminal: Terminal, api: BotApi) -> None:
    """Offer to remove a webhook that another program has set: it keeps updates from whoever asks
    for them. Raises Unreachable."""
    answer = await api.ask("getWebhookInfo")
    if not answer.ok or not (address := answer.result.get("url")):
        return
    host = str(address).split("/")[2] if "://" in address else address
    terminal.say(f"A webhook at {host} takes this bot's updates, so I can't listen.", "warned")
    if await agreed(terminal, "Remove the webhook? Waiting updates are kept."):
        await api.ask("deleteWebhook", drop_pending_updates=False)
