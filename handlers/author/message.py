"""A private message becomes a preview; an edited one refreshes it and never confesses again."""

from telegram import Update

from bot.domain.checks.care import Care
from bot.domain.draft import DraftState, new_handle
from bot.domain.receipts import pasted
from bot.flows.authors.propose import Proposal, hear, propose, redraw
from bot.flows.authors.reading import Reading, read
from bot.flows.authors.refusals import No, Refusal
from bot.i18n import Translator
from bot.memory.deletions import Urgency
from bot.memory.drafts import KeptPicture, OpenDraft
from bot.memory.slates import FollowedQuestion, Slate
from bot.services import AuthorServices
from handlers.author import care, place, position, receipts, wordless
from handlers.author.channel_choice import proposed_channel
from handlers.author.hello import answer, clear_chat
from handlers.author.place_question import close
from handlers.author.refusals import sentence, unfit
from handlers.author.showing import belonging, open_preview, refresh_preview
from handlers.context import Context
from handlers.heard import note_in
from handlers.incoming.private import MessageKind, Note
from handlers.reader import reply

READING = ("/popular", "/latest", "/random", "/tag", "/search", "/place", "/campaign", "/start")
"""The commands that words may follow: edited, they are no whisper either."""


async def written(update: Update, context: Context) -> None:
    services = context.author
    note = await note_in(update, context)
    if note is None:
        return
    t = context.speak(note.language)
    spare = [] if note.about is None else [note.about.message_id]
    spare += [] if note.asked is None else [note.asked]
    await services.shared.unseen.saw(note.route, note.message_id, spare=spare)
    if note.kind is MessageKind.SERVICE:
        await _let_go(services, note)
        return
    if note.kind is MessageKind.PLACE and context.channels.print_places:
        await position.sent(update, note, context, t)  # first: whatever it answers, it goes at once
    elif note.question is not None:
        await reply.answered(context, note, note.question, t)
    elif note.album is not None:
        await _album(services, note, t)
    elif note.kind not in (MessageKind.TEXT, MessageKind.PICTURE):
        await answer(services, note, unfit(note.kind, t))
    else:
        await _heard(context, note, t)


async def _heard(context: Context, note: Note, t: Translator) -> None:
    """Answer words or a picture."""
    services = context.author
    slate = await services.memory.slates.of(note.route, services.shared.clock.now())
    text = note.kind is MessageKind.TEXT
    if text and await place.typed(services, context.channels, note, slate, t):
        return
    if (code := pasted(note.text)) is not None:
        await receipts.show(context.channels, note, code, t)
    elif note.text.startswith("/") and len(note.text.split()) == 1:
        await answer(services, note, t("I don’t know that command. /help shows what I can do."))
    else:
        await place.stop_listening(services, note, slate)
        whole = await wordless.completed(services, note, slate, new=True)
        await _propose(await channel_for(whole, slate, context), note, whole, slate, t, new=True)


async def _let_go(services: AuthorServices, note: Note) -> None:
    """Delete Telegram's own note, without an answer. It may carry words (of a gift), people or a
    payload; some kinds cannot be deleted, so nothing is owed by it."""
    only = range(note.message_id, note.message_id + 1)
    await services.shared.deletions.schedule_range(
        note.route, only, after=services.shared.settings.draft_ttl
    )


async def edited(update: Update, context: Context) -> None:
    services = context.author
    note = await note_in(update, context)
    if (
        note is None
        or note.kind not in (MessageKind.TEXT, MessageKind.PICTURE)
        or note.album is not None
    ):
        return
    t, now = context.speak(note.language), services.shared.clock.now()
    slate = await services.memory.slates.of(note.route, now, messages=(note.message_id,))
    if note.message_id in slate.ended:
        await services.shared.deletions.delete_now(
            note.route, (note.message_id,), urgency=Urgency.PUBLISHED
        )
        await answer(
            services, note, t("I already have that one, so editing your message changes nothing.")
        )
        return
    if note.question is not None or reply.is_open(note, slate):
        await reply.edited(context, note, slate, t)
        return
    whole = await wordless.completed(services, note, slate, new=False)
    draft = slate.draft(whole.message_id)
    services = await channel_for(whole, slate, context)
    if draft is None and note.text.startswith(READING):
        await _let_go(services, note)  # it was answered as it read then
    elif draft is None:
        await _propose(services, note, whole, slate, t)
    else:
        await _refresh(services, note, whole, draft, t)


async def channel_for(whole: Note, slate: Slate, context: Context) -> AuthorServices:
    """Return the channel that these words are for: the one that their preview names, else the one
    that is proposed for them."""
    channels = context.channels
    draft = slate.draft(whole.message_id)
    if draft is not None and (named := channels.taking(draft.state.channel)) is not None:
        return named.author
    return await proposed_channel(whole, channels, slate.followed)


