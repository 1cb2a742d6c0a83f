"""What is kept of an author's own picture: what the card shows, and nothing beside it."""

import io
from collections.abc import AsyncIterator
from pathlib import Path

import numpy as np
import pytest
import pytest_asyncio
from PIL import Image

from bot.cards import CardOrder, Imprint, worker
from bot.cards.draw.background import shown
from bot.cards.order import CARDS, PIXELS, Size
from bot.cards.studio import Studio
from bot.domain.whisper import OWN_PHOTO


@pytest_asyncio.fixture
async def studio(tmp_path: Path) -> AsyncIterator[Studio]:
    studio = await Studio.open(cache=tmp_path, pictures=None, workers=1)
    yield studio
    await studio.close()


def scene(width: int, height: int) -> Image.Image:
    """Something to look at on the right (or below), and a red bystander at the other end."""
    small = np.random.default_rng(1).integers(0, 120, (height // 9, width // 9), dtype=np.uint8)
    noise = np.asarray(Image.fromarray(small).resize((width, height), Image.Resampling.BILINEAR))
    pixels = np.stack([noise // 3, noise, noise], axis=2)
    if width > height:
        pixels[:, : width - height] = (40, 90, 90)
        pixels[:, : (width - height) // 2] = (250, 0, 0)
    else:
        pixels[: height - width] = (40, 90, 90)
        pixels[: (height - width) // 2] = (250, 0, 0)
    return Image.fromarray(pixels)


def test_of_a_blurred_photo_no_stripe_can_be_read_and_its_colours_stay():
    stripes = np.zeros((900, 1200, 3), dtype=np.uint8)
    stripes[:, :600] = (200, 60, 40)
    stripes[::24, :] = stripes[1::24, :] = 255
    blurred = Image.open(io.BytesIO(worker.blur(jpeg(Image.fromarray(stripes))))).convert("RGB")
    assert blurred.size == (1200, 900)
    down = np.asarray(blurred, dtype=int)[200:700, 150, 1]
    assert down.max() - down.min() < 12
    left, right = (np.asarray(blurred, dtype=int)[450, at] for at in (150, 1050))
    assert left[0] > right[0] + 100


def jpeg(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=95)
    return out.getvalue()


def red(picture: bytes) -> int:
    """Pixels of the bystander."""
    pixels = np.asarray(Image.open(io.BytesIO(picture)).convert("RGB"), dtype=np.int16)
    return int(((pixels[:, :, 0] > 150) & (pixels[:, :, 1] < 90)).sum())


def drawn(photo: bytes, size: Size) -> np.ndarray:
    order = CardOrder("A few words.", OWN_PHOTO, photo, 1, Imprint("@sotto_voce", 12), size)
    return np.asarray(Image.open(io.BytesIO(worker.card(order))), dtype=np.int16)


@pytest.mark.parametrize("shape", [(1600, 900), (900, 1600)])
async def test_who_stands_beside_what_the_card_shows_is_stored_nowhere(
    studio: Studio, shape: tuple[int, int]
) -> None:
    sent = jpeg(scene(*shape))
    assert red(sent) > 10_000
    kept = await studio.adopt(sent)
    assert red(kept) == 0
    with Image.open(io.BytesIO(kept)) as picture:
        assert picture.size == (900, 900)


@pytest.mark.parametrize("size", CARDS)
def test_the_card_from_what_is_kept_is_the_card_from_all_of_it(size: Size) -> None:
    sent = jpeg(scene(1600, 1200))
    kept = worker.crop(sent, size)
    assert float(np.abs(drawn(sent, size) - drawn(kept, size)).mean()) < 3.0
    again = worker.crop(kept, size)
    assert Image.open(io.BytesIO(again)).size == Image.open(io.BytesIO(kept)).size


@pytest.mark.parametrize("shape", [(600, 500), (1080, 1080), (3000, 1000), (500, 1999), (700, 701)])
@pytest.mark.parametrize("size", CARDS)
def test_what_is_shown_has_the_cards_shape_and_is_never_enlarged(
    size: Size, shape: tuple[int, int]
) -> None:
    wide, high = shown(scene(*shape), PIXELS[size]).size
    card = PIXELS[size]
    assert wide <= min(card[0], shape[0])
    assert high <= min(card[1], shape[1])
    assert abs(wide / high - card[0] / card[1]) < 0.004
