"""A studio process keeps fonts, pictures and plates at hand, and does the work that it is given."""

import ctypes
import gc
import io
from collections import OrderedDict
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from PIL import Image, ImageFilter

from bot.cards.draw import background, chart
from bot.cards.draw.card import notice_card, render
from bot.cards.draw.choices import SMALLER, choices
from bot.cards.draw.grid import grid as render_grid
from bot.cards.draw.poster import poster as render_poster
from bot.cards.order import PIXELS, CampaignChart, CardOrder, ChartOrder, PosterEntry, Size
from bot.cards.pictures import Complain, open_shelf
from bot.cards.pictures import Shelf as PictureShelf
from bot.cards.plates import PlateFolder
from bot.cards.styles import style_of
from bot.cards.text.voices import VOICES
from bot.domain.whisper import OWN_PHOTO, PictureId

_PLAIN = (52, 54, 66)
"""The colour under the words of a card whose author's picture is not kept any more."""


_POINTS = 14
"""The points of the longer side of a blurred photo: a face that fills it is seven points wide."""

_BLOCKS = 8
"""Freed images whose memory a process keeps for the next: each would cost hundreds of faults."""


_TRIM, _MAP = -1, -3
"""The names that glibc gives two bounds: how many free bytes at the heap's end are given back, and
from which size a block is a mapping of its own."""

_HELD, _OWN_MAPPING = 64 * 2**20, 32 * 2**20
"""These bounds in a process that draws. As they are by themselves, each plane of a card is given
back to the system and asked for again: a thousand faults a card."""


_SMALL_PLATES = 40
"""The number of plates of small cards, 0.3 MB each, that a process has at hand."""


@dataclass(slots=True)
class _Furniture:
    shelf: PictureShelf | None = None
    plates: PlateFolder | None = None
    small: OrderedDict[tuple[PictureId, tuple[int, int]], background.Plate] = field(
        default_factory=OrderedDict
    )


_here = _Furniture()


def prepare(cache: Path, pictures: Path | None, complain: Complain | None = None) -> PictureShelf:
    """Open the shelf over ``cache``. What is missing there is painted when it is first opened."""
    with suppress(OSError):  # nothing can be kept there, yet all can be drawn
        cache.mkdir(parents=True, exist_ok=True)
    return open_shelf(cache, pictures, complain=complain, lazy=True)


def furnish(cache: Path, pictures: Path | None) -> None:
    """Set this process up."""
    _here.small.clear()
    _here.shelf = open_shelf(cache, pictures, lazy=True)
    _here.plates = PlateFolder(cache)
    for voice in VOICES:
        voice.faces()


def settle() -> None:
    """Settle a process that does nothing but draw, after ``furnish``."""
    Image.core.set_blocks_max(_BLOCKS)  # type: ignore[attr-defined]  # Pillow leaves it untyped
    with suppress(AttributeError, OSError):  # another C library: it draws the same, more slowly
        heap = ctypes.CDLL(None)
        heap.mallopt(_TRIM, _HELD)
        heap.mallopt(_MAP, _OWN_MAPPING)
    gc.freeze()  # fonts and tables stay for ever: they need not be looked through again and again


def ready() -> bool:
    """Return True: whoever waits for it knows that a process has started."""
    return True


def card(order: CardOrder) -> bytes:
    """Raises CannotSet."""
    if order.choices:
        return choices(order, ground, small_ground).jpeg()
    plate = ground(order.picture, order.photo, PIXELS[order.size])
    style = style_of(order.style)
    return render(
        order.words,
        plate,
        style,
        size=order.size,
        imprint=order.imprint,
        label=order.label,
        question=order.question,
    )


