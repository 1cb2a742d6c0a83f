"""When somebody is not well: a warm word and a helpline, before anything else.

It is said in the language they wrote in. The card that follows pushes it up, so the card's caption
says the heart of it again, and a button there brings the whole of it back. The country is asked,
never guessed for good: the choice lives in the button and is stored nowhere. Nothing here tells
anybody, and nothing here claims to.
"""

from html import escape

from telegram import InlineKeyboardButton as Button
from telegram import InlineKeyboardMarkup as Keyboard
from telegram import Update

from bot.domain.care_texts import CareTexts, care_texts
from bot.domain.checks.care import Care, assess
from bot.domain.checks.whose import Whose, whose
from bot.domain.helplines import DIRECTORY, Helpline, Line, countries, helpline, likely_countries
from bot.domain.tongue import tongue_of
from bot.flows.authors.reading import Reading
from bot.i18n import Translator, country_name
from bot.services import AuthorServices
from handlers.author.callbacks import EVERY_COUNTRY, KIND_WORD, CareButton, care_data, care_of
from handlers.author.hello import answer, say_and_forget
from handlers.context import Context
from handlers.heard import press_in
from handlers.incoming.private import Note

_A_ROW = 6
_LIKELY = 4


async def speak_first(services: AuthorServices, note: Note, reading: Reading) -> Care:
    """Say the warm word if the words ask for it, once per message, and once more if they have
    become a plan. Returns how much they do."""
    if reading.care is Care.NONE:
        return reading.care
    if await services.memory.said_once.first(
        note.route,
        f"care {note.message_id} {reading.care}",
        services.shared.clock.now(),
        message=note.message_id,
    ):
        texts, about = _texts(reading, note.language), whose(reading.words)
        told = texts.plan if reading.care is Care.PLAN else texts.card
        warm = _paragraphs(texts, _warm(texts, about), _choose(texts), told)
        await answer(services, note, warm, buttons=_likely(note.language, texts, about))
    return reading.care


def under_card(reading: Reading, language: str | None) -> str | None:
    """Return what the card's caption says of it; None: nothing. ``language``: of the author's
    app."""
    if reading.care is Care.NONE:
        return None
    texts = _texts(reading, language)
    return _paragraphs(texts, "🤍 " + texts.fill(texts.alone, directory=DIRECTORY))


def button(reading: Reading, language: str | None) -> Button | None:
    """Return the button on the card that brings the warm word back, below it. None: there was
    none."""
    if reading.care is Care.NONE:
        return None
    texts = _texts(reading, language)
    shows = CareButton(KIND_WORD, texts.language, whose(reading.words))
    return Button("🤍 " + texts.someone, callback_data=care_data(shows))


async def pressed(update: Update, context: Context) -> None:
    """Show the helplines of the country that was chosen, below the warm word. Or show the word
    again."""
    services = context.author
    press = await press_in(update, context)
    if press is None:
        return
    asked = care_of(press.data)
    texts = care_texts(asked.language, press.language)
    await services.shared.chats.answer(press.query)
    likely = _likely(press.language, texts, asked.about)
    if asked.shows == EVERY_COUNTRY:
        buttons = _every(texts, asked.about)
        await services.shared.chats.rebutton(press.route, press.message_id, buttons)
    elif asked.shows == KIND_WORD:
        text = _paragraphs(texts, _warm(texts, asked.about), _choose(texts))
        await say_and_forget(services.shared, press.route, text, buttons=likely)
    else:
        found = helpline(asked.shows)
        told = _tell(found, texts) if found else texts.fill(texts.more, directory=DIRECTORY)
        text = _paragraphs(texts, _warm(texts, asked.about), told)
        await services.shared.chats.rewrite(press.route, press.message_id, text, buttons=likely)


def _texts(reading: Reading, language: str | None) -> CareTexts:
    return care_texts(tongue_of(reading.words, liked=language), language)


def _warm(texts: CareTexts, about: Whose) -> str:
    match about:
        case Whose.FRIEND:
            word = texts.friend
        case Whose.EATING:
            word = texts.eating
        case Whose.OVER:
            word = texts.past
        case Whose.OWN:
            word = texts.heavy
    return "🤍 " + texts.fill(word, directory=DIRECTORY)


def _choose(texts: CareTexts) -> str:
    return texts.fill(texts.choose, directory=DIRECTORY)


def _paragraphs(texts: CareTexts, *paragraphs: str) -> str:
    return texts.lines("\n\n".join(paragraphs).split("\n"))


def _tell(found: Helpline, texts: CareTexts) -> str:
    lines = [f"{_flag(found.country)} {texts.people}"]
    lines += [_line(line, texts) for line in found.lines]
    lines.append(texts.fill(texts.worldwide, directory=found.directory))
    if found.emergency:
        lines.append(texts.fill(texts.danger, numbers=escape(", ".join(found.emergency))))
    return "\n".join(lines)


def _line(line: Line, texts: CareTexts) -> str:
    how = {"call": texts.call, "text": texts.text, "call or text": texts.call_or_text}
    parts = [f"<b>{texts.apart(escape(line.name))}</b>"]
    if line.number:
        number = texts.apart(escape(line.number))
        parts.append(f"<b>{number}</b> ({how.get(line.how, texts.web)})")
    if line.site:
        parts.append(texts.apart(escape(line.site)))
    if line.audience:
        parts.append(_audience(line.audience, texts))
    if line.always_open:
        parts.append(texts.always)
    return "• " + " · ".join(parts)


def _audience(audience: str, texts: CareTexts) -> str:
    """Say for whom some lines of helplines.toml are."""
    return {
        "adults": texts.adults,
        "children, teenagers and their parents": texts.children,
        "ages 16 to 35": texts.young,
    }[audience]


def _likely(language: str | None, texts: CareTexts, about: Whose) -> Keyboard:
    near = [
        _country(code, f"{_flag(code)} {country_name(code, texts.locale)}", texts, about)
        for code in _near(language, texts)
    ]
    other = _country(EVERY_COUNTRY, "🌍 " + texts.another, texts, about)
    return Keyboard([*(near[at : at + 2] for at in range(0, len(near), 2)), [other]])


def _near(language: str | None, texts: CareTexts) -> tuple[str, ...]:
    """Return countries of the app's language and, where it is another, of the language of the
    words."""
    app, own = likely_countries(language), likely_countries(texts.language)
    if texts.language == (language or "").split("-")[0].lower() or not app or not own:
        return (app or own)[:_LIKELY]
    half = _LIKELY // 2
    return tuple(dict.fromkeys((*app[:half], *own[:half], *app[half:], *own[half:])))[:_LIKELY]


def _every(texts: CareTexts, about: Whose) -> Keyboard:
    buttons = [_country(code, f"{_flag(code)} {code}", texts, about) for code in countries()]
    return Keyboard([buttons[at : at + _A_ROW] for at in range(0, len(buttons), _A_ROW)])


def _country(shows: str, label: str, texts: CareTexts, about: Whose) -> Button:
    return Button(label, callback_data=care_data(CareButton(shows, texts.language, about)))


def _flag(code: str) -> str:
    """Return two regional indicators: "FR" -> 🇫🇷."""
    return "".join(chr(0x1F1E6 + ord(letter) - ord("A")) for letter in code)


def caption_line(words: str, t: Translator) -> str | None:
    """Return what stands under a published whisper that speaks of such things. None: it does
    not."""
    if assess(words) is Care.NONE:
        return None
    return t(
        "If you feel like this too, someone is there to listen: {directory}", directory=DIRECTORY
    )
