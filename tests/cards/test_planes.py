"""Short ways to the same bytes: planes made larger, and the least that may stay."""

import numpy as np
import pytest
from PIL import Image, ImageChops

from bot.cards.draw import background, planes, shading
from bot.cards.draw.canvas import Canvas


@pytest.mark.parametrize(
    ("cells", "times", "size"),
    [
        ((135, 135), 2, (270, 270)),
        ((270, 338), 2, (540, 675)),
        ((135, 169), 4, (540, 675)),
        ((68, 68), 4, (270, 270)),
        ((135, 240), 8, (1080, 1920)),
        ((1, 1), 8, (8, 8)),
    ],
)
def test_cells_grow_as_pillow_lets_them(
    cells: tuple[int, int], times: int, size: tuple[int, int]
) -> None:
    noise = np.random.default_rng(times).integers(0, 256, cells[::-1], dtype=np.uint8)
    small = Image.fromarray(noise)
    box = (0.0, 0.0, size[0] / times, size[1] / times)
    slowly = small.resize(size, Image.Resampling.BILINEAR, box=box)
    assert planes.grown(small, size, times).tobytes() == slowly.tobytes()


def test_a_doubled_plane_has_each_value_four_times() -> None:
    noise = np.random.default_rng(4).integers(0, 256, (225, 180), dtype=np.uint8)
    expected = np.repeat(np.repeat(noise, 2, axis=0), 2, axis=1)
    assert np.array_equal(np.asarray(planes.doubled(Image.fromarray(noise))), expected)


@pytest.mark.parametrize("bright", [False, True])
@pytest.mark.parametrize("most", [30, 120, 256])
def test_the_least_that_may_stay_is_the_least_of_all_cells(bright: bool, most: int) -> None:
    rng = np.random.default_rng(most)
    bound = 0.4 if bright else 0.18
    seen = set()
    for _ in range(12):
        dark = rng.integers(0, most, (9, 40, 3), dtype=np.uint8)
        cells = 255 - dark if bright else dark
        veil = tuple(int(each) for each in rng.integers(0, 256, 3))
        kept = shading.kept(cells, veil, bound, bright=bright)
        assert shading.least(cells, veil, bound, bright=bright) == kept.min()
        seen.add(int(kept.min()))
    assert seen == {255} if most == 30 else max(seen) < 255


@pytest.mark.parametrize("box", [(60, 50, 90, 80), (0, 30, 135, 70), (100, 90, 135, 135)])
def test_a_shadow_darkens_as_if_the_whole_page_gave_way(box: tuple[int, int, int, int]) -> None:
    noise = np.random.default_rng(5).integers(0, 256, (540, 540, 3), dtype=np.uint8)
    plate = background.make(Image.fromarray(noise), (540, 540))
    shadow = Image.new("L", (135, 135))
    shadow.paste(Image.effect_noise((box[2] - box[0], box[3] - box[1]), 90), box[:2])
    canvas = Canvas(plate)
    canvas.dim(shadow)
    half = ImageChops.invert(shadow).resize((270, 270), Image.Resampling.BILINEAR)
    full = half.resize((540, 540), Image.Resampling.NEAREST)
    veil = plate.veil(bright=False)
    whole = Canvas(
        background.Plate(
            *(
                Image.composite(plane, Image.new("L", plane.size, value), stays)
                for plane, value, stays in (
                    (plate.luma, veil[0], full),
                    (plate.blue, veil[1], half),
                    (plate.red, veil[2], half),
                )
            ),
            None,
            plate.bright,
            plate.cells,
            plate.accent,
        )
    )
    assert canvas.jpeg() == whole.jpeg()
    assert canvas.jpeg() != Canvas(plate).jpeg()
