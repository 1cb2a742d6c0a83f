"""Showing a preview: as a reply to the author's message, and redrawn in place ever after.

What Telegram refuses is said in one sentence with a way to try again, and noted once. Nothing is
lost by it: the draft is the author's own message.
"""

import re
from dataclasses import replace

from telegram import InlineKeyboardButton as Button
from telegram import InlineKeyboardMarkup as Keyboard

from bot.domain.draft import DraftState, Verb, encode
from bot.domain.outcome import Outcome, Refused
from bot.domain.picture_choice import theme_choices
from bot.flows.authors.choices import themes_on
from bot.flows.authors.propose import Proposal, draw_themes
from bot.flows.authors.reading import Reading
from bot.i18n import Translator
from bot.logs import Event, log
from bot.memory.deletions import Urgency
from bot.memory.drafts import KeptPicture, OpenDraft
from bot.memory.slates import Slate
from bot.services import AuthorServices
from handlers.author.keyboards import theme_buttons
from handlers.author.preview import buttons, caption
from handlers.incoming.private import Note

_CODE = re.compile(r"[A-Za-z]+(?:_[A-Za-z]+){1,5}")
"""The form of Telegram's refusals that are one word; its sentences may repeat what was sent."""


async def open_preview(
    note: Note,
    proposal: Proposal,
    slate: Slate,
    services: AuthorServices,
    t: Translator,
    *,
    new: bool = False,
) -> Outcome:
    """Send the preview, remember it as open, and let both messages burn if it is abandoned.
    ``slate``: as the chat was before. ``new``: not for an edit; then one that another process has
    shown of the same message meanwhile stays, and else this one."""
    await _keep_alive(services, note, ())
    reading, state = proposal.reading, proposal.state

    async def opened(message_id: int) -> None:
        await _keep_alive(services, note, (message_id,))
        draft = _draft(services, note, message_id, state)
        other = await services.memory.slates.put(note.route, draft, yields=new)
        if other is not None and other != slate.draft(note.message_id):
            double = draft if new else other
            await services.shared.deletions.delete_now(note.route, (double.preview,))
        waiting, now = slate.wordless, services.shared.clock.now()
        if waiting is not None and waiting.message == note.message_id:
            await services.memory.slates.turn(note.route, waiting, None, now)

    async def refused(refusal: Refused) -> None:
        if not refusal.gone:  # else the author has deleted the message meanwhile
            await _say_refused(note, state, refusal, services, t, shown=False)

    return await services.shared.chats.show(
        note.route,
        proposal.card,
        await caption(reading, state, services, t, note.language),
        buttons=await buttons(reading, state, services, t, note.language),
        reply_to=note.message_id,
        then=opened,
        otherwise=refused,
    )


async def refresh_preview(
    note: Note, preview: int, proposal: Proposal, services: AuthorServices, t: Translator
) -> None:
    """Change an open preview in place. ``note``: with what belongs to its draft."""
    reading, state = proposal.reading, proposal.state
    draft = _draft(services, note, preview, state)
    await services.memory.slates.put(note.route, draft)
    await _keep_alive(services, note, (preview,))
    await services.shared.deletions.postpone(
        note.route, draft.messages, after=services.shared.settings.draft_ttl
    )

    async def refused(refusal: Refused) -> None:
        if refusal.gone:  # somebody deleted the preview: the message deserves a new one
            await open_preview(note, proposal, Slate((draft,)), services, t)
        else:
            await _say_refused(note, state, refusal, services, t, shown=True)

    await services.shared.chats.redraw(
        note.route,
        preview,
        proposal.card,
        await caption(reading, state, services, t, note.language),
        buttons=await buttons(reading, state, services, t, note.language),
        otherwise=refused,
    )


async def show_themes(
    note: Note,
    preview: int,
    reading: Reading,
    state: DraftState,
    services: AuthorServices,
    t: Translator,
) -> None:
    """Show the page of themes that the state names, in the card's place until one is chosen: the
    draft stays as it is. Only their names are shown where the sheet cannot be drawn just now."""
    page, state = state.page, replace(state, page=0)
    themes = theme_choices(reading.words, services.cards.pictures, seed=state.handle)
    keyboard = theme_buttons(t, state, themes, page)
    imprint = services.shared.place.imprint
    sheet = await draw_themes(
        reading, state, themes_on(themes, page), cards=services.cards, imprint=imprint
    )
    if sheet is None:
        await services.shared.chats.rebutton(note.route, preview, keyboard)
        return

    async def refused(refusal: Refused) -> None:
        if not refusal.gone:
            await _say_refused(note, state, refusal, services, t, shown=True)

    await services.shared.chats.redraw(
        note.route,
        preview,
        sheet,
        await caption(reading, state, services, t, note.language),
        buttons=keyboard,
        otherwise=refused,
    )


async def _say_refused(
    note: Note,
    state: DraftState,
    refusal: Refused,
    services: AuthorServices,
    t: Translator,
    *,
    shown: bool,
) -> None:
    """Say why the card could not be shown. ``shown``: there is a preview, whose buttons try again.
    Else the sentence has one that leads to the card, and takes the preview's place."""
    note_refusal(refusal)

    async def said(message_id: int) -> None:
        await _keep_alive(services, note, (message_id,))
        if not shown:
            draft = _draft(services, note, message_id, state)
            await services.memory.slates.put(note.route, draft)

    plain = replace(state, page=0)
    again = Button("🔁 " + t("Try again"), callback_data=encode(Verb.SHOW, plain))
    await services.shared.chats.say(
        note.route,
        t("Telegram won’t take this card right now. Nothing is lost: try again in a moment."),
        buttons=None if shown else Keyboard([[again]]),
        reply_to=note.message_id,
        then=said,
    )


def note_refusal(refusal: Refused) -> None:
    """Log one line, without what was to be shown."""
    code = _CODE.fullmatch(refusal.why)
    log(Event.PREVIEW_REFUSED, why=code[0].upper() if code else "other")


def belonging(note: Note, draft: OpenDraft | None) -> Note:
    """Return the note with what else belongs to its draft: where words apart stand, and what asked
    for them. A press knows neither, nor does an edit of the picture."""
    if draft is None or draft.kept is None or note.words_message is not None:
        return note
    return replace(note, words_message=draft.words_message, asked=draft.kept.answer)


def _draft(services: AuthorServices, note: Note, preview: int, state: DraftState) -> OpenDraft:
    """Return the draft as it is remembered."""
    apart = kept = None
    if note.words_message is not None and note.picture is not None:
        apart, picture = note.words_message, note.picture
        kept = KeptPicture(note.message_id, picture.file, picture.mark, note.covered, note.asked)
    return OpenDraft(
        note.message_id,
        preview,
        replace(state, page=0),  # what stood beside the card is not shown again
        services.shared.clock.now(),
        words_message=apart,
        kept=kept,
    )


async def _keep_alive(services: AuthorServices, note: Note, ours: tuple[int, ...]) -> None:
    apart = (note.words_message, note.asked)
    await services.shared.deletions.schedule(
        note.route,
        (note.message_id, *(each for each in apart if each is not None), *ours),
        after=services.shared.settings.draft_ttl,
        urgency=Urgency.DRAFT,
    )
