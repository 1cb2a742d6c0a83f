"""Pictures are suggested for words: a walk over the whole shelf, the best first.

Pure and deterministic: the same words, shelf and seed give the same walk, so that buttons need to
carry nothing but the picture shown last. The seed (the draft's handle) shuffles pictures that fit
equally well: two people who write of rain do not get the same rain. What would hurt beside the
words comes last (``tact``). Words without a clear clue get one of all the quiet pictures.
"""

from collections.abc import Sequence
from hashlib import blake2s

from bot.domain.keywords import TextSubjects, read
from bot.domain.pictures import PictureInfo
from bot.domain.tact import is_festive, tact
from bot.domain.themes import THEMES
from bot.domain.tones import Tone, tone_of
from bot.domain.whisper import PictureId

_PLACE = (1.0, 0.85, 0.5, 0.4)  # how well a picture shows its first, second … theme
_KIN = 0.25  # the share that a theme lends to the moods next to it
_WORD = 1.5  # an operator's own tag that stands in the text itself
_JITTER = 0.6  # relative: how far the seed may lift one of two pictures that fit alike
_SHOWN = 0.45  # how much a theme is still wanted once a picture has shown it: the walk wanders
_CHOSEN = 10  # pictures chosen one by one; nobody walks further for variety's sake
_QUIET = ("night", "secrets", "room", "sea", "rain", "dawn", "forest", "city", "mountains")
_QUIET_THEMES = frozenset(_QUIET)
_QUIET_WEIGHT = 0.12  # the weight of pictures of no particular subject beside clear clues
_CLEAR = 0.75  # the strength from which a theme is a clue
_REST = 0.7  # the weight of every quiet picture where there is no clear clue
_UNCLEAR = 0.5  # the weight of a theme there, relatively
BESIDE = 3
"""The number of pictures that are shown small beside the card."""


def is_quiet(info: PictureInfo) -> bool:
    """Tell whether a picture has no particular subject: it suits words of which nothing is
    known."""
    return not _QUIET_THEMES.isdisjoint(info.themes) and not is_festive(info)


def suggest(
    words: str, shelf: Sequence[PictureInfo], *, seed: bytes, calm: bool = False
) -> tuple[PictureId, ...]:
    """Return every picture of ``shelf`` once, the fittest first. ``calm``: the words ask for care,
    and calm pictures come before all others."""
    reading = read(words)
    clear = reading.themes[:1] and reading.themes[0][1] >= _CLEAR
    wanted = _wanted(reading) if clear else _hinted(reading)
    said = {keyword.word for keyword in reading.keywords}
    tone = tone_of(words, reading.language)
    rest = 0.0 if clear else _REST
    left = {info.id: _Candidate(info, said, seed, tone, rest, calm=calm) for info in shelf}
    walk: list[PictureId] = []
    while left and len(walk) < _CHOSEN:
        best = max(left.values(), key=lambda one: one.rank(wanted))
        del left[best.id]
        walk.append(best.id)
        for theme, shown in best.themes:
            wanted[theme] *= 1 - shown * (1 - _SHOWN)
    others = sorted(left.values(), key=lambda one: one.rank(wanted), reverse=True)
    walk.extend(one.id for one in others)
    return tuple(walk)


def first_picture(walk: Sequence[PictureId], shown: Sequence[PictureId]) -> PictureId:
    """Return the fittest that the channel has not ``shown`` lately (the newest first); when it has
    shown all, the one that is longest ago. Raises ValueError when there is no picture at all."""
    if not walk:
        raise ValueError("the shelf is empty")
    lately = set(shown)
    for picture in walk:
        if picture not in lately:
            return picture
    return max(walk, key=lambda picture: shown.index(picture))


def next_picture(walk: Sequence[PictureId], current: PictureId) -> PictureId:
    """Return the one after ``current``, round and round; the first when ``current`` is not in the
    walk. Raises ValueError when there is no picture at all.

    Raises ValueError when there is no picture at all.
    """
    if not walk:
        raise ValueError("the shelf is empty")
    if current not in walk:
        return walk[0]
    return walk[(walk.index(current) + 1) % len(walk)]


def following(
    walk: Sequence[PictureId], current: PictureId, page: int, count: int = BESIDE
) -> tuple[PictureId, ...]:
    """Return ``count`` pictures that come after ``current``, or so many further on each later
    ``page`` (from 1), round and round; each once, never ``current``."""
    at = walk.index(current) if current in walk else -1
    others = [*walk[at + 1 :], *walk[: max(at, 0)]]
    if not others:
        return ()
    start = (page - 1) * count % len(others)
    return tuple([*others[start:], *others[:start]][:count])


def theme_choices(
    words: str, shelf: Sequence[PictureInfo], *, seed: bytes
) -> tuple[tuple[str, PictureId], ...]:
    """Return a picture for each theme that the shelf can show, another for each where there are
    enough; the themes of the words come first, then those of the same mood."""
    walk = suggest(words, shelf, seed=seed)
    by_id = {info.id: info for info in shelf}
    near = dict.fromkeys(THEMES, 0.0)
    said = read(words).themes
    for theme, strength in said:
        near[theme] += strength
        for kin in THEMES[theme].kin:
            near[kin] += _KIN * strength
    order = sorted(THEMES, key=lambda theme: -near[theme])
    chosen: dict[str, PictureId] = {}
    for theme in order:
        showing = [one for one in walk if theme in by_id[one].themes]
        if showing:
            taken = set(chosen.values())
            chosen[theme] = min(
                showing, key=lambda one: (one in taken, by_id[one].themes.index(theme))
            )
    return tuple(chosen.items())


def _wanted(reading: TextSubjects) -> dict[str, float]:
    wanted = {theme: _QUIET_WEIGHT if theme in _QUIET else 0.0 for theme in THEMES}
    for theme, strength in reading.themes:
        wanted[theme] += strength
    for theme, strength in reading.themes[:3]:
        for kin in THEMES[theme].kin:
            wanted[kin] += _KIN * strength
    return wanted


def _hinted(reading: TextSubjects) -> dict[str, float]:
    """Return how much each theme is wanted without a clear clue: a picture is quiet before all, and
    may show what the words touch."""
    return dict.fromkeys(THEMES, 0.0) | {
        theme: _UNCLEAR * strength for theme, strength in reading.themes
    }


class _Candidate:
    """A picture that may come next: what it shows how well, and how far the seed lifts it."""

    __slots__ = ("_base", "_lift", "id", "themes")

    def __init__(
        self,
        info: PictureInfo,
        said: set[str],
        seed: bytes,
        tone: Tone,
        rest: float,
        *,
        calm: bool,
    ) -> None:
        self.id = info.id
        places = (_PLACE[min(place, len(_PLACE) - 1)] for place in range(len(info.themes)))
        self.themes = [
            (theme, shown)
            for theme, shown in zip(info.themes, places, strict=True)
            if theme in THEMES
        ]
        own = sum(theme in said for theme in info.themes if theme not in THEMES)
        self._base = 0.01 + _WORD * own + (rest if is_quiet(info) else 0.0)
        kept = tact(info, tone, named=own > 0, calm=calm)
        self._lift = (1 + _JITTER * _chance(seed, info.id)) * kept

    def rank(self, wanted: dict[str, float]) -> tuple[float, PictureId]:
        fit = self._base
        for theme, shown in self.themes:
            fit += shown * wanted[theme]
        return fit * self._lift, self.id


def _chance(seed: bytes, picture: PictureId) -> float:
    digest = blake2s(picture, key=seed[:32], digest_size=4).digest()
    return int.from_bytes(digest) / 2**32
