"""A face of ellipses: a detector takes it for one, and it is nobody's."""

from PIL import Image, ImageDraw

_PARTS = (
    (0, -20, 78, 95, "#32231e"),
    (0, 110, 110, 60, "#3c506e"),
    (0, 70, 30, 40, "#c8967d"),
    (0, 0, 62, 80, "#deaf96"),
    (0, -62, 62, 30, "#32231e"),
    *(
        part
        for side in (-26, 26)
        for part in (
            (side, -12, 14, 8, "#f5f5f0"),
            (side, -12, 7, 7, "#32231e"),
            (side, -28, 16, 4, "#3c281e"),
        )
    ),
    (0, 16, 8, 12, "#cd9680"),
    (0, 45, 24, 8, "#aa4646"),
)
"""Middle, half width and half height of each, and its colour; the middle of the face is 0, 0."""


def draw_face(image: Image.Image, *, height: float = 0.4) -> None:
    """In the middle of the picture, ``height`` of it high."""
    draw = ImageDraw.Draw(image)
    unit = image.height * height / 200
    for x, y, wide, high, colour in _PARTS:
        left, top = image.width / 2 + x * unit, image.height / 2 + y * unit
        edges = (left - wide * unit, top - high * unit, left + wide * unit, top + high * unit)
        draw.ellipse(edges, fill=colour)
