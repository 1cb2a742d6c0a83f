"""Receipts: a code, shown once, by which its holder looks up or withdraws a whisper."""

from urllib.parse import quote

from telegram import CopyTextButton, Update
from telegram import InlineKeyboardButton as Button
from telegram import InlineKeyboardMarkup as Keyboard

from bot.domain.outcome import Refused
from bot.domain.receipts import parse, receipt_hash
from bot.domain.whisper import State
from bot.flows.authors.receipts import channel_of_receipt, look_up, replace_receipt
from bot.i18n import Translator
from bot.memory.deletions import Urgency
from bot.memory.identity import Purpose, Route
from bot.services import AuthorServices
from bot.services.channels import Channels
from handlers.author import whisper_replies, withdrawal
from handlers.author.callbacks import ReceiptVerb, receipt_data, receipt_of
from handlers.author.hello import answer, say_and_forget
from handlers.author.receipt_text import tell
from handlers.context import Context
from handlers.heard import note_in, press_seen
from handlers.incoming.private import Note
from handlers.reader.reply_receipts import home_of_reply, press_reply, show_reply


async def give(
    services: AuthorServices,
    route: Route,
    hashed: bytes,
    code: str,
    t: Translator,
    then: str,
    *,
    reply: bool = False,
) -> None:
    """Show the receipt once; it burns after SOTTO_RECEIPT_TTL. ``then``: where and when it comes
    out. HTML. ``reply``: it is of a reply."""
    published, now = services.memory.published_drafts, services.shared.clock.now()
    if await published.receipt_given(hashed, now):
        return
    await published.give_receipt(hashed, now)
    outcome = await say_and_forget(
        services.shared,
        route,
        _taken_in(services, code, t, then, reply=reply),
        buttons=_receipt_buttons(services, code, t),
        receipt=True,
        keep=True,
    )
    now = services.shared.clock.now()
    if isinstance(outcome, Refused):
        await published.receipt_failed(hashed, now)
    else:
        await published.receipt_shown(hashed, now)


def _taken_in(services: AuthorServices, code: str, t: Translator, then: str, *, reply: bool) -> str:
    minutes = max(1, round(services.shared.settings.receipt_ttl.total_seconds() / 60))
    keep = t.n(
        "Only this code lets you check on it or withdraw it. Save it now: I delete it from here "
        "in {n} minute.",
        "Only this code lets you check on it or withdraw it. Save it now: I delete it from here "
        "in {n} minutes.",
        minutes,
    )
    saved = t("Saved Messages keeps it for good, in your account: I can’t delete it there.")
    return "\n\n".join(
        (
            "🤫 "
            + (
                t("Got it, without your name. I’ve deleted your words from this chat.")
                if reply
                else t(
                    "Got it, without your name. I’ve deleted your message and the card from this "
                    "chat."
                )
            ),
            then,
            t("Your receipt: {code}", code=f"<code>{code}</code>"),
            f"{keep} {saved}",
        )
    )


def _receipt_buttons(services: AuthorServices, code: str, t: Translator) -> Keyboard:
    share = f"https://t.me/share/url?url={quote(f'https://t.me/{services.here.name}')}"
    return Keyboard(
        [
            [
                Button("📋 " + t.p("to do it", "Copy"), copy_text=CopyTextButton(code)),
                Button("✔️ " + t("Done"), callback_data=receipt_data(ReceiptVerb.DONE, code)),
            ],
            [Button("🔖 " + t("Save in Saved Messages"), url=f"{share}&text={quote(code)}")],
        ]
    )


async def home_of(channels: Channels, code: str) -> AuthorServices:
    """Return the services of the channel whose whisper this is; of an unknown one the first's."""
    storage = channels.first.shared.storage
    key = await channel_of_receipt(storage=storage, hashed=receipt_hash(code))
    found = None if key is None else channels.of(key)
    return (found or channels.first).author


async def known(services: AuthorServices, code: str, t: Translator) -> str:
    """Say where a whisper stands that was taken in before, by its receipt. HTML."""
    status = await look_up(
        storage=services.shared.storage, hashed=receipt_hash(code), chat_id=services.shared.place.id
    )
    return (
        tell(status, services, t)
        if status
        else t("I can’t find a whisper with this code. Check it for typos.")
    )


