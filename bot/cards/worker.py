"""What a studio process keeps at hand (faces, pictures, plates), and the work it is given."""

import functools
import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from PIL import Image

from bot.cards.draw import background, chart
from bot.cards.draw.card import notice_card, render
from bot.cards.draw.grid import grid as render_grid
from bot.cards.draw.poster import poster as render_poster
from bot.cards.order import PIXELS, CardOrder, ChartOrder, PosterEntry, Size
from bot.cards.pictures import Complain, open_shelf
from bot.cards.pictures import Shelf as PictureShelf
from bot.cards.styles import style_of
from bot.cards.text.voices import VOICES
from bot.domain.whisper import OWN_PHOTO, PictureId

_PLAIN = (52, 54, 66)
"""Under the words of a card whose author's picture is not kept any more."""

_PLATES = 10
"""Plates kept in a process: 2 to 5 MB each."""


class PictureSource(Protocol):
    """Where pictures come from."""

    def open(self, picture: PictureId) -> Image.Image:
        """The picture, RGB, at least 1080 pixels wide."""


class Gradients:
    """A shelf for when there is none: two colours taken from the id."""

    def open(self, picture: PictureId) -> Image.Image:
        """A vertical gradient."""
        top, foot = (40 + picture[0] % 60, 60, 110), (150, 60 + picture[1] % 60, 90)
        ends = Image.new("RGB", (1, 2), top)
        ends.putpixel((0, 1), foot)
        return ends.resize((1080, 1920), Image.Resampling.BILINEAR)


@dataclass(slots=True)
class _Furniture:
    shelf: PictureSource


_here = _Furniture(Gradients())


def prepare(
    cache: Path,
    pictures: Path | None,
    progress: Callable[[str, float], None] | None,
    complain: Complain | None = None,
) -> PictureShelf:
    """Paint the pictures that ``cache`` lacks, once for all processes.

    Without ``progress`` nothing is painted now: each picture is when it is first opened.
    """
    cache.mkdir(parents=True, exist_ok=True)
    return open_shelf(cache, pictures, progress, complain=complain, lazy=progress is None)


def furnish(cache: Path, pictures: Path | None) -> None:
    """Set this process up."""
    _here.shelf = open_shelf(cache, pictures, lazy=True)
    _plate.cache_clear()
    for voice in VOICES:
        voice.faces()


def ready() -> bool:
    """Nothing; whoever waits for it knows that a process has started."""
    return True


def card(order: CardOrder) -> bytes:
    """Raises CannotSet."""
    if order.picture == OWN_PHOTO and order.photo is not None:
        with Image.open(io.BytesIO(order.photo), formats=("JPEG",)) as own:
            ground = background.make(own, PIXELS[order.size])  # an author's picture is not kept
    elif order.picture == OWN_PHOTO:
        ground = background.make(Image.new("RGB", (64, 64), _PLAIN), PIXELS[order.size])
    else:
        ground = _plate(order.picture, order.size)
    style = style_of(order.style)
    return render(order.words, ground, style, size=order.size, imprint=order.imprint)


@functools.lru_cache(maxsize=_PLATES)
def _plate(picture: PictureId, size: Size) -> background.Plate:
    return background.make(_here.shelf.open(picture), PIXELS[size])


def notice(text: str, size: Size) -> bytes:
    return notice_card(text, size=size)


def poster(
    title: str, subtitle: str, entries: tuple[PosterEntry, ...], size: Size, channel: str
) -> bytes:
    return render_poster(
        title, subtitle, entries, size=size, channel=channel, pictures=_here.shelf.open
    )


def grid(entries: tuple[PosterEntry, ...]) -> bytes:
    return render_grid(entries, pictures=_here.shelf.open)


def figures(order: ChartOrder) -> bytes:
    return chart.draw(order)


def crop(jpeg: bytes, size: Size) -> bytes:
    """A clean JPEG of ours, cut to what a card of this shape shows of it."""
    with Image.open(io.BytesIO(jpeg), formats=("JPEG",)) as own:
        cut = background.shown(own.convert("RGB"), PIXELS[size])
    out = io.BytesIO()
    cut.save(out, "JPEG", quality=90, optimize=True)
    return out.getvalue()
