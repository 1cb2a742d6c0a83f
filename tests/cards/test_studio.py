"""The studio: drawn elsewhere, bounded, and gone when its owner is gone."""

import io
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from PIL import Image

from bot.cards import CardOrder, Imprint, PhotoRefused
from bot.domain.whisper import PictureId
from bot.studio import Studio


@pytest_asyncio.fixture
async def studio(tmp_path: Path) -> AsyncIterator[Studio]:
    studio = await Studio.open(cache=tmp_path, pictures=None, workers=1)
    yield studio
    await studio.close()


def order(words: str) -> CardOrder:
    return CardOrder(words, PictureId(b"\1\2\3\4"), None, 1, Imprint("@sotto_voce", 12))


async def test_the_same_order_gives_the_same_bytes(studio: Studio) -> None:
    first = await studio.card(order("I still water her plants."))
    assert first == await studio.card(order("I still water her plants."))
    assert Image.open(io.BytesIO(first)).size == (1080, 1080)


async def test_a_file_that_is_no_picture_is_refused_by_name(studio: Studio) -> None:
    with pytest.raises(PhotoRefused) as refused:
        await studio.adopt(b"not a picture")
    assert refused.value.reason == "unsupported"
