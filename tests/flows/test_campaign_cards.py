"""Whispers that answer a question, or are drawn on a campaign's picture, as they stand."""

import random
import secrets
from collections.abc import Sequence

import pytest

from bot.cards.order import CardOrder, PosterEntry
from bot.domain.campaigns.campaign import CampaignKind, CampaignState
from bot.domain.campaigns.packs import PackPicture
from bot.domain.draft import DraftState
from bot.domain.mixing import INSTANT
from bot.domain.parcel import DigestEntry
from bot.domain.whisper import OWN_PHOTO, Look, PictureId, State
from bot.flows.authors.propose import CardMaker
from bot.flows.authors.reading import Draft, Reading, read
from bot.flows.authors.release import release_due
from bot.flows.campaigns.packs import StoredPacks
from bot.flows.feeds.reading import numbered_cards
from bot.flows.moderation.review_card_order import order_of
from bot.flows.publishing.content import digest, places_of
from bot.memory.feed_orders import FeedOrders
from bot.memory.identity import MemoryRoutes
from storage import Storage
from tests.flows.test_looks import Easel
from tests.flows.test_submit import RULES, Author
from tests.kit.campaigns import DAY, a_campaign, approved, with_campaigns
from tests.kit.outbox import run
from tests.kit.whispers import a_whisper
from tests.kit.works import START, Works, make_works

PACK = PictureId(b"pack")


@pytest.fixture
def works(storage: Storage) -> Works:
    return with_campaigns(make_works(storage))


async def a_pack(storage: Storage, **fields: object) -> int:
    usual = {
        "kind": CampaignKind.PICTURES,
        "words": "",
        "label": "Publicité",
        "payer": "Marque",
        "credit": "Photo: Ana",
    }
    [number] = await approved(storage, a_campaign(**(usual | fields)))  # type: ignore[arg-type]
    async with storage.transaction() as tables:
        await tables.campaigns.put_pictures(number, [(PACK, b"jpeg")])
    return number


async def posted(works: Works, **fields: object) -> tuple[str, CardOrder]:
    """The caption of the only card, and the order by which it was drawn."""
    drawn: list[CardOrder] = []
    card = works.studio.card

    async def noting(order: CardOrder) -> bytes:
        drawn.append(order)
        return await card(order)

    works.studio.card = noting  # type: ignore[method-assign]
    whisper = a_whisper(state=State.POOL, **fields)
    async with works.storage.transaction() as tables:
        await tables.whispers.add(
            whisper, handle_hash=secrets.token_bytes(32), receipt_hash=secrets.token_bytes(32)
        )
    await release_due(
        storage=works.storage, now=works.clock.now(), mixing=INSTANT, rng=random.Random(1)
    )
    await run(works)
    [standing] = works.channel.messages.values()
    return standing.caption, drawn[-1]


async def test_an_answer_carries_its_question_on_the_card_and_below(works: Works) -> None:
    [number] = await approved(works.storage, a_campaign())
    caption, order = await posted(works, campaign=number)
    assert order.question == "What helped you against bullying?"
    assert order.label is None  # it is no campaign
    assert "❔ What helped you against bullying?" in caption
    assert "start=q_c1" in caption
    assert caption.startswith("#1\n")


async def test_the_question_of_a_removed_campaign_stands_nowhere(works: Works) -> None:
    [number] = await approved(works.storage, a_campaign(state=CampaignState.REMOVED))
    caption, order = await posted(works, campaign=number)
    assert order.question is None
    assert "❔" not in caption


async def test_a_card_on_a_campaigns_picture_carries_the_label_on_card_and_caption(
    works: Works,
) -> None:
    await a_pack(works.storage)
    caption, order = await posted(works, look=Look(PACK, 1))
    assert (order.picture, order.photo) == (OWN_PHOTO, b"jpeg")
    assert order.label == "Publicité · Marque · Photo: Ana"
    assert caption.split("\n")[:2] == [
        "#1",
        '<a href="https://t.me/sotto_bot?start=why_c1">Publicité · Marque · Photo: Ana</a>',
    ]  # a tap says who paid


