"""Unknown is resolved, not guessed. Each interleaving is written as it happens:
"call -> processed | not, answer -> lost"."""

import asyncio
from datetime import timedelta

import pytest

from bot.domain.outcome import Refused, TryLater, Unknown
from bot.domain.parcel import Progress
from bot.domain.whisper import State
from bot.flows.moderation.remove import take_down
from bot.flows.publishing.alerts import AlertKind
from bot.flows.publishing.publish import publish_due
from bot.flows.publishing.resolve import raise_high
from tests.kit.outbox import post_of, release, run
from tests.kit.works import CHAT, Standing, Works

pytestmark = pytest.mark.usefixtures("begun")


async def test_processed_and_answer_lost_is_found_and_not_sent_again(works: Works) -> None:
    works.channel.script = ["reply_lost"]
    await release(works, "one", "two")
    await run(works)
    assert works.channel.lines() == ["#1", "#2", "#3"]
    post = await post_of(works, 2)
    assert post is not None
    assert works.channel.messages[post.message_id].first_line == "#2"


async def test_not_processed_is_sent_once_more_after_two_looks(works: Works) -> None:
    """The second look comes no sooner than 120 s after the attempt."""
    works.channel.script = ["not_sent"]
    await release(works, "one")
    began = works.clock.now()
    await run(works)
    assert works.channel.lines() == ["#1", "#2"]
    assert works.channel.messages[max(works.channel.messages)].at - began >= timedelta(seconds=120)
    assert works.channel.calls.count("send_photo") == 2


async def test_a_copy_that_comes_before_the_second_look_is_found(works: Works) -> None:
    """call -> in flight, answer lost; look: nothing; it arrives; look: there."""
    works.channel.script = ["late"]
    await release(works, "one")
    await run(works, minutes=1)
    works.channel.arrive()
    await run(works)
    assert works.channel.lines() == ["#1", "#2"]
    assert works.channel.calls.count("send_photo") == 1


async def test_a_copy_that_comes_after_the_resend_is_deleted(works: Works) -> None:
    """call 1 in flight; two looks: nothing; call 2 delivered; call 1 arrives after it."""
    works.channel.script = ["late"]
    await release(works, "one")
    while works.channel.lines() != ["#1", "#2"]:
        await publish_due(works.press)
        works.clock.pass_(seconds=1)
    works.channel.arrive()
    assert works.channel.lines() == ["#1", "#2", "#2"]
    await run(works)
    assert works.channel.lines() == ["#1", "#2"]
    post = await post_of(works, 2)
    assert post is not None
    assert post.message_id in works.channel.messages


async def test_a_copy_that_slips_in_just_before_the_resend_is_deleted(works: Works) -> None:
    """call 1 in flight; two looks: nothing; call 1 arrives (id 9); call 2 delivered (id 10):
    the gap in the ids shows it."""
    works.channel.script = ["late"]
    await release(works, "one")
    send = works.channel.send_photo

    async def sending(
        photo: bytes, caption: str, *, spoiler: bool = False, silent: bool = False
    ) -> object:
        if works.channel.late:
            works.channel.arrive()
        return await send(photo, caption, spoiler=spoiler, silent=silent)

    works.channel.send_photo = sending  # type: ignore[method-assign,assignment]
    await run(works)
    assert works.channel.lines() == ["#1", "#2"]


async def test_a_copy_that_comes_when_nobody_waits_for_it_any_more_is_shown_by_the_next_gap(
    works: Works,
) -> None:
    """call 1 in flight; resent; nothing late for 120 s; call 1 arrives; the next post's id is not
    the one that follows on ours."""
    works.channel.script = ["late"]
    await release(works, "one")
    await run(works)
    works.clock.pass_(hours=3)
    works.channel.arrive()
    assert works.channel.lines() == ["#1", "#2", "#2"]
    await release(works, "two")
    await run(works)
    assert works.channel.lines() == ["#1", "#2", "#3"]


async def test_gaps_are_left_alone_where_nothing_was_sent_twice(works: Works) -> None:
    works.channel.put(Standing("a person's post"))
    await release(works, "one")
    await run(works)
    assert works.channel.calls == ["send_photo"]


async def test_two_unknowns_in_a_row_are_each_resolved(works: Works) -> None:
    """call 1 lost unprocessed; call 2 processed, answer lost; then a third whisper lost too."""
    works.channel.script = ["not_sent", "reply_lost", "reply_lost"]
    await release(works, "one", "two")
    await run(works, minutes=20)
    assert works.channel.lines() == ["#1", "#2", "#3"]


