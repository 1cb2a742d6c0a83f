"""The buttons under the preview of a reply. The state comes from the button, the words from the
reader's message as it reads now: if the two differ, the preview is drawn again and nothing is
sent."""

import re
from dataclasses import replace

from telegram import Update

from bot.domain.checks.care import Care
from bot.domain.draft import handle_hash
from bot.domain.receipts import new_code
from bot.domain.replies.draft import ReplyDraft, ReplyVerb, decode_reply
from bot.domain.whisper import State
from bot.flows.authors.drafts import end_draft, has_ended
from bot.flows.authors.reading import Reading
from bot.flows.authors.refusals import No
from bot.flows.replies.find import state_of, taken_masks
from bot.flows.replies.receipts import new_reply_code
from bot.flows.replies.refusals import NameTaken, ReplyRefusal, Unproven
from bot.flows.replies.send import Sent, mask_tag, read_reply, send
from bot.i18n import Translator
from bot.memory.deletions import Urgency
from bot.services import AuthorServices
from handlers.author import care, receipts
from handlers.author.hello import clear_chat
from handlers.context import Context
from handlers.heard import press_seen
from handlers.incoming.private import Note, Press
from handlers.reader.reply_author import ask_receipt
from handlers.reader.reply_preview import promise, show
from handlers.reader.reply_refusals import reply_sentence

PATTERN = re.compile(r"^q[snac]:")


async def pressed(update: Update, context: Context) -> None:
    services = context.author
    press = await press_seen(update, context, with_draft=True)
    if press is None:
        return
    t = context.speak(press.language)
    decoded = decode_reply(press.data)
    channel = None if decoded is None else context.channels.of(decoded[1].channel)
    if decoded is None or channel is None:
        await services.shared.chats.answer(press.query, t("This button has expired."))
        return
    services, (verb, draft) = channel.author, decoded
    if verb in (ReplyVerb.SEND, ReplyVerb.CANCEL) and await state_of(
        draft, storage=services.shared.storage
    ):
        await _again(services, press, draft, t)
    elif press.draft is None:
        await _gone(services, press, (), t("Your message is no longer there. Send it again."), t)
    elif press.is_too_old(services.shared.clock.now()):
        said = t(
            "This preview is too old: I wouldn’t be able to delete it afterwards. Send your "
            "words again."
        )
        await _gone(services, press, (press.draft.message_id,), said, t)
    elif verb is ReplyVerb.CANCEL:
        await _end(services, press, press.draft)
        await services.shared.chats.answer(press.query, t("Discarded, and deleted from this chat."))
    else:
        await _on_draft(services, press, press.draft, verb, draft, t)


async def _on_draft(
    services: AuthorServices,
    press: Press,
    note: Note,
    verb: ReplyVerb,
    draft: ReplyDraft,
    t: Translator,
) -> None:
    """Handle a press under a preview of words that are still there."""
    shared = services.shared
    slate = await services.memory.slates.of(
        press.route, shared.clock.now(), messages=(note.message_id,)
    )
    if await has_ended(note.message_id, draft, slate, storage=shared.storage):
        await shared.chats.answer(press.query, t("That one is already done."))
        await clear_chat(services, note, (note.message_id, press.message_id))
        return
    known = slate.draft(note.message_id)
    if known is not None:
        note = replace(note, asked=known.asked)
    await _with_words(services, press, note, verb, draft, t)


async def _with_words(
    services: AuthorServices,
    press: Press,
    note: Note,
    verb: ReplyVerb,
    draft: ReplyDraft,
    t: Translator,
) -> None:
    chats, reading = services.shared.chats, read_reply(note.as_draft(), services.reply_rules)
    if not isinstance(reading, Reading):
        await chats.answer(press.query, reply_sentence(reading, services, t), alert=True)
    elif reading.care is Care.PLAN:
        await chats.answer(press.query)
        await care.speak_first(services, note, reading)
    elif reading.check != draft.check:
        await chats.answer(press.query, t("You changed your message: here’s how it reads now."))
        draft = replace(draft, check=reading.check)
        await show(note, reading, draft, services, t, preview=press.message_id)
    elif verb is ReplyVerb.SEND:
        await _send(services, press, note, reading, draft, t)
    elif verb is ReplyVerb.AUTHOR:
        await chats.answer(press.query)
        await ask_receipt(services, press.route, draft, t)
    else:
        await chats.answer(press.query)
        await show(note, reading, draft, services, t, preview=press.message_id)


