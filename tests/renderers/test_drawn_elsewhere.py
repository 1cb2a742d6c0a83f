"""``sotto render`` in a process of its own: the same bytes, and nothing lost when it is killed."""

import asyncio
import io
import signal
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest
import pytest_asyncio
from PIL import Image

from bot.cards import CannotSet, PosterEntry, worker
from bot.cards.order import Bars, CampaignChart, ChartOrder, Choice
from bot.cards.pictures import LIBRARY
from bot.cards.studio import Studio
from bot.domain.whisper import OWN_PHOTO
from bot.renderers.opening import studio_of
from bot.settings import load_settings
from tests.kit.renderers import RendererProcess, order, renderer_process

pytestmark = pytest.mark.xdist_group("renderers")  # one process for all of them


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def process(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[RendererProcess]:
    async with renderer_process(tmp_path_factory.mktemp("renderer")) as process:
        yield process


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def studio(process: RendererProcess, cache: Path) -> AsyncIterator[Studio]:
    """The studio of a bot whose settings name the process."""
    settings = load_settings(token="42:hush-hush", channel="@sotto_voce", renderers=process.address)
    studio = await studio_of(settings)(cache=cache, pictures=None, workers=1)
    yield studio
    await studio.close()


async def drawn_here(studio: Studio, work: Callable[..., bytes], args: tuple[Any, ...]) -> bytes:
    elsewhere, studio.elsewhere = studio.elsewhere, None
    try:
        return await studio.lend(work, args)
    finally:
        studio.elsewhere = elsewhere


def photo() -> bytes:
    out = io.BytesIO()
    Image.linear_gradient("L").resize((1100, 1200)).convert("RGB").save(out, "JPEG")
    return out.getvalue()


PHOTO = photo()
ENTRIES = (
    PosterEntry(1, 7, "The first.", LIBRARY[0].id, 1, (("❤", 12), ("😢", 3))),
    PosterEntry(2, 8, "On a photo.", OWN_PHOTO, 2, photo=PHOTO),
    PosterEntry(3, 9, "Covered.", LIBRARY[2].id, 3, note="Sensitive topic"),
)
_BARS = Bars("Bars", (("a", 3), ("b", 0)), "none")
KINDS = {
    "a preview": (worker.card, (replace(order(), imprint=replace(order().imprint, number=None)),)),
    "a card": (worker.card, (order("ربما غدًا 🙂 – maybe tomorrow"),)),
    "a story": (worker.card, (order(size="story", question="What is it?", label="Ad · Brand"),)),
    "an author's photo": (worker.card, (replace(order(), picture=OWN_PHOTO, photo=PHOTO),)),
    "choices": (worker.card, (order(choices=(Choice("1", LIBRARY[5].id),)),)),
    "a notice": (worker.notice, ("Taken down.", "square")),
    "a poster": (worker.poster, ("Loved", "today", ENTRIES, "portrait", "@sotto_voce", 1)),
    "a grid": (worker.grid, (ENTRIES,)),
    "figures": (
        worker.figures,
        (ChartOrder("Figures", "", (("pool", 3),), _BARS, _BARS, _BARS, _BARS),),
    ),
    "a campaign's figures": (
        worker.campaign_figures,
        (CampaignChart("c7", "", (("seen", "<5"),), _BARS, (("yes", "<5", 0),), "Answers", _BARS),),
    ),
    "a cut": (worker.crop, (PHOTO, "square")),
    "a blur": (worker.blur, (PHOTO,)),
}


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("kind", KINDS)
async def test_what_is_drawn_there_has_the_same_bytes(studio: Studio, kind: str) -> None:
    work, args = KINDS[kind]
    assert studio.elsewhere is not None
    there = await studio.elsewhere.draw(work, args)
    assert there is not None
    assert there == await drawn_here(studio, work, args)


@pytest.mark.asyncio(loop_scope="module")
async def test_all_that_a_studio_offers_is_drawn_there(studio: Studio) -> None:
    assert studio.elsewhere is not None
    here, there = studio.drawn, studio.elsewhere.drawn
    chart, campaign = KINDS["figures"][1][0], KINDS["a campaign's figures"][1][0]
    for asked in (
        studio.card(order("All that it offers.")),
        studio.notice("Taken down."),
        studio.poster("Loved", "today", ENTRIES, channel="@sotto_voce"),
        studio.grid(ENTRIES),
        studio.chart(cast(ChartOrder, chart)),
        studio.campaign_chart(cast(CampaignChart, campaign)),
        studio.adopt(PHOTO),  # decoded here, in the darkroom; cut there
        studio.blur(PHOTO),
    ):
        assert (await asked)[:2] == b"\xff\xd8"
    assert (studio.drawn, studio.elsewhere.drawn) == (here, there + 8)


@pytest.mark.asyncio(loop_scope="module")
async def test_words_that_cannot_be_set_are_refused_there_as_here(studio: Studio) -> None:
    assert studio.elsewhere is not None
    here = studio.drawn
    with pytest.raises(CannotSet) as refused:
        await studio.card(order("secret \ue000"))
    assert (refused.value.reason, refused.value.clusters) == ("uncovered", ("\ue000",))
    assert (studio.drawn, studio.elsewhere.states) == (here, {"in_use": 1})


@pytest.mark.asyncio(loop_scope="module")
async def test_a_renderer_that_is_killed_in_the_midst_loses_nothing(
    studio: Studio, process: RendererProcess
) -> None:
    """The last of these tests. What it had is drawn here, soon."""
    renderers = studio.elsewhere
    assert renderers is not None
    orders = [order(f"Number {n}.") for n in range(12)]
    before, begin = renderers.drawn, time.monotonic()
    drawing = [asyncio.create_task(studio.card(each)) for each in orders]
    while renderers.drawn < before + 2:
        await asyncio.sleep(0)
    await process.end(signal.SIGKILL)
    cards = await asyncio.gather(*drawing)
    took = time.monotonic() - begin
    assert cards == [await drawn_here(studio, worker.card, (each,)) for each in orders]
    assert renderers.drawn < before + len(orders), "some were still in its hands"
    assert renderers.states == {"away": 1}
    assert took < 10
