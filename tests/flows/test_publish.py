"""The worker of the channel: one step, its pace, and each way in which a step can go wrong."""

import itertools
from datetime import timedelta

import pytest

from bot.cards.order import CannotSet
from bot.domain.outcome import Refused, TryLater, Unknown
from bot.domain.parcel import Progress
from bot.domain.whisper import State
from bot.flows.moderation.remove import take_down
from bot.flows.publishing.alerts import AlertKind
from bot.flows.publishing.publish import publish_due, publish_next
from bot.flows.publishing.resolve import note_echo, raise_high
from storage import Storage, StorageBusy
from tests.kit.outbox import pass_ticks, post_of, release, rest_of, run
from tests.kit.works import CHAT, Standing, Works

GROUP = -1002500000001


async def test_a_released_whisper_becomes_one_post_with_its_number_first(works: Works) -> None:
    await release(works, "I still water his plants.")
    await run(works)
    assert works.channel.lines() == ["#1"]
    [standing] = works.channel.messages.values()
    assert standing.photo == b"card 1: I still water his plants."
    assert "<blockquote expandable>I still water his plants.</blockquote>" in standing.caption
    assert '<a href="https://t.me/sotto_bot?start=write">Write yours</a>' in standing.caption


async def test_covered_words_are_behind_spoilers_in_picture_and_caption(
    works: Works,
) -> None:
    await release(works, "heavy words", cover=True)
    await run(works)
    [standing] = works.channel.messages.values()
    assert standing.spoiler
    assert "<tg-spoiler>heavy words</tg-spoiler>" in standing.caption


async def test_posts_keep_the_pace_and_their_order(works: Works) -> None:
    await release(works, "one", "two", "three")
    began = works.clock.now()
    await run(works)
    assert works.channel.lines() == ["#1", "#2", "#3"]
    sent = [standing.at - began for standing in works.channel.messages.values()]
    assert all(b - a >= timedelta(seconds=3) for a, b in itertools.pairwise(sent))


async def test_h_is_learnt_by_a_silent_text_that_does_not_stay(works: Works) -> None:
    works.channel.put(Standing("somebody's own post"))
    await release(works, "one")
    await run(works)
    assert works.channel.lines() == ["somebody's own post", "#1"]
    post = await post_of(works, 1)
    assert post is not None
    assert post.message_id == 3  # 2 was the silent text


async def test_a_learning_text_whose_answer_was_lost_is_found_and_deleted(works: Works) -> None:
    """learn: post "…" -> reply lost; learn again: post "…" -> id 2; look below: id 1 is ours."""
    works.channel.script = ["reply_lost"]
    await release(works, "one")
    await run(works)
    assert works.channel.lines() == ["#1"]


async def test_a_learning_text_that_others_posts_hide_is_deleted_all_the_same(works: Works) -> None:
    """learn: post "…" -> reply lost; a person posts, which raises H; learn again; look below."""
    works.channel.script = ["reply_lost"]
    await release(works, "one")
    await publish_next(works.press)
    high = works.channel.put(Standing("a person's post"))
    await raise_high(storage=works.storage, chat_id=CHAT, message_id=high)
    await run(works)
    assert works.channel.lines() == ["a person's post", "#1"]


@pytest.mark.parametrize("when", ["before the answer", "long after", "instead of the answer"])
async def test_the_linked_groups_copy_of_a_learning_text_goes_too(works: Works, when: str) -> None:
    """learn: post "…", its copy is seen before our call ended, or hours later, or it is all that
    tells of it: no staging chat, reply lost."""
    works.channel.echoes[(GROUP, 7)] = "…"
    send = works.channel.send_text
    if when == "instead of the answer":
        works.channel.can_look = False
        works.channel.script = ["reply_lost"]

    async def sending(text: str, *, silent: bool = True) -> object:
        outcome = await send(text, silent=silent)
        if when != "long after" and works.channel.highest == 1:
            await copied(works, 1)
        return outcome

    works.channel.send_text = sending  # type: ignore[method-assign,assignment]
    await release(works, "one")
    await run(works)
    if when == "long after":
        works.clock.pass_(hours=3)
        await copied(works, 1)
        await run(works)
    assert works.channel.lines() == ["#1"]
    assert works.channel.echoes == {}


async def test_a_persons_dots_stay_in_channel_and_group(works: Works) -> None:
    await release(works, "one")
    await run(works)
    works.channel.echoes[(GROUP, 7)] = "…"
    await copied(works, works.channel.put(Standing("…")))
    await run(works)
    assert works.channel.lines() == ["#1", "…"]
    assert works.channel.echoes == {(GROUP, 7): "…"}


