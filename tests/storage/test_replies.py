"""Replies in a real database: ordinals at release, one press one reply, and words that go."""

import secrets
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.domain.replies.reply import Reply, ReplyKey
from bot.domain.whisper import State
from storage import Scope, Storage

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


def a_hash() -> bytes:
    return secrets.token_bytes(32)


def a_reply(words: str = "You are not alone.", number: int = 12, **fields: Any) -> Reply:
    fields.setdefault("state", State.POOL)
    fields.setdefault("mask", "fox")
    return Reply(ReplyKey(secrets.token_bytes(16)), number, words=words, **fields)


async def taken_in(storage: Storage, *given: Reply) -> None:
    async with storage.transaction() as tables:
        for reply in given:
            assert await tables.replies.add(reply, handle_hash=a_hash(), receipt_hash=a_hash())


async def test_a_reply_comes_back_as_it_was_given(storage: Storage) -> None:
    given = a_reply("Courage ❤", author=True, mask=None, findings=("person",), slot=NOW)
    handle, receipt = a_hash(), a_hash()
    async with storage.transaction() as tables:
        assert await tables.replies.add(given, handle_hash=handle, receipt_hash=receipt)
    async with storage.reading() as tables:
        assert await tables.replies.by_key(given.key) == given
        assert await tables.replies.by_receipt(receipt) == given
        assert await tables.replies.by_receipt(receipt[:8] + a_hash()[8:]) is None
        assert await tables.replies.by_handle(handle) == given


async def test_send_pressed_twice_takes_one_reply_in(storage: Storage) -> None:
    handle = a_hash()
    async with storage.transaction() as tables:
        assert await tables.replies.add(a_reply(), handle_hash=handle, receipt_hash=a_hash())
        assert not await tables.replies.add(a_reply(), handle_hash=handle, receipt_hash=a_hash())
        assert len(await tables.replies.by_state(State.POOL)) == 1


async def test_ordinals_are_given_at_release_and_never_again(storage: Storage) -> None:
    one, two, three, gone, elsewhere = (a_reply(number=n) for n in (12, 12, 12, 12, 13))
    await taken_in(storage, one, two, three, gone, elsewhere)
    async with storage.transaction() as tables:
        assert await tables.replies.erase(gone.key)
        out = await tables.replies.release(12, [two.key, gone.key, one.key, elsewhere.key])
        assert [(each.key, each.ordinal) for each in out] == [(two.key, 1), (one.key, 2)]
        assert await tables.replies.release(12, [two.key]) == (), "it is out already"
        assert await tables.replies.take_down(one.key, State.WITHDRAWN, None)
        [last] = await tables.replies.release(12, [three.key])
        assert last.ordinal == 3, "what was taken down keeps its own"
        assert [each.ordinal for each in await tables.replies.thread(12)] == [1, 3]
        assert await tables.replies.count(12) == 2
        [other] = await tables.replies.release(13, [elsewhere.key])
        assert other.ordinal == 1, "each thread counts for itself"


async def test_only_what_is_due_comes_out_and_its_slot_is_forgotten(storage: Storage) -> None:
    due, later, waits = (
        a_reply(slot=NOW),
        a_reply(slot=NOW + timedelta(minutes=15)),
        a_reply(state=State.REVIEW, findings=("cruel",)),
    )
    await taken_in(storage, due, later, waits)
    async with storage.transaction() as tables:
        assert await tables.replies.due(NOW) == (due,)
        [out] = await tables.replies.release(12, [due.key])
        assert (out.slot, out.state) == (None, State.RELEASED)
        assert await tables.replies.move(waits.key, start=(State.REVIEW,), to=State.POOL, slot=NOW)
        [decided] = await tables.replies.due(NOW)
        assert (decided.key, decided.findings) == (waits.key, ())
        assert not await tables.replies.move(waits.key, start=(State.REVIEW,), to=State.HELD)


async def test_the_words_of_a_rejected_reply_are_erased_and_the_reason_stays(
    storage: Storage,
) -> None:
    reply = a_reply(state=State.REVIEW, findings=("cruel",))
    await taken_in(storage, reply)
    async with storage.transaction() as tables:
        assert await tables.replies.reject(reply.key, "cruel")
        left = await tables.replies.by_key(reply.key)
        assert left is not None
        assert (left.state, left.words, left.findings) == (State.REJECTED, "", ())
        assert left.reason == "cruel"
        assert not await tables.replies.reject(reply.key, "cruel"), "once"


async def test_a_whisper_that_goes_takes_every_reply_with_it(storage: Storage) -> None:
    out, pool, held, other = (
        a_reply(),
        a_reply(slot=NOW),
        a_reply(state=State.HELD),
        a_reply(number=13),
    )
    await taken_in(storage, out, pool, held, other)
    async with storage.transaction() as tables:
        await tables.replies.release(12, [out.key])
        [was_out] = await tables.replies.take_thread_down(12, None)
        assert was_out.ordinal == 1
        for key in (out.key, pool.key, held.key):
            left = await tables.replies.by_key(key)
            assert left is not None
            assert (left.state, left.words, left.slot) == (State.REMOVED, "", None)
        assert await tables.replies.by_key(other.key) == other
        assert await tables.replies.count(12) == 0


async def test_masks_of_a_thread_are_those_of_what_waits_too(storage: Storage) -> None:
    given = [a_reply(mask=mask) for mask in ("fox", "owl", "fox", None)]
    await taken_in(storage, *given, a_reply(mask="bee", number=13))
    async with storage.reading() as tables:
        assert await tables.replies.masks(12) == {"fox", "owl"}


async def test_a_thread_of_another_channel_is_another_thread(storage: Storage) -> None:
    other = storage.within(Scope(2))
    here, there = a_reply(), a_reply()
    await taken_in(storage, here)
    await taken_in(other, there)
    async with other.transaction() as tables:
        assert await tables.replies.release(12, [here.key]) == ()
        [out] = await tables.replies.release(12, [there.key])
        assert (out.ordinal, out.channel) == (1, 2)
    async with storage.reading() as tables:
        assert await tables.replies.thread(12) == ()


async def test_a_handle_goes_when_burnt_or_within_48_hours(storage: Storage) -> None:
    burnt, kept = a_hash(), a_hash()
    async with storage.transaction() as tables:
        for handle in (burnt, kept):
            await tables.replies.add(a_reply(), handle_hash=handle, receipt_hash=a_hash())
        assert await tables.replies.forget_handle(burnt)
        assert await tables.replies.by_handle(burnt) is None
        for hour in range(47):
            assert await tables.replies.forget_handles(NOW + timedelta(hours=hour)) == 0
        assert await tables.replies.forget_handles(NOW + timedelta(hours=47)) == 1
        assert await tables.replies.by_handle(kept) is None
