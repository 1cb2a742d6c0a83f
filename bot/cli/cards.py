"""``sotto card`` and ``sotto contact-sheet``: cards to look at, drawn in this process."""

import asyncio
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from bot.cards import (
    PIXELS,
    STYLES,
    CannotSet,
    CardOrder,
    Imprint,
    Size,
    propose_style,
    sheet,
    worker,
)
from bot.cards.draw.convert import ENDINGS, converted
from bot.cards.samples import SAMPLES
from bot.darkroom.door import Darkroom, DarkroomBusy
from bot.darkroom.headers import (
    FORMATS,
    LONGEST_SIDE,
    MOST_PIXELS,
    SMALLEST_SIDE,
    PhotoRefusal,
    PhotoRefused,
)
from bot.domain.picture_choice import suggest
from bot.domain.pictures import PictureInfo
from bot.domain.whisper import OWN_PHOTO, PictureId
from bot.errors import SettingsWrong
from bot.settings import Settings, load_settings

T = TypeVar("T")

_REASONS = {
    "too_long": "The words don't fit on a card. Shorten them.",
    "uncovered": "No font has these characters: {signs}",
    "script": "No font here has this script: {signs}. Debian's fonts-noto-core has more.",
    "hostile": "This isn't readable text: {signs}",
}

_PHOTO_REASONS: dict[PhotoRefusal, str] = {
    "broken": "seems to be damaged.",
    "animated": "is animated. Use a still picture.",
    "too_large": f"is too large: the limit is {MOST_PIXELS // 1_000_000} megapixels and "
    f"{LONGEST_SIDE} pixels a side.",
    "too_small": f"is too small: its short side must be at least {SMALLEST_SIDE} pixels.",
    "unsupported": f"can't be read as a picture. These formats can: {', '.join(FORMATS)}.",
}


def settings_without_bot() -> Settings:
    """Return settings for tools that need neither token nor channel."""
    return load_settings(token="0:none", channel="@sotto_voce")


def draw_card(
    words: str,
    out: Path,
    *,
    style: str | None,
    photo: Path | None,
    size: str | None,
    number: int | None,
    picture: str | None = None,
) -> None:
    """Raises SettingsWrong with a sentence for whatever cannot be drawn."""
    if not words.strip():
        raise SettingsWrong(["A card needs words."])
    kind = picture_format(out)
    if number is not None and number < 1:
        raise SettingsWrong(["Whispers are numbered from 1."])
    settings = settings_without_bot()
    infos = _pictures(settings)
    order = CardOrder(
        words=words,
        picture=OWN_PHOTO if photo else _picture(picture, infos, words),
        photo=_adopted(photo) if photo else None,
        style=_style_code(style, words),
        imprint=Imprint(str(settings.channel), number),
        size=_size(size) if size else settings.card_size,
    )
    try:
        data = converted(worker.card(order), kind)
    except CannotSet as error:
        why = "script" if error.whole_script else error.reason
        reason = _REASONS[why].format(signs=" ".join(error.clusters))
        raise SettingsWrong([reason]) from None
    try:
        out.write_bytes(data)
    except OSError as error:
        raise SettingsWrong([f"{out} can't be written ({error.strerror})."]) from None
    print(f"{out}: {len(data) // 1024} KB")


def picture_format(out: Path) -> str:
    """Return the format that a file's ending names; none is JPEG. Raises SettingsWrong."""
    ending = out.suffix.lower() or ".jpg"
    if ending not in ENDINGS:
        raise SettingsWrong(
            [f"{out}: cards can't be saved as {ending}. Choose one of: {', '.join(ENDINGS)}."]
        )
    return ENDINGS[ending]


def draw_contact_sheet(folder: Path) -> None:
    """Draw a sheet for each sample: every style, each over another picture. For human eyes."""
    settings = settings_without_bot()
    infos = _pictures(settings)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for turn, (name, words) in enumerate(SAMPLES.items()):
            cards = [
                worker.card(
                    CardOrder(
                        words=words,
                        picture=infos[(turn + place * 5) % len(infos)].id,
                        photo=None,
                        style=style.code,
                        imprint=Imprint(str(settings.channel), 100 + turn),
                        size=settings.card_size,
                    )
                )
                for place, style in enumerate(STYLES)
            ]
            (folder / f"{name}.jpg").write_bytes(sheet(cards, columns=4))
            print(folder / f"{name}.jpg")
    except OSError as error:
        raise SettingsWrong([f"{folder} can't be written ({error.strerror})."]) from None


def _pictures(settings: Settings) -> Sequence[PictureInfo]:
    """Return what cards can be drawn on in this process, and make the process ready for it."""
    infos = worker.prepare(settings.cache_folder, settings.pictures).infos
    worker.furnish(settings.cache_folder, settings.pictures)
    return infos


def _picture(name: str | None, infos: Sequence[PictureInfo], words: str) -> PictureId:
    if name is None:
        return suggest(words, infos, seed=b"")[0]
    known: dict[str, PictureId] = {}
    for info in infos:  # operators may give two of theirs one name: the first counts
        known.setdefault(info.name.lower(), info.id)
    return _named("picture", name.lower(), known)


def _adopted(photo: Path) -> bytes:
    try:
        return asyncio.run(_developed(photo.read_bytes()))
    except OSError as error:
        raise SettingsWrong([f"{photo} can't be read ({error.strerror})."]) from None
    except PhotoRefused as error:
        raise SettingsWrong([f"{photo} {_PHOTO_REASONS[error.reason]}"]) from None
    except DarkroomBusy:
        raise SettingsWrong(["Could not start a process to decode the photo."]) from None


async def _developed(data: bytes) -> bytes:
    darkroom = Darkroom()
    try:
        return await darkroom.adopt(data)
    finally:
        await darkroom.close()


def _style_code(name: str | None, words: str) -> int:
    if name is None:
        return propose_style(words).code
    return _named("style", name.lower(), {style.name: style.code for style in STYLES})


def _size(name: str) -> Size:
    return _named("size", name, {size: size for size in PIXELS})


def _named(what: str, name: str, known: Mapping[str, T]) -> T:
    if name not in known:
        raise SettingsWrong([f"There is no {what} {name!r}. There are: {', '.join(known)}."])
    return known[name]
