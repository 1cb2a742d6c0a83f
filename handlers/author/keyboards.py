"""Buttons under a preview. Each names the state it leads to (``bot/domain/draft.py``)."""

from collections.abc import Sequence
from dataclasses import replace

from telegram import InlineKeyboardButton as Button
from telegram import InlineKeyboardMarkup as Keyboard

from bot.cards import next_style
from bot.domain.draft import Contacts, DraftState, Verb, encode
from bot.domain.suggest import next_picture
from bot.domain.themes import THEMES
from bot.domain.whisper import OWN_PHOTO, Look, PictureId
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
    """Publish · Another picture, Style · Themes, Heavy · Cancel; above them the kind word where
    one was said, the channel where there are several, Hide · Keep when the words hold contact data;
    below, whether it answers the question that its author followed, the way back to the author's
    own photo when it is not shown, and the place."""
    rows = [[kind_word]] if kind_word else []
    rows += [list(channel)] if channel else []
    rows += [_contact_choice(t, state)] if contacts_found else []
    rows.append([_button("✅ " + t("Publish"), Verb.PUBLISH, state)])
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
    another = replace(state, look=Look(next_picture(walk, look.picture), look.style))
    rows += [
        [_button("🖼 " + t("Another picture"), Verb.PICTURE, another), style],
        [_button("🔎 " + t("Themes"), Verb.THEMES, state), heavy],
    ]
    if state.campaign:
        mark = "⬜ " if state.apart else "☑️ "
        turned = replace(state, apart=not state.apart)
        rows.append([_button(mark + t("Answers the question"), Verb.ANSWERS, turned)])
    if own_photo and look.picture != OWN_PHOTO:
        mine = replace(state, look=Look(OWN_PHOTO, look.style))
        rows.append([_button("📷 " + t("My photo"), Verb.PICTURE, mine)])
    rows += [list(town)] if town else []
    rows.append([_button("✖️ " + t("Cancel"), Verb.CANCEL, state)])
    return Keyboard(rows)


def _contact_choice(t: Translator, state: DraftState) -> list[Button]:
    # L10n: a button
    keep = t.p("contact details in the words", "Keep")
    # L10n: a button
    choices = ((t("Hide it"), Verb.HIDE, Contacts.HIDE), (keep, Verb.KEEP, Contacts.KEEP))
    return [
        _button(_ticked(label, state.contacts is choice), verb, replace(state, contacts=choice))
        for label, verb, choice in choices
    ]


def theme_buttons(
    t: Translator, state: DraftState, choices: Sequence[tuple[str, PictureId]]
) -> Keyboard:
    """A grid of themes, each with the picture it leads to, and the way back."""
    buttons = [
        _button(
            f"{THEMES[name].emoji} {t(THEMES[name].label)}",
            Verb.THEME,
            replace(state, look=Look(picture, state.look.style)),
        )
        for name, picture in choices
    ]
    rows = [
        buttons[start : start + _THEMES_A_ROW] for start in range(0, len(buttons), _THEMES_A_ROW)
    ]
    return Keyboard([*rows, [_button("↩️ " + t("Back"), Verb.SHOW, state)]])


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
