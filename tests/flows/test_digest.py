"""The digest: once a day whatever happens, of what stands, frozen, and corrected afterwards."""

import itertools
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.days import day_due, moment
from bot.domain.outcome import Outcome, TryLater, Unknown
from bot.domain.ranking import WINDOW
from bot.domain.whisper import State
from bot.flows.digest import DigestRules, ask_digest, digest_due
from bot.flows.moderation.remove import hide, restore, take_down
from bot.flows.react import record_reactions
from tests.kit.outbox import release, run
from tests.kit.works import CHAT, Works

RULES = DigestRules(at=time(20, 0), zone=ZoneInfo("UTC"), size=5)
TODAY = date(2026, 11, 25)


async def hearts(works: Works, counts: dict[int, dict[str, int]]) -> None:
    """number -> its reactions"""
    async with works.storage.reading() as tables:
        posts = [await tables.posts.by_number(number) for number in counts]
    for post, given in zip(posts, counts.values(), strict=True):
        assert post is not None
        await record_reactions(
            storage=works.storage,
            chat_id=CHAT,
            message_id=post.message_id,
            counts=given,
            date=works.clock.now(),
        )


@pytest.fixture
async def loved(works: Works) -> Works:
    """Four whispers at noon: #2 is loved most, #4 not at all."""
    await release(works, "one", "two", "three", "four")
    await run(works)
    await hearts(works, {1: {"❤": 3}, 2: {"❤": 24, "👎": 1}, 3: {"🥰": 1}, 4: {"🤡": 9}})
    return works


def digests(works: Works) -> list[str]:
    return [line for line in works.channel.lines() if line.startswith("Most loved")]


async def evening(works: Works, hours: float = 8) -> None:
    works.clock.pass_(hours=hours)
    await digest_due(works.press, RULES)
    await run(works)


async def test_the_most_loved_come_in_order_each_linked_to_its_post(loved: Works) -> None:
    await evening(loved)
    caption = loved.channel.messages[max(loved.channel.messages)].caption
    assert caption.splitlines()[:4] == [
        "<b>Most loved · 25 November 2026</b>",
        '1. <a href="https://t.me/sotto_voce/3">#2</a> two ❤\N{NO-BREAK SPACE}24',
        '2. <a href="https://t.me/sotto_voce/2">#1</a> one ❤\N{NO-BREAK SPACE}3',
        '3. <a href="https://t.me/sotto_voce/4">#3</a> three 🥰\N{NO-BREAK SPACE}1',
    ]
    photo = loved.channel.messages[max(loved.channel.messages)].photo
    assert photo == b"poster: 1. #2, 2. #1, 3. #3"


async def test_a_line_tells_all_the_love_that_its_rank_comes_from(works: Works) -> None:
    """#2 has the most hearts; #1 is loved more in all."""
    await release(works, "one", "two")
    await run(works)
    await hearts(works, {1: {"❤": 4, "😢": 3, "🔥": 2, "👏": 1}, 2: {"❤": 5}})
    await evening(works)
    lines = works.channel.messages[max(works.channel.messages)].caption.splitlines()
    assert lines[1].endswith("one ❤😢🔥\N{NO-BREAK SPACE}10")
    assert lines[2].endswith("two ❤\N{NO-BREAK SPACE}5")


async def test_there_is_one_a_day_whatever_ticks_and_restarts_come(loved: Works) -> None:
    await evening(loved)
    for _ in range(20):
        await evening(loved, hours=0.1)
    assert digests(loved) == ["Most loved · 25 November 2026"]


async def test_it_does_not_come_before_its_time(loved: Works) -> None:
    await evening(loved, hours=7.9)
    assert digests(loved) == []


@pytest.mark.parametrize(("late", "posted"), [(11.9, 1), (12.1, 0)])
async def test_one_missed_is_posted_when_less_than_12_hours_late(
    loved: Works, late: float, posted: int
) -> None:
    await evening(loved, hours=8 + late - 0.05)
    assert len(digests(loved)) == posted


