"""Pictures that authors send: good ones by their bytes alone, hostile ones to nobody's harm."""

import asyncio
import io
import time
from datetime import timedelta
from typing import Any

import pytest
from PIL import Image

from bot.cards.order import CardOrder
from bot.cards.studio import Studio, StudioBusy
from bot.sandbox.messages import Message
from bot.sandbox.people import Person
from tests.darkroom import hostile
from tests.darkroom.hostile import HEIC, file, scene
from tests.kit.plain import PlainStudio
from tests.kit.town import PATIENCE, Town, jpeg

ATTACK = (
    lambda: hostile.repeated_scan(5000, 5000, 400),
    lambda: hostile.repeated_scan(600, 600, 30_000),
    hostile.deadly_heic,
    hostile.tall_png,
    hostile.texts_before,
    hostile.large_webp,
)


async def test_two_accounts_with_hostile_pictures_delay_nobody_and_the_posts_go_on(
    town: Town,
) -> None:
    """With the processes of ``sotto run``. Everybody writes at once."""
    town.open_studio = Studio.open
    attackers = [town.world.add_person(name) for name in ("Eve", "Mallory")]
    files = [make() for make in ATTACK]
    async with town.running():
        await town.publish(town.bob, "Before it all began.")
        honest = [town.world.add_person(f"Author {n}") for n in range(12)]
        for n, data in enumerate(files):
            attackers[n % 2].send_document(data, "IMG.jpg", "image/jpeg", caption="Look at this.")
        started = time.monotonic()
        for n, person in enumerate(honest):
            person.send(f"I wrote this while others were up to no good, number {n}.")
        for person in honest:
            await town.preview(person)
        assert time.monotonic() - started < PATIENCE
        await town.publish(town.alice, "And it still comes out.")
        for person in attackers:
            refused = lambda who=person: len(_refusals(who)) == 3  # noqa: E731
            await town.until(refused)
        assert not any(message.keyboard for each in attackers for message in each.chat)
        town.alice.send_photo(jpeg(), "A good one, after all of them.")
        await town.until(lambda: any(m.photo and m.keyboard for m in town.alice.chat))


def _refusals(person: Person) -> list[Message]:
    return [
        message
        for message in person.chat
        if "damaged" in (message.text or "") or "too large" in (message.text or "")
    ]


TYPES = {
    "image/jpg": ("image/jpg", "a.jpg"),
    "no type at all": ("", "a.jpg"),
    "neither type nor name": ("", ""),
    "the type of another picture": ("image/png", "a.png"),
    "the type of bytes": ("application/octet-stream", "IMG_0001"),
    "the type of a text": ("text/plain", "photo.JPG"),
}


@pytest.mark.parametrize("name", TYPES)
async def test_a_picture_sent_as_a_file_is_judged_by_its_bytes(town: Town, name: str) -> None:
    mime, called = TYPES[name]
    town.open_studio = _photos_alone
    async with town.running():
        town.alice.send_document(jpeg(colour="orange"), called, mime, caption="The lake.")
        preview = await town.preview(town.alice)
    assert preview.photo
    with Image.open(io.BytesIO(preview.photo)) as card:
        red, _, blue = card.convert("RGB").getpixel((5, 5))
    assert red > 200 > 100 > blue, "it is orange"


async def _photos_alone(**wanted: Any) -> PlainStudio:
    """Cards are their author's photo, and black where there is none."""

    def draw(_said: str, order: object) -> bytes:
        photo = order.photo if isinstance(order, CardOrder) else None
        return jpeg(colour="black") if photo is None else photo

    studio = await PlainStudio.open(**wanted)
    studio.draw = draw
    return studio


@pytest.mark.parametrize(
    ("data", "name"), [(HEIC, "IMG_0001.HEIC"), (file(scene(), "AVIF"), "IMG_0001.avif")]
)
async def test_pictures_of_telephones_are_taken(town: Town, data: bytes, name: str) -> None:
    async with town.running():
        town.alice.send_document(data, name, "application/octet-stream", caption="The lake.")
        assert await town.preview(town.alice)


@pytest.mark.parametrize("kind", ["TIFF", "BMP", "GIF"])
async def test_what_cannot_be_read_names_what_can(town: Town, kind: str) -> None:
    async with town.running():
        town.alice.send_document(
            file(scene(), kind), f"a.{kind}", f"image/{kind}".lower(), caption="The lake."
        )
        assert await town.said(town.alice, "Send a JPEG, PNG, WebP, HEIC or AVIF.")


async def test_a_film_or_a_document_is_not_even_fetched(town: Town) -> None:
    async with town.running():
        fetched = _calls(town, "getFile")
        town.alice.send_document(b"%PDF-1.7", "a.pdf", "application/pdf", caption="The lake.")
        assert await town.said(town.alice, "JPEG, PNG, WebP, HEIC, AVIF")
        assert not fetched


async def test_a_picture_too_small_for_a_card_is_refused_kindly(town: Town) -> None:
    async with town.running():
        town.alice.send_photo(jpeg((800, 499)), "The lake.")
        assert await town.said(town.alice, "at least 500 pixels")
        town.alice.send_photo(jpeg((800, 500)), "The lake.")
        assert await town.preview(town.alice)


async def test_a_press_of_style_fetches_nothing_and_the_end_of_the_draft_forgets_all(
    town: Town,
) -> None:
    async with town.running() as running:
        fetched = _calls(town, "getFile")
        town.alice.send_photo(jpeg(), "The lake.")
        preview = await town.preview(town.alice)
        for _ in range(3):
            before = preview.photo
            await town.press(town.alice, preview, "Style")
            await town.until(lambda shown=before: preview.photo != shown)
        pictures = running.services.author.memory.own_pictures
        assert pictures.kept == 1
        await town.press(town.alice, preview, "Publish")
        await town.until(lambda: town.cards)
        await town.idle()
        assert len(fetched) == 1
        assert pictures.kept == 0


async def test_the_picture_of_a_draft_left_alone_is_forgotten_with_it(town: Town) -> None:
    async with town.running() as running:
        town.alice.send_photo(jpeg(), "The lake.")
        await town.preview(town.alice)
        pictures = running.services.author.memory.own_pictures
        assert pictures.kept == 1
        await town.later(timedelta(minutes=16))
        async with asyncio.timeout(PATIENCE):
            while pictures.kept:
                await asyncio.sleep(0.02)


async def test_a_picture_that_waits_for_words_is_forgotten_with_cancel(town: Town) -> None:
    async with town.running() as running:
        town.alice.send_photo(jpeg())
        await town.said(town.alice, "Now write the words")
        pictures = running.services.author.memory.own_pictures
        assert pictures.kept == 1
        town.alice.send("/cancel")
        await town.said(town.alice, "Discarded, and deleted from this chat.")
        assert pictures.kept == 0


async def test_an_edit_that_cannot_be_drawn_just_now_is_answered_once_and_not_tried_again(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with town.running() as running:
        message = town.alice.send_photo(jpeg(), "The lake.")
        await town.preview(town.alice)
        tried: list[object] = []

        async def busy(order: object) -> bytes:
            tried.append(order)
            raise StudioBusy

        monkeypatch.setattr(running.services.shared.studio, "card", busy)
        town.alice.edit(message, "The sea.")
        await town.said(town.alice, "A lot of people are writing")
        await town.idle()
        assert len(tried) == 1
        assert running.intake.figures.failed == 0


def _calls(town: Town, method: str) -> list[object]:
    seen: list[object] = []
    town.world.subscribe(
        lambda event: (
            seen.append(event) if event.kind == "called" and event.detail.method == method else None
        )
    )
    return seen
