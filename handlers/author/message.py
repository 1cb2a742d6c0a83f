"""A private message becomes a preview; an edited one refreshes it and never confesses again."""

from telegram import Update
from telegram.error import TelegramError

from bot.cards.studio import StudioBusy
from bot.domain.checks.care import Care
from bot.domain.draft import new_handle
from bot.domain.receipts import pasted
from bot.i18n import Translator
from bot.memory.deletions import Urgency
from bot.memory.drafts import OpenDraft
from bot.services import Services
from handlers.author import appeal, care, receipts, wordless
from handlers.author.hello import answer
from handlers.author.preview import (
    Unreadable,
    draw,
    first_state,
    read,
    settled_state,
)
from handlers.author.showing import busy, not_fetched, open_preview, refresh_preview, too_big
from handlers.context import Context
from handlers.incoming.private import MessageKind, Note, note_of


async def written(update: Update, context: Context) -> None:
    services = context.services
    note = note_of(update, services.routes, services.clock.now())
    if note is None:
        return
    t = context.speak(note.language)
    spare = () if note.about is None else (note.about.message_id,)
    services.unseen.saw(note.route, note.message_id, spare=spare)
    if note.kind is MessageKind.SERVICE:
        _let_go(services, note)
        return
    if note.album is not None:
        await _album(services, note, t)
    elif note.kind not in (MessageKind.TEXT, MessageKind.PICTURE):
        await answer(services, note, unfit(note.kind, t))
    elif (code := pasted(note.text)) is not None:
        await receipts.show(services, note, code, t)
    elif note.text.startswith("/") and len(note.text.split()) == 1:
        await answer(services, note, t("I do not know that command. /help shows what I can do."))
    else:
        await _propose(services, note, wordless.completed(services, note, new=True), t)


def _let_go(services: Services, note: Note) -> None:
    """Telegram's own note, without an answer. It may carry words (of a gift), people or a payload,
    so it goes too; some kinds cannot be deleted, so nothing is owed by it."""
    only = range(note.message_id, note.message_id + 1)
    services.deletions.schedule_range(note.route, only, after=services.settings.draft_ttl)


async def edited(update: Update, context: Context) -> None:
    services = context.services
    note = note_of(update, services.routes, services.clock.now())
    if (
        note is None
        or note.kind not in (MessageKind.TEXT, MessageKind.PICTURE)
        or note.album is not None
    ):
        return
    t = context.speak(note.language)
    if services.drafts.ended(note.route, note.message_id):
        await services.deletions.delete_now(
            note.route, (note.message_id,), urgency=Urgency.PUBLISHED
        )
        await answer(
            services, note, t("That one is already taken in, so the edit changes nothing there.")
        )
        return
    whole = wordless.completed(services, note, new=False)
    draft = services.drafts.get(note.route, whole.message_id)
    if draft is None:
        await _propose(services, note, whole, t)
    else:
        await _refresh(services, note, whole, draft, t)


async def _refresh(
    services: Services, note: Note, whole: Note, draft: OpenDraft, t: Translator
) -> None:
    """An open preview follows what its author says now. ``whole``: the message with its picture,
    where the two are apart."""
    found = read(whole, services, t)
    trouble: Unreadable | None
    if isinstance(found, Unreadable):
        trouble = found
    else:
        state = settled_state(found, draft.state, services)
        if await care.speak_first(services, note, found.words, t) is Care.PLAN:
            trouble = Unreadable("")
        else:
            try:
                trouble = await refresh_preview(whole, draft.preview, found, state, services, t)
            except StudioBusy:
                trouble = Unreadable(busy(t))
            except TelegramError as error:
                trouble = Unreadable(not_fetched(error, t))
    if trouble is None:
        return
    # what the preview shows is no longer what the author says: it must not be publishable
    services.drafts.drop(note.route, whole.message_id)
    await services.deletions.delete_now(note.route, (draft.preview,))
    if trouble.wordless:
        await wordless.keep(services, note, t)
    elif trouble.why:
        await answer(services, note, trouble.why)


async def cancelled(update: Update, context: Context) -> None:
    """/cancel: every open draft of this chat goes, with its messages."""
    services = context.services
    note = note_of(update, services.routes, services.clock.now())
    if note is None:
        return
    t = context.speak(note.language)
    services.unseen.saw(note.route, note.message_id)
    drafts = services.drafts.of(note.route)
    for draft in drafts:
        services.drafts.end(note.route, draft.author_message, services.clock.now())
    ids = [i for draft in drafts for i in draft.messages]
    waiting = services.wordless.drop(note.route)
    if waiting is not None:
        services.own_pictures.forget(note.route, waiting.message)
        ids += [waiting.message, *([] if waiting.answer is None else [waiting.answer])]
    await clear_chat(services, note, ids)
    await answer(
        services,
        note,
        t("Dropped and deleted here. Nothing was published.")
        if ids
        else t("There is nothing to cancel."),
    )


