"""The moderators' figures as a picture: what stands on it, measured in its pixels."""

import io
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from bot.cards.draw import chart
from bot.cards.order import Bars, ChartOrder
from bot.cards.samples import BEYOND, SAMPLES

NOTHING = Bars("", (("", 0),), "")
EMPTY = ChartOrder("", "", (), NOTHING, NOTHING, NOTHING, NOTHING)


def pixels(order: ChartOrder) -> NDArray[np.int16]:
    with Image.open(io.BytesIO(chart.draw(order))) as image:
        assert (image.format, image.size) == ("JPEG", chart.SIZE)
        return np.asarray(image.convert("RGB")).astype(np.int16)


def changed(order: ChartOrder) -> NDArray[np.bool_]:
    """Where ``order`` draws something."""
    return np.abs(pixels(order) - pixels(EMPTY)).max(axis=2) > 40


@pytest.mark.parametrize("sample", [name for name in SAMPLES if name not in BEYOND])
def test_the_figures_are_written_in_every_script(sample: str) -> None:
    """Letters where the title belongs, other letters for other words, and nowhere else."""
    words = SAMPLES[sample]
    one, other = (changed(replace(EMPTY, title=each)) for each in (words[:12], words[:6]))
    assert one[50:200].sum() > 300
    assert (one != other).any()
    assert not one[200:].any()


def test_a_bar_is_as_high_as_its_count() -> None:
    days = Bars("", (("", 40), ("", 10), ("", 0), ("", 20)), "")
    drawn = changed(replace(EMPTY, released=days))
    quarter = (chart.SIZE[0] - 144) / 4
    columns = [72 + round((at + 0.3) * quarter) for at in range(4)]  # beside what is written above
    high, low, none, half = (int(drawn[:, column].sum()) for column in columns)
    line = none  # the ground that the bars stand on
    assert line <= 4
    assert (high - line) / 4 == pytest.approx(low - line, abs=3)
    assert (high - line) / 2 == pytest.approx(half - line, abs=3)


@pytest.mark.parametrize("newest", [0, 1203])
def test_over_a_thin_bar_its_count_can_be_read_and_no_other_lies_over_it(newest: int) -> None:
    bars = (*[("", 0)] * 88, ("", 1204), ("", newest))
    drawn = changed(replace(EMPTY, released=Bars("", bars, "")))
    above = drawn[420:460].any(axis=0).nonzero()[0]
    assert 50 < above.max() - above.min() < 90


def test_a_lying_bar_is_as_long_as_its_count() -> None:
    drawn = pixels(replace(EMPTY, waits=Bars("", (("", 30), ("", 10), ("", 0)), "")))
    blue = drawn[:, :, 2] - drawn[:, :, 0] > 60
    runs = sorted({int(row.sum()) for row in blue if row.any()})
    assert runs[-1] == pytest.approx(436, abs=4)
    assert min(runs, key=lambda run: abs(run - 145)) == pytest.approx(436 / 3, abs=4)


def test_a_panel_without_figures_says_so_and_draws_no_bar() -> None:
    told = changed(replace(EMPTY, reports=Bars("Reports", (("", 0),), "None so far.")))
    silent = changed(replace(EMPTY, reports=Bars("Reports", (("", 0),), "")))
    assert told.sum() > silent.sum() > 0
    assert not told[1300:].any()


def test_in_a_language_read_from_the_right_all_stands_as_a_mirror_shows_it() -> None:
    """Bars, names and counts: each on the other side, none over another."""
    waits = Bars("", (("within the hour", 30), ("later", 10), ("never", 0)), "")
    days = Bars("", (("", 40), ("", 0), ("", 0), ("", 10)), "")
    order = replace(EMPTY, tiles=(("here", 8), ("there", 5)), waits=waits, released=days)
    plain, turned = (changed(replace(order, mirrored=each)) for each in (False, True))
    for rows in (slice(200, 330), slice(380, 600), slice(740, 1156)):
        for columns in (slice(0, 540), slice(540, 1080)):
            here, there = plain[rows, columns].sum(), turned[rows, ::-1][:, columns].sum()
            assert there == pytest.approx(here, rel=0.02, abs=60)