def ground(picture: PictureId, photo: bytes | None, size: tuple[int, int]) -> background.Plate:
    """Return what is drawn on. An author's photo is prepared in memory each time, and kept
    nowhere."""
    if picture == OWN_PHOTO:
        if photo is None:
            return background.plain(_PLAIN, size)
        return background.from_jpeg(io.BytesIO(photo), size)
    shelf, plates = _here.shelf, _here.plates
    if shelf is None or plates is None:  # nobody has furnished: two colours taken from the id
        return background.make(_gradient(picture), size)
    return plates.plate(shelf.standing(picture), size, partial(_prepared, shelf, picture, size))


def small_ground(
    picture: PictureId, photo: bytes | None, size: tuple[int, int]
) -> background.Plate:
    """Return what a small card is drawn on: made from the plate that is kept ready for a card.
    ``photo``: a campaign's picture, prepared each time."""
    if photo is not None:
        return background.from_jpeg(io.BytesIO(photo), size)
    kept = _here.small
    plate = kept.pop((picture, size), None)
    if plate is None:
        whole = ground(picture, None, (size[0] * SMALLER, size[1] * SMALLER))
        plate = background.smaller(whole, SMALLER)
    kept[picture, size] = plate
    if len(kept) > _SMALL_PLATES:
        kept.popitem(last=False)
    return plate


def keep(picture: PictureId, sizes: Sequence[tuple[int, int]]) -> bool:
    """Paint the picture if it is missing, and leave its plates as files for all processes. False
    when there is no room for more. Raises OSError."""
    shelf, plates = _here.shelf, _here.plates
    assert shelf is not None, "the process has been furnished"
    assert plates is not None, "the process has been furnished"
    if shelf.standing(picture) != picture:
        return True  # it left the operators' folder just now
    shelf.ensure(picture)
    return all(
        plates.keep(picture, size, partial(_prepared, shelf, picture, size)) for size in sizes
    )


def _prepared(shelf: PictureShelf, picture: PictureId, size: tuple[int, int]) -> background.Plate:
    return shelf.read(picture, lambda file: background.from_jpeg(file, size))


def _gradient(picture: PictureId) -> Image.Image:
    ends = Image.new("RGB", (1, 2), (40 + picture[0] % 60, 60, 110))
    ends.putpixel((0, 1), (150, 60 + picture[1] % 60, 90))
    return ends.resize((1080, 1920), Image.Resampling.BILINEAR)


def notice(text: str, size: Size) -> bytes:
    return notice_card(text, size=size)


def poster(
    title: str,
    subtitle: str,
    entries: tuple[PosterEntry, ...],
    size: Size,
    channel: str,
    design: int = 0,
) -> bytes:
    return render_poster(
        title, subtitle, entries, size=size, channel=channel, grounds=ground, design=design
    )


def grid(entries: tuple[PosterEntry, ...]) -> bytes:
    return render_grid(entries, grounds=ground)


def figures(order: ChartOrder) -> bytes:
    return chart.draw(order)


def campaign_figures(order: CampaignChart) -> bytes:
    return chart.draw_campaign(order)


def crop(jpeg: bytes, size: Size) -> bytes:
    """Return a clean JPEG of ours, cut to what a card of this shape shows of it."""
    with Image.open(io.BytesIO(jpeg), formats=("JPEG",)) as own:
        cut = background.shown(own.convert("RGB"), PIXELS[size])
    out = io.BytesIO()
    cut.save(out, "JPEG", quality=90, optimize=True)
    return out.getvalue()


def blur(jpeg: bytes) -> bytes:
    """Return a clean JPEG of ours, of which no face, screen or writing can be read: so few points
    are all that is left of it."""
    with Image.open(io.BytesIO(jpeg), formats=("JPEG",)) as own:
        size = own.size
        points = tuple(max(1, round(_POINTS * side / max(size))) for side in size)
        few = own.convert("RGB").resize((points[0], points[1]), Image.Resampling.BOX)
    out = io.BytesIO()
    smooth = few.filter(ImageFilter.GaussianBlur(0.7)).resize(size, Image.Resampling.BICUBIC)
    smooth.save(out, "JPEG", quality=90, optimize=True)
    return out.getvalue()
