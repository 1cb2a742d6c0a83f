"""What is open (drafts, questions, appeals, proposals, news, makers), whether this process keeps it
or a server that several share: each is asked twice, as two processes would."""

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import TypeVar

import pytest

from bot.builders.moderators import appeals_of
from bot.domain.bans import Ban
from bot.domain.draft import Contacts, DraftState
from bot.domain.replies.draft import ReplyDraft
from bot.domain.whisper import Look, PictureId
from bot.memory.appeals import APPEAL_LIFE, Appeal
from bot.memory.campaign_makers import MAKERS_FOR
from bot.memory.drafts import KeptPicture, OpenDraft
from bot.memory.identity import Route
from bot.memory.in_hand import IN_HAND_LIFE, InHand
from bot.memory.maker import LocalMemory, MemoryMaker
from bot.memory.place_questions import AskedDraft, PlaceAsk, PlaceQuestion
from bot.memory.proposals import PROPOSAL_LIFE, Proposals
from bot.memory.shared.codec import pack, unpack
from bot.memory.slates import DRAFT_LIFE, FollowedQuestion, Slate, SlateBook
from bot.memory.thread_news import DAY, NewsBook

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
MIA, NOAH = Route(b"mia", 1), Route(b"noah", 1)
STATE = DraftState(b"h" * 12, b"chck", Look(PictureId(7), 3), Contacts.HIDE, place=4)
REPLY = ReplyDraft(b"h" * 12, b"chck", "fox", 1, 12)
WAITS = timedelta(minutes=15)
T = TypeVar("T")


@dataclass
class Two:
    """A memory as two processes have it; of one that is this process's own there is but one."""

    make: MemoryMaker

    def __post_init__(self) -> None:
        self.forgotten: list[tuple[Route, int]] = []

    def slates(self) -> tuple[SlateBook, SlateBook]:
        return self._twice(
            lambda: self.make.slates(
                waits=WAITS, forget=lambda *draft: self.forgotten.append(draft)
            )
        )

    def news(self) -> tuple[NewsBook, NewsBook]:
        return self._twice(lambda: self.make.thread_news(1, random.Random(3)))

    def _twice(self, make: Callable[[], T]) -> tuple[T, T]:
        first = make()
        return first, first if isinstance(self.make, LocalMemory) else make()


@pytest.fixture
def two(make: MemoryMaker) -> Two:
    return Two(make)


def a_draft(message: int = 10, preview: int = 11, at: datetime = NOW) -> OpenDraft:
    return OpenDraft(message, preview, STATE, at)


async def test_a_draft_that_one_has_shown_the_other_changes_and_ends(two: Two) -> None:
    one, other = two.slates()
    assert await one.of(MIA, NOW) == Slate()
    assert await one.put(MIA, a_draft()) is None
    assert (await other.of(MIA, NOW)).draft(10) == a_draft()
    assert (await other.of(NOAH, NOW)).drafts == ()
    changed = replace(a_draft(), state=replace(STATE, heavy=True))
    assert await other.put(MIA, changed) == a_draft()
    found = await one.of(MIA, NOW, messages=(10, 11))
    assert (found.drafts, found.ended) == ((changed,), frozenset())
    assert await one.end(MIA, 10, NOW) == changed
    found = await other.of(MIA, NOW, messages=(10, 11, 12))
    assert (found.drafts, found.ended) == ((), {10, 11})
    assert await other.end(MIA, 10, NOW) is None
    assert two.forgotten == [(MIA, 10), (MIA, 10), (MIA, 11), (MIA, 10)]


async def test_of_two_previews_of_one_message_the_other_is_told(two: Two) -> None:
    """An edit's takes the place of what was there, and a message's yields."""
    one, other = two.slates()
    await one.put(MIA, a_draft(preview=11))
    assert await other.put(MIA, a_draft(preview=12), yields=True) == a_draft(preview=11)
    assert (await one.of(MIA, NOW)).drafts == (a_draft(preview=11),)
    assert await other.put(MIA, a_draft(preview=12)) == a_draft(preview=11)
    assert (await one.of(MIA, NOW)).drafts == (a_draft(preview=12),)


async def test_all_that_belongs_to_a_draft_ends_with_it(two: Two) -> None:
    one, other = two.slates()
    kept = KeptPicture(10, "file", "mark", covered=True, answer=12)
    apart = replace(a_draft(), words_message=13, kept=kept)
    reply = OpenDraft(20, 21, REPLY, NOW + HOUR, asked=19, text="Moi aussi.", tagged=((0, 3),))
    await one.put(MIA, apart)
    await one.put(MIA, reply)
    found = await other.of(MIA, NOW + HOUR)
    assert found.drafts == (apart, reply)
    assert found.by_words(13) == apart
    assert await other.end(MIA, 10, NOW + HOUR) == apart
    found = await one.of(MIA, NOW + HOUR, messages=range(9, 22))
    assert (found.drafts, found.ended) == ((reply,), {10, 11, 12, 13})
    await one.drop(MIA, 20)
    found = await other.of(MIA, NOW + HOUR, messages=(20,))
    assert found == Slate(), "its message may still become a draft"


