"""Showing cards and pages in a private chat: a picture with a list or a caption and its buttons,
which burns like everything else there."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from telegram import InlineKeyboardMarkup as Keyboard

from bot.cards.order import CannotSet
from bot.cards.studio import StudioBusy
from bot.domain.outcome import Refused
from bot.i18n import Translator
from bot.memory.deletions import Urgency
from bot.memory.identity import Purpose, Route
from bot.services import AuthorServices
from handlers.author.hello import say_and_forget
from handlers.incoming.private import Note

Draw = Callable[[], Awaitable[bytes]]


def room_to_look(services: AuthorServices, route: Route, now: datetime) -> bool:
    """Whether this chat may look at one more page, which is counted."""
    tag = services.shared.routes.tag(route, Purpose.LOOKS)
    if not services.readers.looks.room(tag, now):
        return False
    services.readers.looks.count(tag, now)
    return True


async def hear(services: AuthorServices, note: Note, t: Translator) -> bool:
    """Hear a command that asks for a page: it burns. False: too many were asked for, which is
    said."""
    shared = services.shared
    await shared.unseen.saw(note.route, note.message_id)
    await burn_later(services, note.route, note.message_id)
    if room_to_look(services, note.route, shared.clock.now()):
        return True
    await say_and_forget(shared, note.route, too_fast(t), about=note.message_id)
    return False


async def burn_later(
    services: AuthorServices, route: Route, *message_ids: int, lasting: bool = False
) -> None:
    """Delete the messages later. ``lasting``: it shows only what is public, and its buttons work
    over a stop; when one is pressed after it, its end is known again."""
    await services.shared.deletions.schedule(
        route,
        message_ids,
        after=services.shared.settings.draft_ttl,
        urgency=Urgency.DRAFT if lasting else Urgency.SERVICE,
    )


async def show_anew(
    services: AuthorServices,
    route: Route,
    draw: Draw,
    html: str,
    buttons: Keyboard | None,
    t: Translator,
    *,
    known: str | bytes | None = None,
    spoiler: bool = False,
    lasting: bool = True,
) -> None:
    """Show it in a message of its own. ``known``: the picture, or Telegram's name of it, where
    it is not to be drawn: should Telegram not take it, it is drawn."""

    async def refused(_refusal: Refused) -> None:
        await show_anew(services, route, draw, html, buttons, t, spoiler=spoiler, lasting=lasting)

    photo = known or await _drawn(services, route, draw, t)
    if photo is not None:
        await services.shared.chats.show(
            route,
            photo,
            html,
            buttons=buttons,
            spoiler=spoiler,
            then=lambda message_id: burn_later(services, route, message_id, lasting=lasting),
            otherwise=refused if known else None,
        )


async def show_instead(
    services: AuthorServices,
    route: Route,
    message_id: int,
    draw: Draw,
    html: str,
    buttons: Keyboard | None,
    t: Translator,
    *,
    known: str | bytes | None = None,
) -> None:
    """Show it in the place of what a message of ours shows."""

    async def refused(refusal: Refused) -> None:
        if not refusal.gone:
            await show_instead(services, route, message_id, draw, html, buttons, t)

    photo = known or await _drawn(services, route, draw, t)
    if photo is not None:
        await services.shared.chats.redraw(
            route, message_id, photo, html, buttons=buttons, otherwise=refused if known else None
        )


async def _drawn(services: AuthorServices, route: Route, draw: Draw, t: Translator) -> bytes | None:
    try:
        return await draw()
    except StudioBusy:
        said = t("I’m very busy right now. Please try again in a minute.")
    except CannotSet:  # a font has gone since it was published
        said = t("I can’t draw this card any more.")
    await say_and_forget(services.shared, route, said)
    return None


def too_fast(t: Translator) -> str:
    return t("That’s a lot at once. Please wait a minute.")
