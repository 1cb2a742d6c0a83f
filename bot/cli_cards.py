"""``sotto card``: one card to look at, drawn in this process."""

import hashlib
from pathlib import Path

from bot.cards import (
    PIXELS,
    STYLES,
    CannotSet,
    CardOrder,
    Imprint,
    PhotoRefused,
    Size,
    adopt,
    propose_style,
    workshop,
)
from bot.domain.whisper import OWN_PHOTO, PictureId
from bot.errors import SettingsWrong
from bot.settings import Settings, load_settings

_REASONS = {
    "too_long": "The words do not fit on a card. Say it shorter.",
    "uncovered": "No font has these signs: {signs}",
    "hostile": "This is no writing of anybody: {signs}",
}


def settings_without_bot() -> Settings:
    """Settings for tools that need neither token nor channel."""
    return load_settings(token="0:none", channel="@sotto_voce")


def draw_card(
    words: str,
    out: Path,
    *,
    style: str | None,
    photo: Path | None,
    size: str | None,
    number: int | None,
) -> None:
    """Raises SettingsWrong with a sentence for whatever cannot be drawn."""
    settings = settings_without_bot()
    workshop.prepare(settings.cache_folder, settings.pictures, None)
    workshop.furnish(settings.cache_folder, settings.pictures)
    order = CardOrder(
        words=words,
        picture=OWN_PHOTO if photo else PictureId(hashlib.sha256(words.encode()).digest()[:4]),
        photo=_adopted(photo) if photo else None,
        style=_style_code(style, words),
        imprint=Imprint(str(settings.channel), number),
        size=_size(size) if size else settings.card_size,
    )
    try:
        jpeg = workshop.card(order)
    except CannotSet as error:
        reason = _REASONS[error.reason].format(signs=" ".join(error.clusters))
        raise SettingsWrong([reason]) from None
    try:
        out.write_bytes(jpeg)
    except OSError as error:
        raise SettingsWrong([f"{out} cannot be written ({error.strerror})."]) from None
    print(f"{out}: {len(jpeg) // 1024} KB")


def _adopted(photo: Path) -> bytes:
    try:
        return adopt(photo.read_bytes())
    except OSError as error:
        raise SettingsWrong([f"{photo} cannot be read ({error.strerror})."]) from None
    except PhotoRefused as error:
        raise SettingsWrong([f"{photo} cannot be used: {error.reason}."]) from None


def _style_code(name: str | None, words: str) -> int:
    if name is None:
        return propose_style(words).code
    for style in STYLES:
        if name.lower() == style.name:
            return style.code
    names = ", ".join(style.name for style in STYLES)
    raise SettingsWrong([f"There is no style {name!r}. There are: {names}."])


def _size(name: str) -> Size:
    for size in PIXELS:
        if name == size:
            return size
    raise SettingsWrong([f"There is no size {name!r}. There are: {', '.join(PIXELS)}."])