async def replace(services: AuthorServices, hashed: bytes, code: str) -> bool:
    return await replace_receipt(storage=services.shared.storage, handle_hash=hashed, code=code)


async def asked(update: Update, context: Context) -> None:
    """Handle /receipt CODE."""
    services = context.author
    note = await note_in(update, context)
    if note is None:
        return
    t = context.speak(note.language)
    _, _, typed = note.text.partition(" ")
    code = parse(typed)
    if not typed.strip():
        await answer(services, note, t("Send /receipt and the code, or just paste the code."))
    elif code is None:
        await answer(
            services,
            note,
            t(
                "That isn’t a receipt code: it has 16 letters and digits, like {example}.",
                example="XXXX-XXXX-XXXX-XXXX",
            ),
        )
    else:
        await show(context.channels, note, code, t)


async def show(channels: Channels, note: Note, code: str, t: Translator) -> None:
    """Say what became of the whisper. The message with the code burns with the answer."""
    services = channels.first.author
    await services.shared.unseen.saw(note.route, note.message_id)
    await services.shared.deletions.schedule(
        note.route,
        (note.message_id,),
        after=services.shared.settings.receipt_ttl,
        urgency=Urgency.RECEIPT,
    )
    now = services.shared.clock.now()
    tag = services.shared.routes.tag(note.route, Purpose.RECEIPT)
    if not await services.memory.tallies.receipts.room(tag, now):
        await answer(services, note, t("Too many unknown codes. Please wait an hour."))
        return
    if (found := await home_of_reply(channels, code)) is not None:
        await show_reply(*found, note.route, code, t)
        return
    services = await home_of(channels, code)
    status = await look_up(
        storage=services.shared.storage, hashed=receipt_hash(code), chat_id=services.shared.place.id
    )
    if status is None:
        await services.memory.tallies.receipts.count(tag, now)
        await answer(
            services, note, t("I can’t find a whisper with this code. Check it for typos.")
        )
        return
    await say_and_forget(
        services.shared,
        note.route,
        tell(status, services, t),
        buttons=await whisper_replies.status_buttons(services, status, code, t),
        receipt=True,
    )


async def pressed(update: Update, context: Context) -> None:
    """Handle a receipt's buttons. Done burns the message at once. Withdraw asks, Yes takes the
    whisper back, Back shows it again. Each says where it leads, so pressing twice is pressing
    once."""
    services = context.author
    press = await press_seen(update, context)
    if press is None:
        return
    t = context.speak(press.language)
    read = receipt_of(press.data)
    if read is None:
        await services.shared.chats.answer(press.query, t("This button has expired."))
        return
    verb, code = read
    if (found := await home_of_reply(context.channels, code)) is not None:
        await press_reply(found[0], press, verb, found[1], code, t)
        return
    services = await home_of(context.channels, code)
    if verb in whisper_replies.VERBS:
        await whisper_replies.pressed(services, press, verb, code, t)
    elif verb is ReceiptVerb.DONE:
        await services.shared.chats.answer(press.query, await _goodbye(services, code, t))
        owed = await services.shared.deletions.pending_in(press.route, Urgency.RECEIPT)
        await services.shared.deletions.delete_now(
            press.route, {press.message_id, *owed}, urgency=Urgency.RECEIPT
        )
    elif verb is ReceiptVerb.YES:
        await withdrawal.carry_out(services, press, code, t)
    else:
        await withdrawal.ask_or_show(services, press, verb, code, t)


async def _goodbye(services: AuthorServices, code: str, t: Translator) -> str:
    """Return what is said last: with when it comes out, while that is still ahead."""
    status = await look_up(
        storage=services.shared.storage, hashed=receipt_hash(code), chat_id=services.shared.place.id
    )
    if status is None or status.state is not State.POOL:
        return t("Deleted from this chat.")
    return t("Deleted from this chat.") + " " + tell(status, services, t)
