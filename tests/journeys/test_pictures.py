"""The operators' own pictures in the running bot: they come and go without a restart."""

import io
import json

import pytest
from PIL import Image

from bot.cards.pictures import LIBRARY
from tests.kit.drawn import DrawnStudio
from tests.kit.town import Town


def picture(colour: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (1400, 1200), colour).save(out, "JPEG")
    return out.getvalue()


async def test_a_picture_put_into_the_folder_is_proposed_without_a_restart(town: Town):
    folder = town.folder / "pictures"
    folder.mkdir()
    town.open_studio = DrawnStudio.open
    async with town.running(pictures=folder) as running:
        (folder / "over-the-bay.kitesurf.jpg").write_bytes(picture("navy"))
        running.schedule.ring("pictures")
        await town.until(
            lambda: len(running.services.shared.studio.shelf.infos) == len(LIBRARY) + 1
        )
        town.alice.send("I kitesurf.")
        preview = await town.preview(town.alice)
    assert preview.photo
    with Image.open(io.BytesIO(preview.photo)) as card:
        red, green, blue = card.convert("RGB").resize((1, 1)).getpixel((0, 0))
    assert blue > 2 * max(red, green)


async def test_a_bad_file_is_named_in_the_log_and_left_out(
    town: Town, capsys: pytest.CaptureFixture[str]
):
    folder = town.folder / "pictures"
    folder.mkdir()
    (folder / "IMG_20241231.sea.jpg").write_bytes(b"no picture at all")
    town.open_studio = DrawnStudio.open
    async with town.running(pictures=folder) as running:
        assert len(running.services.shared.studio.shelf.infos) == len(LIBRARY)
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [line["file"] for line in lines if line["event"] == "picture_bad"] == [
        "IMG_20241231.sea.jpg"
    ]
