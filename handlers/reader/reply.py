"""A reader replies: the link under a card opens this chat, the bot asks, the answer to its question
becomes a reply. Nothing about the question is stored: its own text says what it asks."""

import re
from dataclasses import replace

from telegram import Update
from telegram.ext import filters

from bot.domain.checks.care import Care
from bot.domain.draft import new_handle
from bot.domain.replies.draft import ReplyDraft
from bot.domain.replies.question import Question, QuestionKind, read_payload
from bot.flows.authors.reading import Reading
from bot.flows.authors.refusals import No
from bot.flows.replies.find import taken_masks
from bot.flows.replies.refusals import ReplyRefusal, Shut
from bot.flows.replies.send import mask_tag, may_reply, proof, read_reply
from bot.flows.replies.thread import Thread, thread_of
from bot.i18n import Translator
from bot.memory.drafts import OpenDraft
from bot.memory.slates import Slate
from bot.services import AuthorServices
from handlers.author import care
from handlers.author.hello import answer
from handlers.author.refusals import unfit
from handlers.context import Context
from handlers.heard import link_in
from handlers.incoming.private import MessageKind, Note
from handlers.reader import reply_author
from handlers.reader.reply_preview import show
from handlers.reader.reply_question import ask
from handlers.reader.reply_refusals import reply_sentence

_LINK = re.compile(r"/start(?:@\w+)? (reply_(?:[a-z][a-z0-9-]*_)?[1-9]\d{0,8})")
LINK = filters.Regex(f"^{_LINK.pattern}$")
"""The message that the link under post 12 sends: ``/start reply_12``, or ``/start
reply_love_12``."""


async def opened(update: Update, context: Context) -> None:
    """Handle /start reply_12: ask for the words, unless there is nothing to reply to."""
    services = context.author
    found = await link_in(update, context, _LINK)
    question = None if found is None else read_payload(found[1][1])
    if found is None or question is None:
        return
    note = found[0]
    t = context.speak(note.language)
    channel = context.channels.named(question.channel)
    if channel is None:
        await answer(services, note, reply_sentence(Shut.UNKNOWN, services, t))
    else:
        await ask(note.route, question, channel.author, t, command=note.message_id)


async def answered(context: Context, note: Note, question: Question, t: Translator) -> None:
    """Take words that answer a question of ours: a reply to preview, or a receipt."""
    channel = context.channels.named(question.channel)
    services = context.author if channel is None else channel.author
    if question.asked is QuestionKind.PROOF:
        await reply_author.shown_receipt(services, note, question, t)
    elif note.kind is not MessageKind.TEXT:
        await answer(services, note, _wordless(note, t))
    else:
        slate = await services.memory.slates.of(note.route, services.shared.clock.now())
        if slate.draft(note.message_id) is None:  # else the same update, handled again
            await _propose(services, note, question, t)


def _wordless(note: Note, t: Translator) -> str:
    if note.kind is MessageKind.PICTURE:
        return t("A reply is words only. Send them as a reply to my question.")
    return unfit(note.kind, t)


async def _propose(services: AuthorServices, note: Note, question: Question, t: Translator) -> None:
    reading = await _heard(services, note, question.number, t)
    if reading is None:
        return
    shared, author = services.shared, question.asked is QuestionKind.AUTHOR
    place = (shared.place.key, question.number)
    taken = await taken_masks(storage=shared.storage, number=question.number)
    tag = mask_tag(shared.routes, note.route, *place)
    masks, now = services.memory.replies.masks, shared.clock.now()
    mask = None if author else (await masks.proposed(tag, now, taken=taken)).name
    draft = ReplyDraft(
        new_handle(shared.rng),
        reading.check,
        mask,
        *place,
        proof=proof(shared.routes, note.route, *place) if author else b"",
    )
    await show(note, reading, draft, services, t)


async def _heard(
    services: AuthorServices, note: Note, number: int, t: Translator
) -> Reading | None:
    """Return what the words say, if they can be a reply; else say why they cannot."""
    thread = await thread_of(
        storage=services.shared.storage, number=number, rules=services.reply_rules
    )
    refusal = await _refusal(services, note, number, thread)
    if isinstance(refusal, Reading):
        if await care.speak_first(services, note, refusal) is Care.PLAN:
            return None  # a warm word has said it
        return refusal
    if refusal is No.NEVER and services.review_cards is not None:
        services.review_cards.raise_alarm()
    await answer(services, note, reply_sentence(refusal, services, t))
    return None


async def _refusal(
    services: AuthorServices, note: Note, number: int, thread: Thread
) -> ReplyRefusal | Reading:
    refusal = await may_reply(
        note.route,
        thread,
        number=number,
        services=services.replies,
        now=services.shared.clock.now(),
    )
    return refusal or read_reply(note.as_draft(), services.reply_rules)


def is_open(note: Note, slate: Slate) -> bool:
    """Tell whether a preview of a reply stands for this message."""
    return _open(note, slate) is not None


def _open(note: Note, slate: Slate) -> tuple[OpenDraft, ReplyDraft] | None:
    found = slate.draft(note.message_id)
    if found is None or not isinstance(found.state, ReplyDraft):
        return None
    return found, found.state


async def edited(context: Context, note: Note, slate: Slate, t: Translator) -> None:
    """Let an open preview follow what its writer says now; an answer without one gets it."""
    found = _open(note, slate)
    if found is None:
        if note.question is not None and note.question.asked is not QuestionKind.PROOF:
            await answered(context, note, note.question, t)
        return
    opened_draft, draft = found
    channel = context.channels.of(draft.channel)
    services = context.author if channel is None else channel.author
    reading = await _heard(services, note, draft.number, t)
    if reading is None:  # what the preview shows is no longer what its writer says
        await services.memory.slates.drop(note.route, note.message_id)
        await services.shared.deletions.delete_now(note.route, (opened_draft.preview,))
        return
    draft = replace(draft, check=reading.check)
    note = replace(note, asked=note.asked or opened_draft.asked)
    await show(note, reading, draft, services, t, preview=opened_draft.preview)
