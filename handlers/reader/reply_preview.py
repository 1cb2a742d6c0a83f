"""The preview of a reply: mask and words, as a text that replies to the reader's message."""

from html import escape

from telegram import InlineKeyboardButton as Button
from telegram import InlineKeyboardMarkup as Keyboard

from bot.domain.inert import inert
from bot.domain.replies.draft import ReplyDraft, ReplyVerb, encode_reply
from bot.domain.replies.slots import AUTHORS
from bot.flows.authors.reading import Reading
from bot.flows.moderation.mode import mode_now
from bot.flows.replies.find import taken_masks
from bot.flows.replies.send import mask_tag
from bot.flows.replies.thread import thread_of
from bot.i18n import Translator
from bot.memory.deletions import Urgency
from bot.memory.drafts import OpenDraft
from bot.memory.identity import Purpose
from bot.services import AuthorServices
from handlers.author import care
from handlers.incoming.private import Note


def named(draft: ReplyDraft, t: Translator) -> str:
    """Return ``🦊 Fox``, or ``✔ Author``."""
    worn = draft.worn
    return "✔ " + t("Author") if worn is None else f"{worn.emoji} {t(worn.label)}"


async def text(
    note: Note, reading: Reading, draft: ReplyDraft, services: AuthorServices, t: Translator
) -> str:
    """Return the text of the preview. HTML."""
    kind = care.under_card(reading, note.language)
    words = escape(inert(reading.without_contacts.words), quote=False)
    lines = [
        f"<b>{named(draft, t)}</b>\n<blockquote>{words}</blockquote>",
        t("Only you can see this.") + " " + await expectation(note, reading, draft, services, t),
    ]
    if reading.contacts:
        lines.append("⚠️ " + t("I’ve hidden what could be used to find someone."))
    return "\n\n".join([*([kind] if kind else []), *lines])


async def expectation(
    note: Note, reading: Reading, draft: ReplyDraft, services: AuthorServices, t: Translator
) -> str:
    """Say when it appears, and who sees it before, as ``bot.flows.replies.send`` decides it."""
    shared, rules = services.shared, services.reply_rules
    mode = await mode_now(storage=shared.storage, default=rules.mode)
    thread = await thread_of(storage=shared.storage, number=draft.number, rules=rules)
    watched = await services.memory.replies.watched.has(
        shared.routes.tag(note.route, Purpose.REJECTED), shared.clock.now()
    )
    waits = rules.waits(mode, reading.without_contacts, fragile=thread.fragile, watched=watched)
    return promise(draft, services, t, waits=waits, cruel=_cruel(reading))


def _cruel(reading: Reading) -> bool:
    return "cruel" in reading.without_contacts.families


def promise(
    draft: ReplyDraft, services: AuthorServices, t: Translator, *, waits: bool, cruel: bool = False
) -> str:
    """Say when it appears: under the preview, and again once it is taken in."""
    number = f"#{draft.number}"
    if waits and cruel:
        return t(
            "It may hurt someone, so a moderator decides whether it appears under {number}, "
            "without learning who wrote it.",
            number=number,
        )
    if waits:
        return t(
            "A moderator checks it first, without learning who wrote it. Then it will appear "
            "under {number}.",
            number=number,
        )
    slots = services.reply_rules.slots
    if slots.instant:
        return t("It appears under {number} in a moment.", number=number)
    minutes = round(slots.every.total_seconds() / 60) * (AUTHORS if draft.author else 1)
    return t.n(
        "It appears under {number} within {n} minute.",
        "It appears under {number} within {n} minutes.",
        max(1, minutes),
        number=number,
    )


async def buttons(
    note: Note, reading: Reading, draft: ReplyDraft, services: AuthorServices, t: Translator
) -> Keyboard:
    """Send, then another name and the author's mark, then Cancel. A name that is worn already
    stays."""
    routes, masks = services.shared.routes, services.memory.replies.masks
    tag = mask_tag(routes, note.route, draft.channel, draft.number)
    taken = await taken_masks(storage=services.shared.storage, number=draft.number)
    other = await masks.another(tag, draft.mask, services.shared.clock.now(), taken=taken)
    second = []
    if other.name != draft.mask:
        under = ReplyDraft(draft.handle, draft.check, other.name, draft.channel, draft.number)
        second.append(_button("🎭 " + t("Another name"), ReplyVerb.NAME, under))
    if not draft.author:
        # L10n: a button
        mine = t("I wrote {number}", number=f"#{draft.number}")
        second.append(_button("✔ " + mine, ReplyVerb.AUTHOR, draft))
    kind = care.button(reading, note.language)
    rows = [[kind]] if kind else []
    rows += [[_button("✅ " + t("Send"), ReplyVerb.SEND, draft)], second]
    rows.append([_button("✖️ " + t("Cancel"), ReplyVerb.CANCEL, draft)])
    return Keyboard([row for row in rows if row])


def _button(label: str, verb: ReplyVerb, draft: ReplyDraft) -> Button:
    return Button(label, callback_data=encode_reply(verb, draft))


async def show(
    note: Note,
    reading: Reading,
    draft: ReplyDraft,
    services: AuthorServices,
    t: Translator,
    *,
    preview: int | None = None,
) -> None:
    """Open the preview, or change the one that is there; both messages burn if it is left.
    ``note``: with the question that it answers, as far as that is known."""
    shown = await text(note, reading, draft, services, t)
    keys = await buttons(note, reading, draft, services, t)

    async def opened(message_id: int) -> None:
        other = await remember(note, message_id, draft, services)
        if other is not None and preview is None:
            await services.shared.deletions.delete_now(note.route, (other.preview,))

    if preview is None:
        await _keep_alive(note, (note.message_id,), services)
        await services.shared.chats.say(
            note.route, shown, buttons=keys, reply_to=note.message_id, then=opened
        )
    else:
        await opened(preview)
        await services.shared.chats.rewrite(note.route, preview, shown, buttons=keys)


async def remember(
    note: Note, preview: int, draft: ReplyDraft, services: AuthorServices
) -> OpenDraft | None:
    """Remember what this preview shows. Returns what was known of one of the same message."""
    opened = OpenDraft(
        note.message_id,
        preview,
        draft,
        services.shared.clock.now(),
        asked=note.asked,
        text=note.text,
        tagged=note.tagged,
    )
    before = await services.memory.slates.put(note.route, opened)
    await _keep_alive(note, opened.messages, services)
    return before


async def _keep_alive(note: Note, ids: tuple[int, ...], services: AuthorServices) -> None:
    await services.shared.deletions.schedule(
        note.route, ids, after=services.shared.settings.draft_ttl, urgency=Urgency.DRAFT
    )
