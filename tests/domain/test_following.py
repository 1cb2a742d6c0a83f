"""Pictures that are offered beside the card."""

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.draft import PAGES
from bot.domain.picture_choice import following, next_picture
from bot.domain.whisper import OWN_PHOTO, PictureId
from bot.flows.authors.choices import later

WALK = tuple(PictureId(bytes((0, 0, 1, at))) for at in range(10))


def test_they_are_the_ones_that_another_picture_leads_to() -> None:
    shown = following(WALK, WALK[2], 1)
    assert shown == WALK[3:6]
    assert shown[0] == next_picture(WALK, WALK[2])
    assert following(WALK, OWN_PHOTO, 1) == WALK[:3]
    assert following(WALK, WALK[8], 1) == (WALK[9], WALK[0], WALK[1])


def test_more_of_them_come_round_again_when_all_were_shown() -> None:
    page, seen = 1, [following(WALK, WALK[0], 1)]
    while (page := later(WALK, page)) != 1:
        seen.append(following(WALK, WALK[0], page))
    assert {picture for three in seen for picture in three} == set(WALK[1:])


@given(st.integers(0, 120), st.integers(0, 119), st.integers(1, PAGES - 1))
def test_none_is_offered_twice_nor_what_the_card_shows(size: int, at: int, page: int) -> None:
    walk = tuple(PictureId(bytes((0, 0, 1, each))) for each in range(size))
    current = walk[at] if at < size else OWN_PHOTO
    shown = following(walk, current, page)
    assert len(set(shown)) == len(shown) == min(3, size - (current in walk))
    assert current not in shown
    assert 1 <= later(walk, page) < PAGES
