"""Replies as the whisper's author meets them: from the receipt, which alone says who that is."""

from telegram import InlineKeyboardButton as Button
from telegram import InlineKeyboardMarkup as Keyboard

from bot.domain.receipts import receipt_hash
from bot.domain.replies.question import Question, QuestionKind
from bot.domain.whisper import State
from bot.flows.authors.receipts import WhisperStatus, look_up
from bot.flows.replies.receipts import replies_to
from bot.flows.replies.thread import set_closed
from bot.i18n import Translator
from bot.services import AuthorServices
from handlers.author.callbacks import ReceiptVerb, receipt_data
from handlers.author.keyboards import status_row
from handlers.author.receipt_text import tell
from handlers.incoming.private import Press
from handlers.reader import reply_question, thread

VERBS = (ReceiptVerb.READ, ReceiptVerb.ANSWER, ReceiptVerb.CLOSE, ReceiptVerb.OPEN)


async def status_buttons(
    services: AuthorServices, status: WhisperStatus, code: str, t: Translator
) -> Keyboard:
    """Return what a receipt's holder can do: with the replies, while it stands in the channel, and
    with the whisper."""
    rows = []
    if services.reply_rules.takes and status.message_id is not None and status.number is not None:
        found = await replies_to(storage=services.shared.storage, number=status.number)

        def button(label: str, verb: ReceiptVerb) -> Button:
            return Button(label, callback_data=receipt_data(verb, code))

        count = t.number(found.count)
        rows.append([button("💬 " + t("Read replies ({n})", n=count), ReceiptVerb.READ)])
        if found.closed:
            rows.append([button("🔓 " + t("Open replies"), ReceiptVerb.OPEN)])
        else:
            rows.append([button("✔ " + t("Answer as author"), ReceiptVerb.ANSWER)])
            rows.append([button("🔒 " + t("Close replies"), ReceiptVerb.CLOSE)])
    return Keyboard([*rows, status_row(status, code, t)])


async def pressed(
    services: AuthorServices, press: Press, verb: ReceiptVerb, code: str, t: Translator
) -> None:
    shared = services.shared
    status = await look_up(
        storage=shared.storage, hashed=receipt_hash(code), chat_id=shared.place.id
    )
    if status is None or status.state is not State.RELEASED or status.number is None:
        await shared.chats.answer(press.query, t("It’s no longer in the channel."), alert=True)
        return
    if verb is ReceiptVerb.READ:
        await shared.chats.answer(press.query)
        await thread.read(services, press.route, status.number, t)
    elif verb is ReceiptVerb.ANSWER:
        await shared.chats.answer(press.query)
        question = Question(QuestionKind.AUTHOR, status.number, shared.place.name)
        await reply_question.ask(press.route, question, services, t)
    else:
        closed = verb is ReceiptVerb.CLOSE
        await set_closed(storage=shared.storage, number=status.number, closed=closed)
        said = (
            t("Closed: nobody can reply any more. The replies already there stay.")
            if closed
            else t("Open: people can reply again.")
        )
        await shared.chats.answer(press.query, said)
        keys = await status_buttons(services, status, code, t)
        text = tell(status, services, t)
        await shared.chats.rewrite(press.route, press.message_id, text, buttons=keys)
