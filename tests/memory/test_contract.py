"""What each memory promises, whether this process keeps it or a server that several share."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.whisper import WhisperKey
from bot.memory.allowance import MessageLimit, Over
from bot.memory.arrivals import ARRIVAL_LIFE, Arrivals
from bot.memory.identity import ROUTE_LIFE, MemoryRoutes, Purpose, Route
from bot.memory.maker import MemoryMaker
from bot.memory.masks import MASK_LIFE, Masks
from bot.memory.near_duplicates import Similarity
from bot.memory.published_drafts import PublishedDrafts
from bot.memory.said_once import SAID_LIFE, SaidOnce
from bot.memory.shared.codec import pack, unpack
from bot.memory.watched import NEXT, WATCHED_LIFE, Watched

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
MIA, NOAH = 7_123_456_789, 7_987_654_321
RIVER = "every sunday i walk to the river and feed the ducks as if nothing had happened"


async def test_a_route_leads_back_for_two_days_and_is_the_same_each_time(make: MemoryMaker) -> None:
    routes = make.routes()
    mia = await routes.issue(MIA, NOW)
    assert await routes.issue(NOAH, NOW) != mia
    assert await routes.issue(MIA, NOW + HOUR) == mia
    assert await routes.resolve(mia, NOW + ROUTE_LIFE) == MIA
    assert await routes.resolve(mia, NOW + HOUR + ROUTE_LIFE) is None


async def test_a_passing_route_counts_and_leads_nowhere(make: MemoryMaker) -> None:
    routes = make.routes()
    passing = routes.passing(MIA)
    assert await routes.resolve(passing, NOW) is None
    assert await routes.issue(MIA, NOW) == passing


async def test_tags_of_two_purposes_or_two_whispers_are_unlike(make: MemoryMaker) -> None:
    routes = make.routes()
    mia = await routes.issue(MIA, NOW)
    tags = {routes.tag(mia, purpose) for purpose in Purpose}
    tags |= {routes.tag(mia, Purpose.MASK, number) for number in range(20)}
    assert len(tags) == len(Purpose) + 20
    assert routes.tag(mia, Purpose.WORDS) == routes.tag(await routes.issue(MIA, NOW), Purpose.WORDS)


async def test_a_chosen_language_is_remembered_for_a_month(make: MemoryMaker) -> None:
    routes = make.routes()
    mia = await routes.issue(MIA, NOW)
    assert await routes.chosen(mia, NOW) is None
    await routes.choose(mia, "fr", NOW)
    assert await routes.chosen(mia, NOW + timedelta(days=29)) == "fr"
    assert await routes.chosen(mia, NOW + timedelta(days=30)) is None


async def test_a_bans_tag_is_that_of_any_other_process(make: MemoryMaker) -> None:
    """It is stored: a restart, or another kind of memory, must come to the same."""
    routes, others = make.routes(), MemoryRoutes()
    mia = await routes.issue(MIA, NOW)
    tag = await routes.ban_tag(mia, b"key", NOW)
    assert tag == await others.ban_tag(await others.issue(MIA, NOW), b"key", NOW)
    assert await routes.ban_tag(routes.passing(NOAH), b"key", NOW) is None


async def test_what_is_kept_goes_after_its_life(make: MemoryMaker) -> None:
    kept = make.kept("things", HOUR)
    await kept.put("a", ("value", 1, b"\0\xff", Route(b"r"), None, True), NOW)
    assert await kept.get("a", NOW) == ("value", 1, b"\0\xff", Route(b"r"), None, True)
    assert await kept.get("b", NOW) is None
    assert await kept.get("a", NOW + HOUR) is None
    await kept.put("a", 1, NOW)
    await kept.put("a", 2, NOW + HOUR / 2)
    assert await kept.get("a", NOW + HOUR) == 2


async def test_what_a_clock_set_ahead_has_dated_is_there_when_it_is_set_back(
    make: MemoryMaker,
) -> None:
    kept = make.kept("things", HOUR)
    await kept.put("a", 1, NOW + timedelta(days=365))
    assert await kept.get("a", NOW) == 1


async def test_of_two_that_add_or_take_away_one_does(make: MemoryMaker) -> None:
    kept = make.kept("things", HOUR)
    assert await kept.add("a", 1, NOW)
    assert not await kept.add("a", 2, NOW)
    assert await kept.get("a", NOW) == 1
    assert await kept.add("a", 3, NOW + HOUR), "the first has gone"
    assert await kept.pop("a", NOW + HOUR) == 3
    assert await kept.pop("a", NOW + HOUR) is None
    assert await kept.add("a", 4, NOW + HOUR)


async def test_many_are_asked_for_in_one_go(make: MemoryMaker) -> None:
    kept, other = make.kept("things", HOUR), make.kept("others", HOUR)
    for n in range(0, 1_200, 2):
        await kept.put((n, "x"), n, NOW)
    await other.put((1, "x"), 1, NOW)
    found = await kept.get_all([(n, "x") for n in range(1_200)], NOW)
    assert found == {(n, "x"): n for n in range(0, 1_200, 2)}
    assert await kept.get_all([], NOW) == {}


async def test_a_tally_grants_so_many_within_its_window(make: MemoryMaker) -> None:
    tally = make.tally("whispers", most=2, within=HOUR)
    assert await tally.take(b"mia", NOW) is None
    assert await tally.take(b"mia", NOW + MINUTE) is None
    assert not await tally.room(b"mia", NOW + 2 * MINUTE)
    assert await tally.take(b"mia", NOW + 2 * MINUTE) == NOW + HOUR
    assert await tally.free_at(b"mia", NOW + 2 * MINUTE) == NOW + HOUR
    assert await tally.room(b"noah", NOW)
    assert await tally.free_at(b"noah", NOW) == NOW
    assert await tally.take(b"mia", NOW + HOUR) is None
    assert await tally.free_at(b"mia", NOW + HOUR) == NOW + HOUR + MINUTE


async def test_what_came_to_nothing_is_given_back_and_what_is_counted_is_not_asked_for(
    make: MemoryMaker,
) -> None:
    tally = make.tally("whispers", most=1, within=HOUR)
    assert await tally.take(b"mia", NOW) is None
    await tally.give_back(b"mia", NOW)
    assert await tally.room(b"mia", NOW)
    await tally.count(b"mia", NOW)
    await tally.count(b"mia", NOW + MINUTE)
    assert await tally.free_at(b"mia", NOW + MINUTE) == NOW + MINUTE + HOUR
    await tally.give_back(b"mia", NOW + 2 * MINUTE)
    assert not await tally.room(b"mia", NOW + 2 * MINUTE), "nothing was taken then"


async def test_a_clock_set_back_blocks_nobody(make: MemoryMaker) -> None:
    tally = make.tally("whispers", most=1, within=HOUR)
    await tally.count(b"mia", NOW + timedelta(days=365))
    assert await tally.room(b"mia", NOW)


async def test_tallies_do_not_mix(make: MemoryMaker) -> None:
    one = make.tally("one", most=1, within=HOUR)
    other = make.tally("other", most=1, within=HOUR)
    await one.count(b"mia", NOW)
    assert await other.room(b"mia", NOW)


async def test_too_much_is_told_once_and_the_same_message_is_counted_once(
    make: MemoryMaker,
) -> None:
    allowance = make.allowance(3)
    for number in range(12):
        for _ in range(2):
            given = await allowance.ask(b"mia", number, NOW, draft=False, picture=False)
            assert given is None
    over = Over(MessageLimit.PACE, NOW + MINUTE, told=False)
    assert await allowance.ask(b"mia", 12, NOW, draft=False, picture=False) == over
    assert await allowance.ask(b"mia", 12, NOW, draft=False, picture=False) == over, "come again"
    more = await allowance.ask(b"mia", 13, NOW, draft=False, picture=False)
    assert more == Over(MessageLimit.PACE, NOW + MINUTE, told=True)
    assert await allowance.ask(b"noah", 12, NOW, draft=False, picture=False) is None
    assert await allowance.ask(b"mia", 14, NOW + MINUTE, draft=False, picture=False) is None


async def test_pictures_and_drafts_have_limits_of_their_own(make: MemoryMaker) -> None:
    allowance = make.allowance(3)
    for number in range(3):
        at = NOW + number * MINUTE
        assert await allowance.ask(b"mia", number, at, draft=True, picture=True) is None
    over = await allowance.ask(b"mia", 3, NOW + 3 * MINUTE, draft=True, picture=True)
    assert over == Over(MessageLimit.PICTURES, NOW + 10 * MINUTE, told=False)
    for number in range(4, 21):
        at = NOW + number * MINUTE
        assert await allowance.ask(b"mia", number, at, draft=True, picture=False) is None
    over = await allowance.ask(b"mia", 21, NOW + 21 * MINUTE, draft=True, picture=False)
    assert over == Over(MessageLimit.HOUR, NOW + HOUR, told=False)
    more = make.allowance(9)
    assert more is not allowance


async def test_a_flood_is_told_once_a_minute(make: MemoryMaker) -> None:
    allowance = make.allowance(3)
    assert not (await allowance.too_many(b"mia", NOW)).told
    assert (await allowance.too_many(b"mia", NOW + MINUTE / 2)).told
    assert not (await allowance.too_many(b"mia", NOW + MINUTE)).told


async def test_a_voter_stands_for_one_choice(make: MemoryMaker) -> None:
    votes, elsewhere = make.votes(1), make.votes(2)
    assert await votes.cast("remove 12", b"ann", "yes") == 1
    assert await votes.cast("remove 12", b"ann", "yes") == 1
    assert await votes.cast("remove 12", b"bob", "yes") == 2
    assert await votes.cast("remove 12", b"ann", "no") == 1
    assert await votes.count("remove 12", "yes") == 1
    assert await votes.count("remove 13", "yes") == 0
    assert await elsewhere.count("remove 12", "yes") == 0
    await votes.forget("remove 12")
    assert await votes.count("remove 12", "yes") == 0


async def test_a_sentence_is_said_once_an_hour(make: MemoryMaker) -> None:
    said = SaidOnce(make.kept("said", SAID_LIFE))
    mia = Route(b"mia")
    assert not await said.seen(mia, "care", NOW)
    assert await said.first(mia, "care", NOW)
    assert not await said.first(mia, "care", NOW)
    assert await said.first(mia, "album", NOW)
    assert await said.seen(mia, "care", NOW)
    assert await said.first(mia, "care", NOW + HOUR)


async def test_what_a_killed_process_was_to_say_is_said_by_the_next(make: MemoryMaker) -> None:
    kept = make.kept("said", SAID_LIFE)
    killed, next_one = SaidOnce(kept), SaidOnce(kept)
    mia = Route(b"mia")
    assert await killed.first(mia, "care", NOW, message=7)
    assert not await killed.first(mia, "care", NOW, message=7)
    assert not await next_one.first(mia, "care", NOW, message=8)
    assert await next_one.first(mia, "care", NOW, message=7)
    assert not await next_one.first(mia, "care", NOW, message=7)


async def test_a_receipt_is_shown_once_though_the_process_that_began_was_killed(
    make: MemoryMaker,
) -> None:
    told = make.kept("receipts", timedelta(days=2))
    killed, next_one = (PublishedDrafts(lambda _bot: 0, told) for _ in range(2))
    await killed.give_receipt(b"handle", NOW)
    assert await killed.receipt_given(b"handle", NOW), "on its way"
    assert not await next_one.receipt_given(b"handle", NOW), "the press has come again"
    await next_one.give_receipt(b"handle", NOW)
    await next_one.receipt_shown(b"handle", NOW)
    assert await killed.receipt_given(b"handle", NOW)
    await next_one.receipt_failed(b"handle", NOW)
    assert not await next_one.receipt_given(b"handle", NOW)


async def test_the_same_words_are_known_again(make: MemoryMaker) -> None:
    near, replies = make.near_duplicates("whispers"), make.near_duplicates("replies")
    assert await near.look(RIVER, b"mia", NOW) is Similarity.NEW
    await near.note(RIVER, b"mia", NOW)
    assert await near.look(RIVER, b"mia", NOW) is Similarity.AGAIN
    assert await near.look(RIVER, b"noah", NOW) is Similarity.NEAR
    assert await near.look(RIVER.replace("ducks", "swans"), b"mia", NOW) is Similarity.NEAR
    assert await replies.look(RIVER, b"mia", NOW) is Similarity.NEW
    assert await near.look(RIVER, b"mia", NOW + timedelta(hours=48)) is Similarity.NEW


ONE, TWO, THREE = (WhisperKey(bytes([n]) * 16) for n in (1, 2, 3))


async def test_whose_a_waiting_whisper_is(make: MemoryMaker) -> None:
    authors = make.authors(life=timedelta(days=3), bannable=timedelta(hours=40))
    mia, noah = Route(b"mia"), Route(b"noah")
    await authors.note(ONE, mia, NOW)
    await authors.note(TWO, mia, NOW)
    await authors.note(THREE, noah, NOW)
    assert await authors.of(ONE, NOW) == mia
    assert await authors.of_all([ONE, THREE, WhisperKey(bytes(16))], NOW) == {ONE: mia, THREE: noah}
    assert await authors.others(ONE, NOW) == (TWO,)
    await authors.drop(TWO, now=NOW)
    assert await authors.others(ONE, NOW) == ()
    assert await authors.others(TWO, NOW) == ()
    assert await authors.of(TWO, NOW) is None
    assert await authors.of(ONE, NOW + timedelta(days=3)) is None


async def test_who_can_be_banned_counts_from_the_card(make: MemoryMaker) -> None:
    authors = make.authors(life=timedelta(days=3), bannable=timedelta(hours=40))
    await authors.note(ONE, Route(b"mia"), NOW)
    assert not await authors.can_ban(ONE, NOW)
    shown = NOW + timedelta(hours=8)
    await authors.show([ONE, TWO], shown)
    assert await authors.can_ban(ONE, shown + timedelta(hours=39))
    assert not await authors.can_ban(TWO, shown)
    assert not await authors.can_ban(ONE, shown + timedelta(hours=40))


async def test_reports_that_are_not_upheld_weigh_less_for_a_day(make: MemoryMaker) -> None:
    reporters, elsewhere = make.reporters(1), make.reporters(2)
    await reporters.reported(b"mia", (12, "cruel"), NOW)
    await reporters.reported(b"noah", (12, "cruel"), NOW)
    await reporters.reported(b"mia", (12, 3, "spam"), NOW)
    assert await reporters.undecided(NOW) == ((12, "cruel"),)
    assert await reporters.undecided_replies(NOW) == ((12, 3, "spam"),)
    assert await elsewhere.undecided(NOW) == ()
    await reporters.not_upheld([(12, "cruel")], NOW)
    assert await reporters.undecided(NOW) == ()
    for tag in (b"mia", b"noah"):
        assert not await reporters.weighs(tag, NOW)
    assert await reporters.weighs(b"noah", NOW + timedelta(days=1))
    assert await elsewhere.weighs(b"mia", NOW)
    assert await reporters.undecided_replies(NOW + timedelta(days=7)) == ()


async def test_masks_arrivals_and_who_is_watched(make: MemoryMaker) -> None:
    masks = Masks(make.kept("masks", MASK_LIFE))
    mask = await masks.proposed(b"tag", NOW)
    other = await masks.another(b"tag", mask.name, NOW)
    await masks.wear(b"tag", other, NOW)
    assert await masks.proposed(b"tag", NOW) == other
    arrivals = Arrivals(make.kept("arrivals", ARRIVAL_LIFE))
    await arrivals.came(Route(b"mia"), 4, NOW)
    assert await arrivals.channel_of(Route(b"mia"), NOW) == 4
    assert await arrivals.channel_of(Route(b"mia"), NOW + HOUR) is None
    watched = Watched(make.kept("watched", WATCHED_LIFE))
    await watched.rejected(b"mia", NOW)
    for _ in range(NEXT):
        assert await watched.has(b"mia", NOW)
        await watched.count(b"mia", NOW)
    assert not await watched.has(b"mia", NOW)


@pytest.mark.parametrize("value", [object(), 1.5, {1: 2}, [1]])
def test_what_cannot_be_carried_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        pack(value)


def test_what_is_read_is_what_was_written() -> None:
    value = (1, "x", b"\0", None, True, Route(b"r"), NOW, ((), (2,)))
    assert unpack(pack(value)) == value