async def test_a_late_first_copy_is_found_below_posts_that_raised_h_since(works: Works) -> None:
    """call 1 in flight; looks: nothing; call 1 arrives; somebody posts above it; call 2 lost
    unprocessed. The look for call 2 must begin at the H of call 1."""
    works.channel.script = ["late", "not_sent"]
    await release(works, "one")
    send = works.channel.send_photo

    async def sending(
        photo: bytes, caption: str, *, spoiler: bool = False, silent: bool = False
    ) -> object:
        if works.channel.late:
            works.channel.arrive()
            high = works.channel.put(Standing("hello from a person"))
            await raise_high(storage=works.storage, chat_id=CHAT, message_id=high)
        return await send(photo, caption, spoiler=spoiler, silent=silent)

    works.channel.send_photo = sending  # type: ignore[method-assign,assignment]
    await run(works, minutes=20)
    assert works.channel.lines() == ["#1", "#2", "hello from a person"]
    assert works.channel.calls.count("send_photo") == 2


async def test_the_look_ends_after_eight_missing_in_a_row_and_not_before(works: Works) -> None:
    """H is 2; seven deleted by hand; ours at 10, its answer lost. Then one that is nowhere."""
    works.channel.script = ["reply_lost", "not_sent"]
    await release(works, "one")
    works.channel.highest += 7
    await run(works)
    assert works.channel.lines() == ["#1", "#2"]
    assert works.channel.calls.count("send_photo") == 1
    works.channel.calls.clear()
    await release(works, "two")
    await run(works, minutes=1)
    looks = [call for call in works.channel.calls if call.startswith("look")]
    assert looks == [f"look {message_id}" for message_id in range(11, 19)]


async def test_a_post_that_is_lost_again_and_again_goes_to_a_person(works: Works) -> None:
    works.channel.script = ["not_sent"] * 6
    await release(works, "one", "two")
    await run(works, minutes=120, step=20)
    assert works.channel.lines() == ["#1", "#3"]
    assert [t.kind for t in works.told] == [AlertKind.SET_ASIDE]


async def test_posts_by_people_and_deleted_ones_between_do_not_hide_it(works: Works) -> None:
    """H, a person's post, nine deleted ones, ours, a service message."""
    works.channel.script = ["reply_lost"]
    await release(works, "one")
    works.channel.put(Standing("a person's post"))
    for _ in range(9):
        del works.channel.messages[works.channel.put(Standing("deleted"))]
    await raise_high(storage=works.storage, chat_id=CHAT, message_id=works.channel.highest)
    await run(works)
    assert works.channel.lines() == ["#1", "a person's post", "#2"]
    assert works.channel.calls.count("send_photo") == 1


async def test_deleted_ids_below_a_known_one_do_not_end_the_look(works: Works) -> None:
    """call processed (id 3), then nine posts deleted and one that stands, whose update raised H."""
    works.channel.script = ["late"]
    await release(works, "one")
    await run(works, minutes=0.2)
    for _ in range(9):
        del works.channel.messages[works.channel.put(Standing("deleted"))]
    works.channel.arrive()
    high = works.channel.put(Standing("a person's post"))
    await raise_high(storage=works.storage, chat_id=CHAT, message_id=high)
    await run(works)
    assert works.channel.lines() == ["#1", "#2", "a person's post"]


async def test_service_messages_between_are_not_taken_for_protection(works: Works) -> None:
    """Pins and title changes cannot be forwarded; an earlier post of ours can."""
    works.channel.script = ["not_sent"]
    await release(works, "one")
    works.channel.put(Standing("", service=True))
    await run(works)
    assert works.channel.lines() == ["#1", "#2"]


async def test_service_messages_are_not_taken_for_protection_when_our_post_is_gone(
    works: Works,
) -> None:
    """The newest post was deleted by hand: there is nothing of ours to try a forward on."""
    works.channel.messages.clear()
    works.channel.script = ["reply_lost"]
    works.channel.put(Standing("", service=True))
    await release(works, "one")
    works.channel.put(Standing("", service=True))
    await run(works)
    assert works.channel.lines() == ["#2"]
    assert works.told == []


async def test_a_long_walk_ends_though_every_fifth_look_fails(works: Works) -> None:
    """Sixty posts by people since the attempt, and a bad connection."""
    works.channel.script = ["not_sent"]
    await release(works, "one")
    for _ in range(60):
        works.channel.put(Standing("a person's post"))
    look, calls = works.channel.look, 0

    async def looking(message_id: int) -> object:
        nonlocal calls
        calls += 1
        return Unknown("ReadError") if calls % 5 == 0 else await look(message_id)

    works.channel.look = looking  # type: ignore[method-assign,assignment]
    await run(works, minutes=10)
    assert works.channel.lines()[-1] == "#2"
    assert works.channel.lines().count("#2") == 1