async def test_a_whisper_is_featured_once(loved: Works) -> None:
    await evening(loved)
    await release(loved, "five", "six")
    await run(loved)
    await hearts(loved, {5: {"❤": 1}, 6: {"❤": 2}})
    await evening(loved, hours=24)
    assert len(digests(loved)) == 2
    assert "#2" not in loved.channel.messages[max(loved.channel.messages)].caption


async def test_older_than_48_hours_is_no_candidate(loved: Works) -> None:
    loved.clock.pass_(days=2)
    await evening(loved)
    assert digests(loved) == []


async def test_fewer_than_two_loved_whispers_make_no_digest(works: Works) -> None:
    await release(works, "one", "two")
    await run(works)
    await hearts(works, {1: {"❤": 3}})
    await evening(works)
    await hearts(works, {2: {"❤": 3}})
    await evening(works, hours=1)
    assert digests(works) == []  # that day is decided


async def test_asked_for_by_hand_it_comes_at_once_and_then_not_again(loved: Works) -> None:
    await ask_digest(storage=loved.storage, now=loved.clock.now(), zone=RULES.zone)
    await evening(loved, hours=0.1)
    assert len(digests(loved)) == 1
    await evening(loved)
    assert len(digests(loved)) == 1


async def test_asking_again_after_too_few_reactions_is_heard(works: Works) -> None:
    await release(works, "one", "two")
    await run(works)
    await evening(works)
    await hearts(works, {1: {"❤": 3}, 2: {"❤": 1}})
    await ask_digest(storage=works.storage, now=works.clock.now(), zone=RULES.zone)
    await evening(works, hours=0.1)
    assert len(digests(works)) == 1


async def test_asking_too_early_does_not_cost_the_day_its_digest(works: Works) -> None:
    await release(works, "one", "two")
    await run(works)
    await ask_digest(storage=works.storage, now=works.clock.now(), zone=RULES.zone)
    await evening(works, hours=0.1)  # nobody has reacted yet
    await hearts(works, {1: {"❤": 3}, 2: {"❤": 1}})
    await evening(works)
    assert len(digests(works)) == 1


async def test_a_post_deleted_by_hand_is_out_and_the_next_moves_up(loved: Works) -> None:
    del loved.channel.messages[3]  # 2
    await evening(loved)
    photo = loved.channel.messages[max(loved.channel.messages)].photo
    assert photo == b"poster: 1. #1, 2. #3"
    async with loved.storage.reading() as tables:
        whisper = await tables.whispers.by_number(2)
    assert whisper is not None
    assert (whisper.state, whisper.words) == (State.REMOVED, "")


@pytest.mark.parametrize(
    "trouble", [TryLater(timedelta(seconds=30), "429"), Unknown("ReadTimeout")]
)
async def test_a_check_without_an_answer_is_made_again(
    loved: Works, trouble: TryLater | Unknown
) -> None:
    loved.channel.changes = [trouble]
    await evening(loved)
    assert digests(loved) == []
    for _ in range(5):
        await evening(loved, hours=0.01)
    assert len(digests(loved)) == 1


async def test_counts_are_frozen_when_it_is_enqueued(loved: Works) -> None:
    """tick: enqueued; more hearts come; then it is sent."""
    loved.clock.pass_(hours=8)
    await digest_due(loved.press, RULES)
    await hearts(loved, {2: {"❤": 99}})
    await run(loved)
    assert "❤\N{NO-BREAK SPACE}24" in loved.channel.messages[max(loved.channel.messages)].caption


async def test_an_authors_own_picture_is_on_the_poster_as_long_as_it_is_kept(works: Works) -> None:
    await release(works, "one", photo=b"own picture")
    await release(works, "two")
    await run(works)
    await hearts(works, {1: {"❤": 3}, 2: {"❤": 2}})
    await evening(works)
    assert [entry.photo for entry in works.studio.posters[-1]] == [b"own picture", None]


async def test_what_is_taken_down_before_it_is_sent_is_not_shown(loved: Works) -> None:
    """tick: enqueued; #2 withdrawn; then it is sent."""
    loved.clock.pass_(hours=8)
    await digest_due(loved.press, RULES)
    await withdraw(loved, 2)
    await run(loved)
    [title] = digests(loved)
    [digest] = [m for m in loved.channel.messages.values() if m.first_line == title]
    assert digest.photo == b"poster: 1. #1, 2. #3"


