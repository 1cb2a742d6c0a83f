"""The receipt of a reply: what became of it, and taking it back."""

from html import escape

from telegram import InlineKeyboardButton as Button
from telegram import InlineKeyboardMarkup as Keyboard

from bot.domain.replies.reply import Reply
from bot.domain.whisper import State
from bot.flows.moderation.reasons import told
from bot.flows.replies.receipts import can_withdraw, reply_behind, withdraw_reply
from bot.i18n import Translator
from bot.memory.deletions import Urgency
from bot.memory.identity import Route
from bot.services import AuthorServices
from bot.services.channels import Channels
from handlers.author.callbacks import ReceiptVerb, receipt_data
from handlers.author.hello import say_and_forget
from handlers.author.receipt_text import shut_in
from handlers.author.withdrawal import confirm_buttons
from handlers.incoming.private import Press


async def home_of_reply(channels: Channels, code: str) -> tuple[AuthorServices, Reply] | None:
    """Return the services of the channel where the reply with this receipt stands."""
    reply = await reply_behind(storage=channels.first.shared.storage, code=code)
    channel = None if reply is None else channels.of(reply.channel)
    return None if reply is None or channel is None else (channel.author, reply)


def tell_reply(reply: Reply, services: AuthorServices, t: Translator) -> str:
    """Say the state of a reply in a sentence. HTML."""
    number = f"#{reply.number}"
    reason = escape(told(reply.reason, t)) if reply.reason else t("no reason was given")
    match reply.state:
        case State.POOL | State.REVIEW | State.HELD if services.reply_rules.closed:
            return shut_in(t)
        case State.POOL if reply.slot is not None and not services.reply_rules.slots.instant:
            zone = services.shared.settings.timezone
            return "⏳ " + t(
                "Your reply to {number} appears at {time} ({zone}).",
                number=number,
                time=t.clock(reply.slot.astimezone(zone)),
                zone=t.zone(zone),
            )
        case State.POOL:
            return "⏳ " + t("Your reply to {number} appears in a moment.", number=number)
        case State.RELEASED:
            return "💬 " + t(
                "Your reply is under {number}, as {ordinal}.",
                number=number,
                ordinal=f"{reply.number}.{reply.ordinal}",
            )
        case State.REVIEW | State.HELD:
            return "👀 " + t("The moderators haven’t decided on your reply yet.")
        case State.REJECTED:
            return "✋ " + t("The moderators didn’t publish your reply: {reason}", reason=reason)
        case State.REMOVED:
            return "✋ " + t("Your reply was removed: {reason}", reason=reason)
        case State.WITHDRAWN:
            return "🗑 " + t("You withdrew your reply.")


async def show_reply(
    services: AuthorServices, reply: Reply, route: Route, code: str, t: Translator
) -> None:
    await say_and_forget(
        services.shared,
        route,
        tell_reply(reply, services, t),
        buttons=reply_buttons(reply, code, t),
        receipt=True,
    )


def reply_buttons(reply: Reply, code: str, t: Translator) -> Keyboard:
    done = Button("✔️ " + t("Done"), callback_data=receipt_data(ReceiptVerb.DONE, code))
    if not can_withdraw(reply):
        return Keyboard([[done]])
    back = Button("🗑 " + t("Withdraw"), callback_data=receipt_data(ReceiptVerb.WITHDRAW, code))
    return Keyboard([[back, done]])


async def press_reply(
    services: AuthorServices,
    press: Press,
    verb: ReceiptVerb,
    reply: Reply,
    code: str,
    t: Translator,
) -> None:
    """Withdraw asks, Yes takes the reply back, Back shows it again; Done burns the message."""
    shared = services.shared
    if verb is ReceiptVerb.DONE:
        await shared.chats.answer(press.query, t("Deleted from this chat."))
    elif verb is ReceiptVerb.YES:
        done = await withdraw_reply(storage=shared.storage, code=code, now=shared.clock.now())
        gone = done or reply.state is State.WITHDRAWN
        said = t("Withdrawn.") if gone else t("There’s nothing left to withdraw.")
        await shared.chats.answer(press.query, said)
        if done:
            await say_and_forget(shared, press.route, "🗑 " + t("Your reply is gone."))
    else:
        await shared.chats.answer(press.query)
        text, keys = tell_reply(reply, services, t), reply_buttons(reply, code, t)
        if verb is ReceiptVerb.WITHDRAW and can_withdraw(reply):
            text, keys = _question(reply, t), confirm_buttons(code, t)
        await shared.deletions.schedule(
            press.route,
            (press.message_id,),
            after=shared.settings.receipt_ttl,
            urgency=Urgency.RECEIPT,
        )
        await shared.chats.rewrite(press.route, press.message_id, text, buttons=keys)
        return
    owed = await shared.deletions.pending_in(press.route, Urgency.RECEIPT)
    await shared.deletions.delete_now(
        press.route, {press.message_id, *owed}, urgency=Urgency.RECEIPT
    )


def _question(reply: Reply, t: Translator) -> str:
    if reply.state is State.RELEASED:
        return "🗑 " + t("Withdraw it? It disappears from the thread, for good.")
    return "🗑 " + t("Withdraw it? It is erased and never published.")
