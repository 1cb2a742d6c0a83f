"""Emoji in colour: Twemoji (CC-BY-4.0), drawn from its outlines at the size of the text.

Some are nearly as dark as the ground under white words, others nearly as light as paper. What does
not stand out by itself gets a rim, as stickers have; signs of one dark colour, such as ✔️ and ™️,
take on the ink of the words. What is black on purpose (🖤, ♠️, ⚫) stays black.
"""

import functools
import io
import math
from dataclasses import dataclass

import numpy as np
import regex
import resvg_py
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageOps

from bot.cards.draw.colour import LINEAR, WEIGHTS, Rgb
from bot.cards.text.emoji_files import names, outline

ADVANCE = 1.18
"""em an emoji takes on the line."""

TILE = 1.06
"""em of the square it is drawn in."""

DEPTH = 0.19
"""em the square reaches below the baseline: emoji sit in the middle of capitals."""

RIM = 0.042
"""The width of a rim, as a share of the square's side."""

_MAY_BE = regex.compile(r"[\p{Extended_Pictographic}\p{Regional_Indicator}\u20e3]")
_TEXT_BY_DEFAULT = set("©®™‼⁉ℹ↔↕↖↗↘↙↩↪Ⓜ〰〽▪▫▶◀◼◻♀♂⚕♾✔✖⤴⤵⬅⬆⬇☑🈂🈷🅰🅱🅾🅿")
"""Signs of writing that become pictures only with U+FE0F. Telegram treats others as pictures."""

_SIGNS = frozenset(f"{ord(sign):x}" for sign in "©®™✔✖➕➖➗🟰➰〰💲🔙🔚🔛🔜🔝")
"""Twemoji draws these in one dark colour, which means nothing by itself."""

_SOLID, _NOTHING = 200, 40
"""Of 255: coverage from which a pixel counts, and up to which there is nothing."""

_HALF, _NEARLY_ALL = 0.55, 0.95
_SLACK = 1.08  # what JPEG's rounding, halved colour and another size may take away
_LINEAR = np.array(LINEAR, dtype=np.float32)


@functools.lru_cache(maxsize=4096)
def name_of(cluster: str) -> str | None:
    """Return the picture's name of this grapheme. None: it is not an emoji."""
    if _MAY_BE.search(cluster) is None or "\ufe0e" in cluster:
        return None
    if "\ufe0f" not in cluster and cluster[0] in _TEXT_BY_DEFAULT and len(cluster) == 1:
        return None
    plain = cluster.replace("\ufe0f", "")
    for spelling in (cluster, plain):
        name = "-".join(f"{ord(char):x}" for char in spelling)
        if name in names():
            return name
    return None


def outline_of(cluster: str) -> str | None:
    """Return its picture as SVG, for those who draw it themselves: here signs of writing, too, are
    pictures. None: it is not an emoji."""
    name = name_of(cluster) or name_of(cluster + "\ufe0f")
    return None if name is None else outline(name)


def takes_ink(name: str, paint: Rgb) -> bool:
    """Whether it is a dark sign and ``paint``, the ink of the words, is a light one."""
    return name in _SIGNS and min(paint) > 128


@dataclass(frozen=True, slots=True)
class Light:
    """How light an emoji is, 0..1: each pixel of it, and each at its edge."""

    area: NDArray[np.float32]
    edge: NDArray[np.float32]
    one_colour: bool

    def stands_out(self, low: float, high: float, wanted: float) -> bool:
        """Whether a good half of it, or nearly all of its edge, has ``wanted`` contrast with a
        ground of luminance ``low`` to ``high``."""
        wanted *= _SLACK
        lighter, darker = wanted * (high + 0.05) - 0.05, (low + 0.05) / wanted - 0.05
        return any(
            np.count_nonzero((each >= lighter) | (each <= darker)) >= enough * each.size
            for each, enough in ((self.area, _HALF), (self.edge, _NEARLY_ALL))
        )


def shape(alpha: Image.Image) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return (pixels that count, those of them that have nothing beside them). Seams are no edge.
    There must be two empty pixels around."""
    solid: NDArray[np.bool_] = np.asarray(alpha) > _SOLID
    least = alpha
    for across, down in ((2, 0), (-2, 0), (0, 2), (0, -2), (2, 2), (2, -2), (-2, 2), (-2, -2)):
        least = ImageChops.darker(least, ImageChops.offset(alpha, across, down))
    return solid, solid & (np.asarray(least) < _NOTHING)


@functools.lru_cache(maxsize=1024)
def light_of(name: str, pixels: int) -> Light:
    """Return the emoji's light as it is drawn at this size."""
    image = ImageOps.expand(tile(name, pixels), 2)
    alpha = image.getchannel("A")
    solid, edge = shape(alpha)
    luminance: NDArray[np.float32] = _LINEAR[np.asarray(image.convert("RGB"))] @ WEIGHTS
    area = luminance[solid]
    spread = float(area.max(initial=0.0) - area.min(initial=1.0))
    return Light(area, luminance[edge], bool(spread < 0.02))


@functools.lru_cache(maxsize=256)
def tile(name: str, pixels: int) -> Image.Image:
    """Return the emoji as RGBA, ``pixels`` square. Kept: people repeat themselves."""
    png = resvg_py.svg_to_bytes(
        svg_string=outline(name), width=pixels, height=pixels, skip_system_fonts=True
    )
    with Image.open(io.BytesIO(bytes(png)), formats=("PNG",)) as image:
        return image.convert("RGBA")


def margin(pixels: int) -> int:
    """Return the pixels that a rim needs on each side of a tile; an even number."""
    return math.ceil((RIM * pixels + 1) / 2) * 2


def dressed(name: str, pixels: int, paint: Rgb | None, rim: Rgb | None) -> Image.Image:
    """Return the tile, all of it in ``paint`` or its own colours, with ``margin`` around it for a
    rim."""
    if rim is None:
        image = tile(name, pixels)
        return image if paint is None else _in(paint, image.getchannel("A"))
    edge = margin(pixels)
    whole = pixels + 2 * edge
    wide = Image.new("RGBA", (whole, whole))
    wide.paste(tile(name, pixels), (edge, edge))
    alpha = wide.getchannel("A").resize((2 * whole, 2 * whole), Image.Resampling.BILINEAR)
    under = _in(rim, _grown(alpha, 2 * max(1.0, RIM * pixels)).reduce(2))
    return Image.alpha_composite(under, wide)


def _in(paint: Rgb, alpha: Image.Image) -> Image.Image:
    image = Image.new("RGBA", alpha.size, paint)
    image.putalpha(alpha)
    return image


def _grown(alpha: Image.Image, width: float) -> Image.Image:
    """Return ``alpha`` and all within ``width`` pixels of it."""
    grown = alpha
    for step in range(24):
        turn = math.tau * step / 24
        across, down = round(width * math.cos(turn)), round(width * math.sin(turn))
        grown = ImageChops.lighter(grown, ImageChops.offset(alpha, across, down))
    return grown
