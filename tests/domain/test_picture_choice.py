from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.picture_choice import first_picture, next_picture, suggest, theme_choices
from bot.domain.pictures import PictureInfo
from bot.domain.themes import THEMES
from bot.domain.whisper import PictureId

NAMES = list(THEMES)
SHELF = tuple(
    PictureInfo(
        PictureId(bytes((9, 9, 9, number))),
        f"picture {number}",
        (NAMES[number % len(NAMES)], NAMES[(number * 7 + 3) % len(NAMES)]),
    )
    for number in range(60)
)
THEMES_OF = {info.id: info.themes for info in SHELF}


def test_the_best_pictures_come_first() -> None:
    walk = suggest("My cat hates the rain", SHELF, seed=b"draft")
    shown = {theme for picture in walk[:3] for theme in THEMES_OF[picture]}
    assert {"pets", "rain"} <= shown


@given(words=st.text(max_size=200), seed=st.binary(min_size=1, max_size=40))
def test_a_walk_visits_every_picture_once_and_is_the_same_each_time(
    words: str, seed: bytes
) -> None:
    walk = suggest(words, SHELF, seed=seed)
    assert sorted(walk) == sorted(info.id for info in SHELF)
    assert suggest(words, SHELF, seed=seed) == walk


def test_the_order_of_the_shelf_does_not_matter() -> None:
    assert suggest("by the sea", SHELF, seed=b"x") == suggest("by the sea", SHELF[::-1], seed=b"x")


def test_another_picture_goes_round_and_never_shows_the_same_twice_in_a_row() -> None:
    walk = suggest("I lied to my boss", SHELF, seed=b"draft")
    seen = [walk[0]]
    for _ in SHELF:
        seen.append(next_picture(walk, seen[-1]))
    assert all(one != other for one, other in pairwise(seen))
    assert seen[-1] == walk[0]
    assert set(seen) == set(walk)


def test_a_picture_that_left_the_shelf_leads_to_the_best_one() -> None:
    walk = suggest("snow", SHELF, seed=b"draft")
    assert next_picture(walk, PictureId(b"gone")) == walk[0]


def test_an_empty_shelf_is_said_to_be_empty() -> None:
    with pytest.raises(ValueError, match="empty"):
        next_picture((), PictureId(b"abcd"))


def test_different_drafts_of_the_same_words_get_different_pictures() -> None:
    firsts = {suggest("I miss you", SHELF, seed=bytes([number]))[0] for number in range(40)}
    assert len(firsts) >= 2


def test_an_operators_own_tag_is_found_in_the_words() -> None:
    fox = PictureInfo(PictureId(b"foxy"), "fox", ("zorbing",))
    assert suggest("I went zorbing alone", (*SHELF, fox), seed=b"x")[0] == fox.id


def test_theme_choices_offer_each_theme_once_and_start_with_what_the_words_say() -> None:
    choices = theme_choices("My job brings no money", SHELF, seed=b"draft")
    themes = [theme for theme, _ in choices]
    assert sorted(themes) == sorted(THEMES)
    assert set(themes[:2]) == {"work", "money"}
    assert all(theme in THEMES_OF[picture] for theme, picture in choices)


@given(words=st.text(max_size=60), seed=st.binary(min_size=1, max_size=20), many=st.integers(0, 59))
def test_the_channels_last_pictures_are_not_proposed_again(
    words: str, seed: bytes, many: int
) -> None:
    walk = suggest(words, SHELF, seed=seed)
    shown = walk[:many][::-1]
    assert first_picture(walk, shown) == walk[many]


def test_when_all_pictures_were_shown_lately_the_oldest_is_proposed() -> None:
    walk = suggest("snow", SHELF, seed=b"draft")
    assert first_picture(walk, walk[7:] + walk[:7]) == walk[6]


def test_an_empty_shelf_proposes_nothing() -> None:
    with pytest.raises(ValueError, match="empty"):
        first_picture((), ())
