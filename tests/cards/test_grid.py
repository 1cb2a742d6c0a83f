"""Six cards as one picture."""

import io

import pytest
from PIL import Image

from bot.cards.draw.grid import CHIP, card_in, grid
from bot.cards.order import PosterEntry
from bot.cards.styles import NOTE, STYLES
from bot.cards.worker import ground
from bot.domain.whisper import OWN_PHOTO, PictureId
from tests.cards.test_placing import plate as busy

HIGH = {1: 468, 2: 468, 3: 920, 4: 920, 5: 1372, 6: 1372}


def entry(rank: int, words: str = "I still water his plants.", **fields: object) -> PosterEntry:
    given: dict[str, object] = {"picture": PictureId(b"abc%d" % rank), "style": rank, **fields}
    return PosterEntry(rank=rank, number=100 + rank, words=words, **given)  # type: ignore[arg-type]


def drawn(*entries: PosterEntry) -> Image.Image:
    return Image.open(io.BytesIO(grid(entries, grounds=ground)))


@pytest.mark.parametrize("count", HIGH)
def test_the_picture_is_as_high_as_its_rows(count: int) -> None:
    assert drawn(*(entry(n + 1) for n in range(count))).size == (1080, HIGH[count])


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.name)
def test_each_style_and_each_script_can_stand_in_it(style: object) -> None:
    code = style.code  # type: ignore[attr-defined]
    words = ("今天下雨了，我很想你", "أحب المطر في الليل", "long " * 200, "\u0378", "🌧", "a\nb")
    entries = [entry(n + 1, text, style=code) for n, text in enumerate(words)]
    assert drawn(*entries).size == (1080, 1372)
    assert drawn(entries[2]).size == (1080, 468)


def test_words_and_counts_are_seen() -> None:
    plain = drawn(entry(1), entry(2))
    for changed in (
        (entry(1, "Something else."), entry(2)),
        (entry(1, reactions=(("❤", 3),)), entry(2)),
    ):
        other = drawn(*changed)
        box = (0, 0, 540, 468)
        assert other.crop(box).tobytes() != plain.crop(box).tobytes()


def test_an_authors_picture_that_is_gone_leaves_a_plain_ground() -> None:
    assert drawn(entry(1, picture=OWN_PHOTO), entry(2)).size == (1080, 468)


def test_the_same_cards_give_the_same_picture() -> None:
    assert grid([entry(1), entry(2)], grounds=ground) == grid([entry(1), entry(2)], grounds=ground)


@pytest.mark.parametrize(("at", "above"), [(0.7, True), (0.25, False)])
def test_words_make_room_for_what_a_picture_shows(at: float, *, above: bool) -> None:
    """A sheet leaves the middle, and stays away from the rank at the foot."""
    card = card_in(entry(1, style=NOTE.code), "tile", 516, lambda *_: busy("tile", at=at))
    column = Image.open(io.BytesIO(card.jpeg())).convert("L").crop((120, 0, 121, 912))
    light = [y for y in range(912) if column.getpixel((0, y)) > 225]  # type: ignore[operator]
    middle = (light[0] + light[-1]) / 2
    assert (middle < 400) is above
    assert light[-1] < 912 - (14 + CHIP) * 1080 / 516