async def withdraw(works: Works, number: int) -> None:
    assert await take_down(
        storage=works.storage,
        number=number,
        to=State.WITHDRAWN,
        reason=None,
        now=works.clock.now(),
    )


async def test_a_past_digest_is_corrected_when_one_is_taken_down(loved: Works) -> None:
    await evening(loved)
    digest = max(loved.channel.messages)
    loved.clock.pass_(days=9)
    await withdraw(loved, 2)
    await run(loved)
    assert loved.channel.messages[digest].photo == b"poster: 2. #1, 3. #3"
    lines = loved.channel.messages[digest].caption.splitlines()
    assert lines[1] == "1. #2 – withdrawn by its author"
    assert lines[2].endswith("one ❤\N{NO-BREAK SPACE}3")
    for number in (1, 3):
        await withdraw(loved, number)
    await run(loved)
    assert loved.channel.messages[digest].photo == b"notice: This whisper was removed."


async def test_one_hidden_leaves_the_digest_and_comes_back_when_restored(loved: Works) -> None:
    await evening(loved)
    digest = max(loved.channel.messages)
    before = loved.channel.messages[digest]
    async with loved.storage.transaction() as tables:
        assert await hide(tables, 2, loved.clock.now())
    await run(loved)
    assert loved.channel.messages[digest].photo == b"poster: 2. #1, 3. #3"
    assert "1. #2 – being looked at" in loved.channel.messages[digest].caption
    assert "two" not in loved.channel.messages[digest].caption
    await restore(storage=loved.storage, number=2, now=loved.clock.now())
    await run(loved)
    assert loved.channel.messages[digest] == before


async def test_a_digest_of_which_all_are_hidden_comes_back_too(loved: Works) -> None:
    await evening(loved)
    digest = max(loved.channel.messages)
    before = loved.channel.messages[digest]
    for number in (1, 2, 3):
        async with loved.storage.transaction() as tables:
            await hide(tables, number, loved.clock.now())
    await run(loved)
    assert loved.channel.messages[digest].photo == b"notice: This whisper is being looked at."
    for number in (1, 2, 3):
        await restore(storage=loved.storage, number=number, now=loved.clock.now())
    await run(loved)
    assert loved.channel.messages[digest] == before


async def test_a_hidden_one_is_no_candidate(loved: Works) -> None:
    async with loved.storage.transaction() as tables:
        await hide(tables, 2, loved.clock.now())
    await evening(loved)
    photo = loved.channel.messages[max(loved.channel.messages)].photo
    assert photo == b"poster: 1. #1, 2. #3"


async def test_who_fell_before_a_digest_was_posted_has_no_place_in_it_later(loved: Works) -> None:
    """enqueued with #2; #2 withdrawn; posted; then #3 is withdrawn."""
    loved.clock.pass_(hours=8)
    await digest_due(loved.press, RULES)
    await withdraw(loved, 2)
    await run(loved)
    digest = max(loved.channel.messages)
    await withdraw(loved, 3)
    await run(loved)
    caption = loved.channel.messages[digest].caption
    assert "#2" not in caption
    assert "2. #3 – withdrawn by its author" in caption


async def test_what_is_taken_down_while_its_digest_is_on_the_way_leaves_it(loved: Works) -> None:
    """the digest is drawn and sent; during the call #2 is withdrawn."""
    loved.clock.pass_(hours=8)
    await digest_due(loved.press, RULES)
    send = loved.channel.send_photo

    async def send_slowly(
        photo: bytes, caption: str, *, spoiler: bool = False, silent: bool = False
    ) -> Outcome:
        sent = await send(photo, caption, spoiler=spoiler, silent=silent)
        await withdraw(loved, 2)
        return sent

    loved.channel.send_photo = send_slowly  # type: ignore[method-assign]
    await run(loved)
    [title] = digests(loved)
    [digest] = [m for m in loved.channel.messages.values() if m.first_line == title]
    assert digest.photo == b"poster: 2. #1, 3. #3"