async def copied(works: Works, message_id: int) -> None:
    await note_echo(
        storage=works.storage,
        chat_id=CHAT,
        message_id=message_id,
        first_line="…",
        echo_chat=GROUP,
        echo_id=7,
        now=works.clock.now(),
    )


async def test_the_attempt_is_committed_before_the_call(works: Works) -> None:
    await release(works, "one")
    seen: list[tuple[Progress, int | None, int]] = []
    send = works.channel.send_photo

    async def spying(
        photo: bytes, caption: str, *, spoiler: bool = False, silent: bool = False
    ) -> object:
        async with works.storage.reading() as tables:
            [parcel] = await tables.outbox.of_number(1)
        seen.append((parcel.state, parcel.high, parcel.attempts))
        return await send(photo, caption, spoiler=spoiler, silent=silent)

    works.channel.send_photo = spying  # type: ignore[method-assign,assignment]
    await run(works)
    assert seen == [(Progress.SENDING, 1, 1)]


async def test_a_flood_limit_stops_the_whole_lane_even_over_a_restart(
    works: Works, storage: Storage
) -> None:
    await release(works, "zero")
    await run(works)
    await release(works, "one", "two")
    works.channel.script = [TryLater(timedelta(seconds=10_000), "429")]
    works.clock.pass_(seconds=10)
    began = works.clock.now()
    await publish_due(works.press)
    calls = len(works.channel.calls)
    works.clock.pass_(seconds=9_990)
    assert await publish_due(works.press) == 0  # nothing is kept in memory: as after a restart
    assert len(works.channel.calls) == calls
    await run(works)
    assert works.channel.lines() == ["#1", "#2", "#3"]
    assert works.clock.now() - began >= timedelta(seconds=10_000)


async def test_an_outage_of_hours_loses_nothing_and_makes_few_calls(works: Works) -> None:
    await release(works, "zero")
    await run(works)
    await release(works, "one", "two")
    calls = len(works.channel.calls)
    end = works.clock.now() + timedelta(hours=2)
    while works.clock.now() < end:
        works.channel.script = [TryLater(None, "ConnectError")]
        steps = await publish_due(works.press)
        pass_ticks(works.clock, timedelta(0) if steps else await rest_of(works.press), 20)
    assert len(works.channel.calls) - calls < 2 * 60 * 2 + 20  # at most two a minute, once grown
    works.channel.script = []
    await run(works)
    assert works.channel.lines() == ["#1", "#2", "#3"]


async def test_a_refused_card_is_kept_visible_and_the_lane_goes_on(works: Works) -> None:
    await release(works, "zero")
    await run(works)
    await release(works, "one", "two")
    works.channel.script = [Refused("IMAGE_PROCESS_FAILED")]
    await run(works)
    assert works.channel.lines() == ["#1", "#3"]
    async with works.storage.reading() as tables:
        [refused] = await tables.outbox.in_state(Progress.REFUSED)
    assert (refused.number, refused.why) == (2, "IMAGE_PROCESS_FAILED")
    assert [t.kind for t in works.told] == [AlertKind.REFUSED]


async def test_a_channel_that_refuses_the_bot_loses_nothing_and_tells_once(works: Works) -> None:
    await release(works, "zero")
    await run(works)
    await release(works, "one")
    works.channel.script = [Refused("bot was kicked", chat_unusable=True)] * 4
    await run(works, minutes=60, step=20)
    assert works.channel.lines() == ["#1", "#2"]
    assert [t.kind for t in works.told] == [AlertKind.CHANNEL_REFUSED]


async def test_words_that_cannot_be_set_do_not_stop_the_lane(works: Works) -> None:
    works.studio.failures = [CannotSet("too_long")]
    await release(works, "one", "two")
    await run(works)
    assert works.channel.lines() == ["#2"]
    assert [t.kind for t in works.told] == [AlertKind.REFUSED]


async def test_a_studio_that_fails_is_waited_for(works: Works) -> None:
    works.studio.failures = [RuntimeError("pool broke")] * 3
    await release(works, "one")
    await run(works)
    assert works.channel.lines() == ["#1"]


async def test_a_card_that_cannot_be_drawn_again_and_again_goes_to_a_person(works: Works) -> None:
    works.studio.failures = [RuntimeError("pool broke")] * 9
    await release(works, "one", "two")
    await run(works, minutes=60, step=20)
    assert works.channel.lines() == ["#2"]


async def test_paused_holds_cards_back_but_not_removals(works: Works) -> None:
    await release(works, "one")
    await run(works)
    await release(works, "two")
    async with works.storage.transaction() as tables:
        await tables.runtime_settings.paused.put(True)
    await take_down(
        storage=works.storage, number=1, to=State.REMOVED, reason=None, now=works.clock.now()
    )
    await run(works, minutes=1)
    assert works.channel.lines() == []


