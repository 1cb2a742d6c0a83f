"""A private message becomes a preview; an edited one refreshes it and never confesses again."""

from collections.abc import Collection

from telegram import Update

from bot.domain.checks.care import Care
from bot.domain.draft import new_handle
from bot.domain.receipts import pasted
from bot.flows.authors.propose import Proposal, hear, propose, redraw
from bot.flows.authors.reading import Reading, read
from bot.flows.authors.refusals import No, Refusal
from bot.i18n import Translator
from bot.memory.deletions import Urgency
from bot.memory.drafts import OpenDraft
from bot.services import AuthorServices
from handlers.author import care, receipts, wordless
from handlers.author.channel_choice import proposed_channel
from handlers.author.hello import answer
from handlers.author.refusals import sentence, too_big
from handlers.author.showing import open_preview, refresh_preview
from handlers.context import Context
from handlers.incoming.private import MessageKind, Note, note_of


async def written(update: Update, context: Context) -> None:
    services = context.author
    note = note_of(update, services.shared.routes, services.shared.clock.now())
    if note is None:
        return
    t = context.speak(note.language)
    spare = () if note.about is None else (note.about.message_id,)
    services.shared.unseen.saw(note.route, note.message_id, spare=spare)
    if note.kind is MessageKind.SERVICE:
        _let_go(services, note)
        return
    if note.album is not None:
        await _album(services, note, t)
    elif note.kind not in (MessageKind.TEXT, MessageKind.PICTURE):
        await answer(services, note, unfit(note.kind, t))
    elif (code := pasted(note.text)) is not None:
        await receipts.show(context.channels, note, code, t)
    elif note.text.startswith("/") and len(note.text.split()) == 1:
        await answer(services, note, t("I do not know that command. /help shows what I can do."))
    else:
        whole = wordless.completed(services, note, new=True)
        await _propose(channel_for(whole, context), note, whole, t)


def _let_go(services: AuthorServices, note: Note) -> None:
    """Telegram's own note, without an answer. It may carry words (of a gift), people or a payload,
    so it goes too; some kinds cannot be deleted, so nothing is owed by it."""
    only = range(note.message_id, note.message_id + 1)
    services.shared.deletions.schedule_range(
        note.route, only, after=services.shared.settings.draft_ttl
    )


async def edited(update: Update, context: Context) -> None:
    services = context.author
    note = note_of(update, services.shared.routes, services.shared.clock.now())
    if (
        note is None
        or note.kind not in (MessageKind.TEXT, MessageKind.PICTURE)
        or note.album is not None
    ):
        return
    t = context.speak(note.language)
    if services.memory.drafts.ended(note.route, note.message_id):
        await services.shared.deletions.delete_now(
            note.route, (note.message_id,), urgency=Urgency.PUBLISHED
        )
        await answer(
            services, note, t("That one is already taken in, so the edit changes nothing there.")
        )
        return
    whole = wordless.completed(services, note, new=False)
    draft = services.memory.drafts.get(note.route, whole.message_id)
    services = channel_for(whole, context)
    if draft is None:
        await _propose(services, note, whole, t)
    else:
        await _refresh(services, note, whole, draft, t)


def channel_for(whole: Note, context: Context) -> AuthorServices:
    """For which channel these words are: the one that their preview names, else the one that is
    proposed for them."""
    channels = context.channels
    draft = context.author.memory.drafts.get(whole.route, whole.message_id)
    if draft is not None and (named := channels.taking(draft.state.channel)) is not None:
        return named.author
    return proposed_channel(whole, channels)


async def _refresh(
    services: AuthorServices, note: Note, whole: Note, draft: OpenDraft, t: Translator
) -> None:
    """An open preview follows what its author says now. ``whole``: the message with its picture,
    where the two are apart."""
    refusal = await _followed(services, note, whole, draft, t)
    if refusal is None:
        return
    # what the preview shows is no longer what the author says: it must not be publishable
    services.memory.drafts.drop(note.route, whole.message_id)
    await services.shared.deletions.delete_now(note.route, (draft.preview,))
    await _say_no(services, note, refusal, t)


