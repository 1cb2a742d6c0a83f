"""Handlers of authors and readers begin with a note, a link that was followed, or a press in a
private chat. All that is told of the person is an opaque route."""

import re

from telegram import Update

from handlers.context import Context
from handlers.incoming.private import Note, Press, note_of, press_of


async def note_in(update: Update, context: Context) -> Note | None:
    """Return what was written, or edited. None: it is no message of a private chat."""
    shared = context.author.shared
    return await note_of(update, shared.routes, shared.clock.now())


async def link_in(
    update: Update, context: Context, link: re.Pattern[str]
) -> tuple[Note, re.Match[str]] | None:
    """Return the ``/start`` that a followed deep link sends, and what the link names. None: it is
    another one."""
    note = await note_in(update, context)
    named = None if note is None else link.fullmatch(note.text)
    return None if note is None or named is None else (note, named)


async def press_in(update: Update, context: Context) -> Press | None:
    """Return a pressed button. None: its message is in no private chat."""
    shared = context.author.shared
    return await press_of(update, shared.routes, shared.clock.now())


async def press_seen(update: Update, context: Context, *, with_draft: bool = False) -> Press | None:
    """Return the same, and sweep what an earlier process left in the chat, but for the message
    under which it was pressed; ``with_draft``: and for the one to which that replies."""
    press = await press_in(update, context)
    if press is not None:
        draft = press.draft if with_draft else None
        spare = (press.message_id, draft.message_id) if draft else (press.message_id,)
        await context.author.shared.unseen.saw(press.route, press.message_id, spare=spare)
    return press
