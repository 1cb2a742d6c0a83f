"""The list of painted pictures: a name for ever, a seed, themes, and who paints it."""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import blake2s
from importlib.resources import files
from types import MappingProxyType

import numpy as np
from PIL import Image

from bot.cards.pictures.scenes.brushes import Random
from bot.domain.pictures import PictureInfo
from bot.domain.themes import THEMES
from bot.domain.whisper import PictureId

Paint = Callable[[Random], Image.Image]


@dataclass(frozen=True, slots=True)
class Painting:
    info: PictureInfo
    seed: int
    paint: Paint

    def painted(self) -> Image.Image:
        """Return RGB, always the same pixels for the same versions of numpy and Pillow."""
        return self.paint(np.random.Generator(np.random.PCG64(self.seed)))


PAINTINGS: dict[PictureId, Painting] = {}


def picture_id(name: str) -> PictureId:
    """Return the id, which follows from the name, so a name is never changed and never used
    again."""
    return PictureId(blake2s(name.encode(), person=b"picture", digest_size=4).digest())


RETIRED: Mapping[PictureId, str] = MappingProxyType(
    {
        picture_id(gone): successor
        for gone, successor in (
            ("gold-rain", "amber-evening"),
            ("oranges-in-slices", "cup-by-the-window"),
            ("prints-in-the-snow", "snow-at-dusk"),
            ("rose-unfolding", "blossom"),
            ("stained-glass", "arches-of-light"),
        )
    }
)
"""Pictures that we no longer paint, and the name of what stands in for each: whispers may still
name them. Why each went stands in docs/decisions.md."""

_WORDS: Mapping[str, str] = tomllib.loads(
    files("bot.cards.pictures").joinpath("words.toml").read_text("utf-8")
)


def painting(name: str, themes: str, *, seed: int = 1) -> Callable[[Paint], Paint]:
    """Register a picture: ``themes`` are names from ``bot.domain.themes``, the fittest first. Its
    words follow them, as an operator's own tags do."""

    def register(paint: Paint) -> Paint:
        shown = tuple(themes.split())
        if unknown := [theme for theme in shown if theme not in THEMES]:
            raise ValueError(f"{name}: no such theme: {unknown}")
        words = dict.fromkeys(_WORDS.get(name, "").casefold().split())
        info = PictureInfo(picture_id(name), name, (*shown, *words))
        if info.id in PAINTINGS or info.id in RETIRED:
            raise ValueError(f"{name}: its id is taken; choose another name")
        PAINTINGS[info.id] = Painting(info, seed, paint)
        return paint

    return register
