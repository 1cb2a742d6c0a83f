"""``sotto digest --week`` and ``--year``: asked for, and looked at before."""

from datetime import UTC, datetime, timedelta

import pytest
from PIL import Image

from bot.domain.days import Span
from bot.domain.parcel import ParcelKind
from bot.domain.whisper import State
from storage.posts import Post
from tests.kit.whispers import a_whisper
from tests.operator.test_cli_data import CHAT, published


@pytest.mark.parametrize("span", ["week", "year"])
def test_the_best_of_it_is_asked_for_once_it_is_not_posted(sotto, data, span):
    data(published)
    asked = sotto("digest", f"--{span}")
    assert asked.status == 0
    assert f"The best of the {span} from" in asked.out

    async def look(tables):
        settings = tables.runtime_settings
        return await (settings.week_asked if span == "week" else settings.year_asked).get()

    today = datetime.now(UTC).date()
    assert data(look) in {Span(span).nearest(today), Span(span).nearest(today - timedelta(days=1))}


@pytest.mark.parametrize("words", ["--now --week", "--week --year", "--now --dry-run"])
def test_a_digest_of_two_kinds_is_told_as_a_mistake(sotto, data, words):
    data(published)
    ended = sotto("digest", *words.split())
    assert ended.status == 2
    assert "One at a time" in ended.err


def test_the_best_of_a_year_can_be_looked_at_before_it_is_asked_for(sotto, data, tmp_path):
    async def loved(tables):
        year = Span.YEAR.nearest(datetime.now(UTC).date())
        await tables.channels.open_only({"main": CHAT})
        for number in (1, 2):
            whisper = a_whisper(f"number {number}", state=State.RELEASED, number=number)
            await tables.whispers.add_past(whisper)
            posted = datetime(year.year, 3, number, 12, tzinfo=UTC)
            post = Post(CHAT, number, ParcelKind.CARD, f"#{number}", "", posted, number=number)
            await tables.posts.add(post)
            await tables.reactions.record(CHAT, number, posted, {"❤": number})

    data(published)
    assert sotto("digest", "--year", "--dry-run").status == 1, "nothing is loved yet"
    data(loved)
    out = tmp_path / "year.png"
    looked = sotto("digest", "--year", "--dry-run", "--out", str(out))
    assert looked.status == 0, looked.err
    assert looked.out.splitlines()[0].startswith("Best of the year")
    assert "1. #2 number 2" in looked.out
    assert "Nothing is posted" in looked.out
    with Image.open(out) as picture:
        assert picture.size == (1080, 1080)

    async def asked(tables):
        return await tables.runtime_settings.year_asked.get()

    assert data(asked) is None
