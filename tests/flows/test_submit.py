"""From an author's message to a stored whisper, without Telegram: read once, refused as a value."""

import random
import secrets
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from bot.cards.order import CannotSet, CardOrder
from bot.cards.studio import StudioBusy
from bot.domain import checks
from bot.domain.checks.care import Care
from bot.domain.draft import Contacts, DraftState, handle_hash
from bot.domain.mixing import INSTANT
from bot.domain.pictures import PictureInfo
from bot.domain.receipts import new_code, receipt_hash
from bot.domain.whisper import OWN_PHOTO, Look, PictureId, State
from bot.domain.words import Limits
from bot.flows.authors.propose import CardMaker, Proposal, first_state, hear, propose, redraw
from bot.flows.authors.reading import Draft, Reading, SentPicture, read
from bot.flows.authors.refusals import No, OverLimit, PictureRefused, Refusal, Unsettable
from bot.flows.authors.rules import AuthorRules
from bot.flows.authors.submit import Accepted, submit
from bot.flows.forget_handles import forget_handles
from bot.i18n import translator_for
from bot.memory.arrivals import Arrivals
from bot.memory.author_memory import AuthorMemory
from bot.memory.authors import Authors
from bot.memory.identity import MemoryRoutes, Purpose, Route
from bot.memory.limits import LocalTally, Tallies
from bot.memory.maker import LocalMemory
from bot.memory.near_duplicates import NearDuplicates
from bot.memory.own_pictures import NotFetched, OwnPictures
from bot.memory.published_drafts import LINGER, PublishedDrafts
from bot.memory.reply_memory import ReplyMemory
from bot.memory.said_once import SaidOnce
from bot.memory.slates import Slates
from handlers.author.refusals import sentence
from storage import Storage
from tests.kit.works import START

WORDS = "I still water his plants, though he moved out in spring."
CONTACT = "Call me, I am at 06 12 34 56 78 and I miss you."
PLAN = "Tonight I will take all the pills and kill myself."
DAY = timedelta(days=1)
RULES = AuthorRules(
    limits=Limits(),
    size="square",
    moderated=True,
    mode="post",
    review=INSTANT,
    mixing=INSTANT,
    pace=timedelta(seconds=3),
    zone=ZoneInfo("UTC"),
)


class Shelf:
    infos = (PictureInfo(PictureId(b"abcd"), "rain", ()),)


@dataclass
class Easel:
    """Draws nothing; ``fails`` is raised instead."""

    shelf: Shelf = field(default_factory=Shelf)
    fails: Exception | None = None
    orders: list[CardOrder] = field(default_factory=list)

    async def card(self, order: CardOrder) -> bytes:
        self.orders.append(order)
        if self.fails is not None:
            raise self.fails
        return b"card"


class Author:
    """Somebody with a draft, and what the bot knows of them."""

    def __init__(self, storage: Storage, *, most: int = 3) -> None:
        self.storage, self.routes = storage, MemoryRoutes()
        self.route = self.routes.passing(1)
        self.sweeps = 0
        self.fetched: list[str] = []
        self.fetch: bytes | NotFetched = b"photo"
        self.authors = Authors()
        own = OwnPictures(self._download, self._adopt, DAY)
        once = LocalTally(most=most, within=DAY)
        self.memory = AuthorMemory(
            authors=self.authors,
            slates=Slates(waits=DAY, forget=own.forget),
            own_pictures=own,
            said_once=SaidOnce(),
            published_drafts=PublishedDrafts(lambda _bot: self.sweeps),
            tallies=Tallies(once, once, once, once),
            near=NearDuplicates(secrets.token_bytes(32)),
            arrivals=Arrivals(),
            replies=ReplyMemory.new(random.Random(1), LocalMemory(), 1),
        )

    async def _download(self, file: str, _chat: Route) -> bytes | NotFetched:
        self.fetched.append(file)
        return self.fetch

    async def _adopt(self, data: bytes) -> bytes:
        return data

    def draft(self, words: str = WORDS, *, message: int = 1, photo: bool = False) -> Draft:
        picture = SentPicture("file", "mark") if photo else None
        return Draft(self.route, message, words, picture=picture)

    async def hear(self, draft: Draft) -> Reading | Refusal:
        return await hear(
            draft,
            storage=self.storage,
            routes=self.routes,
            published=self.memory.tallies.published,
            rules=RULES,
            now=START,
        )

    async def publish(
        self, draft: Draft, reading: Reading, state: DraftState, *, code: str | None = None
    ) -> Accepted | Refusal:
        return await submit(
            draft,
            reading,
            state,
            code=code or new_code(random.SystemRandom()),
            storage=self.storage,
            routes=self.routes,
            memory=self.memory,
            rules=RULES,
            now=START,
        )

    def cards(self, easel: Easel) -> CardMaker:
        return CardMaker(easel, self.memory.own_pictures, "square")  # type: ignore[arg-type]