async def test_looking_whether_a_post_stands_never_brings_words_back(loved: Works) -> None:
    """the digest has read its candidates; #2 is hidden before it looks whether they stand."""
    loved.clock.pass_(hours=8)
    look, hid = loved.channel.edit_caption, []

    async def look_after_hiding(message_id: int, caption: str) -> Outcome:
        if not hid:  # at the first look, which is at #2: then at the second
            hid.append(1)
            async with loved.storage.transaction() as tables:
                await hide(tables, 1, loved.clock.now())
        assert message_id != 2, "the caption of a hidden post is sent"
        return await look(message_id, caption)

    loved.channel.edit_caption = look_after_hiding  # type: ignore[method-assign]
    await digest_due(loved.press, RULES)
    await run(loved)
    photo = loved.channel.messages[max(loved.channel.messages)].photo
    assert photo == b"poster: 1. #2, 2. #3"


async def test_a_digest_whose_answer_was_lost_is_found_by_its_title(loved: Works) -> None:
    loved.channel.script = ["reply_lost"]
    await evening(loved)
    assert digests(loved) == ["Most loved · 25 November 2026"]
    async with loved.storage.reading() as tables:
        row = await tables.digests.of(CHAT, TODAY)
    assert row is not None
    assert (row.state, row.message_id) == ("posted", max(loved.channel.messages))


PARIS = ZoneInfo("Europe/Paris")


@pytest.mark.parametrize(
    ("day", "at", "utc"),
    [
        (date(2026, 3, 29), time(2, 30), "01:30"),  # skipped: 02:30 does not exist
        (date(2026, 10, 25), time(2, 30), "00:30"),  # comes twice: the first
        (date(2026, 7, 1), time(20, 0), "18:00"),
        (date(2026, 12, 1), time(20, 0), "19:00"),
    ],
)
def test_the_local_time_on_days_when_clocks_change(day: date, at: time, utc: str) -> None:
    assert f"{moment(day, at, PARIS):%H:%M}" == utc


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25)])
@pytest.mark.parametrize("at", [time(2, 30), time(0, 0), time(20, 0), time(23, 59)])
def test_each_day_is_due_in_one_stretch_of_12_hours(day: date, at: time) -> None:
    """Every minute of four days around the change is asked."""
    start = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(days=2)
    due = [day_due(start + timedelta(minutes=n), at, PARIS) for n in range(4 * 24 * 60)]
    changes = [b for a, b in itertools.pairwise(due) if a != b and b is not None]
    assert len(changes) == len(set(changes))
    assert due.count(day) == 12 * 60


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25)])
async def test_a_day_on_which_the_clocks_change_has_one_digest(loved: Works, day: date) -> None:
    """A tick every ten minutes through the whole day, at a time that is skipped or comes twice."""
    loved.clock.moment = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(hours=6)
    await release(loved, "five", "six")
    await run(loved)
    await hearts(loved, {5: {"❤": 1}, 6: {"❤": 2}})
    rules = DigestRules(at=time(2, 30), zone=PARIS)
    for _ in range(36 * 6):
        if await digest_due(loved.press, rules):
            await run(loved)
        loved.clock.pass_(minutes=10)
    await run(loved)
    assert len(digests(loved)) == 1


async def test_other_weights_are_heeded_by_the_next_digest(loved: Works) -> None:
    """Scores are kept with the posts: those of the old weights are worked out anew."""
    async with loved.storage.transaction() as tables:
        await tables.runtime_settings.ranked_by.put("other weights")
        ids = await tables.posts.ids_since(CHAT, loved.clock.now() - WINDOW)
        await tables.posts.set_scores(CHAT, dict.fromkeys(ids, 0.0))
    await evening(loved)
    assert len(digests(loved)) == 1
    async with loved.storage.reading() as tables:
        assert await tables.runtime_settings.ranked_by.get() == RULES.weights.fingerprint
        assert len(await tables.posts.loved(CHAT, loved.clock.now() - WINDOW, 1)) >= 1
