"""Buttons of the moderators' chat: ``m:verb`` or ``m:verb:what``."""

import re

from telegram import Update

from bot.domain.review import MODES
from bot.flows.moderation.mode import set_mode
from bot.i18n import Translator
from bot.services import ModeratorServices
from handlers.context import Context
from handlers.incoming.moderators import ModeratorPress
from handlers.moderators import appeals, early, hidden_posts, removal, verdicts
from handlers.moderators.access import moderators_language, pressing
from handlers.moderators.commands import mode_face

PATTERN = re.compile(r"^m:")
_DATA = re.compile(r"m:([a-z]+)(?::([0-9A-Z]{1,12}))?(?::(\d{1,2}))?")


async def pressed(update: Update, context: Context) -> None:
    services = context.moderators
    press = await pressing(update, services)
    if press is None:
        return
    services, t = services.answering_in(None), moderators_language(services)
    read = _DATA.fullmatch(press.data)
    choice = int(read[3]) if read and read[3] else None
    if read is None or not await _done(services, press, read[1], read[2] or "", choice, t):
        await services.shared.chats.answer(press.query, t("That button does not work any more."))


async def _done(
    services: ModeratorServices,
    press: ModeratorPress,
    verb: str,
    what: str,
    choice: int | None,
    t: Translator,
) -> bool:
    """False: there is no such button."""
    if verb == "release":
        await early.pressed(services, press, t)
    elif verb == "keep":
        await early.kept(services, press, t)
    elif verb == "remove" and what.isdecimal():
        await removal.pressed(services, press, int(what), t)
    elif verb == "stay" and what.isdecimal():
        await removal.kept(services, press, int(what), t)
    elif verb == "restore" and what.isdecimal():
        await hidden_posts.restored(services, press, int(what), t)
    elif verb == "hide" and what.isdecimal():
        await hidden_posts.hidden(services, press, int(what), t)
    elif verb == "drop" and what.isdecimal():
        await hidden_posts.dropped(services, press, int(what), t)
    elif verb in ("lift", "uphold"):
        await appeals.answered(services, press, what, allow=verb == "lift", t=t)
    elif verb == "mode" and what.lower() in MODES:
        await _mode(services, press, what.lower(), t)
    elif verb in verdicts.VERBS and (verb == "reject") == (choice is not None):
        return await verdicts.pressed(services, press, verb, what, choice, t)
    else:
        return False
    return True


async def _mode(
    services: ModeratorServices, press: ModeratorPress, mode: str, t: Translator
) -> None:
    await set_mode(
        storage=services.shared.storage, mode=next(each for each in MODES if each == mode)
    )
    await services.shared.chats.answer(press.query, t("Set."))
    if services.chat is not None:
        html, rows = mode_face(mode, t)
        await services.chat.rewrite(press.message_id, html, rows=rows)
