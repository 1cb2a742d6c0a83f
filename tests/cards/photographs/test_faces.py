"""Faces in photographs: a drawn one is told at many sizes."""

import pytest
from PIL import Image

from bot.cards.photographs.faces import can_tell, shows_face
from tests.kit.drawn_face import draw_face

pytestmark = pytest.mark.skipif(not can_tell(), reason="no detector for this machine")


@pytest.mark.parametrize("height", [0.08, 0.2, 0.5])
@pytest.mark.parametrize("size", [(1600, 1080), (1080, 1600)])
def test_a_face_is_told_whether_small_or_large(size: tuple[int, int], height: float) -> None:
    picture = Image.new("RGB", size, "#788c96")
    assert not shows_face(picture)
    draw_face(picture, height=height)
    assert shows_face(picture)
