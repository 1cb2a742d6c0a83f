"""Every painted picture, in one list. Importing this module hangs them all."""

from PIL import Image

from bot.cards.pictures.registry import PAINTINGS
from bot.cards.pictures.scenes import (
    fires,
    flowers,
    gardens,
    houses,
    lands,
    lights,
    rooms,
    shores,
    skies,
    study,
    things,
    towns,
    water,
    ways,
)
from bot.domain.pictures import PictureInfo
from bot.domain.whisper import PictureId

ROOMS = (
    fires,
    flowers,
    gardens,
    houses,
    lands,
    lights,
    rooms,
    shores,
    skies,
    study,
    things,
    towns,
    water,
    ways,
)
"""The modules that hang pictures; named so that none is imported for its side effect unseen."""

LIBRARY: tuple[PictureInfo, ...] = tuple(picture.info for picture in PAINTINGS.values())


def painted(picture: PictureId) -> Image.Image:
    """Paint one anew, 1080x1350 RGB, in 0.2 to 2 s. Raises KeyError for an id that is not ours."""
    return PAINTINGS[picture].painted()