@pytest.mark.parametrize("state", [CampaignState.REMOVED, CampaignState.DRAFT])
async def test_a_picture_that_was_taken_down_is_drawn_no_more(
    works: Works,
    state: CampaignState,
) -> None:
    await a_pack(works.storage, state=state)
    caption, order = await posted(works, look=Look(PACK, 1))
    assert order.photo is None
    assert order.label is None
    assert "Publicité" not in caption


async def test_a_digest_shows_no_picture_of_a_campaign(works: Works) -> None:
    """A card on one counts as any whisper does; what is paid for comes into no digest, so there
    its words stand on another picture and need no label."""
    await a_pack(works.storage)
    await posted(works, look=Look(PACK, 1))
    drawn: list[PosterEntry] = []

    async def poster(title: str, subtitle: str, entries: Sequence[PosterEntry], **_: str) -> bytes:
        drawn.extend(entries)
        return title.encode()

    works.studio.poster = poster  # type: ignore[method-assign]
    async with works.storage.reading() as tables:
        places = await places_of(tables, [DigestEntry(1, 1, (("❤", 3),))])
    await digest(START.date(), places, studio=works.studio, house=works.press.house)
    assert [each.number for each in drawn] == [1]
    assert drawn[0].photo is None


async def test_a_card_that_is_shared_by_its_picture_brings_the_label(works: Works) -> None:
    """What is dropped into another chat is the picture from the channel, with the label inked."""
    await a_pack(works.storage)
    await posted(works, look=Look(PACK, 1))
    [card] = await numbered_cards([(1, 1)], storage=works.storage, orders=FeedOrders())
    assert card.pack is not None
    assert card.pack.label == "Publicité · Marque · Photo: Ana"


async def test_what_moderators_cover_is_drawn_on_another_picture(works: Works) -> None:
    await a_pack(works.storage)
    caption, order = await posted(works, look=Look(PACK, 1), cover=True)
    assert order.photo is None
    assert "Publicité" not in caption


async def test_moderators_see_question_and_label(works: Works) -> None:
    await a_pack(works.storage)
    [question] = await approved(works.storage, a_campaign())
    whisper = a_whisper(look=Look(PACK, 1), campaign=question)
    order = await order_of(whisper, "name", size="square", storage=works.storage)
    assert order.label == "Publicité · Marque · Photo: Ana"
    assert order.question == "What helped you against bullying?"


@pytest.mark.parametrize(
    ("starts", "until", "offered"), [(-1, 1, True), (1, 2, False), (-2, -1, False)]
)
async def test_pictures_are_offered_from_the_beginning_to_the_end_of_their_pack(
    works: Works,
    starts: int,
    until: int,
    offered: bool,
) -> None:
    await a_pack(works.storage, starts_at=START + starts * DAY, until=START + until * DAY)
    packs = StoredPacks(works.storage, works.clock)
    assert await packs.offered() == ((PACK,) if offered else ())
    none = StoredPacks(works.storage, works.clock, offers=False)
    assert await none.offered() == ()
    assert await none.find(PACK) is not None  # a card that stands on it is drawn as before


class Offered:
    """One picture of a campaign, at any time."""

    async def offered(self) -> tuple[PictureId, ...]:
        return (PACK,)

    async def find(self, picture: PictureId) -> PackPicture | None:
        return None


@pytest.mark.parametrize(
    ("words", "heavy", "offered"),
    [
        ("It rained the day he left.", False, (PACK,)),
        ("It rained the day he left.", True, ()),
        ("I want to kill myself tonight.", False, ()),
        ("My friend wants to kill herself.", False, ()),
    ],
)
async def test_no_picture_of_a_campaign_is_offered_for_covered_words_or_those_with_a_helpline(
    storage: Storage,
    words: str,
    heavy: bool,
    offered: tuple[PictureId, ...],
) -> None:
    draft = Draft(await MemoryRoutes().issue(1, START), 1, words)
    reading = read(draft, RULES.limits, moderated=True)
    assert isinstance(reading, Reading)
    own = Author(storage).memory.own_pictures
    cards = CardMaker(Easel(), own, "square", packs=Offered())  # type: ignore[arg-type]
    state = DraftState(bytes(12), reading.check, Look(PACK, 1), heavy=heavy)
    assert await cards.packs_for(reading, state) == offered
