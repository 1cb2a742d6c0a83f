"""The styles a card can wear. A style is data; ``bot.cards.draw.card`` is the only code that reads
it.

Labels are msgids: whoever shows them translates them. Codes are stored with whispers, so a code
is never given to another style.
"""

from dataclasses import dataclass
from typing import Literal

from bot.cards.text import voices
from bot.cards.text.fitting import Align, Measure
from bot.cards.text.fonts import Voice

Ground = Literal["scrim", "paper", "strips"]
Ink = Literal["white", "tint"]


@dataclass(frozen=True, slots=True)
class Style:
    """A style: how words are dressed. Lengths in pixels of a card 1080 wide, leading in em."""

    code: int
    name: str
    label: str
    voice: Voice
    largest: float
    smallest: float = 26.0
    leading: float = 1.3
    align: Align = "centre"
    anchor: float = 0.47  # share of the spare height above the text: a little over the middle
    side: float = 104.0  # margins left and right
    ground: Ground = "scrim"
    ink: Ink = "white"
    contrast: float = 4.5
    emoji_contrast: float = 3.0  # of emoji in one colour
    shadow: float = 0.45  # strength of the soft shadow, 0..1
    stacked: bool = False
    whole_words: float = 44.0
    tracking: float = 0.0
    rule: bool = False  # a short line over the text
    frame: bool = False  # a thin frame that the imprint interrupts
    imprint: Literal["centre", "ends"] = "centre"

    @property
    def measure(self) -> Measure:
        """The measure that the typesetter needs."""
        return Measure(
            self.largest,
            self.smallest,
            self.leading,
            self.align,
            self.whole_words,
            self.stacked,
            hang=self.ground != "strips",
        )


CLASSIC = Style(1, "classic", "Classic", voices.ROUND, largest=84, leading=1.24)
QUIET = Style(
    2,
    "quiet",
    "Quiet",
    voices.SERIF,
    largest=76,
    leading=1.38,
    align="start",
    side=120,
    shadow=0.35,
    rule=True,
    imprint="ends",
)
HAND = Style(3, "hand", "Handwritten", voices.HAND, largest=108, leading=1.08, side=96)
NOTE = Style(
    4,
    "note",
    "Typewriter",
    voices.MONO,
    largest=54,
    leading=1.5,
    align="start",
    side=150,
    ground="paper",
    shadow=0.0,
    whole_words=34,
)
POSTER = Style(
    5,
    "poster",
    "Poster",
    voices.CONDENSED,
    largest=400,
    leading=1.16,
    side=84,
    stacked=True,
    whole_words=60,
    shadow=0.35,
    imprint="ends",
)
CONTRAST = Style(
    6,
    "contrast",
    "High contrast",
    voices.PLAIN,
    largest=84,
    leading=1.34,
    align="start",
    contrast=7.0,
    emoji_contrast=7.0,
    shadow=0.0,
    imprint="ends",
)
LETTER = Style(
    7,
    "letter",
    "Letter",
    voices.ITALIC,
    largest=94,
    leading=1.2,
    side=138,
    ink="tint",
    frame=True,
    shadow=0.4,
)
STRIPS = Style(
    8,
    "strips",
    "Strips",
    voices.GROTESQUE,
    largest=78,
    leading=1.5,
    align="start",
    side=112,
    ground="strips",
    shadow=0.0,
    imprint="ends",
)

STYLES: tuple[Style, ...] = (CLASSIC, QUIET, HAND, NOTE, POSTER, STRIPS, LETTER, CONTRAST)
"""The styles in the order in which the Style button walks through them."""

_BY_CODE = {style.code: style for style in STYLES}


def style_of(code: int) -> Style:
    """Return the style with this code; Classic for a code that this release does not know."""
    return _BY_CODE.get(code, CLASSIC)


def next_style(code: int) -> Style:
    """Return the one that follows in ``STYLES``, round and round."""
    return STYLES[(STYLES.index(style_of(code)) + 1) % len(STYLES)]
