"""Menus of commands and descriptions, which Telegram shows in each language before anybody writes
to the bot. They are a comfort: a failure is logged, and the next start tries again."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress

from telegram import BotCommand, BotCommandScopeChat
from telegram.error import BadRequest, ChatMigrated, Forbidden, TelegramError

from bot.botapi.client import RawBot
from bot.botapi.connect import UNREADABLE
from bot.i18n import BY_CODE, SOURCE_LANGUAGE, _, offered, translator_for
from bot.logs import Event, log
from bot.memory.private_groups import PrivateGroups

# L10n: menu of commands, a few words, no full stop
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
    "language": _("choose your language"),
}

# L10n: menu of commands, a few words, no full stop
_OF_PLACES = {
    "place": _("whispers from a big town"),
    "near": _("whispers from around here"),
}

# L10n: The bot’s profile, read before one writes the first time: at most 512 characters.
DESCRIPTION = _(
    "Write me what you’ve never said out loud. I set your words on a picture, and if you like the "
    "card, I publish it without your name. Readers and moderators never see who wrote."
)
# L10n: The bot’s profile, and sent along when somebody shares it: at most 120 characters.
SHORT_DESCRIPTION = _("Anonymous confessions on beautiful cards. Nobody sees who wrote.")


@asynccontextmanager
async def presenting(bot: RawBot, *, places: bool) -> AsyncIterator[None]:
    """Present the bot beside what happens in the block: nobody waits for dozens of calls. Raises
    what went wrong in it."""
    task = asyncio.create_task(present(bot, places=places))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def present(bot: RawBot, *, places: bool) -> None:
    """Present the bot to everybody, in each language that is complete. ``places``: posts may name
    some."""
    commands = COMMANDS | (_OF_PLACES if places else {})
    for language in offered():
        code = None if language == SOURCE_LANGUAGE else BY_CODE[language].short
        if not await _offer(bot, commands, language, code=code):
            return
        try:
            await _describe(bot, language, code)
        except (TelegramError, *UNREADABLE) as error:
            log(Event.MENU_REFUSED, error=type(error).__name__)
            return


async def _describe(bot: RawBot, language: str, code: str | None) -> None:
    """Set the descriptions, but leave what the operator wrote at @BotFather. A language without
    words of its own is answered with English."""
    t = translator_for(language)
    long = (await bot.get_my_description(code)).description
    if long in ("", DESCRIPTION) and long != t(DESCRIPTION):
        await bot.set_my_description(t(DESCRIPTION), code)
    short = (await bot.get_my_short_description(code)).short_description
    if short in ("", SHORT_DESCRIPTION) and short != t(SHORT_DESCRIPTION):
        await bot.set_my_short_description(t(SHORT_DESCRIPTION), code)


async def present_at_moderators(
    bot: RawBot, rooms: PrivateGroups, language: str, commands: Mapping[str, str]
) -> None:
    """Offer the menu of the moderators' chat. Being asked, Telegram also says if the group is
    another one by now."""
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
    """Offer a menu. ``code``: to people of this language alone; ``where``: in this chat alone."""
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