async def clear_chat(services: Services, note: Note, ids: list[int]) -> None:
    """Burn these and every service message that is still owed in the chat, now."""
    owed = services.deletions.pending_in(note.route, Urgency.SERVICE)
    await services.deletions.delete_now(note.route, {*ids, *owed}, urgency=Urgency.PUBLISHED)


async def _propose(services: Services, note: Note, whole: Note, t: Translator) -> None:
    """Answer a message with its card, or with what to change. ``whole``: with its picture, where
    the two are apart."""
    draft = services.drafts.get(note.route, whole.message_id)
    if draft is not None:
        if whole.words_message != draft.words_message:  # other words for the same picture
            await _replace_words(services, note, whole, draft, t)
        return  # else the same update, handled again
    refusal = await appeal.refusal(services, note.route, t) or not_now(services, note, t)
    if refusal is not None:
        await answer(services, note, refusal)
        return
    found = read(whole, services, t)
    if isinstance(found, Unreadable):
        if found.alarm and services.review_cards is not None:
            services.review_cards.raise_alarm()
        if found.wordless:
            await wordless.keep(services, note, t)
        else:
            await answer(services, note, found.why)
        return
    if await care.speak_first(services, note, found.words, t) is Care.PLAN:
        return
    state = first_state(found, new_handle(services.rng), services)
    try:
        photo = await draw(whole, found, state, services, t)
    except StudioBusy:
        await answer(services, note, busy(t))
        return
    except TelegramError as error:
        await answer(services, note, not_fetched(error, t))
        return
    if isinstance(photo, Unreadable):
        await answer(services, note, photo.why)
        return
    await open_preview(whole, found, state, photo, services, t)


async def _replace_words(
    services: Services, note: Note, whole: Note, draft: OpenDraft, t: Translator
) -> None:
    old = draft.words_message
    await _refresh(services, note, whole, draft, t)
    if old is not None:
        await services.deletions.delete_now(note.route, (old,))


def not_now(services: Services, note: Note, t: Translator) -> str | None:
    """Why this author may not publish at present, or None."""
    now = services.clock.now()
    tag = services.routes.tag(note.route, "published")
    if services.tallies.published.room(tag, now):
        return None
    free = services.tallies.published.free_at(tag, now).astimezone(services.settings.timezone)
    return t.n(
        "You have published {n} whisper in the last 24 hours; that is the most, so that everybody "
        "is heard. The next one is possible from {time} ({zone}).",
        "You have published {n} whispers in the last 24 hours; that is the most, so that everybody "
        "is heard. The next one is possible from {time} ({zone}).",
        services.settings.author_limit,
        time=t.clock(free),
        zone=t.zone(services.settings.timezone),
    )


async def _album(services: Services, note: Note, t: Translator) -> None:
    """An album arrives as several messages: one answer, and all of them burn."""
    if services.said_once.first(note.route, f"album {note.album}", services.clock.now()):
        await answer(services, note, t("One picture at a time, please, with your words below it."))
    else:
        services.deletions.schedule(
            note.route, (note.message_id,), after=services.settings.draft_ttl
        )


def unfit(kind: MessageKind, t: Translator) -> str:
    """The answer to what cannot become a card."""
    answers = {
        MessageKind.STICKER: t("A lovely sticker, but a card needs words. Write me a few."),
        MessageKind.VOICE: t(
            "Your voice would give you away, so I do not take it. Write it to me."
        ),
        MessageKind.PLACE: t(
            "I never want to know where you are. I have not kept it. Write me words."
        ),
        MessageKind.POLL: t("I cannot publish polls. Write me what you would like to say."),
        MessageKind.CONTACT: t(
            "I do not take contacts, to protect people. Write me words instead."
        ),
        MessageKind.FORWARD: t(
            "I do not publish forwarded messages: they are somebody else's words."
        ),
        MessageKind.TOO_LARGE: too_big(t),
        MessageKind.FILE: t(
            "I take words, or one picture (JPEG, PNG, WebP, HEIC, AVIF) with words as its caption."
        ),
    }
    return answers.get(kind, t("I cannot make a card of that. Write me a few words."))
