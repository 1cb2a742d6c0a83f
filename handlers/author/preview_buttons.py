"""The buttons under a preview. The state comes from the button, the words from the author's
message as it reads now: if the two differ, the preview is drawn again and nothing is published."""

from dataclasses import replace

from telegram import Update

from bot.domain.draft import DraftState, Verb, decode, handle_hash
from bot.domain.receipts import new_code
from bot.domain.whisper import State
from bot.flows.authors.drafts import end_draft, has_ended, is_published
from bot.flows.authors.propose import Proposal, redraw
from bot.flows.authors.reading import Reading, read
from bot.flows.authors.refusals import Banned, No, Refusal
from bot.flows.authors.submit import Accepted, submit
from bot.i18n import Translator
from bot.memory.deletions import Urgency
from bot.memory.slates import Slate
from bot.services import AuthorServices
from bot.services.channels import Channels
from handlers.author import care, place, receipts
from handlers.author.channel_choice import channel_list, proposed_channel
from handlers.author.hello import clear_chat, say_and_forget
from handlers.author.place_question import close
from handlers.author.preview import promise
from handlers.author.refusals import sentence
from handlers.author.showing import belonging, refresh_preview, show_themes
from handlers.context import Context
from handlers.heard import press_seen
from handlers.incoming.private import Note, Press


async def pressed(update: Update, context: Context) -> None:
    services = context.author
    press = await press_seen(update, context, with_draft=True)
    if press is None:
        return
    t = context.speak(press.language)
    decoded = decode(press.data)
    if decoded is None:
        await services.shared.chats.answer(press.query, t("This button has expired."))
        return
    verb, state = decoded
    channel = context.channels.taking(state.channel)
    services = services if channel is None else channel.author
    if verb in (Verb.PUBLISH, Verb.CANCEL) and await is_published(
        state, storage=services.shared.storage
    ):
        await _again(context.channels, press, state, t)
    elif press.draft is None:
        await _gone(services, press, t)
    elif press.is_too_old(services.shared.clock.now()):
        await _too_old(services, press, press.draft, t)
    elif verb is Verb.CANCEL:
        await _cancel(services, press, press.draft, t)
    else:
        await _on_draft(context, press, press.draft, verb, state, t)


async def _on_draft(
    context: Context, press: Press, note: Note, verb: Verb, state: DraftState, t: Translator
) -> None:
    """Handle a press under a card of words that are still there."""
    channel, shared = context.channels.taking(state.channel), context.author.shared
    services = context.author if channel is None else channel.author
    slate = await services.memory.slates.of(
        press.route, shared.clock.now(), messages=(note.message_id,)
    )
    note = belonging(note, slate.draft(note.message_id))
    if await has_ended(note.message_id, state, slate, storage=services.shared.storage):
        await _ended(services, press, note, t)
    elif channel is None:
        await _for_another(context, press, note, state, slate, t)
    elif verb is Verb.CHANNELS:
        await _list(context.channels, press, state, t)
    else:
        await _with_draft(services, press, note, slate, verb, state, t)


async def _list(channels: Channels, press: Press, state: DraftState, t: Translator) -> None:
    chats = channels.first.shared.chats
    await chats.answer(press.query)
    await chats.rebutton(press.route, press.message_id, channel_list(channels, state, t))


async def _for_another(
    context: Context, press: Press, note: Note, state: DraftState, slate: Slate, t: Translator
) -> None:
    """Show the card for the channel that is proposed now, since its own takes nothing any more."""
    services = await proposed_channel(note, context.channels, slate.followed)
    state = replace(state, channel=services.shared.place.key, campaign=0, apart=False, page=0)
    said = t(
        "That channel no longer takes anything new. This one is now for {channel}.",
        channel=services.shared.place.called(t.language),
    )
    reading = read(note.as_draft(), services.rules.limits, moderated=services.rules.moderated)
    if not isinstance(reading, Reading):
        said = sentence(reading, services, t)
    await services.shared.chats.answer(press.query, said, alert=True)
    if isinstance(reading, Reading):
        await _show(services, press, note, reading, state, t)


async def _with_draft(
    services: AuthorServices,
    press: Press,
    note: Note,
    slate: Slate,
    verb: Verb,
    state: DraftState,
    t: Translator,
) -> None:
    reading = read(note.as_draft(), services.rules.limits, moderated=services.rules.moderated)
    if not isinstance(reading, Reading):
        await services.shared.chats.answer(press.query, sentence(reading, services, t), alert=True)
        return
    if reading.check != state.check:
        await services.shared.chats.answer(
            press.query, t("You changed your message: here’s the new card."), alert=False
        )
        await _show(services, press, note, reading, replace(state, page=0), t)
    elif verb is Verb.PUBLISH:
        await _publish(services, press, note, slate, reading, state, t)
    elif verb in place.VERBS and place.offers_places(services):
        await place.pressed(services, press, note, verb, state, t)
    elif verb is Verb.THEMES:
        await services.shared.chats.answer(press.query)
        await show_themes(note, press.message_id, reading, state, services, t)
    else:
        await services.shared.chats.answer(press.query)
        if slate.place is not None:
            await close(services, press.route)
        await _show(services, press, note, reading, state, t)


