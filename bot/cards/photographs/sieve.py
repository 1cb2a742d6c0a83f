"""The sieve decides from a service's own words which photographs are worth fetching.

What a service itself calls a portrait or a woman is not even asked for. Faces that it does not
speak of are looked for in what comes (``faces``), and what is left is for the operator's eyes, in
``sotto pictures review``.
"""

import re

from bot.cards.photographs.found import KnownPhotograph
from bot.darkroom.headers import MOST_PIXELS

FREE = frozenset(("cc0", "pdm", "pexels", "pixabay"))
"""Licences that ask for nothing."""

CREDITED = frozenset(("by",))
"""Licences that ask for credit and nothing else: no share-alike, no ban on changes or trade."""

SHORTEST = 1080
"""Pixels of the original's short side: a card is as wide."""

_NARROWEST = 2.2
"""The narrowest ratio of a photograph's sides: a panorama loses what it shows."""

_PEOPLE = re.compile(
    r"\b(?:portraits?|self-?portrait|selfies?|faces?|wom[ae]n|m[ae]n|girls?|boys?|people|persons?|"
    r"child(?:ren)?|kids?|bab(?:y|ies)|toddlers?|teen(?:ager)?s?|couples?|famil(?:y|ies)|crowds?|"
    r"bride|groom|models?|actors?|actress|singers?|players?|soldiers?|students?|president|"
    r"lady|ladies|gentlem[ae]n|nudes?|statues?|paintings?|drawings?|posters?|logos?|maps?)\b",
    re.IGNORECASE,
)
"""The words of people: statues and paintings show faces too, and posters and maps are no
photographs for a card."""


def reason_against(one: KnownPhotograph, *, credited: bool) -> str | None:
    """Return why it is left out. None: it is worth fetching."""
    if one.licence.code not in (FREE | CREDITED if credited else FREE):
        return "licence"
    if one.recognisable or _PEOPLE.search(one.about):
        return "people"
    short, long = sorted((one.width, one.height))
    if short < SHORTEST:
        return "small"
    if not one.scaled and one.width * one.height > MOST_PIXELS:
        return "large"
    if long > short * _NARROWEST:
        return "narrow"
    return None