async def test_protected_content_goes_to_a_person(works: Works) -> None:
    works.channel.script = ["reply_lost"]
    works.channel.protected = True
    await release(works, "one", "two")
    await run(works)
    assert works.channel.lines() == ["#1", "#2", "#3"]
    assert [t.kind for t in works.told] == [AlertKind.SET_ASIDE]
    async with works.storage.reading() as tables:
        [aside] = await tables.outbox.in_state(Progress.ASIDE)
    assert aside.number == 2


async def test_without_staging_it_is_set_aside_told_once_and_the_lane_goes_on(
    works: Works,
) -> None:
    works.channel.can_look = False
    works.channel.script = ["reply_lost"]
    await release(works, "one", "two", "three")
    await run(works)
    assert works.channel.lines() == ["#1", "#2", "#3", "#4"]
    assert [(t.kind, t.post) for t in works.told] == [(AlertKind.SET_ASIDE, "#2")]


async def test_a_staging_chat_that_refuses_us_counts_as_none(works: Works) -> None:
    works.channel.script = ["reply_lost"]
    works.channel.looks = [Refused("chat not found", staging_unusable=True)]
    await release(works, "one", "two")
    await run(works)
    assert works.channel.lines() == ["#1", "#2", "#3"]
    assert [t.kind for t in works.told] == [AlertKind.SET_ASIDE]


@pytest.mark.parametrize(
    "trouble", [TryLater(timedelta(seconds=20), "429"), Unknown("ReadTimeout"), TryLater(None, "x")]
)
async def test_a_look_that_fails_proves_nothing(works: Works, trouble: TryLater | Unknown) -> None:
    works.channel.script = ["reply_lost"]
    works.channel.looks = [trouble] * 5
    await release(works, "one")
    await run(works, minutes=30)
    assert works.channel.lines() == ["#1", "#2"]
    assert works.channel.calls.count("send_photo") == 1


async def test_a_flood_limit_of_hours_while_looking_stops_the_lane_not_the_proof(
    works: Works,
) -> None:
    works.channel.script = ["reply_lost"]
    works.channel.looks = [TryLater(timedelta(seconds=10_000), "429")]
    await release(works, "one")
    began = works.clock.now()
    await run(works, minutes=200, step=20)
    assert works.channel.lines() == ["#1", "#2"]
    assert works.clock.now() - began >= timedelta(seconds=10_000)


async def test_a_withdrawal_while_it_is_looked_for_is_not_sent_again(works: Works) -> None:
    """call lost unprocessed; look: nothing; withdrawn; second look: nothing -> dropped."""
    works.channel.script = ["not_sent"]
    await release(works, "one")
    await run(works, minutes=1)
    await take_down(
        storage=works.storage, number=2, to=State.WITHDRAWN, reason=None, now=works.clock.now()
    )
    await run(works)
    assert works.channel.lines() == ["#1"]
    assert works.channel.calls.count("send_photo") == 1


async def test_a_withdrawn_post_that_is_found_is_taken_down(works: Works) -> None:
    """call processed, answer lost; withdrawn before the look; look: there -> deleted."""
    works.channel.script = ["reply_lost"]
    await release(works, "one")
    works.channel.looks = [Unknown("ReadTimeout")]
    await run(works, minutes=0.1)
    await take_down(
        storage=works.storage, number=2, to=State.WITHDRAWN, reason=None, now=works.clock.now()
    )
    await run(works)
    assert works.channel.lines() == ["#1"]


@pytest.mark.parametrize("end", [KeyboardInterrupt, asyncio.CancelledError])
async def test_a_process_that_dies_in_the_call_posts_once(
    works: Works, end: type[BaseException]
) -> None:
    """attempt committed; call processed; SIGKILL, or cancelled by a stop. The next process finds
    "sending"."""
    await release(works, "one")

    async def dying(
        photo: bytes, caption: str, *, spoiler: bool = False, silent: bool = False
    ) -> object:
        works.channel.put(Standing(caption, photo))
        raise end

    send = works.channel.send_photo
    works.channel.send_photo = dying  # type: ignore[method-assign,assignment]
    works.clock.pass_(seconds=10)
    with pytest.raises(end):
        await publish_due(works.press)
    works.channel.send_photo = send  # type: ignore[method-assign]
    await run(works)
    assert works.channel.lines() == ["#1", "#2"]
    assert works.channel.calls.count("send_photo") == 0


async def test_a_number_is_not_mistaken_for_a_longer_one(works: Works) -> None:
    """#1 looked for while #12 stands above: the whole first line must match."""
    works.channel.script = ["not_sent"]
    await release(works, "one")
    works.channel.put(Standing("#22\nsomebody's"))
    await run(works)
    assert works.channel.lines() == ["#1", "#22", "#2"]
