"""Which picture for which words: a walk over the whole shelf, the best first.

Pure and deterministic: the same words, shelf and seed give the same walk, so that buttons need to
carry nothing but the picture shown last. The seed (the draft's handle) shuffles pictures that fit
equally well: two people who write of rain do not get the same rain.
"""

from collections.abc import Sequence
from hashlib import blake2s

from bot.domain.keywords import TextSubjects, read
from bot.domain.pictures import PictureInfo
from bot.domain.themes import THEMES
from bot.domain.whisper import PictureId

_PLACE = (1.0, 0.85, 0.5, 0.4)  # how well a picture shows its first, second … theme
_KIN = 0.25  # what a theme lends to the moods next to it
_WORD = 1.5  # an operator's own tag that stands in the text itself
_JITTER = 0.6  # relative: how far the seed may lift one of two pictures that fit alike
_SHOWN = 0.45  # what a theme is still wanted after a picture has shown it: the walk wanders
_CHOSEN = 10  # pictures chosen one by one; nobody walks further for variety's sake
_QUIET = ("night", "secrets", "room", "sea", "rain", "dawn", "forest", "city", "mountains")
_QUIET_WEIGHT = 0.12  # what pictures of no particular subject weigh for words without a theme


def suggest(words: str, shelf: Sequence[PictureInfo], *, seed: bytes) -> tuple[PictureId, ...]:
    """Every picture of ``shelf`` once, the fittest first."""
    reading = read(words)
    wanted = _wanted(reading)
    said = {keyword.word for keyword in reading.keywords}
    left = {info.id: _Candidate(info, said, seed) for info in shelf}
    walk: list[PictureId] = []
    while left and len(walk) < _CHOSEN:
        best = max(left.values(), key=lambda one: one.rank(wanted))
        del left[best.id]
        walk.append(best.id)
        for theme, shown in best.themes:
            wanted[theme] *= 1 - shown * (1 - _SHOWN)
    rest = sorted(left.values(), key=lambda one: one.rank(wanted), reverse=True)
    walk.extend(one.id for one in rest)
    return tuple(walk)


def first_picture(walk: Sequence[PictureId], shown: Sequence[PictureId]) -> PictureId:
    """The fittest that the channel has not ``shown`` lately (the newest first); when it has shown
    all, the one that is longest ago. Raises ValueError when there is no picture at all."""
    if not walk:
        raise ValueError("the shelf is empty")
    lately = set(shown)
    for picture in walk:
        if picture not in lately:
            return picture
    return max(walk, key=lambda picture: shown.index(picture))


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


def _wanted(reading: TextSubjects) -> dict[str, float]:
    wanted = {theme: _QUIET_WEIGHT if theme in _QUIET else 0.0 for theme in THEMES}
    for theme, strength in reading.themes:
        wanted[theme] += strength
    for theme, strength in reading.themes[:3]:
        for kin in THEMES[theme].kin:
            wanted[kin] += _KIN * strength
    return wanted


class _Candidate:
    """A picture that may come next: what it shows how well, and how far the seed lifts it."""

    __slots__ = ("_base", "_lift", "id", "themes")

    def __init__(self, info: PictureInfo, said: set[str], seed: bytes) -> None:
        self.id = info.id
        places = (_PLACE[min(place, len(_PLACE) - 1)] for place in range(len(info.themes)))
        self.themes = [
            (theme, shown)
            for theme, shown in zip(info.themes, places, strict=True)
            if theme in THEMES
        ]
        own = sum(theme in said for theme in info.themes if theme not in THEMES)
        self._base = 0.01 + _WORD * own
        self._lift = 1 + _JITTER * _chance(seed, info.id)

    def rank(self, wanted: dict[str, float]) -> tuple[float, PictureId]:
        fit = self._base
        for theme, shown in self.themes:
            fit += shown * wanted[theme]
        return fit * self._lift, self.id


def _chance(seed: bytes, picture: PictureId) -> float:
    digest = blake2s(picture, key=seed[:32], digest_size=4).digest()
    return int.from_bytes(digest) / 2**32
