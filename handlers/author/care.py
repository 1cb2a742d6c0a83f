"""When somebody is not well: a warm word and a helpline, before anything else.

The country is asked, never guessed for good: the choice lives in the button and is stored nowhere.
Nothing here tells anybody, and nothing here claims to.
"""

from html import escape

from telegram import InlineKeyboardButton as Button
from telegram import InlineKeyboardMarkup as Keyboard
from telegram import Update

from bot.domain.checks.care import Care, assess
from bot.domain.checks.whose import Whose, whose
from bot.domain.helplines import DIRECTORY, Helpline, Line, countries, helpline, likely_countries
from bot.flows.authors.reading import Reading
from bot.flows.authors.refusals import No
from bot.i18n import Translator, _
from bot.services import AuthorServices
from handlers.author.callbacks import EVERY_COUNTRY, country_data, country_of
from handlers.author.hello import answer
from handlers.author.refusals import sentence
from handlers.context import Context
from handlers.incoming.private import Note, press_of

_A_ROW = 6
_LIKELY = 4

_HOW = {
    "call": _("call"),
    "text": _("text"),
    "call or text": _("call or text"),
    "web": _("write"),
}

_AUDIENCES = (_("adults"), _("children, teenagers and their parents"), _("ages 16 to 35"))
"""Whom some lines of helplines.toml are for: named here so that the catalogues know them."""


async def speak_first(
    services: AuthorServices, note: Note, reading: Reading, t: Translator
) -> Care:
    """Say the warm word once per message if the words ask for it. Returns how much they do."""
    if reading.care is Care.NONE:
        return reading.care
    if services.memory.said_once.first(
        note.route, f"care {note.message_id}", services.shared.clock.now()
    ):
        warm = _warm(services, reading, t)
        await answer(services, note, warm, buttons=_likely(note.language, t))
    return reading.care


def _warm(services: AuthorServices, reading: Reading, t: Translator) -> str:
    parts = [
        "🤍 " + _kind_word(whose(reading.words), t),
        t(
            "Choose your country and I show you a helpline there; your choice is stored nowhere. "
            "{directory} knows helplines all over the world.",
            directory=DIRECTORY,
        ),
    ]
    if reading.care is Care.PLAN:
        parts.append(sentence(No.TELLS_HOW, services, t))
    else:
        parts.append(t("Below is your card. Go on, soften it or stop, as it feels right to you."))
    return "\n\n".join(parts)


def _kind_word(about: Whose, t: Translator) -> str:
    match about:
        case Whose.FRIEND:
            return t(
                "You are worried about somebody, and that already helps them. Ask them plainly "
                "whether they think of suicide: asking puts nothing into their head. Listen, stay "
                "with them, and call a helpline together; in danger, the emergency number. You may "
                "call for your own sake too."
            )
        case Whose.EATING:
            return t(
                "What you wrote about eating sounds hard to live with, and it is no failing of "
                "yours. People listen who know it and do not judge; {directory} has helplines for "
                "eating disorders too.",
                directory=DIRECTORY,
            )
        case Whose.OWN:
            return t(
                "What you wrote sounds heavy, and it is good that you put it into words. You do "
                "not have to carry it alone: there are people who listen and do not judge."
            )


async def pressed(update: Update, context: Context) -> None:
    """A country was chosen: the message becomes its helpline."""
    services = context.author
    press = press_of(update, services.shared.routes, services.shared.clock.now())
    if press is None:
        return
    t = context.speak(press.language)
    await services.shared.chats.answer(press.query)
    chosen = country_of(press.data)
    if chosen == EVERY_COUNTRY:
        await services.shared.chats.rebutton(press.route, press.message_id, _every())
        return
    found = helpline(chosen)
    told = _tell(found, t) if found else t("{directory} knows more.", directory=DIRECTORY)
    text = "🤍 " + t("You do not have to carry it alone.") + "\n\n" + told
    await services.shared.chats.rewrite(
        press.route, press.message_id, text, buttons=_likely(press.language, t)
    )


def _tell(found: Helpline, t: Translator) -> str:
    lines = [f"{_flag(found.country)} " + t("People who listen:")]
    lines += [_line(line, t) for line in found.lines]
    lines.append(t("Helplines all over the world: {directory}", directory=found.directory))
    if found.emergency:
        lines.append(
            t("In danger right now: {numbers}", numbers=", ".join(map(escape, found.emergency)))
        )
    return "\n".join(lines)


def _line(line: Line, t: Translator) -> str:
    parts = [f"<b>{escape(line.name)}</b>"]
    if line.number:
        parts.append(f"<b>{escape(line.number)}</b> ({t(_HOW[line.how])})")
    if line.site:
        parts.append(escape(line.site))
    if line.audience:
        parts.append(t(line.audience))
    if line.always_open:
        parts.append(t("day and night"))
    return "• " + " · ".join(parts)


def _likely(language: str | None, t: Translator) -> Keyboard:
    near = [
        Button(f"{_flag(code)} {t.country(code)}", callback_data=country_data(code))
        for code in likely_countries(language)[:_LIKELY]
    ]
    other = Button("🌍 " + t("Another country"), callback_data=country_data(EVERY_COUNTRY))
    return Keyboard([*(near[at : at + 2] for at in range(0, len(near), 2)), [other]])


def _every() -> Keyboard:
    buttons = [
        Button(f"{_flag(code)} {code}", callback_data=country_data(code)) for code in countries()
    ]
    return Keyboard([buttons[at : at + _A_ROW] for at in range(0, len(buttons), _A_ROW)])


def _flag(code: str) -> str:
    """Two regional indicators: "FR" -> 🇫🇷."""
    return "".join(chr(0x1F1E6 + ord(letter) - ord("A")) for letter in code)


def caption_line(words: str, t: Translator) -> str | None:
    """What stands under a published whisper that speaks of such things."""
    if assess(words) is Care.NONE:
        return None
    return t("If you feel like this too, somebody listens: {directory}", directory=DIRECTORY)
