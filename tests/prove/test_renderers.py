"""Somebody seizes the machine on which ``sotto render`` runs: words and photos passed through its
memory, and lie in none of its folders, in nothing that it printed and in no prepared picture."""

import asyncio
import io
import os
import signal
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from PIL import Image as Picture

from bot.cards import PosterEntry, worker
from bot.cards.pictures import LIBRARY
from bot.domain.whisper import OWN_PHOTO
from bot.renderers.renderers import Renderers
from bot.renderers.wire import pack
from tests.kit.cache import prepared
from tests.kit.renderers import SHELF, RendererProcess, order, renderer_process
from tests.prove.authors import words_of
from tests.prove.renderer_leaks import RENDERER_LEAKS
from tests.prove.scan import Image, views_of

PEOPLE = 12


def noise() -> bytes:
    out = io.BytesIO()
    Picture.effect_noise((640, 640), 90).convert("RGB").save(out, "JPEG", quality=90)
    return out.getvalue()


PHOTO = noise()


def needles() -> Iterator[bytes]:
    """What may be found nowhere: the middle of each confession, and of a photo."""
    for index in range(PEOPLE):
        words = words_of(index)[:-1]
        yield words.encode()
        yield words.encode("utf-16-le")
    for at in range(1000, len(PHOTO) - 64, 5000):
        yield PHOTO[at : at + 64]


def traces(image: Image) -> list[str]:
    wanted = list(needles())
    return [name for name, view, _pixels in views_of(image) if any(each in view for each in wanted)]


def seized(process: RendererProcess, since: float) -> Image:
    image = Image()
    image.add_folder(process.folder)
    for path in prepared().rglob("*"):
        if path.is_file() and path.stat().st_mtime >= since:
            image.add(f"cache: {path.name}", path.read_bytes())
    return image


def children_of(process: RendererProcess) -> list[int]:
    pid = process.running.pid
    return list(map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split()))


async def test_words_that_are_drawn_elsewhere_lie_nowhere_and_sigterm_finishes_them(
    tmp_path: Path, figure, free_port: int
) -> None:
    since = time.time()
    face = f"127.0.0.1:{free_port}"
    async with renderer_process(tmp_path / "renderer", SOTTO_HTTP=face) as process:
        renderers = Renderers([process.address], None, SHELF)
        await renderers.open()
        drawing = [
            renderers.draw(worker.card, (order(words_of(index)),)) for index in range(PEOPLE - 3)
        ]
        own = replace(order(words_of(PEOPLE - 3)), picture=OWN_PHOTO, photo=PHOTO)
        entry = PosterEntry(1, 7, words_of(PEOPLE - 2), LIBRARY[0].id, 1)
        refused = order(words_of(PEOPLE - 1) + "\ue000")
        drawing += [
            renderers.draw(worker.card, (own,)),
            renderers.draw(worker.grid, ((entry,),)),
            renderers.draw(worker.card, (refused,)),
        ]
        for child in children_of(process):
            os.kill(child, signal.SIGSTOP)
        asked = [asyncio.create_task(each) for each in drawing]
        try:
            async with httpx.AsyncClient(base_url=f"http://{face}") as client:
                async with asyncio.timeout(10):
                    while (await client.get("/healthz")).json()["in_hand"] < PEOPLE:
                        await asyncio.sleep(0.01)
            process.running.send_signal(signal.SIGTERM)
            async with asyncio.timeout(10):
                while b"stopping" not in process.printed:
                    await asyncio.sleep(0.01)
        finally:
            for child in children_of(process):
                os.kill(child, signal.SIGCONT)
        answers = await asyncio.gather(*asked, return_exceptions=True)
        assert [type(each).__name__ for each in answers] == ["bytes"] * (PEOPLE - 1) + ["CannotSet"]
        assert await process.end(signal.SIGCONT) == 0
        await renderers.close()
        image = seized(process, since)
        figure("renderer: bytes searched", f"{image.size:,} in {len(image.parts)} parts")
        assert len(process.printed) > 100
        found = traces(image)
        figure("renderer: traces found", len(found))
        assert found == []


@pytest.mark.parametrize("leak", RENDERER_LEAKS)
async def test_a_build_that_keeps_words_is_caught(tmp_path: Path, figure, leak: str) -> None:
    since = time.time()
    program = ("tests.prove.renderer_leaks", leak)
    async with renderer_process(tmp_path / "renderer", program=program) as process:
        renderers = Renderers([process.address], None, SHELF)
        await renderers.open()
        assert await renderers.draw(worker.card, (order(words_of(0)),))
        await renderers.close()
        found = traces(seized(process, since))
        figure(f"broken build: {leak}", f"caught: {len(found)} traces")
        assert found


def test_a_photo_that_is_kept_is_found_as_words_are() -> None:
    for kept in (order(words_of(0)), replace(order("x"), picture=OWN_PHOTO, photo=PHOTO)):
        image = Image()
        image.add("an order on a disk", pack(worker.card, (kept,)) or b"")
        assert traces(image)
