"""The styles a card can wear. A style is data; ``bot.cards.render`` is the only code that reads it.

Labels are msgids: whoever shows them translates them. Codes are stored with whispers, so a code
is never given to another style.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Style:
    """How words are dressed."""

    code: int
    name: str
    label: str


CLASSIC = Style(1, "classic", "Classic")
QUIET = Style(2, "quiet", "Quiet")
HAND = Style(3, "hand", "Handwritten")
NOTE = Style(4, "note", "Typewriter")
POSTER = Style(5, "poster", "Poster")
CONTRAST = Style(6, "contrast", "High contrast")
LETTER = Style(7, "letter", "Letter")
STRIPS = Style(8, "strips", "Strips")

STYLES: tuple[Style, ...] = (CLASSIC, QUIET, HAND, NOTE, POSTER, STRIPS, LETTER, CONTRAST)
"""In the order in which the Style button walks through them."""

_BY_CODE = {style.code: style for style in STYLES}


def style_of(code: int) -> Style:
    """The style with this code; Classic for a code that this release does not know."""
    return _BY_CODE.get(code, CLASSIC)


def next_style(code: int) -> Style:
    """The one that follows in ``STYLES``, round and round."""
    return STYLES[(STYLES.index(style_of(code)) + 1) % len(STYLES)]


def propose_style(words: str) -> Style:
    """By length: a few words want a poster, a page wants a quiet serif."""
    length = len(words)
    if length <= 40:
        return POSTER
    if length <= 180:
        return CLASSIC
    return QUIET