async def _refresh(
    services: AuthorServices, note: Note, whole: Note, draft: OpenDraft, t: Translator
) -> None:
    """Let an open preview follow what its author says now. ``whole``: the message with its picture,
    where the two are apart."""
    refusal = await _followed(services, note, whole, draft, t)
    if refusal is None:
        return
    # what the preview shows is no longer what the author says: it must not be publishable
    await services.memory.slates.drop(note.route, whole.message_id)
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
    assert isinstance(draft.state, DraftState)  # a reply's is told apart before
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
    await refresh_preview(belonging(whole, draft), draft.preview, proposal, services, t)
    return None


async def _say_no(services: AuthorServices, note: Note, refusal: Refusal, t: Translator) -> None:
    if refusal is No.WORDLESS:
        await wordless.keep(services, note, t)
    elif refusal is not No.TELLS_HOW:  # a warm word has said it
        await answer(services, note, sentence(refusal, services, t))


async def cancelled(update: Update, context: Context) -> None:
    """Handle /cancel: every open draft of this chat goes, with its messages."""
    services = context.author
    note = await note_in(update, context)
    if note is None:
        return
    t = context.speak(note.language)
    await services.shared.unseen.saw(note.route, note.message_id)
    await close(services, note.route)
    slates, now = services.memory.slates, services.shared.clock.now()
    drafts = (await slates.of(note.route, now)).drafts
    for draft in drafts:
        await slates.end(note.route, draft.author_message, now)
    ids = [i for draft in drafts for i in draft.messages]
    waiting = await slates.settle(note.route, KeptPicture, now)
    if waiting is not None:
        services.memory.own_pictures.forget(note.route, waiting.message)
        ids += [waiting.message, *([] if waiting.answer is None else [waiting.answer])]
    await clear_chat(services, note, ids)
    await answer(
        services,
        note,
        t("Discarded, and deleted from this chat. Nothing was published.")
        if ids
        else t("There’s nothing to cancel."),
    )


async def _propose(
    services: AuthorServices,
    note: Note,
    whole: Note,
    slate: Slate,
    t: Translator,
    *,
    new: bool = False,
) -> None:
    """Answer a message with its card, or with what to change. ``whole``: with its picture, where
    the two are apart. ``new``: not an edit."""
    draft = slate.draft(whole.message_id)
    if draft is not None:
        if whole.words_message != draft.words_message:  # other words for the same picture
            await _replace_words(services, note, whole, draft, t)
        return  # else the same update, handled again
    now = services.shared.clock.now()
    reading = await _reading_of(services, note, whole, t)
    if reading is None:
        return
    proposal = await propose(
        whole.as_draft(),
        reading,
        handle=new_handle(services.shared.rng),
        channel=services.shared.place.key,
        storage=services.shared.storage,
        cards=services.cards,
        imprint=services.shared.place.imprint,
        now=now,
        campaign=_followed_question(services, slate),
    )
    if isinstance(proposal, Proposal):
        if slate.followed is not None:
            await services.memory.slates.settle(note.route, FollowedQuestion, now)
        first = new and whole.words_message is None  # newer words for a picture take its place
        await open_preview(whole, proposal, slate, services, t, new=first)
    else:
        await _say_no(services, note, proposal, t)


async def _reading_of(
    services: AuthorServices, note: Note, whole: Note, t: Translator
) -> Reading | None:
    """Read what may become a card, and say a warm word where one is due. None: why it may not has
    been said."""
    reading = await hear(
        whole.as_draft(),
        storage=services.shared.storage,
        routes=services.shared.routes,
        published=services.memory.tallies.published,
        rules=services.rules,
        now=services.shared.clock.now(),
    )
    if not isinstance(reading, Reading):
        if reading is No.NEVER and services.review_cards is not None:
            services.review_cards.raise_alarm()
        await _say_no(services, note, reading, t)
        return None
    await care.speak_first(services, note, reading)
    return reading


def _followed_question(services: AuthorServices, slate: Slate) -> int:
    """Return the campaign of this channel whose question the author has followed. 0: none."""
    followed = slate.followed
    if followed is None or followed.channel != services.shared.place.key:
        return 0
    return followed.campaign


async def _replace_words(
    services: AuthorServices, note: Note, whole: Note, draft: OpenDraft, t: Translator
) -> None:
    old = draft.words_message
    await _refresh(services, note, whole, draft, t)
    if old is not None:
        await services.shared.deletions.delete_now(note.route, (old,))


async def _album(services: AuthorServices, note: Note, t: Translator) -> None:
    """Answer an album once, though it arrives as several messages; all of them burn."""
    if await services.memory.said_once.first(
        note.route,
        f"album {note.album}",
        services.shared.clock.now(),
        message=note.message_id,
    ):
        await answer(services, note, t("One picture at a time, please, with your words below it."))
    else:
        await services.shared.deletions.schedule(
            note.route, (note.message_id,), after=services.shared.settings.draft_ttl
        )
