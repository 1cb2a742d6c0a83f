"""The buttons under a preview. The state comes from the button, the words from the author's
message as it reads now: if the two differ, the preview is drawn again and nothing is published."""

import secrets
from datetime import timedelta

from telegram import Update
from telegram.error import TelegramError

from bot.cards.studio import StudioBusy
from bot.darkroom.headers import PhotoRefused
from bot.domain.checks.care import Care, assess
from bot.domain.draft import Contacts, DraftState, Verb, decode, handle_hash
from bot.domain.receipts import new_code
from bot.domain.suggest import theme_choices
from bot.domain.whisper import OWN_PHOTO, State, WhisperKey
from bot.flows.authors.submit import Accepted, Backlog, Submission, submit
from bot.i18n import Translator
from bot.memory.deletions import Urgency
from bot.memory.near_duplicates import Similarity
from bot.services import Services
from handlers.author import appeal, care, receipts
from handlers.author.hello import say_and_forget
from handlers.author.keyboards import theme_buttons
from handlers.author.message import clear_chat, not_now
from handlers.author.preview import (
    Read,
    Unreadable,
    guarded,
    own_picture,
    picture_refusal,
    promise,
    read,
    settled_state,
)
from handlers.author.showing import busy, not_fetched, refresh_preview
from handlers.context import Context
from handlers.incoming.private import Note, Press, press_of

OLDEST_PREVIEW = timedelta(hours=47)
"""An older one could not be deleted any more: it is refused."""


async def pressed(update: Update, context: Context) -> None:
    services = context.services
    press = press_of(update, services.routes, services.clock.now())
    if press is None:
        return
    t = context.speak(press.language)
    spare = (press.message_id, press.draft.message_id) if press.draft else (press.message_id,)
    services.unseen.saw(press.route, press.message_id, spare=spare)
    decoded = decode(press.data)
    if decoded is None:
        await services.chats.answer(press.query, t("That button does not work any more."))
        return
    verb, state = decoded
    if verb in (Verb.PUBLISH, Verb.CANCEL) and await _known(services, state):
        await _again(services, press, state, t)
    elif press.draft is None:
        await _gone(services, press, t)
    elif press.shown_at is None or press.shown_at < services.clock.now() - OLDEST_PREVIEW:
        await _too_old(services, press, press.draft, t)
    elif verb is Verb.CANCEL:
        await _cancel(services, press, press.draft, t)
    elif await _has_ended(services, press, press.draft, state):
        await _ended(services, press, press.draft, t)
    else:
        await _with_draft(services, press, press.draft, verb, state, t)


async def _with_draft(
    services: Services, press: Press, note: Note, verb: Verb, state: DraftState, t: Translator
) -> None:
    found = read(note, services, t)
    if isinstance(found, Unreadable):
        await services.chats.answer(press.query, found.why, alert=True)
        return
    if found.check != state.check:
        await services.chats.answer(
            press.query, t("You changed your message: here is the new card."), alert=False
        )
        await _show(services, press, note, found, settled_state(found, state, services), t)
    elif verb is Verb.PUBLISH:
        await _publish(services, press, note, found, state, t)
    elif verb is Verb.THEMES:
        await services.chats.answer(press.query)
        choices = theme_choices(found.words, services.shelf.infos, seed=state.handle)
        await services.chats.rebutton(
            press.route, press.message_id, theme_buttons(t, state, choices)
        )
    else:
        await services.chats.answer(press.query)
        await _show(services, press, note, found, settled_state(found, state, services), t)


async def _show(
    services: Services, press: Press, note: Note, found: Read, state: DraftState, t: Translator
) -> None:
    try:
        trouble = await refresh_preview(note, press.message_id, found, state, services, t)
    except StudioBusy:
        trouble = Unreadable(busy(t))
    except TelegramError as error:
        trouble = Unreadable(not_fetched(error, t))
    if trouble is not None:
        await say_and_forget(services, press.route, trouble.why)


