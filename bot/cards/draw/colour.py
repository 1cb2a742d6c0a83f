"""Light and colour: relative luminance and contrast (WCAG 2.2), and JPEG's own colour space."""

from collections.abc import Iterable

Rgb = tuple[int, int, int]

WHITE: Rgb = (255, 255, 255)


def linear(channel: int) -> float:
    """Turn sRGB 0..255 into linear light 0..1 (IEC 61966-2-1)."""
    share = channel / 255
    return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)


WEIGHTS = (0.2126, 0.7152, 0.0722)
"""The weights of red, green and blue light in luminance."""

LINEAR = tuple(linear(channel) for channel in range(256))


def luminance(colour: Rgb) -> float:
    """Return the relative luminance 0..1."""
    red, green, blue = colour
    return 0.2126 * LINEAR[red] + 0.7152 * LINEAR[green] + 0.0722 * LINEAR[blue]


def contrast(one: float, other: float) -> float:
    """Return the contrast of two luminances, 1..21."""
    high, low = max(one, other), min(one, other)
    return (high + 0.05) / (low + 0.05)


def bound(ink: Rgb, wanted: float) -> float:
    """Return the luminance that a ground may have at most under light ``ink``, at least under dark,
    for ``wanted`` contrast."""
    own = luminance(ink)
    return (own + 0.05) / wanted - 0.05 if own > 0.2 else (own + 0.05) * wanted - 0.05


def mix(one: Rgb, other: Rgb, share: float) -> Rgb:
    """Mix ``share`` of ``other`` into ``one``."""
    pairs = zip(one, other, strict=True)
    red, green, blue = (round(a + (b - a) * share) for a, b in pairs)
    return red, green, blue


def until(colour: Rgb, towards: Rgb, steps: Iterable[float], *, at_most: float) -> Rgb:
    """Mix ``colour`` ``towards`` another until its luminance is ``at_most`` this."""
    for share in steps:
        mixed = mix(colour, towards, share)
        if luminance(mixed) <= at_most:
            return mixed
    return towards


def ycc(colour: Rgb) -> tuple[int, int, int]:
    """Return luma, blue and red difference, each 0..255 (JFIF)."""
    red, green, blue = colour
    luma = 0.299 * red + 0.587 * green + 0.114 * blue
    return round(luma), round(128 + (blue - luma) / 1.772), round(128 + (red - luma) / 1.402)
