"""The first talk with Telegram: is the token good, may we post, what is the channel called.

A server that cannot be reached is retried patiently, with one line a minute; everything else that
is wrong ends the start with one sentence that says how to mend it.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable, Mapping
from typing import TypeVar

import httpx
from telegram import (
    BotCommand,
    BotCommandScopeChat,
    ChatFullInfo,
    ChatMemberAdministrator,
    ChatMemberOwner,
)
from telegram.error import (
    BadRequest,
    ChatMigrated,
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
from bot.i18n import LANGUAGES, SOURCE_LANGUAGE, _, translator_for
from bot.logs import Event, log
from bot.memory.private_groups import PrivateGroups
from bot.settings import Settings
from bot.tls import tls_context

T = TypeVar("T")

UNREADABLE = (KeyError, TypeError, AttributeError)
"""What PTB raises when an answer is JSON, but not what it should be."""

_COMPLAIN_EVERY = 60.0
_CONNECTIONS = 64
_KEPT_OPEN = 16
"""Connections that wait for the next call: each is looked at with every call that is made."""

_NEVER_USED = (
    "can_change_info",
    "can_invite_users",
    "can_manage_direct_messages",
    "can_manage_video_chats",
    "can_promote_members",
    "can_restrict_members",
)
"""Rights that a thief of the token would get for nothing; ``sotto doctor`` names them."""

COMMANDS = {
    "start": _("what this is"),
    "help": _("what I can do"),
    "popular": _("most loved: today, this week, this month, of all time"),
    "latest": _("the newest whispers"),
    "random": _("a random whisper"),
    "tag": _("whispers about one thing"),
    "search": _("find whispers by a word"),
    "receipt": _("check on a whisper or withdraw it"),
    "privacy": _("who can find out what"),
    "rules": _("the house rules"),
    "cancel": _("discard what you’re writing"),
}

_OF_PLACES = {
    "place": _("whispers from a big town"),
    "near": _("whispers from around here"),
}


def make_bot(settings: Settings, clock: Clock) -> RawBot:
    """The bot over HTTP; photos get a minute, since a false time-out costs a look-up."""
    root = settings.bot_api.rstrip("/")
    return RawBot(
        settings.token.get_secret_value(),
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


async def introduce(bot: RawBot) -> None:
    """getMe. Raises TokenRefused."""
    try:
        await bot.initialize()
    except (InvalidToken, Forbidden) as error:
        if is_foreign(error):
            raise
        raise TokenRefused(
            "Telegram does not accept SOTTO_TOKEN. Ask @BotFather for the token of your bot "
            "(/mybots, API Token) and set it."
        ) from None


async def find_channel(
    bot: RawBot, settings: Settings, *, named: str = "SOTTO_CHANNEL"
) -> ChannelInfo:
    """The channel, if the bot may post, edit and delete there. ``named``: how the operator has
    written which one. Raises ChannelUnusable."""
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
            "an administrator with the rights to post, edit and delete messages."
        )
    if excess := [right for right in _NEVER_USED if getattr(me, right, False)]:
        log(Event.RIGHTS_EXCESSIVE, count=len(excess))


async def present(bot: RawBot, *, places: bool) -> None:
    """Each language's command menu, for everybody. ``places``: posts may name some. Only comfort:
    what fails is logged and tried at the next start."""
    offered = COMMANDS | (_OF_PLACES if places else {})
    for language in LANGUAGES:
        code = None if language == SOURCE_LANGUAGE else language
        if not await _offer(bot, offered, language, code=code):
            return


async def present_at_moderators(
    bot: RawBot, rooms: PrivateGroups, language: str, commands: Mapping[str, str]
) -> None:
    """The menu of the moderators' chat. Being asked, Telegram also says if the group is another
    one by now."""
    if rooms.moderators is not None:
        await _offer(bot, commands, language, where=BotCommandScopeChat(rooms.moderators))


async def _offer(
    bot: RawBot,
    commands: Mapping[str, str],
    language: str,
    *,
    code: str | None = None,
    where: BotCommandScopeChat | None = None,
) -> bool:
    """``code``: to people of this language alone; ``where``: in this chat alone."""
    t = translator_for(language)
    menu = [BotCommand(name, t(what)) for name, what in commands.items()]
    try:
        await bot.set_my_commands(menu, scope=where, language_code=code)
    except ChatMigrated:
        return False  # offered once more where the group has gone
    except (TelegramError, *UNREADABLE) as error:
        lost = where is not None and isinstance(error, BadRequest | Forbidden)
        log(Event.MODERATORS_REFUSED if lost else Event.MENU_REFUSED, error=type(error).__name__)
        return False
    return True


async def hook(bot: RawBot, settings: Settings) -> None:
    """Ask Telegram to bring updates to SOTTO_WEBHOOK_URL. Raises SettingsWrong."""
    secret = settings.webhook_secret
    try:
        await bot.set_webhook(
            settings.webhook_url or "",
            secret_token=secret.get_secret_value() if secret else None,
            allowed_updates=ALLOWED_UPDATES,
            max_connections=AT_ONCE,
            drop_pending_updates=False,
        )
    except BadRequest as error:
        raise SettingsWrong(
            [f"SOTTO_WEBHOOK_URL: Telegram refuses it ({error.message})."]
        ) from None
    log(Event.WEBHOOK_SET)