async def _show(
    services: AuthorServices,
    press: Press,
    note: Note,
    reading: Reading,
    state: DraftState,
    t: Translator,
) -> None:
    proposal = await redraw(
        note.as_draft(),
        reading,
        state,
        cards=services.cards,
        imprint=services.shared.place.imprint,
        now=services.shared.clock.now(),
    )
    if isinstance(proposal, Proposal):
        await refresh_preview(note, press.message_id, proposal, services, t)
    else:
        await say_and_forget(services.shared, press.route, sentence(proposal, services, t))


async def _publish(
    services: AuthorServices,
    press: Press,
    note: Note,
    slate: Slate,
    reading: Reading,
    state: DraftState,
    t: Translator,
) -> None:
    code = new_code(services.shared.rng)
    end = await submit(
        note.as_draft(),
        reading,
        state,
        code=code,
        storage=services.shared.storage,
        routes=services.shared.routes,
        memory=services.memory,
        rules=services.rules,
        now=services.shared.clock.now(),
    )
    if not isinstance(end, Accepted):
        await _say_no(services, press, note, reading, end, t)
        return
    await services.shared.chats.answer(press.query, t("Got it."))
    hashed, now = handle_hash(state.handle), services.shared.clock.now()
    if slate.place is not None:
        await close(services, press.route)
    ids = await _end_draft(services, press, note)
    services.memory.published_drafts.press(hashed, press.route, ids, now)
    await clear_chat(services, note, ids)
    then = promise(
        services,
        t,
        reviewed=end.state is State.REVIEW,
        care=reading.shown(state).speaks_of_harm,
        published=True,
        now=now,
    )
    await receipts.give(services, press.route, hashed, code, t, then)


async def _say_no(
    services: AuthorServices,
    press: Press,
    note: Note,
    reading: Reading,
    refusal: Refusal,
    t: Translator,
) -> None:
    if refusal is No.TELLS_HOW:
        await services.shared.chats.answer(press.query)
        await care.speak_first(services, note, reading)
    elif isinstance(refusal, Banned):
        await services.shared.chats.answer(press.query, t("You can’t write here right now."))
        await say_and_forget(services.shared, press.route, sentence(refusal, services, t))
    else:
        await services.shared.chats.answer(press.query, sentence(refusal, services, t), alert=True)


async def _end_draft(services: AuthorServices, press: Press, note: Note) -> tuple[int, ...]:
    return await end_draft(
        press.route,
        note.message_id,
        press.message_id,
        storage=services.shared.storage,
        slates=services.memory.slates,
        now=services.shared.clock.now(),
    )


async def _again(channels: Channels, press: Press, state: DraftState, t: Translator) -> None:
    """Burn and answer again, after a double tap, a redelivered press, or a crash before the
    confirmation."""
    services = channels.first.author
    hashed = handle_hash(state.handle)
    await services.shared.chats.answer(press.query, t("Got it."))
    now = services.shared.clock.now()
    ids: tuple[int, ...] = (press.message_id,)
    if press.draft is not None:
        await close(services, press.route)
        ids = await _end_draft(services, press, press.draft)
    services.memory.published_drafts.press(hashed, press.route, ids, now)
    await services.shared.deletions.delete_now(press.route, ids, urgency=Urgency.PUBLISHED)
    if not await services.memory.published_drafts.receipt_given(hashed, now):
        code = new_code(services.shared.rng)
        if await receipts.replace(services, hashed, code):
            home = await receipts.home_of(channels, code)
            await receipts.give(
                home, press.route, hashed, code, t, await receipts.known(home, code, t)
            )


async def _cancel(services: AuthorServices, press: Press, note: Note, t: Translator) -> None:
    await close(services, press.route)
    ids = await _end_draft(services, press, note)
    await services.shared.chats.answer(press.query, t("Discarded, and deleted from this chat."))
    await clear_chat(services, note, ids)


async def _ended(services: AuthorServices, press: Press, note: Note, t: Translator) -> None:
    """Burn a second preview of the same message, shown when a crash brought the message again."""
    await services.shared.chats.answer(press.query, t("That one is already done."))
    await clear_chat(services, note, (note.message_id, press.message_id))


async def _gone(services: AuthorServices, press: Press, t: Translator) -> None:
    await services.shared.chats.answer(
        press.query, t("Your message is no longer there. Send it again."), alert=True
    )
    await services.shared.deletions.delete_now(
        press.route, (press.message_id,), urgency=Urgency.PUBLISHED
    )


async def _too_old(services: AuthorServices, press: Press, note: Note, t: Translator) -> None:
    await services.shared.chats.answer(
        press.query,
        t(
            "This preview is too old: I wouldn’t be able to delete it afterwards. Send your "
            "words again."
        ),
        alert=True,
    )
    await services.shared.deletions.delete_now(
        press.route, (press.message_id, note.message_id), urgency=Urgency.PUBLISHED
    )
