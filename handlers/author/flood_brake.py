"""The brake before all conversations: who writes more than anybody needs is told so once, kindly,
and then met with silence. Words are never left lying for it: what is not answered is deleted.

A press that was let go is answered all the same; an edit's open preview asks again when Publish is
pressed, since it no longer shows what the message says.
"""

from datetime import datetime, timedelta

from telegram import Update
from telegram.ext import ApplicationHandlerStop

from bot.botapi.turns import LET_GO
from bot.domain.receipts import pasted
from bot.i18n import Translator
from bot.memory.allowance import MessageLimit, Over
from bot.memory.identity import Purpose
from bot.services import AuthorServices
from handlers.author.hello import answer
from handlers.context import Context
from handlers.heard import press_in
from handlers.incoming.private import MessageKind, Note, note_of

_ALWAYS = ("/cancel", "/appeal", "/receipt")
_MINUTE = timedelta(minutes=1)


async def passed(update: Update, context: Context) -> None:
    """Raises ApplicationHandlerStop when nobody else is to handle this update."""
    if update.message is not None:
        await _message(update, context)
    elif LET_GO.get() and update.edited_message is not None:
        await _edit(update, context.author)
    elif LET_GO.get() and update.callback_query is not None:
        await _press(update, context)


async def _message(update: Update, context: Context) -> None:
    services, now = context.author, context.author.shared.clock.now()
    note = await note_of(update, services.shared.routes, now)
    if note is None or note.kind is MessageKind.SERVICE or note.text.startswith(_ALWAYS):
        return
    tag = services.shared.routes.tag(note.route, Purpose.ALLOWANCE)
    if LET_GO.get():
        over: Over | None = await services.allowance.too_many(tag, now, bot=note.route.bot)
    else:
        picture = note.kind is MessageKind.PICTURE and note.album is None
        draft = picture or (note.kind is MessageKind.TEXT and not note.text.startswith("/"))
        draft = draft and pasted(note.text) is None
        over = await services.allowance.ask(
            tag, note.message_id, now, draft=draft, picture=picture, bot=note.route.bot
        )
    if over is None:
        return
    if over.told:
        await _delete_soon(services, note, now)
    else:
        await answer(services, note, _sentence(over, services, context.speak(note.language)))
    raise ApplicationHandlerStop


async def _delete_soon(services: AuthorServices, note: Note, now: datetime) -> None:
    """Delete within two minutes, all of a minute in one call: a flood of deletions would be one,
    too."""
    await services.shared.unseen.saw(note.route, note.message_id)
    rest = _MINUTE - timedelta(seconds=now.second, microseconds=now.microsecond)
    await services.shared.deletions.schedule(note.route, (note.message_id,), after=_MINUTE + rest)


async def _edit(update: Update, services: AuthorServices) -> None:
    now = services.shared.clock.now()
    note = await note_of(update, services.shared.routes, now)
    if note is None:
        return
    slate = await services.memory.slates.of(note.route, now)
    if slate.draft(note.message_id) is None:
        await _delete_soon(services, note, now)
    raise ApplicationHandlerStop


async def _press(update: Update, context: Context) -> None:
    services = context.author
    press = await press_in(update, context)
    if press is None:
        return
    t = context.speak(press.language)
    await services.shared.chats.answer(press.query, t("One thing at a time, please."))
    raise ApplicationHandlerStop


def _sentence(over: Over, services: AuthorServices, t: Translator) -> str:
    if over.limit is MessageLimit.PACE:
        return t(
            "That’s a lot at once. Please wait a minute: until then I don’t answer, and I delete "
            "what you send here."
        )
    zone = services.shared.settings.timezone
    when = {"time": t.clock(over.free_at.astimezone(zone)), "zone": zone.key}
    if over.limit is MessageLimit.PICTURES:
        return t(
            "That’s a lot of pictures in a few minutes, and each takes me a while. The next one "
            "is possible from {time} ({zone}); words alone are welcome any time.",
            **when,
        )
    return t(
        "You’ve tried out a lot of cards this hour, and others would like theirs too. The next "
        "one is possible from {time} ({zone}).",
        **when,
    )