async def _followed(
    services: AuthorServices, note: Note, whole: Note, draft: OpenDraft, t: Translator
) -> Refusal | None:
    reading = read(whole.as_draft(), services.rules.limits, moderated=services.rules.moderated)
    if not isinstance(reading, Reading):
        return reading
    if await care.speak_first(services, note, reading) is Care.PLAN:
        return No.TELLS_HOW
    proposal = await redraw(
        whole.as_draft(),
        reading,
        draft.state,
        cards=services.cards,
        imprint=services.shared.place.imprint,
        now=services.shared.clock.now(),
    )
    if not isinstance(proposal, Proposal):
        return proposal
    await refresh_preview(whole, draft.preview, proposal, services, t)
    return None


async def _say_no(services: AuthorServices, note: Note, refusal: Refusal, t: Translator) -> None:
    if refusal is No.WORDLESS:
        await wordless.keep(services, note, t)
    elif refusal is not No.TELLS_HOW:  # a warm word has said it
        await answer(services, note, sentence(refusal, services, t))


async def cancelled(update: Update, context: Context) -> None:
    """/cancel: every open draft of this chat goes, with its messages."""
    services = context.author
    note = note_of(update, services.shared.routes, services.shared.clock.now())
    if note is None:
        return
    t = context.speak(note.language)
    services.shared.unseen.saw(note.route, note.message_id)
    drafts = services.memory.drafts.of(note.route)
    for draft in drafts:
        services.memory.drafts.end(note.route, draft.author_message, services.shared.clock.now())
    ids = [i for draft in drafts for i in draft.messages]
    waiting = services.memory.wordless.drop(note.route)
    if waiting is not None:
        services.memory.own_pictures.forget(note.route, waiting.message)
        ids += [waiting.message, *([] if waiting.answer is None else [waiting.answer])]
    await clear_chat(services, note, ids)
    await answer(
        services,
        note,
        t("Dropped and deleted here. Nothing was published.")
        if ids
        else t("There is nothing to cancel."),
    )


async def clear_chat(services: AuthorServices, note: Note, ids: Collection[int]) -> None:
    """Burn these and every service message that is still owed in the chat, now."""
    owed = services.shared.deletions.pending_in(note.route, Urgency.SERVICE)
    await services.shared.deletions.delete_now(note.route, {*ids, *owed}, urgency=Urgency.PUBLISHED)


async def _propose(services: AuthorServices, note: Note, whole: Note, t: Translator) -> None:
    """Answer a message with its card, or with what to change. ``whole``: with its picture, where
    the two are apart."""
    draft = services.memory.drafts.get(note.route, whole.message_id)
    if draft is not None:
        if whole.words_message != draft.words_message:  # other words for the same picture
            await _replace_words(services, note, whole, draft, t)
        return  # else the same update, handled again
    words, now = whole.as_draft(), services.shared.clock.now()
    reading = await hear(
        words,
        storage=services.shared.storage,
        routes=services.shared.routes,
        published=services.memory.tallies.published,
        rules=services.rules,
        now=now,
    )
    if not isinstance(reading, Reading):
        if reading is No.NEVER and services.review_cards is not None:
            services.review_cards.raise_alarm()
        await _say_no(services, note, reading, t)
        return
    await care.speak_first(services, note, reading)
    proposal = await propose(
        words,
        reading,
        handle=new_handle(services.shared.rng),
        channel=services.shared.place.key,
        cards=services.cards,
        imprint=services.shared.place.imprint,
        now=now,
    )
    if isinstance(proposal, Proposal):
        await open_preview(whole, proposal, services, t)
    else:
        await _say_no(services, note, proposal, t)


async def _replace_words(
    services: AuthorServices, note: Note, whole: Note, draft: OpenDraft, t: Translator
) -> None:
    old = draft.words_message
    await _refresh(services, note, whole, draft, t)
    if old is not None:
        await services.shared.deletions.delete_now(note.route, (old,))


async def _album(services: AuthorServices, note: Note, t: Translator) -> None:
    """An album arrives as several messages: one answer, and all of them burn."""
    if services.memory.said_once.first(
        note.route, f"album {note.album}", services.shared.clock.now()
    ):
        await answer(services, note, t("One picture at a time, please, with your words below it."))
    else:
        services.shared.deletions.schedule(
            note.route, (note.message_id,), after=services.shared.settings.draft_ttl
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
