"""Withdraw: asked about once, then carried out. What the question needs stands in its buttons."""

from telegram import InlineKeyboardButton as Button
from telegram import InlineKeyboardMarkup as Keyboard

from bot.domain.receipts import receipt_hash
from bot.domain.whisper import State
from bot.flows.authors.receipts import WhisperStatus, look_up, withdraw
from bot.i18n import Translator
from bot.memory.deletions import Urgency
from bot.memory.identity import Route
from bot.services import AuthorServices
from handlers.author import whisper_replies
from handlers.author.callbacks import ReceiptVerb, receipt_data
from handlers.author.hello import say_and_forget
from handlers.author.receipt_text import tell
from handlers.incoming.private import Press


async def ask_or_show(
    services: AuthorServices, press: Press, verb: ReceiptVerb, code: str, t: Translator
) -> None:
    """Turn the message into the question, or into the whisper's state once more."""
    status = await look_up(
        storage=services.shared.storage, hashed=receipt_hash(code), chat_id=services.shared.place.id
    )
    if status is None:
        await _nothing_left(services, press, t)
        return
    await services.shared.chats.answer(press.query)
    await services.shared.deletions.schedule(
        press.route,
        (press.message_id,),
        after=services.shared.settings.receipt_ttl,
        urgency=Urgency.RECEIPT,
    )
    text = tell(status, services, t)
    buttons = await whisper_replies.status_buttons(services, status, code, t)
    if verb is ReceiptVerb.WITHDRAW and status.can_withdraw:
        text, buttons = _question(status, t), confirm_buttons(code, t)
    await services.shared.chats.rewrite(press.route, press.message_id, text, buttons=buttons)


def _question(status: WhisperStatus, t: Translator) -> str:
    if status.state is State.RELEASED:
        return "🗑 " + t("Withdraw it? It disappears from the channel and the rankings, for good.")
    return "🗑 " + t("Withdraw it? It is erased and never published.")


def confirm_buttons(code: str, t: Translator) -> Keyboard:
    """Return the buttons of the question. Yes does not stand where Withdraw stood: a double tap
    must not confirm."""
    yes = Button(
        "🗑 " + t("Yes, withdraw it"),
        callback_data=receipt_data(ReceiptVerb.YES, code),
        style="danger",
    )
    return Keyboard(
        [[Button("↩️ " + t("Back"), callback_data=receipt_data(ReceiptVerb.BACK, code))], [yes]]
    )


async def carry_out(services: AuthorServices, press: Press, code: str, t: Translator) -> None:
    hashed = receipt_hash(code)
    done = await withdraw(
        storage=services.shared.storage,
        hashed=hashed,
        chat_id=services.shared.place.id,
        now=services.shared.clock.now(),
    )
    if not done and not await _is_withdrawn(services, press.route, hashed):
        await _nothing_left(services, press, t)
        return
    first = await services.memory.said_once.first(
        press.route,
        _withdrawn(hashed),
        services.shared.clock.now(),
        message=press.message_id,
    )
    await services.shared.chats.answer(press.query, t("Withdrawn."))
    await services.shared.deletions.delete_now(
        press.route, (press.message_id,), urgency=Urgency.RECEIPT
    )
    if first:
        await say_and_forget(
            services.shared,
            press.route,
            "🗑 " + t("Withdrawn. It’s gone from the channel and the rankings."),
        )


async def _is_withdrawn(services: AuthorServices, route: Route, hashed: bytes) -> bool:
    """Tell whether it was withdrawn by a press before this one, which came twice or whose answer
    the process did not live to give. Of one that had not come out nothing is left but what we
    remember of the last hour."""
    now = services.shared.clock.now()
    if await services.memory.said_once.seen(route, _withdrawn(hashed), now):
        return True
    status = await look_up(
        storage=services.shared.storage, hashed=hashed, chat_id=services.shared.place.id
    )
    return status is not None and status.state is State.WITHDRAWN


def _withdrawn(hashed: bytes) -> str:
    return f"withdrawn {hashed.hex()}"


async def _nothing_left(services: AuthorServices, press: Press, t: Translator) -> None:
    await services.shared.chats.answer(press.query, t("There’s nothing left to withdraw."))
    await services.shared.deletions.delete_now(
        press.route, (press.message_id,), urgency=Urgency.RECEIPT
    )
