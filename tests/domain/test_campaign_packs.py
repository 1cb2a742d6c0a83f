"""Campaigns' pictures among the library's."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.campaigns.campaign import Campaign, CampaignKind
from bot.domain.campaigns.packs import MOST, PackPicture, picture_id, with_packs
from bot.domain.whisper import PictureId


def ids(first: int, count: int) -> list[PictureId]:
    return [PictureId(bytes([first, 0, 0, n])) for n in range(count)]


@given(st.integers(1, 60), st.integers(0, MOST))
def test_a_pack_is_never_first_and_never_side_by_side(library: int, pack: int) -> None:
    shelf, packs = ids(1, library), ids(2, pack)
    walk = with_packs(shelf, packs)
    assert walk[0] == shelf[0]
    assert [each for each in walk if each in shelf] == shelf
    assert not any(a in packs and b in packs for a, b in itertools.pairwise(walk))


def test_with_room_all_of_a_pack_is_offered() -> None:
    assert set(ids(2, MOST)) <= set(with_packs(ids(1, 90), ids(2, MOST)))


def test_every_card_on_it_says_who_pays_and_whose_picture_it_is() -> None:
    pack = Campaign(
        7, CampaignKind.PICTURES, payer="Marque", label="Publicité", credit="Photo: Ana"
    )
    assert PackPicture(pack, b"").label == "Publicité · Marque · Photo: Ana"
    with pytest.raises(ValueError, match="without a label"):
        assert PackPicture(Campaign(7, CampaignKind.PICTURES), b"").label


def test_the_same_picture_in_two_campaigns_has_two_ids() -> None:
    assert picture_id(1, 7, b"jpeg") != picture_id(1, 8, b"jpeg")
    assert picture_id(1, 7, b"jpeg") == picture_id(1, 7, b"jpeg")
