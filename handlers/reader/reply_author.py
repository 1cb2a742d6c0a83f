"""*I wrote #12*: the receipt shows who wrote the whisper, and the reply bears the author's mark."""

from dataclasses import replace
from html import escape

from telegram import ForceReply

from bot.domain.captions import bot_link
from bot.domain.receipts import parse
from bot.domain.replies.draft import ReplyDraft
from bot.domain.replies.question import Question, QuestionKind
from bot.flows.authors.reading import Reading
from bot.flows.replies.find import is_receipt_of
from bot.flows.replies.send import proof, read_reply
from bot.i18n import Translator
from bot.memory.deletions import Urgency
from bot.memory.drafts import OpenDraft
from bot.memory.identity import Purpose, Route
from bot.services import AuthorServices
from handlers.author.hello import answer, say_and_forget
from handlers.incoming.private import MessageKind, Note
from handlers.reader import reply_question
from handlers.reader.reply_preview import show


async def ask_receipt(
    services: AuthorServices, route: Route, draft: ReplyDraft, t: Translator
) -> None:
    payload = services.shared.place.payload(QuestionKind.PROOF.value, draft.number)
    address = escape(bot_link(services.here.name, payload))
    html = "🧾 " + t(
        "Reply to this message with the code of {number}. I delete it from here at once.",
        number=f'<a href="{address}">#{draft.number}</a>',
    )
    keys = ForceReply(input_field_placeholder="XXXX-XXXX-XXXX-XXXX")
    await say_and_forget(services.shared, route, html, buttons=keys, receipt=True)


async def shown_receipt(
    services: AuthorServices, note: Note, question: Question, t: Translator
) -> None:
    """Take a receipt. The message with the code burns, right or wrong; a wrong one is counted."""
    shared, now = services.shared, services.shared.clock.now()
    await shared.deletions.delete_now(note.route, (note.message_id,), urgency=Urgency.RECEIPT)
    tag = shared.routes.tag(note.route, Purpose.RECEIPT)
    tally = services.memory.tallies.receipts
    if not await tally.room(tag, now):
        await answer(services, note, t("Too many unknown codes. Please wait an hour."))
    elif not await _wrote(services, note, question.number):
        await tally.count(tag, now)
        await answer(
            services,
            note,
            t("That isn’t the code of {number}.", number=f"#{question.number}"),
        )
    else:
        await _mark(services, note.route, question, note.language, t)


async def _wrote(services: AuthorServices, note: Note, number: int) -> bool:
    code = parse(note.text) if note.kind is MessageKind.TEXT else None
    return code is not None and await is_receipt_of(
        code, storage=services.shared.storage, number=number
    )


async def _mark(
    services: AuthorServices,
    route: Route,
    question: Question,
    language: str | None,
    t: Translator,
) -> None:
    """Let the open preview bear the mark; without one, ask for the author's answer."""
    place = (services.shared.place.key, question.number)
    slate = await services.memory.slates.of(route, services.shared.clock.now())
    for found in slate.drafts:
        draft = found.state
        if isinstance(draft, ReplyDraft) and (draft.channel, draft.number) == place:
            note = _written(found, route, language)
            reading = read_reply(note.as_draft(), services.reply_rules)
            if isinstance(reading, Reading):
                token = proof(services.shared.routes, route, *place)
                draft = replace(draft, mask=None, proof=token)
                await show(note, reading, draft, services, t, preview=found.preview)
                return
    question = replace(question, asked=QuestionKind.AUTHOR)
    await reply_question.ask(route, question, services, t)


def _written(found: OpenDraft, route: Route, language: str | None) -> Note:
    """Return the reader's message as its preview shows it."""
    return Note(
        route,
        found.author_message,
        language,
        MessageKind.TEXT,
        text=found.text,
        tagged=found.tagged,
        asked=found.asked,
    )
