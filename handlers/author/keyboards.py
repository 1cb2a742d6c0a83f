"""Buttons under a preview. Each names the state it leads to (``bot/domain/draft.py``)."""

from collections.abc import Sequence
from dataclasses import replace

from telegram import InlineKeyboardButton as Button
from telegram import InlineKeyboardMarkup as Keyboard

from bot.cards import next_style
from bot.domain import whisper
from bot.domain.draft import Contacts, DraftState, Verb, encode
from bot.domain.picture_choice import following, next_picture
from bot.domain.themes import THEMES
from bot.domain.whisper import Look, PictureId
from bot.flows.authors.choices import Theme, later, theme_pages, themes_on
from bot.flows.authors.receipts import WhisperStatus
from bot.i18n import Translator
from handlers.author.callbacks import ReceiptVerb, receipt_data

_THEMES_A_ROW = 3


def preview_buttons(
    t: Translator,
    state: DraftState,
    walk: Sequence[PictureId],
    *,
    contacts_found: bool,
    own_photo: bool,
    kind_word: Button | None = None,
    channel: Sequence[Button] = (),
    town: Sequence[Button] = (),
) -> Keyboard:
    """Return the buttons: Publish · Another picture, Style · Themes, Heavy · Cancel; above them the
    pictures beside the card, the kind word where one was said, the channel where there are several,
    Hide · Keep when the words hold contact data; below, whether it answers the question that its
    author followed, the author's own photo, and the place."""
    rows = [_beside(t, state, walk)] if state.page else []
    state = replace(state, page=0)
    rows += [[kind_word]] if kind_word else []
    rows += [list(channel)] if channel else []
    rows += [_contact_choice(t, state)] if contacts_found else []
    rows.append([_button("✅ " + t("Publish"), Verb.PUBLISH, state)])
    rows += _looks(t, state, walk)
    if state.campaign:
        mark = "⬜ " if state.apart else "☑️ "
        turned = replace(state, apart=not state.apart)
        rows.append([_button(mark + t("Answers the question"), Verb.ANSWERS, turned)])
    if own_photo:
        rows.append([_own_photo(t, state)])
    rows += [list(town)] if town else []
    rows.append([_button("✖️ " + t("Cancel"), Verb.CANCEL, state)])
    return Keyboard(rows)


def _looks(t: Translator, state: DraftState, walk: Sequence[PictureId]) -> list[list[Button]]:
    look = state.look
    style = _button(
        "🎨 " + t.p("look of a card", "Style"),
        Verb.STYLE,
        replace(state, look=Look(look.picture, next_style(look.style).code)),
    )
    heavy = _button(
        ("☑️ " if state.heavy else "⬜ ") + t("Sensitive topic"),
        Verb.HEAVY,
        replace(state, heavy=not state.heavy),
    )
    another = replace(state, look=Look(next_picture(walk, look.picture), look.style), page=1)
    return [
        [_button("🖼 " + t("Another picture"), Verb.PICTURE, another), style],
        [_button("🔎 " + t("Themes"), Verb.THEMES, state), heavy],
    ]


def _beside(t: Translator, state: DraftState, walk: Sequence[PictureId]) -> list[Button]:
    """Return the pictures that stand small beside the card, and *More* of them beside the same
    card."""
    shown = following(walk, state.look.picture, state.page)
    row = [
        _button(str(place), Verb.PICTURE, replace(_with(state, picture), page=0))
        for place, picture in enumerate(shown, start=1)
    ]
    more = later(walk, state.page)
    if more != state.page:
        row.append(_button(t("More"), Verb.PICTURE, replace(state, page=more)))
    return row


def _own_photo(t: Translator, state: DraftState) -> Button:
    """Return the button that blurs the photo, shows it sharp again, or goes back to it."""
    match state.look.picture:
        case whisper.OWN_PHOTO:
            blurred = _with(state, whisper.BLURRED_PHOTO)
            return _button("💧 " + t("Blur the photo"), Verb.PICTURE, blurred)
        case whisper.BLURRED_PHOTO:
            label = "🔍 " + t("Show it sharp")
        case _:
            label = "📷 " + t("My photo")
    return _button(label, Verb.PICTURE, _with(state, whisper.OWN_PHOTO))


def _with(state: DraftState, picture: PictureId) -> DraftState:
    return replace(state, look=Look(picture, state.look.style))


def _contact_choice(t: Translator, state: DraftState) -> list[Button]:
    # L10n: a button
    keep = t.p("contact details in the words", "Keep")
    # L10n: a button
    choices = ((t("Hide it"), Verb.HIDE, Contacts.HIDE), (keep, Verb.KEEP, Contacts.KEEP))
    return [
        _button(_ticked(label, state.contacts is choice), verb, replace(state, contacts=choice))
        for label, verb, choice in choices
    ]


def theme_buttons(t: Translator, state: DraftState, themes: Sequence[Theme], page: int) -> Keyboard:
    """Return the nine that the sheet shows, as they stand there; more of them, and the way back;
    below, all others by name. Each leads to its picture."""
    shown = themes_on(themes, page)
    rows = _themes_in_rows(t, state, shown)
    ways = [_button("↩️ " + t("Back"), Verb.SHOW, state)]
    if (pages := theme_pages(themes)) > 1:
        more = replace(state, page=(page + 1) % pages)
        ways.insert(0, _button("🔎 " + t("More"), Verb.THEMES, more))
    others = [each for each in themes if each not in shown]
    return Keyboard([*rows, ways, *_themes_in_rows(t, state, others)])


def _themes_in_rows(
    t: Translator, state: DraftState, themes: Sequence[Theme]
) -> list[list[Button]]:
    buttons = [
        _button(f"{THEMES[name].emoji} {t(THEMES[name].label)}", Verb.THEME, _with(state, picture))
        for name, picture in themes
    ]
    return [
        buttons[start : start + _THEMES_A_ROW] for start in range(0, len(buttons), _THEMES_A_ROW)
    ]


def _button(label: str, verb: Verb, state: DraftState) -> Button:
    return Button(label, callback_data=encode(verb, state))


def _ticked(label: str, chosen: bool) -> str:
    return ("🔘 " if chosen else "⚪️ ") + label


def status_row(status: WhisperStatus, code: str, t: Translator) -> list[Button]:
    """Withdraw, while that is possible, and Done."""
    done = Button("✔️ " + t("Done"), callback_data=receipt_data(ReceiptVerb.DONE, code))
    if not status.can_withdraw:
        return [done]
    back = Button("🗑 " + t("Withdraw"), callback_data=receipt_data(ReceiptVerb.WITHDRAW, code))
    return [back, done]