async def test_drafts_and_their_ends_go_after_two_days(two: Two) -> None:
    one, other = two.slates()
    await one.put(MIA, a_draft(10))
    await one.put(MIA, a_draft(20))
    await one.end(MIA, 10, NOW)
    before = NOW + DRAFT_LIFE - timedelta(seconds=1)
    found = await other.of(MIA, before, messages=(10,))
    assert (len(found.drafts), found.ended) == (1, {10})
    assert await other.of(MIA, NOW + DRAFT_LIFE, messages=(10,)) == Slate()
    await other.put(MIA, a_draft(30, at=NOW + DRAFT_LIFE))
    assert [each.author_message for each in (await one.of(MIA, before)).drafts] == [30]
    await one.put(MIA, a_draft(10, at=NOW + DRAFT_LIFE))
    found = await one.of(MIA, NOW + DRAFT_LIFE, messages=(10,))
    assert found.ended == frozenset(), "shown again"


async def test_an_answer_is_waited_for_everywhere_one_of_each_kind(two: Two) -> None:
    one, other = two.slates()
    picture, followed = KeptPicture(10, "file", "mark"), FollowedQuestion(1, 7)
    place = PlaceQuestion(PlaceAsk.TOWN, AskedDraft(10, 11, STATE))
    for each in (picture, place, followed):
        assert await one.ask(MIA, each, NOW) is None
    found = await other.of(MIA, NOW)
    assert (found.wordless, found.place, found.followed) == (picture, place, followed)
    newer = replace(place, asked=PlaceAsk.COUNTRY)
    assert await other.ask(MIA, newer, NOW) == place
    assert not await one.turn(MIA, place, replace(place, message=12), NOW), "another one waits"
    assert await one.turn(MIA, newer, replace(newer, message=13), NOW)
    assert await other.settle(MIA, PlaceQuestion, NOW) == replace(newer, message=13)
    assert await one.settle(MIA, PlaceQuestion, NOW) is None
    assert await one.turn(MIA, picture, replace(picture, answer=14), NOW)
    assert await other.turn(MIA, picture, None, NOW), "the same picture, whatever asks for words"
    assert await one.of(MIA, NOW) == Slate(followed=followed)
    assert await one.of(MIA, NOW + WAITS) == Slate()
    assert await one.settle(MIA, FollowedQuestion, NOW + WAITS) is None


async def test_each_bot_has_messages_of_its_own(two: Two) -> None:
    one, other = two.slates()
    await one.put(MIA, a_draft())
    await one.end(MIA, 20, NOW)
    assert await other.of(replace(MIA, bot=2), NOW, messages=(20,)) == Slate()


async def test_an_appeal_is_made_once_and_answered_once(make: MemoryMaker) -> None:
    appeals = appeals_of(make, 1)
    ban = Ban(date(2026, 12, 1), 1)
    appeal = Appeal(b"tag", MIA, ban, "fr", "Pardon.", 7)
    assert await appeals.made(b"tag", ban, NOW) is None
    assert await appeals.open("K7MQ", appeal, NOW)
    assert not await appeals.open("ABCD", appeal, NOW), "of several at once, one"
    assert await appeals.made(b"tag", ban, NOW) == (7, "K7MQ")
    assert await appeals.made(b"tag", replace(ban, until=date(2027, 1, 1)), NOW) is None
    assert await appeals.get("K7MQ", NOW) == appeal
    assert await appeals.get("ABCD", NOW) is None
    assert await appeals.decision("K7MQ", NOW) is None
    assert await appeals.decide("K7MQ", NOW, allow=True) == appeal
    assert await appeals.decide("K7MQ", NOW, allow=False) is None, "somebody was earlier"
    assert await appeals.decide("K7MQ", NOW, allow=True) == appeal, "as after a kill"
    assert await appeals.close("K7MQ", NOW) == appeal
    assert await appeals.close("K7MQ", NOW) is None
    assert await appeals.decide("K7MQ", NOW, allow=True) is None
    assert await appeals.decision("K7MQ", NOW) is True
    assert await appeals.open("K7MQ", replace(appeal, tag=b"other"), NOW), "the name is used again"
    assert await appeals.decision("K7MQ", NOW) is None
    assert await appeals.made(b"tag", ban, NOW + APPEAL_LIFE / 2) == (7, "K7MQ")
    assert await appeals.made(b"tag", ban, NOW + APPEAL_LIFE) is None


async def test_an_appeal_that_could_not_be_shown_does_not_count(make: MemoryMaker) -> None:
    appeals = appeals_of(make, 1)
    ban = Ban(date(2026, 12, 1), 0)
    await appeals.open("K7MQ", Appeal(b"tag", MIA, ban, None), NOW)
    await appeals.withdraw("K7MQ", NOW)
    await appeals.withdraw("K7MQ", NOW)
    assert await appeals.get("K7MQ", NOW) is None
    assert await appeals.made(b"tag", ban, NOW) is None