async def _publish(
    services: Services, press: Press, note: Note, found: Read, state: DraftState, t: Translator
) -> None:
    if assess(found.words) is Care.PLAN:  # an older preview, or an edit that came in between
        await services.chats.answer(press.query)
        await care.speak_first(services, note, found.words, t)
        return
    if found.contacts and state.contacts is Contacts.UNSEEN:
        await services.chats.answer(
            press.query,
            t("First choose above: shall I hide the contact data, or keep it?"),
            alert=True,
        )
        return
    if (refusal := await appeal.refusal(services, press.route, t)) is not None:
        await services.chats.answer(press.query, t("You cannot write here just now."))
        await say_and_forget(services, press.route, refusal)
        return
    words = found.shown(state)
    hashed = handle_hash(state.handle)
    now = services.clock.now()
    author = services.routes.tag(press.route, "words")
    same = services.near.look(words, author, now) is Similarity.AGAIN
    if same and services.said_once.first(press.route, f"again {hashed.hex()}", now):
        await services.chats.answer(
            press.query,
            t(
                "You published these words already. If you want them out there twice, press "
                "Publish once more."
            ),
            alert=True,
        )
        return
    photo = None  # fetched last: whoever is refused or asked first costs no download
    if state.look.picture == OWN_PHOTO and note.picture is not None:
        try:
            photo = await own_picture(note, note.picture, services)
        except PhotoRefused as refused:
            await services.chats.answer(press.query, picture_refusal(refused.reason, t), alert=True)
            return
        except TelegramError as error:
            await services.chats.answer(press.query, not_fetched(error, t), alert=True)
            return
        except StudioBusy:
            await services.chats.answer(press.query, busy(t), alert=True)
            return
    now = services.clock.now()
    code = new_code(services.rng)
    tag = services.routes.tag(press.route, "published")
    key = WhisperKey(secrets.token_bytes(16))
    unwell = assess(words) is not Care.NONE
    services.authors.note(key, press.route, now)  # first: its slot may come before we go on
    result = await submit(
        Submission(
            words=words,
            look=state.look,
            handle_hash=hashed,
            photo=photo,
            cover=state.heavy,
            findings=found.findings(state),
            guarded=guarded(found.findings(state), services),
            repeated=services.near.look(words, author, now) is not Similarity.NEW,
            care=unwell,
        ),
        storage=services.storage,
        mixing=services.mixing,
        review=services.review,
        default_mode=services.settings.moderation_mode,
        pace=services.settings.pace,
        key=key,
        code=code,
        receipt_delivered=services.published_drafts.receipt_given(hashed),
        allowed=lambda: services.tallies.published.room(tag, now),
        now=now,
    )
    if not isinstance(result, Accepted) or result.again:
        services.authors.drop(key)
    if isinstance(result, Accepted):
        if not result.again:
            services.tallies.published.count(tag, now)
            services.near.note(words, author, now)
        await services.chats.answer(press.query, t("Taken in."))
        await _delete_draft(services, press, note, hashed)
        reviewed = result.state is State.REVIEW
        then = promise(services, t, reviewed=reviewed, care=unwell, published=True, now=now)
        await receipts.give(services, press.route, hashed, code, t, then)
    elif isinstance(result, Backlog):
        await services.chats.answer(
            press.query,
            t("The channel is more than a day behind. Please publish it tomorrow."),
            alert=True,
        )
    else:
        await services.chats.answer(press.query, not_now(services, note, t), alert=True)


async def _delete_draft(services: Services, press: Press, note: Note, hashed: bytes) -> None:
    ids = await _end_draft(services, press, note)
    services.published_drafts.press(hashed, press.route, tuple(ids), services.clock.now())
    await clear_chat(services, note, ids)


async def _end_draft(services: Services, press: Press, note: Note) -> list[int]:
    """Returns what burns: the message, the card pressed, and the card that a crash had us show
    again, under which the same words could be published twice."""
    ids = [note.message_id, press.message_id]
    draft = services.drafts.end(press.route, note.message_id, services.clock.now())
    ids += [each for each in (draft.messages if draft else ()) if each not in ids]
    if draft is None or draft.preview == press.message_id:
        return ids
    async with services.storage.transaction() as tables:
        await tables.ended_drafts.add(handle_hash(draft.state.handle))
    return ids


async def _has_ended(services: Services, press: Press, note: Note, state: DraftState) -> bool:
    """The words were published, or dropped, under another card of the same message."""
    if services.drafts.ended(press.route, note.message_id):
        async with services.storage.transaction() as tables:  # another crash must not forget it
            await tables.ended_drafts.add(handle_hash(state.handle))
        return True
    async with services.storage.reading() as tables:
        return await tables.ended_drafts.has(handle_hash(state.handle))


async def _known(services: Services, state: DraftState) -> bool:
    """Whether this draft was published already."""
    hashed = handle_hash(state.handle)
    async with services.storage.reading() as tables:
        return await tables.whispers.by_handle(hashed) is not None


async def _again(services: Services, press: Press, state: DraftState, t: Translator) -> None:
    """A double tap, a redelivered press, a crash before the confirmation: burn and answer again."""
    hashed = handle_hash(state.handle)
    await services.chats.answer(press.query, t("Taken in."))
    now = services.clock.now()
    ids = [press.message_id]
    if press.draft is not None:
        ids = await _end_draft(services, press, press.draft)
    services.published_drafts.press(hashed, press.route, tuple(ids), now)
    await services.deletions.delete_now(press.route, ids, urgency=Urgency.PUBLISHED)
    if not services.published_drafts.receipt_given(hashed):
        code = new_code(services.rng)
        if await receipts.replace(services, hashed, code):
            await receipts.give(
                services, press.route, hashed, code, t, await receipts.known(services, code, t)
            )


async def _cancel(services: Services, press: Press, note: Note, t: Translator) -> None:
    ids = await _end_draft(services, press, note)
    await services.chats.answer(press.query, t("Dropped and deleted here."))
    await clear_chat(services, note, ids)


async def _ended(services: Services, press: Press, note: Note, t: Translator) -> None:
    """A second preview of the same message, shown when a crash brought the message again."""
    await services.chats.answer(press.query, t("That one is done already."))
    await clear_chat(services, note, [note.message_id, press.message_id])


async def _gone(services: Services, press: Press, t: Translator) -> None:
    await services.chats.answer(
        press.query, t("Your message is no longer there. Send it again."), alert=True
    )
    await services.deletions.delete_now(press.route, (press.message_id,), urgency=Urgency.PUBLISHED)


async def _too_old(services: Services, press: Press, note: Note, t: Translator) -> None:
    await services.chats.answer(
        press.query,
        t("This preview is too old: I could not delete it afterwards. Send your words again."),
        alert=True,
    )
    await services.deletions.delete_now(
        press.route, (press.message_id, note.message_id), urgency=Urgency.PUBLISHED
    )
