"""Of an author's picture only what is seen goes on: nothing hidden in the file survives."""

import io
from typing import Any

import pytest
from PIL import Image

from bot.darkroom.photo import adopt
from bot.sandbox.world import WorldEvent
from tests.kit.town import Town
from tests.prove import pictures
from tests.prove.pictures import CORPUS, PLACES
from tests.prove.scan import Image as Seized
from tests.prove.scan import Person as Suspect
from tests.prove.scan import scan, synthetic_people

SUSPECTS = [
    Suspect(person.id, (pictures.canary(place),))
    for person, place in zip(synthetic_people(len(PLACES)), PLACES, strict=True)
]
ALLOWED = {0xD8, 0xE0, 0xDB, 0xC0, 0xC2, 0xC4, 0xDA, 0xD9}
"""Start, JFIF, tables, frame, scan, end: what a JPEG cannot be without."""


def traces(*files: bytes) -> set[str]:
    """The places whose canary is found, in clear or in any encoding."""
    image = Seized()
    for number, data in enumerate(files):
        image.add(f"file {number}", data)
    places = {suspect.id: place for suspect, place in zip(SUSPECTS, PLACES, strict=True)}
    return {places[hit.person] for hit in scan(image, SUSPECTS)}


def segments(data: bytes) -> set[int]:
    """Markers of a JPEG up to its pixels; its end must be the end of the file."""
    found, at = {data[1]}, 2
    while True:
        assert data[at] == 0xFF
        found.add(data[at + 1])
        if data[at + 1] == 0xDA:
            assert data.find(b"\xff\xd9") == len(data) - 2
            return found
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")


@pytest.mark.parametrize("make", CORPUS)
def test_no_canary_survives_and_the_file_is_nothing_but_a_picture(make: Any, figure: Any) -> None:
    dirty = make()
    clean = adopt(dirty)
    found = traces(clean)
    figure(f"picture corpus, {make.__name__}", f"{len(CORPUS[make])} canaries in, {len(found)} out")
    assert traces(dirty) == CORPUS[make]
    assert found == set()
    assert segments(clean) <= ALLOWED
    with Image.open(io.BytesIO(clean)) as image:
        assert image.format == "JPEG"
        assert not image.getexif()
        assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def test_what_lies_under_transparent_pixels_is_gone() -> None:
    hidden = Image.new("RGBA", (600, 600), (255, 0, 0, 0))
    clean = adopt(pictures.file(hidden, "PNG"))
    with Image.open(io.BytesIO(clean)) as image:
        assert image.getextrema() == ((255, 255),) * 3


@pytest.mark.parametrize("kind", ["jpeg", "png", "webp", "avif", "heic"])
async def test_no_uploaded_byte_holds_a_canary(kind: str, town: Town, figure: Any) -> None:
    """Sent as a file, which Telegram leaves as it is: the preview, a redrawn one, the post."""
    uploads: list[bytes] = []

    def keep(event: WorldEvent) -> None:
        message = event.message
        if event.kind in ("sent", "edited") and message is not None and message.sender is town.bot:
            uploads.append(message.media.data if message.media else b"")
            uploads.append(repr(message.words).encode())

    town.world.subscribe(keep)
    dirty = getattr(pictures, kind)()
    async with town.running():
        town.alice.send_document(dirty, f"IMG.{kind}", f"image/{kind}", caption="The lake.")
        preview = await town.preview(town.alice)
        before = preview.photo
        await town.press(town.alice, preview, "Style")
        await town.until(lambda: preview.photo != before)
        await town.press(town.alice, preview, "Publish")
        await town.until(lambda: town.cards)
        await town.idle()
    sent = sum(data.startswith(b"\xff\xd8") for data in uploads)
    found = traces(*uploads)
    figure(f"uploads after a {kind} full of canaries", f"{sent} pictures, {len(found)} canaries")
    assert sent >= 3
    assert found == set()
    stored = [path.read_bytes() for path in (town.folder / "data").iterdir() if path.is_file()]
    assert traces(*stored) == set()


REFUSED = {
    "moves": (lambda: pictures.moving("PNG"), "image/png", "That picture is animated"),
    "moves as WebP": (lambda: pictures.moving("WEBP"), "image/webp", "That picture is animated"),
    "unpacks to 64 megapixels": (lambda: pictures.bomb(8_000), "image/png", "too large"),
    "unpacks to 256 megapixels": (lambda: pictures.bomb(16_000), "image/png", "too large"),
    "claims 65,000 by 65,000": (pictures.lying_jpeg, "image/jpeg", "too large"),
    "unpacks its text to 80 MB": (pictures.text_bomb, "image/png", "damaged"),
    "ends too early": (lambda: pictures.jpeg()[:9_000], "image/jpeg", "damaged"),
    "is cut in its head": (lambda: pictures.png()[:40], "image/png", "damaged"),
    "is no picture": (lambda: b"%PDF-1.7 no picture", "image/png", "can’t read that picture"),
    "is empty": (lambda: b"", "image/webp", "can’t read that picture"),
}


async def test_what_bursts_moves_or_is_broken_is_refused_kindly(town: Town, figure: Any) -> None:
    """One after another to the same bot, which goes on to take a good one. Each from somebody
    else: one chat may try three pictures in ten minutes."""
    async with town.running():
        for make, mime, answer in REFUSED.values():
            person = town.world.add_person("Somebody")
            person.send_document(make(), "IMG", mime, caption="The lake.")
            await town.said(person, answer)
            assert not any(message.keyboard for message in person.chat)
        town.alice.send_document(pictures.webp(), "IMG", "image/webp", caption="The lake.")
        await town.preview(town.alice)
    figure("pictures refused kindly", f"{len(REFUSED)}: {', '.join(REFUSED)}")
