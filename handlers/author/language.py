"""/language: in which language somebody is answered, when Telegram’s own is not the one. It is kept
in memory only, so a restart goes back to Telegram’s."""

from babel import Locale
from telegram import InlineKeyboardButton as Button
from telegram import InlineKeyboardMarkup as Keyboard
from telegram import Update

from bot.i18n import LANGUAGES, Readiness, Translator, offered, state, translator_for
from handlers.author.hello import answer
from handlers.context import Context
from handlers.heard import note_in
from handlers.incoming.private import press_of
from handlers.pairs import in_pairs

_DRAFT = "✍️"


async def asked(update: Update, context: Context) -> None:
    services = context.author
    note = await note_in(update, context)
    if note is not None:
        t = context.speak(note.language)
        await answer(services, note, _question(t), buttons=_choices(t))


async def pressed(update: Update, context: Context) -> None:
    """Take the language that was chosen: from here on it is spoken, in this message first."""
    shared = context.author.shared
    now = shared.clock.now()
    press = await press_of(update, shared.routes, now)
    if press is None:
        return
    code = press.data.partition(":")[2]
    if code not in offered():
        t = context.speak(press.language)
        await shared.chats.answer(press.query, t("This button has expired."))
        return
    await shared.routes.choose(press.route, code, now)
    t = context.speak(code)
    await shared.chats.answer(press.query, t("From now on I write to you in this language."))
    await shared.chats.rewrite(press.route, press.message_id, _question(t), buttons=_choices(t))


def _question(t: Translator) -> str:
    """Return the question which language to speak. HTML."""
    said = [t("Which language shall I write to you in?")]
    if (missing := _missing(t)) is not None:
        said.append(t("I don’t know {language} yet.", language=missing))
    if any(state(code) is Readiness.DRAFT for code in offered()):
        said.append(
            t(
                "{sign} nobody who grew up with this language has read all my sentences yet.",
                sign=_DRAFT,
            )
        )
    said.append(t("I remember your choice in memory only: a restart forgets it."))
    return "\n\n".join(said)


def _missing(t: Translator) -> str | None:
    """Return Telegram’s language, where we do not speak it; as it is called in ours."""
    known = Locale.parse(t.language, sep="-").languages
    spoken = translator_for(t.spoken).language
    return known.get(t.spoken) if not spoken.startswith(t.spoken) else None


def _choices(t: Translator) -> Keyboard:
    buttons = [
        Button(
            ("🔘 " if code == t.language else "⚪️ ")
            + name
            + (f" {_DRAFT}" if state(code) is Readiness.DRAFT else ""),
            callback_data=f"l:{code}",
        )
        for code, name in LANGUAGES.items()
        if code in offered()
    ]
    return Keyboard(in_pairs(buttons, lambda button: button.text))