async def _send(
    services: AuthorServices,
    press: Press,
    note: Note,
    reading: Reading,
    draft: ReplyDraft,
    t: Translator,
) -> None:
    code, now = new_code(services.shared.rng), services.shared.clock.now()
    end = await send(note.as_draft(), reading, draft, code=code, services=services.replies, now=now)
    if not isinstance(end, Sent):
        await _say_no(services, press, note, reading, draft, end, t)
        return
    await services.shared.chats.answer(press.query, t("Got it."))
    hashed = handle_hash(draft.handle)
    ids = await _end(services, press, note)
    services.memory.published_drafts.press(hashed, press.route, ids, now)
    then = promise(draft, services, t, waits=end.state is State.REVIEW)
    await receipts.give(services, press.route, hashed, code, t, then, reply=True)


async def _say_no(
    services: AuthorServices,
    press: Press,
    note: Note,
    reading: Reading,
    draft: ReplyDraft,
    refusal: ReplyRefusal,
    t: Translator,
) -> None:
    """Say why it is refused. A name that is taken, or a mark that must be shown anew, changes the
    preview."""
    said = reply_sentence(refusal, services, t)
    await services.shared.chats.answer(press.query, said, alert=True)
    if isinstance(refusal, NameTaken | Unproven):
        taken = await taken_masks(storage=services.shared.storage, number=draft.number)
        tag = mask_tag(services.shared.routes, press.route, draft.channel, draft.number)
        masks, now = services.memory.replies.masks, services.shared.clock.now()
        mask = await masks.another(tag, draft.mask, now, taken=taken)
        draft = replace(draft, mask=mask.name, proof=b"")
        await show(note, reading, draft, services, t, preview=press.message_id)
    elif refusal is No.TELLS_HOW:
        await care.speak_first(services, note, reading)


async def _end(services: AuthorServices, press: Press, note: Note) -> tuple[int, ...]:
    """Burn question, words and preview at once."""
    ids = await end_draft(
        press.route,
        note.message_id,
        press.message_id,
        storage=services.shared.storage,
        slates=services.memory.slates,
        now=services.shared.clock.now(),
    )
    await clear_chat(services, note, ids)
    return ids


async def _again(services: AuthorServices, press: Press, draft: ReplyDraft, t: Translator) -> None:
    """Burn and answer again, after a double tap, a redelivered press, or a crash before the
    confirmation."""
    hashed, now = handle_hash(draft.handle), services.shared.clock.now()
    await services.shared.chats.answer(press.query, t("Got it."))
    ids: tuple[int, ...] = (press.message_id,)
    if press.draft is not None:
        ids = await _end(services, press, press.draft)
    services.memory.published_drafts.press(hashed, press.route, ids, now)
    await services.shared.deletions.delete_now(press.route, ids, urgency=Urgency.PUBLISHED)
    if await services.memory.published_drafts.receipt_given(hashed, now):
        return
    code = new_code(services.shared.rng)
    if await new_reply_code(storage=services.shared.storage, handle_hash=hashed, code=code):
        waits = await state_of(draft, storage=services.shared.storage) is State.REVIEW
        then = promise(draft, services, t, waits=waits)
        await receipts.give(services, press.route, hashed, code, t, then, reply=True)


async def _gone(
    services: AuthorServices, press: Press, more: tuple[int, ...], said: str, t: Translator
) -> None:
    await services.shared.chats.answer(press.query, said, alert=True)
    await services.shared.deletions.delete_now(
        press.route, (press.message_id, *more), urgency=Urgency.PUBLISHED
    )
