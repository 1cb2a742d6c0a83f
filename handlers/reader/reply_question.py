"""The question that a reply answers. Its own text says what is asked, so nothing is stored."""

from html import escape

from telegram import ForceReply

from bot.domain.captions import bot_link, first_words
from bot.domain.inert import inert
from bot.domain.replies.question import Question, QuestionKind
from bot.domain.replies.reply import LONGEST
from bot.flows.replies.refusals import Shut
from bot.flows.replies.send import may_reply
from bot.flows.replies.thread import thread_of
from bot.i18n import Translator
from bot.memory.deletions import Urgency
from bot.memory.identity import Route
from bot.services import AuthorServices
from handlers.reader.reply_refusals import reply_sentence


async def ask(
    route: Route,
    question: Question,
    services: AuthorServices,
    t: Translator,
    *,
    command: int | None = None,
) -> None:
    """Ask for the words, or say why not. ``command``: the message that led here burns too. An open
    question is as good as an open draft: it stays over a stop."""
    shared = services.shared
    html, keys = await _asking(route, question, services, t)
    urgency = Urgency.SERVICE if keys is None else Urgency.DRAFT

    async def delete_later(message_id: int) -> None:
        life = shared.settings.draft_ttl
        await shared.deletions.schedule(route, (message_id,), after=life, urgency=urgency)

    if command is not None:
        await shared.unseen.saw(route, command)
        await shared.deletions.schedule(route, (command,), after=shared.settings.draft_ttl)
    await shared.chats.say(route, html, buttons=keys, then=delete_later)


async def _asking(
    route: Route, question: Question, services: AuthorServices, t: Translator
) -> tuple[str, ForceReply | None]:
    """Return the question, or why there is none."""
    now, number = services.shared.clock.now(), question.number
    thread = await thread_of(
        storage=services.shared.storage, number=number, rules=services.reply_rules
    )
    refusal = await may_reply(route, thread, number=number, services=services.replies, now=now)
    if refusal is not None or thread.whisper is None:
        return reply_sentence(refusal or Shut.GONE, services, t), None
    link = _link(question, services)
    said = (
        t("What would you like to answer, as the author of {number}?", number=link)
        if question.asked is QuestionKind.AUTHOR
        else t("Your reply to {number}:", number=link)
    )
    words = escape(inert(first_words(thread.whisper.words)), quote=False)
    if thread.whisper.cover:
        words = f"<tg-spoiler>{words}</tg-spoiler>"
    rules = t.n(
        "Reply to this message with at most {n} character. Nobody sees your name. Be kind: its "
        "author reads this.",
        "Reply to this message with at most {n} characters. Nobody sees your name. Be kind: its "
        "author reads this.",
        LONGEST,
    )
    html = f"💬 {said}\n<blockquote>{words}</blockquote>\n\n{rules}"
    return html, ForceReply(input_field_placeholder=t("Your reply"))


def _link(question: Question, services: AuthorServices) -> str:
    """Return the number as a link; where it leads says what is asked."""
    payload = services.shared.place.payload(question.asked.value, question.number)
    address = escape(bot_link(services.here.name, payload))
    return f'<a href="{address}">#{question.number}</a>'