async def test_a_withdrawal_while_the_card_is_drawn_means_no_post(works: Works) -> None:
    """publish: reads the parcel, draws …; withdraw: commits; publish: asks again, does not send."""
    await release(works, "one")
    draw = works.studio.card

    async def drawing(order: object) -> bytes:
        await take_down(
            storage=works.storage, number=1, to=State.WITHDRAWN, reason=None, now=works.clock.now()
        )
        return await draw(order)  # type: ignore[arg-type]

    works.studio.card = drawing  # type: ignore[method-assign,assignment]
    await run(works)
    assert works.channel.lines() == []
    assert "send_photo" not in works.channel.calls


async def test_a_withdrawal_during_the_call_takes_the_post_down(works: Works) -> None:
    """publish: attempt committed, call …; withdraw: commits; call: delivered; deleted at once."""
    await release(works, "one")
    send = works.channel.send_photo

    async def sending(
        photo: bytes, caption: str, *, spoiler: bool = False, silent: bool = False
    ) -> object:
        await take_down(
            storage=works.storage, number=1, to=State.WITHDRAWN, reason=None, now=works.clock.now()
        )
        return await send(photo, caption, spoiler=spoiler, silent=silent)

    works.channel.send_photo = sending  # type: ignore[method-assign,assignment]
    await run(works)
    assert "send_photo" in works.channel.calls
    assert works.channel.lines() == []


async def test_a_disk_that_fails_after_the_call_does_not_double_the_post(
    works: Works, monkeypatch: pytest.MonkeyPatch
) -> None:
    """call: delivered; commit of its end: database busy. The row says "sending": looked up."""
    await release(works, "zero")
    await run(works)
    await release(works, "one")
    transaction, send = Storage.channel_transaction, works.channel.send_photo

    async def sending(
        photo: bytes, caption: str, *, spoiler: bool = False, silent: bool = False
    ) -> object:
        outcome = await send(photo, caption, spoiler=spoiler)

        def busy(_storage: Storage) -> object:
            monkeypatch.undo()
            raise StorageBusy

        monkeypatch.setattr(Storage, "channel_transaction", busy)
        return outcome

    works.channel.send_photo = sending  # type: ignore[method-assign,assignment]
    works.clock.pass_(seconds=10)
    with pytest.raises(StorageBusy):
        await publish_next(works.press)
    works.channel.send_photo = send  # type: ignore[method-assign]
    assert Storage.channel_transaction is transaction
    await run(works)
    assert works.channel.lines() == ["#1", "#2"]
    assert works.channel.calls.count("send_photo") == 2


async def test_an_edit_whose_answer_was_lost_is_simply_repeated(works: Works) -> None:
    await release(works, "one")
    await run(works)
    await take_down(
        storage=works.storage, number=1, to=State.REMOVED, reason=None, now=works.clock.now()
    )
    works.channel.changes = [Unknown("ReadTimeout"), Unknown("500")]
    await run(works)
    assert works.channel.lines() == []


async def test_an_edit_that_always_fails_holds_up_neither_posts_nor_removals(works: Works) -> None:
    """Telegram answers 500 to the tombstone of #1 and to nothing else."""
    await release(works, "one", "two")
    await run(works)
    edit, broken = works.channel.edit_photo, True

    async def editing(message_id: int, *rest: bytes | str, spoiler: bool = False) -> object:
        if message_id == 2 and broken:
            return Unknown("500")
        return await edit(message_id, *rest, spoiler=spoiler)  # type: ignore[arg-type]

    works.channel.edit_photo = editing  # type: ignore[method-assign,assignment]
    for number in (1, 2):
        await take_down(
            storage=works.storage,
            number=number,
            to=State.REMOVED,
            reason=None,
            now=works.clock.now(),
        )
        works.clock.pass_(seconds=1)
    await release(works, "three", "four")
    await run(works, minutes=15)
    assert works.channel.lines() == ["#1", "#3", "#4"]
    broken = False
    await run(works)
    assert works.channel.lines() == ["#3", "#4"]


@pytest.mark.parametrize("hours", [-1, -24 * 300, 1, 24 * 300])
async def test_a_clock_that_jumps_strands_nothing_and_posts_nothing_twice(
    works: Works, hours: int
) -> None:
    """NTP sets it right, by an hour or by most of a year, in the middle of a batch with a lost
    answer."""
    await release(works, "one", "two", "three")
    works.channel.script = ["ok", "not_sent"]  # the learning text, then "one"
    await run(works, minutes=0.2)
    works.clock.pass_(hours=hours)
    await run(works)
    assert works.channel.lines() == ["#1", "#2", "#3"]
    async with works.storage.reading() as tables:
        assert (await tables.channel_states.of(CHAT)).failures == 0