def reading_of(draft: Draft) -> Reading:
    reading = read(draft, RULES.limits, moderated=True)
    assert isinstance(reading, Reading)
    return reading


def state_of(reading: Reading, handle: bytes = b"twelve bytes") -> DraftState:
    return first_state(reading, handle, Shelf.infos)


@pytest.fixture
def author(storage: Storage) -> Author:
    return Author(storage)


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Each text that the checks look at."""
    seen: list[str] = []
    original = checks.read

    def counted(words: str) -> checks.Checked:
        seen.append(words)
        return original(words)

    monkeypatch.setattr(checks, "read", counted)
    return seen


async def test_words_are_checked_once_from_the_button_to_the_whisper(author, looks) -> None:
    draft = author.draft()
    reading = reading_of(draft)
    end = await author.publish(draft, reading, state_of(reading))
    assert end == Accepted(State.POOL)
    assert looks == [WORDS]


async def test_hidden_contacts_are_other_words_and_checked_once_more(author, looks) -> None:
    draft = author.draft(CONTACT)
    reading = reading_of(draft)
    state = replace(state_of(reading), contacts=Contacts.HIDE)
    assert await author.publish(draft, reading, state) == Accepted(State.POOL)
    assert len(looks) == 2
    assert "06 12" not in looks[1]
    async with author.storage.reading() as tables:
        whisper = await tables.whispers.by_handle(handle_hash(state.handle))
    assert whisper is not None
    assert whisper.words == looks[1]


async def test_words_that_say_how_are_neither_proposed_nor_taken_in(author) -> None:
    draft, easel = author.draft(PLAN), Easel()
    reading = reading_of(draft)
    assert reading.care is Care.PLAN
    proposed = await propose(
        draft,
        reading,
        handle=b"twelve bytes",
        channel=1,
        storage=author.storage,
        cards=author.cards(easel),
        imprint="@x",
        now=START,
    )
    assert proposed is No.TELLS_HOW
    assert easel.orders == []
    assert await author.publish(draft, reading, state_of(reading)) is No.TELLS_HOW


async def test_contact_data_must_be_decided_about_before_publishing(author) -> None:
    draft = author.draft(CONTACT)
    reading = reading_of(draft)
    assert await author.publish(draft, reading, state_of(reading)) is No.ASK_CONTACTS


async def test_the_same_words_are_asked_about_once_and_then_taken_in(author) -> None:
    draft = author.draft()
    reading = reading_of(draft)
    assert isinstance(await author.publish(draft, reading, state_of(reading)), Accepted)
    again = author.draft(message=2)
    state = state_of(reading, b"twelve more!")
    assert await author.publish(again, reading, state) is No.SAID_BEFORE
    assert await author.publish(again, reading, state) == Accepted(State.POOL)


async def test_who_is_refused_or_asked_first_costs_no_download(author) -> None:
    first = author.draft()
    await author.publish(first, reading_of(first), state_of(reading_of(first)))
    draft = author.draft(message=2, photo=True)
    reading = reading_of(draft)
    state = state_of(reading, b"twelve more!")
    assert state.look.picture == OWN_PHOTO
    assert await author.publish(draft, reading, state) is No.SAID_BEFORE
    assert author.fetched == []
    assert isinstance(await author.publish(draft, reading, state), Accepted)
    assert author.fetched == ["file"]


async def test_a_picture_that_telegram_does_not_give_keeps_the_draft(author) -> None:
    author.fetch = NotFetched(too_big=True)
    draft = author.draft(photo=True)
    reading = reading_of(draft)
    assert await author.publish(draft, reading, state_of(reading)) == NotFetched(too_big=True)
    async with author.storage.reading() as tables:
        assert await tables.whispers.count(State.POOL) == 0


async def test_a_press_that_comes_again_finds_its_whisper_whatever_the_limit_is(storage) -> None:
    author = Author(storage, most=1)
    draft = author.draft()
    reading = reading_of(draft)
    state = state_of(reading)
    assert isinstance(await author.publish(draft, reading, state), Accepted)
    assert isinstance(await author.hear(author.draft("Another one.", message=2)), OverLimit)
    await author.memory.said_once.first(
        author.route, f"again {handle_hash(state.handle).hex()}", START
    )
    code = new_code(random.Random(2))
    end = await author.publish(draft, reading, state, code=code)
    assert end == Accepted(State.POOL, again=True)
    async with storage.reading() as tables:
        assert await tables.whispers.by_receipt(receipt_hash(code)) is not None


async def test_a_press_that_comes_late_does_not_publish_a_second_time(storage) -> None:
    """A process was stopped with the press in hand. Meanwhile another one took the whisper in,
    emptied the chat, and let the row forget its draft; then the shared memory died."""
    author = Author(storage)
    draft = author.draft()
    reading = reading_of(draft)
    state = state_of(reading)
    assert await author.publish(draft, reading, state) == Accepted(State.POOL)
    hashed, published = handle_hash(state.handle), author.memory.published_drafts
    published.press(hashed, author.route, (), START)
    author.sweeps = 0
    assert await forget(author, START + LINGER) == 0  # a tap may be under way
    author.sweeps = 2
    assert await forget(author, START + LINGER) == 1
    author.memory = replace(author.memory, published_drafts=PublishedDrafts(lambda _bot: 2))
    await author.memory.said_once.first(author.route, f"again {hashed.hex()}", START)
    assert await author.publish(draft, reading, state) == Accepted(State.POOL, again=True)
    assert await author.memory.published_drafts.receipt_given(hashed, START)  # not another, void
    async with storage.reading() as tables:
        assert await tables.whispers.count(State.POOL) == 1


async def forget(author: Author, now: datetime) -> int:
    return await forget_handles(
        storage=author.storage,
        published=author.memory.published_drafts,
        slates=author.memory.slates,
        deletions=NothingLeft(),  # type: ignore[arg-type]
        now=now,
    )


class NothingLeft:
    async def are_done(self, *_: object) -> bool:
        return True


async def test_nobody_waits_as_the_author_of_what_was_not_taken_in(storage) -> None:
    author = Author(storage, most=1)
    await author.memory.tallies.published.count(
        author.routes.tag(author.route, Purpose.PUBLISHED), START
    )
    draft = author.draft()
    reading = reading_of(draft)
    assert isinstance(await author.publish(draft, reading, state_of(reading)), OverLimit)
    assert author.authors.waiting == 0


@pytest.mark.parametrize(
    ("fails", "refusal"),
    [(StudioBusy(), No.BUSY), (CannotSet("too_long"), Unsettable)],
    ids=["busy", "cannot be set"],
)
async def test_a_card_that_cannot_be_drawn_is_a_value(author, fails, refusal) -> None:
    draft = author.draft()
    reading = reading_of(draft)
    cards = author.cards(Easel(fails=fails))
    end = await redraw(draft, reading, state_of(reading), cards=cards, imprint="@x", now=START)
    assert end is refusal or isinstance(end, Unsettable)


async def test_an_edit_changes_the_state_and_a_look_that_is_gone_gives_way(author) -> None:
    draft = author.draft()
    reading = reading_of(draft)
    old = replace(
        state_of(reading), check=b"old!", look=Look(PictureId(b"gone"), 0), contacts=Contacts.KEEP
    )
    end = await redraw(draft, reading, old, cards=author.cards(Easel()), imprint="@x", now=START)
    assert isinstance(end, Proposal)
    assert end.state.check == reading.check
    assert end.state.look.picture == b"abcd"
    assert end.state.contacts is Contacts.UNSEEN


def test_a_picture_without_words_is_told_from_a_message_without_words(author) -> None:
    assert read(author.draft("", photo=True), RULES.limits, moderated=True) is No.WORDLESS
    assert read(author.draft(""), RULES.limits, moderated=True) is not No.WORDLESS


def test_nothing_that_was_read_shows_itself_in_a_log(author) -> None:
    draft = author.draft(CONTACT)
    assert "06 12" not in repr(draft) + repr(reading_of(draft))


def test_each_refusal_has_a_sentence_of_its_own() -> None:
    services = SimpleNamespace(
        rules=RULES, shared=SimpleNamespace(settings=SimpleNamespace(author_limit=3))
    )
    refusals = [*No, NotFetched(), NotFetched(too_big=True), PictureRefused("animated")]
    refusals += [OverLimit(START), Unsettable(CannotSet("hostile"))]
    said = {sentence(each, services, translator_for("en")) for each in refusals}
    assert len(said) == len(refusals)
