"""The first talk with Telegram: is the token good, may we post, what is the channel called.

A server that cannot be reached is retried patiently, with one line a minute; everything else that
is wrong ends the start with one sentence that says how to mend it.
"""

import asyncio
import contextlib
import random
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

import httpx
from pydantic import SecretStr
from telegram import (
    ChatFullInfo,
    ChatMemberAdministrator,
    ChatMemberOwner,
)
from telegram.error import (
    BadRequest,
    Forbidden,
    InvalidToken,
    TelegramError,
)
from telegram.request import HTTPXRequest

from bot.botapi.client import ALLOWED_UPDATES, RawBot
from bot.botapi.intake import pause_unless
from bot.botapi.outcomes import is_foreign
from bot.botapi.rate_limit import RateLimit
from bot.botapi.webhook import AT_ONCE
from bot.clock import Clock
from bot.domain.channel_info import ChannelInfo
from bot.domain.retry import backoff
from bot.errors import ChannelUnusable, SettingsWrong, TokenRefused
from bot.logs import Event, log
from bot.settings import Settings
from bot.settings.tls import tls_context

T = TypeVar("T")

UNREADABLE = (KeyError, TypeError, AttributeError)
"""The errors that PTB raises when an answer is JSON, but not what it should be."""

_COMPLAIN_EVERY = 60.0
_CONNECTIONS = 64
_KEPT_OPEN = 16
"""The number of connections that wait for the next call: each is looked at with every call that is
made."""

_NEVER_USED = (
    "can_change_info",
    "can_invite_users",
    "can_manage_direct_messages",
    "can_manage_video_chats",
    "can_promote_members",
    "can_restrict_members",
)
"""The rights that a thief of the token would get for nothing; ``sotto doctor`` names them."""


def make_bot(token: SecretStr, settings: Settings, clock: Clock) -> RawBot:
    """Make a bot over HTTP; photos get a minute, since a false time-out costs a look-up."""
    root = settings.bot_api.rstrip("/")
    return RawBot(
        token.get_secret_value(),
        base_url=f"{root}/bot",
        base_file_url=f"{root}/file/bot",
        request=HTTPXRequest(
            connection_pool_size=_CONNECTIONS,
            pool_timeout=20.0,
            connect_timeout=10.0,
            read_timeout=20.0,
            write_timeout=20.0,
            media_write_timeout=60.0,
            httpx_kwargs={
                "verify": tls_context(),
                "limits": httpx.Limits(
                    max_connections=_CONNECTIONS, max_keepalive_connections=_KEPT_OPEN
                ),
            },
        ),
        get_updates_request=HTTPXRequest(
            connection_pool_size=2,
            connect_timeout=10.0,
            httpx_kwargs={"verify": tls_context()},
        ),
        rate_limiter=RateLimit(clock=clock),
    )


async def patiently(
    call: Callable[[], Awaitable[T]],
    stop: asyncio.Event,
    *,
    server: str,
    tries: int | None = None,
) -> T | None:
    """Call until Telegram answers; None when ``stop`` comes first, or after so many ``tries``.
    Refusals are raised, but for those of a proxy on the way. ``server``: its address, for the
    log."""
    rng = random.SystemRandom()
    attempt = 0
    complained = float("-inf")
    loop = asyncio.get_running_loop()
    while not stop.is_set():
        try:
            return await call()
        except (BadRequest, Forbidden, InvalidToken) as error:
            if not is_foreign(error):
                raise
            failed: Exception = error
        except (TelegramError, *UNREADABLE) as error:
            failed = error
        attempt += 1
        if attempt == tries:
            return None
        if loop.time() - complained >= _COMPLAIN_EVERY:
            complained = loop.time()
            log(
                Event.SERVER_UNREACHABLE,
                server=server,
                error=type(failed).__name__,
                attempt=attempt,
            )
        await pause_unless(stop, min(backoff(min(attempt, 6), rng).total_seconds(), 30.0))
    return None


async def introduce(bot: RawBot, name: str | None = None) -> None:
    """Call getMe. ``name``: the bot's in ``sotto.toml``, where it stands there. Raises
    TokenRefused."""
    try:
        await bot.initialize()
    except (InvalidToken, Forbidden) as error:
        if is_foreign(error):
            raise
        which = "SOTTO_TOKEN" if name is None else f"the token of the bot {name}"
        raise TokenRefused(
            f"Telegram does not accept {which}. Ask @BotFather for the token of your bot "
            "(/mybots, API Token) and set it."
        ) from None


async def find_channel(
    bot: RawBot, settings: Settings, *, named: str = "SOTTO_CHANNEL"
) -> ChannelInfo:
    """Return the channel, if the bot may post there, and so edit and delete its posts. ``named``:
    how the operator has written which one. Raises ChannelUnusable."""
    try:
        chat = await bot.get_chat(settings.channel)
    except (BadRequest, Forbidden) as error:
        if is_foreign(error):
            raise
        raise ChannelUnusable(
            f"{named}: the bot cannot see {settings.channel}. Check the name, and add the "
            "bot to the channel as an administrator who may post."
        ) from None
    if chat.type != "channel":
        raise ChannelUnusable(
            f"{named}: {settings.channel} is a {chat.type}, not a channel. Make a channel "
            "and add the bot to it as an administrator."
        )
    await _check_rights(bot, chat, named)
    if not await bot.readers_may_react(chat.id):
        log(Event.REACTIONS_MISSING)
    return ChannelInfo(chat.id, chat.title or "", chat.username)


async def administrator_of(chat: int, bots: Sequence[RawBot]) -> RawBot:
    """Return the bot that may still do something in this channel, as far as Telegram says so now;
    else the first. Of one nothing is asked."""
    for bot in bots if len(bots) > 1 else ():
        with contextlib.suppress(TelegramError, *UNREADABLE):
            found = await bot.get_chat_member(chat, bot.id)
            if isinstance(found, ChatMemberAdministrator | ChatMemberOwner):
                return bot
    return bots[0]


async def _check_rights(bot: RawBot, chat: ChatFullInfo, named: str) -> None:
    name = f"@{chat.username}" if chat.username else str(chat.id)
    try:
        me = await bot.get_chat_member(chat.id, bot.id)
    except (BadRequest, Forbidden) as error:
        if is_foreign(error):
            raise
        me = None
    if isinstance(me, ChatMemberOwner):
        return
    if not isinstance(me, ChatMemberAdministrator) or not me.can_post_messages:
        raise ChannelUnusable(
            f"{named}: the bot may not post in {name}. In the channel's settings make it "
            "an administrator with one right: Post Messages."
        )
    if excess := [right for right in _NEVER_USED if getattr(me, right, False)]:
        log(Event.RIGHTS_EXCESSIVE, count=len(excess))


async def hook(bot: RawBot, settings: Settings, address: str) -> None:
    """Ask Telegram to bring the bot's updates to this address, SOTTO_WEBHOOK_URL or one below it.
    Raises SettingsWrong."""
    try:
        await bot.set_webhook(
            address,
            secret_token=settings.secret_of_webhook or None,
            allowed_updates=ALLOWED_UPDATES,
            max_connections=AT_ONCE,
            drop_pending_updates=False,
        )
    except BadRequest as error:
        raise SettingsWrong(
            [f"SOTTO_WEBHOOK_URL: Telegram refuses it ({error.message})."]
        ) from None
    log(Event.WEBHOOK_SET)
