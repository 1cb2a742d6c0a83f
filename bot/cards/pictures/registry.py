"""The list of painted pictures: a name for ever, a seed, themes, and who paints it."""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import blake2s

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
        """RGB, always the same pixels for the same versions of numpy and Pillow."""
        return self.paint(np.random.Generator(np.random.PCG64(self.seed)))


PAINTINGS: dict[PictureId, Painting] = {}


def picture_id(name: str) -> PictureId:
    """The id follows from the name, so a name is never changed and never used again."""
    return PictureId(blake2s(name.encode(), person=b"picture", digest_size=4).digest())


def painting(name: str, themes: str, *, seed: int = 1) -> Callable[[Paint], Paint]:
    """Register a picture: ``themes`` are names from ``bot.domain.themes``, the fittest first."""

    def register(paint: Paint) -> Paint:
        shown = tuple(themes.split())
        if unknown := [theme for theme in shown if theme not in THEMES]:
            raise ValueError(f"{name}: no such theme: {unknown}")
        info = PictureInfo(picture_id(name), name, shown)
        if info.id in PAINTINGS:
            raise ValueError(f"{name}: its id is taken; choose another name")
        PAINTINGS[info.id] = Painting(info, seed, paint)
        return paint

    return register
