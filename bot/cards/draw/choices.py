"""Small cards of the same words on other pictures, to choose from: three beside the card, or up to
nine alone as a sheet. The words are set once for all of them."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.cards.draw import background, colour
from bot.cards.draw import canvas as ink
from bot.cards.draw.background import Plate
from bot.cards.draw.card import SetCard, drawn, set_card, small_line
from bot.cards.draw.colour import Rgb
from bot.cards.order import PIXELS, CardOrder
from bot.cards.styles import style_of
from bot.cards.text.fitting import Box
from bot.cards.text.layout import joined
from bot.cards.text.voices import CONDENSED
from bot.domain.whisper import PictureId

SMALLER = 3
"""Times that a small card's sides are shorter than a card's; so many fill a row."""

_PAGE: Rgb = (21, 22, 29)
_GAP = 12  # pixels, even
_CHIP, _INSET = 54, 12
_SIGN = 34.0

Grounds = Callable[[PictureId, bytes | None, tuple[int, int]], Plate]
Spot = tuple[int, int]
"""Left and top, even."""


def choices(order: CardOrder, grounds: Grounds, smaller: Grounds) -> ink.Canvas:
    """Draw the order's card with its choices beside it, or these alone. ``smaller``: gives grounds
    of small cards. Raises CannotSet."""
    size = PIXELS[order.size]
    small = size[0] // SMALLER, size[1] // SMALLER
    columns = SMALLER if order.sheet else _columns(order)
    places = [
        (at % columns * small[0], at // columns * small[1]) for at in range(len(order.choices))
    ]
    whole = _set(order, order.label)
    if order.sheet:
        page = size[0], small[1] * -(-len(places) // columns)
        canvas = ink.Canvas(background.plain(_PAGE, page))
    else:
        left, top = (0, size[1] + _GAP) if columns > 1 else (size[0] + _GAP, 0)
        places = [(x + left, y + top) for x, y in places]
        page = max(size[0], left + small[0]), max(size[1], top + small[1])
        canvas = ink.Canvas(background.plain(_PAGE, page))
        canvas.card(drawn(whole, grounds(order.picture, order.photo, size)), (0, 0), size)
    _put(canvas, order, whole, smaller, places, small)
    return canvas


def _columns(order: CardOrder) -> int:
    """Return the number of columns. Under a square card the choices stand in a row, beside a higher
    one in a column: so a telephone shows the card as wide as it can."""
    return SMALLER if order.size == "square" else 1


def _set(order: CardOrder, label: str | None) -> SetCard:
    return set_card(
        order.words,
        style_of(order.style),
        size=order.size,
        imprint=order.imprint,
        label=label,
        question=order.question,
    )


def _put(
    canvas: ink.Canvas,
    order: CardOrder,
    whole: SetCard,
    smaller: Grounds,
    places: Sequence[Spot],
    small: Spot,
) -> None:
    words = {order.label: whole.bare()}
    chips, signs = [], []
    for choice, (left, top) in zip(order.choices, places, strict=True):
        if choice.label not in words:
            words[choice.label] = _set(order, choice.label).bare()
        ground = smaller(choice.picture, choice.photo, small)
        canvas.card(drawn(words[choice.label], ground), (left, top), small)
        edge = Box(left, top, *small)
        _part(canvas, edge)
        chip = Box(left + _INSET, edge.bottom - _INSET - _CHIP, _CHIP, _CHIP)
        chips.append(chip)
        foot = replace(chip, height=_CHIP / 2 + _SIGN * 0.36)
        signs.append(small_line(choice.sign, foot, size=_SIGN, voice=CONDENSED))
    for chip in chips:
        mask, at = ink.rounded([chip], _CHIP / 2)
        canvas.fill(mask, at, _PAGE)
    canvas.write(joined(signs), colour.WHITE)


def _part(canvas: ink.Canvas, edge: Box) -> None:
    """Draw lines between a small card and what stands at its right and below."""
    wide, high = canvas.size
    half = _GAP / 2
    if edge.left > 0:
        canvas.box(Box(edge.left, edge.top, half, edge.height), _PAGE)
    if edge.right < wide:
        canvas.box(Box(edge.right - half, edge.top, half, edge.height), _PAGE)
    if edge.top > 0:
        canvas.box(Box(edge.left, edge.top, edge.width, half), _PAGE)
    if edge.bottom < high:
        canvas.box(Box(edge.left, edge.bottom - half, edge.width, half), _PAGE)