async def test_a_proposed_setting_is_known_for_a_day(make: MemoryMaker) -> None:
    proposals = Proposals(make.kept("proposals 1", PROPOSAL_LIFE))
    await proposals.put("digest_time", "19:30", NOW)
    assert await proposals.get("digest_time", NOW) == "19:30"
    assert await proposals.get("pace", NOW) is None
    assert await proposals.get("digest_time", NOW + PROPOSAL_LIFE) is None


async def test_who_had_a_hand_in_a_campaign(make: MemoryMaker) -> None:
    makers, elsewhere = make.campaign_makers(1), make.campaign_makers(2)
    assert await makers.made(7, b"cam", NOW) is None
    await makers.touched(7, b"noa", NOW)
    assert await makers.made(7, b"noa", NOW) is None, "who began it is not known"
    await makers.began(7, b"cam", NOW)
    await makers.touched(7, b"noa", NOW + HOUR)
    known = [await makers.made(7, who, NOW + HOUR) for who in (b"cam", b"noa", b"mia")]
    assert known == [True, True, False]
    assert await elsewhere.made(7, b"cam", NOW) is None
    assert await makers.made(7, b"cam", NOW + HOUR + MAKERS_FOR) is None
    await makers.touched(7, b"mia", NOW + HOUR + MAKERS_FOR)
    assert await makers.made(7, b"mia", NOW + HOUR + MAKERS_FOR) is None
    await makers.began(8, b"cam", NOW)
    await makers.touched(8, None, NOW)
    assert await makers.made(8, b"cam", NOW) is None, "somebody unknown had a hand in it"
    await makers.began(9, None, NOW)
    assert await makers.made(9, b"cam", NOW) is None


async def test_one_has_something_in_hand_and_who_comes_after_a_kill_goes_on(
    make: MemoryMaker,
) -> None:
    kept = make.kept("in hand", IN_HAND_LIFE)
    one, other = InHand(kept), InHand(kept)
    assert await one.take("c7", "press 1", NOW)
    assert not await one.take("c7", "press 1", NOW)
    assert not await other.take("c7", "press 2", NOW)
    assert await other.take("c8", "press 2", NOW)
    assert await other.take("c7", "press 1", NOW), "brought again: its process was killed"
    await other.let_go("c7", NOW)
    assert await one.take("c7", "press 3", NOW)
    assert await other.take("c7", "press 4", NOW + IN_HAND_LIFE)


async def test_news_are_told_once_by_whoever_is_first(two: Two) -> None:
    one, other = two.news()
    assert await one.ask((1, 12), MIA, NOW)
    assert await one.ask((1, 13), MIA, NOW), "nothing was told yet"
    assert await one.ask((1, 12), NOAH, NOW)
    await other.happened((1, 14), NOW)
    assert await other.due(NOW + DAY) == ()
    await other.happened((1, 12), NOW)
    await one.happened((1, 13), NOW)
    assert not await other.ask((1, 15), MIA, NOW), "about to be told"
    assert await one.due(NOW + HOUR - timedelta(minutes=1)) == ()
    told = await other.due(NOW + HOUR + timedelta(minutes=15))
    assert set(told) == {MIA, NOAH}
    assert len(told) == 2
    later = NOW + HOUR + timedelta(minutes=16)
    assert await one.due(later) == ()
    assert not await one.ask((1, 12), MIA, later), "told within this day"
    await one.happened((1, 13), later)
    assert await one.due(later + 2 * HOUR) == (), "what was asked before is settled"
    assert await one.ask((1, 12), MIA, later + DAY)


async def test_who_asked_for_news_is_forgotten_after_a_day(two: Two) -> None:
    one, other = two.news()
    assert await one.ask((1, 12), MIA, NOW)
    assert await other.ask((1, 12), NOAH, NOW + DAY)
    await other.happened((1, 12), NOW + DAY)
    assert await one.due(NOW + DAY + 2 * HOUR) == (NOAH,)


async def test_somebody_looks_whether_there_are_news(two: Two) -> None:
    one, other = two.news()
    await one.ask((1, 12), MIA, NOW)
    await one.happened((1, 12), NOW)
    assert other.waiting(NOW)
    await other.due(NOW)
    assert other.waiting(NOW + 2 * HOUR)


@pytest.mark.parametrize(
    "value",
    [
        a_draft(),
        OpenDraft(1, 2, REPLY, NOW, 3, KeptPicture(1, "f", "m", True, 4), 5, "x", ((1, 2),)),
        PlaceQuestion(PlaceAsk.POSITION, None, 7, 8),
        (Appeal(b"tag", MIA, Ban(date(2026, 12, 1), 2), None, "x"), NOW),
    ],
)
def test_records_are_read_as_they_were_written(value: object) -> None:
    read = unpack(pack(value))
    assert read == value
    assert repr(read) == repr(value), "and of the same kinds"


def test_a_record_of_a_version_with_other_fields_is_read() -> None:
    """New fields come last and have a default: one version leaves out what the other has more."""
    draft = KeptPicture(10, "file", "mark")
    shorter = pack(draft).replace(b",false,null]", b"]")
    longer = pack(draft).replace(b",null]", b',null,"new"]')
    assert unpack(shorter) == unpack(longer) == draft
