"""What a card is proposed to look like: unlike the last ones of its channel."""

import random
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from bot.cards import style_of
from bot.cards.order import CardOrder
from bot.cards.pictures import LIBRARY
from bot.cards.style_choice import AVOIDED
from bot.domain.pictures import PictureInfo
from bot.domain.tact import CALM
from bot.domain.whisper import Look, PictureId, State
from bot.flows.authors.propose import LATELY, CardMaker, Proposal, propose
from bot.flows.authors.reading import Draft, Reading, read
from bot.memory.identity import MemoryRoutes
from storage import Storage
from tests.flows.test_submit import RULES, Author
from tests.kit.whispers import a_whisper
from tests.kit.works import START

WORDS = "It rained the day he left, and I still hear it on the roof."


RAINS = tuple(
    PictureInfo(PictureId(bytes((1, 2, 3, number))), f"rain {number}", ("rain",))
    for number in range(LATELY + 1)
)


@dataclass(frozen=True)
class Shelf:
    infos: tuple[PictureInfo, ...]


@dataclass(frozen=True)
class Easel:
    shelf: Shelf = Shelf(LIBRARY)

    async def card(self, order: CardOrder) -> bytes:
        return b"card"


async def put(storage: Storage, look: Look, state: State, number: int | None) -> None:
    async with storage.transaction() as tables:
        await tables.whispers.add(
            a_whisper(look=look, state=state, number=number),
            handle_hash=secrets.token_bytes(32),
            receipt_hash=secrets.token_bytes(32),
        )


async def proposed(
    storage: Storage,
    handle: bytes,
    *,
    words: str = WORDS,
    shelf: Sequence[PictureInfo] = RAINS,
) -> Look:
    draft = Draft(await MemoryRoutes().issue(1, START), 1, words)
    reading = read(draft, RULES.limits, moderated=True)
    assert isinstance(reading, Reading)
    own = Author(storage).memory.own_pictures
    done = await propose(
        draft,
        reading,
        handle=handle,
        channel=1,
        storage=storage,
        cards=CardMaker(Easel(Shelf(tuple(shelf))), own, "square"),  # type: ignore[arg-type]
        imprint="@x",
        now=START,
    )
    assert isinstance(done, Proposal)
    return done.state.look


async def test_the_last_dozen_pictures_and_the_last_three_styles_are_not_proposed_again(
    storage: Storage,
) -> None:
    rng = random.Random(5)
    looks: list[Look] = []
    for number in range(1, 40):
        look = await proposed(storage, rng.randbytes(12))
        assert look.picture not in {each.picture for each in looks[-LATELY:]}
        assert look.style not in {each.style for each in looks[-AVOIDED:]}
        looks.append(look)
        await put(storage, look, State.RELEASED, number)


async def test_words_that_ask_for_care_come_quietly_on_a_calm_picture(storage: Storage) -> None:
    names = {info.id: info.name for info in LIBRARY}
    for number in range(1, 6):
        look = await proposed(
            storage, bytes([number]) * 12, words="I don’t want to live any more.", shelf=LIBRARY
        )
        assert style_of(look.style).name == "quiet"
        assert names[look.picture] in CALM
        await put(storage, look, State.RELEASED, number)


async def test_what_waits_in_the_pool_is_not_told_by_what_others_are_proposed(
    storage: Storage,
) -> None:
    handles = [bytes([number]) * 12 for number in range(8)]
    before = [await proposed(storage, handle) for handle in handles]
    for look in before:
        for state in (State.POOL, State.REVIEW, State.HELD):
            await put(storage, look, state, None)
    assert [await proposed(storage, handle) for handle in handles] == before


async def test_another_channels_cards_are_nobodys_neighbours(storage: Storage) -> None:
    handle = b"twelve bytes"
    before = await proposed(storage, handle)
    await put(storage, before, State.RELEASED, 1)
    here = await proposed(storage, handle)
    assert here.picture != before.picture
    assert style_of(here.style) is not style_of(before.style)
    async with storage.transaction() as tables:
        assert await tables.of(2).whispers.latest_looks(LATELY) == ()
