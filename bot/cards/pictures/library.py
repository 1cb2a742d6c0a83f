"""Every painted picture, in one list. Importing this module hangs them all."""

from dataclasses import replace
from importlib.resources import files

from PIL import Image

from bot.cards.pictures.registry import PAINTINGS
from bot.cards.pictures.scenes import (
    cutouts,
    fires,
    flowers,
    gardens,
    halls,
    houses,
    kitchens,
    lands,
    lights,
    nights,
    outings,
    passages,
    posters,
    prints,
    rooms,
    shores,
    sills,
    skies,
    streets,
    study,
    things,
    towns,
    washes,
    water,
    ways,
)
from bot.domain.pictures import PictureInfo
from bot.domain.whisper import PictureId

ROOMS = (
    cutouts,
    fires,
    flowers,
    gardens,
    halls,
    houses,
    kitchens,
    lands,
    lights,
    nights,
    outings,
    passages,
    posters,
    prints,
    rooms,
    shores,
    sills,
    skies,
    streets,
    study,
    things,
    towns,
    washes,
    water,
    ways,
)
"""The modules that hang pictures; named so that none is imported for its side effect unseen."""

_BRIGHT = frozenset(files(__package__).joinpath("bright.txt").read_text("utf-8").split("\n")[1:])
"""Names of the pictures on which dark ink reads better; ``make edition`` writes the file."""

LIBRARY: tuple[PictureInfo, ...] = tuple(
    replace(picture.info, light=picture.info.name in _BRIGHT) for picture in PAINTINGS.values()
)


def painted(picture: PictureId) -> Image.Image:
    """Paint one anew, 1080x1350 RGB, in 0.2 to 2 s. Raises KeyError for an id that is not ours."""
    return PAINTINGS[picture].painted()
