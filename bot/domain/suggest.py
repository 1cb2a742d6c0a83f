"""Which picture for which words: a walk over the whole shelf, the best first.

Pure and deterministic: the same words, shelf and seed give the same walk, so that buttons need to
carry nothing but the picture shown last. The seed (the draft's handle) shuffles pictures that fit
equally well: two people who write of rain do not get the same rain.
"""

from collections.abc import Sequence
from hashlib import blake2s

from bot.domain.keywords import Reading, read
from bot.domain.pictures import PictureInfo
from bot.domain.themes import THEMES
from bot.domain.whisper import PictureId

_PLACE = (1.0, 0.75, 0.6, 0.5)  # how well a picture shows its first, second … theme
_KIN = 0.25  # what a theme lends to the moods next to it
_WORD = 1.5  # an operator's own tag that stands in the text itself
_JITTER = 0.35  # relative: how far the seed may lift one of two pictures that fit alike
_AGAIN = 0.72  # per picture already proposed with the same first theme: the walk wanders
_QUIET = ("night", "secrets", "room", "sea", "rain", "dawn", "forest", "city", "mountains")
_QUIET_WEIGHT = 0.12  # what pictures of no particular subject weigh for words without a theme


def suggest(words: str, shelf: Sequence[PictureInfo], *, seed: bytes) -> tuple[PictureId, ...]:
    """Every picture of ``shelf`` once, the fittest first."""
    reading = read(words)
    wanted = _wanted(reading)
    tags = {keyword.word for keyword in reading.keywords}
    left = {info.id: info for info in shelf}
    fits = {
        info.id: _fit(info, wanted, tags) * (1 + _JITTER * _chance(seed, info.id)) for info in shelf
    }
    walk: list[PictureId] = []
    tired: dict[str, float] = {}
    while left:
        best = max(left.values(), key=lambda info: (_rested(fits[info.id], info, tired), info.id))
        del left[best.id]
        walk.append(best.id)
        if best.themes:
            tired[best.themes[0]] = tired.get(best.themes[0], 1.0) * _AGAIN
    return tuple(walk)


def next_picture(walk: Sequence[PictureId], current: PictureId) -> PictureId:
    """The one after ``current``, round and round; the first when ``current`` is not in the walk.

    Raises ValueError when there is no picture at all.
    """
    if not walk:
        raise ValueError("the shelf is empty")
    if current not in walk:
        return walk[0]
    return walk[(walk.index(current) + 1) % len(walk)]


def theme_choices(
    words: str, shelf: Sequence[PictureInfo], *, seed: bytes
) -> tuple[tuple[str, PictureId], ...]:
    """A picture for each theme that the shelf can show; the themes of the words come first."""
    walk = suggest(words, shelf, seed=seed)
    by_id = {info.id: info for info in shelf}
    said = {theme: -strength for theme, strength in read(words).themes}
    order = sorted(THEMES, key=lambda theme: said.get(theme, 0.0))
    chosen: list[tuple[str, PictureId]] = []
    for theme in order:
        showing = [one for one in walk if theme in by_id[one].themes]
        if showing:
            first = min(showing, key=lambda one: by_id[one].themes.index(theme))
            chosen.append((theme, first))
    return tuple(chosen)


def _wanted(reading: Reading) -> dict[str, float]:
    wanted = dict.fromkeys(_QUIET, _QUIET_WEIGHT)
    for theme, strength in reading.themes:
        wanted[theme] = wanted.get(theme, 0.0) + strength
    for theme, strength in reading.themes[:3]:
        for kin in THEMES[theme].kin:
            wanted[kin] = wanted.get(kin, 0.0) + _KIN * strength
    return wanted


def _fit(info: PictureInfo, wanted: dict[str, float], tags: set[str]) -> float:
    fit = 0.01
    for place, theme in enumerate(info.themes):
        weight = _PLACE[min(place, len(_PLACE) - 1)]
        fit += weight * wanted.get(theme, 0.0)
        if theme not in THEMES and theme in tags:
            fit += _WORD
    return fit


def _rested(fit: float, info: PictureInfo, tired: dict[str, float]) -> float:
    return fit * tired.get(info.themes[0], 1.0) if info.themes else fit


def _chance(seed: bytes, picture: PictureId) -> float:
    digest = blake2s(picture, key=seed[:32], digest_size=4).digest()
    return int.from_bytes(digest) / 2**32
