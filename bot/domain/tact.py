"""Tact keeps a picture away from words beside which it would hurt, whatever their subject.

Festive pictures (fruit, balloons, party lights) are for words that are glad, and for no others:
neither for sad ones nor for those whose tone we do not know. Words of self-harm or hunger get
nothing that tempts or mocks, heavy ones no glowing heart, poor ones no gold; pills, graves
and wards are for who names them. Words that ask for care get something calm.
"""

from dataclasses import replace

from bot.domain.pictures import PictureInfo
from bot.domain.tones import Tone

HURTS = 0.01
"""The part that is left of how well a picture fits: it comes after all that do not hurt."""

_STIRS = HURTS * HURTS  # what is not calm comes after all that is, however well it fits
_OTHER_FOOD = 0.4  # a cake for who is hungry, an empty fridge for who bakes

_FESTIVE = frozenset(("balloons-let-go", "gold-rain", "oranges-in-slices"))
_LIGHT_HEARTED = frozenset(("neon-heart", "rose-unfolding", "pitch-from-above"))
_GOLDEN = frozenset(("gold-in-the-cracks", "gold-rain"))
_OF_HARM = frozenset(("glass-and-pills",))
ONLY_WHEN_SAID = frozenset(
    ("glass-and-pills", "hospital-corridor", "lead-on-the-hook", "stone-in-the-grass")
)
"""The pictures for words that name what they show: who is left or dislikes their body needs no
grave and no ward, and words to a cat no dog's lead."""

CALM = frozenset(
    (
        "blue-ridges",
        "cat-on-the-sill",
        "curtain-in-the-morning",
        "dunes-at-evening",
        "fog-in-the-firs",
        "house-in-the-snow",
        "lamp-in-the-fog",
        "light-on-the-wall",
        "milky-way",
        "northern-lights",
        "one-lit-window",
        "plant-on-the-sill",
        "rain-on-the-window",
        "snow-at-dusk",
        "still-lake",
    )
)
"""The pictures for words beside which a helpline stands: still ones, that neither tempt nor shine.
An operator's picture says it with a tag, ``calm``."""

_FOOD = {
    "aisle-seven": frozenset(("hunger", "cooking")),
    "coffee-for-one": frozenset(("alone",)),
    "cup-by-the-window": frozenset(("alone",)),
    "corner-shop": frozenset(("hunger", "cooking")),
    "fridge-at-midnight": frozenset(("hunger", "alone")),
    "kitchen-table": frozenset(("cooking",)),
    "one-candle": frozenset(("sweets",)),
}
"""The food that a picture shows. An operator's picture says it with a tag of that name."""

_KINDS = frozenset(("cooking", "sweets", "alone", "hunger"))
_NEVER_WITH_HARM = frozenset(("food", "sea", "road", "money", "love", "music"))
_SHOWN = 2
"""The number of a picture's first themes that it is seen to show."""


def is_festive(info: PictureInfo) -> bool:
    """Tell whether it shows fruit, balloons, party lights."""
    parties = "party" in info.themes[:3] and info.themes[0] != "music"
    return parties or info.name in _FESTIVE


def tact(info: PictureInfo, tone: Tone, *, named: bool = False, calm: bool = False) -> float:
    """How much of a picture's fitness is left beside words of this tone, 0..1. ``named``: the words
    name what it shows; ``calm``: they ask for care, whether or not their tone tells."""
    if not calm:
        return _left(info, tone, named=named)
    kept = 1.0 if info.name in CALM or "calm" in info.themes else _STIRS
    return kept * _left(info, _in_need(tone), named=named)


def _in_need(tone: Tone) -> Tone:
    return replace(tone, kinds=tone.kinds | {"harm"}, heavy=True, glad=False)


def _left(info: PictureInfo, tone: Tone, *, named: bool) -> float:
    if is_festive(info) and not tone.glad:
        return HURTS
    shown = frozenset(info.themes[:_SHOWN])
    if shown & tone.unwanted or ("fire" in tone.unwanted and "anger" in shown):
        return HURTS
    if info.name in ONLY_WHEN_SAID and not named:
        return HURTS
    if info.name in _OF_HARM and "harm" in tone.kinds:
        return HURTS
    if "harm" in tone.kinds and shown & _NEVER_WITH_HARM:
        return HURTS
    if info.name in _LIGHT_HEARTED and tone.heavy:
        return HURTS
    if info.name in _GOLDEN and "poverty" in tone.kinds:
        return HURTS
    food = _FOOD.get(info.name, _KINDS.intersection(info.themes))
    return _OTHER_FOOD if food and tone.food and not food & tone.food else 1.0
