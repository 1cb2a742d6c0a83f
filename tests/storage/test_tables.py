"""One repository per noun: what goes in comes out, and states change only from where they may."""

import hmac
import secrets
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.bans import Ban
from bot.domain.parcel import CardContent, Change, Content, Edit, Parcel, ParcelKind, Progress
from bot.domain.states import DigestState, PostState
from bot.domain.whisper import State
from storage import Storage, Waiting
from storage import whispers as storage_whispers
from storage.posts import Post
from tests.kit.whispers import a_whisper

NOW = datetime(2026, 11, 25, 12, 0, 0, 123_000, tzinfo=UTC)
CHAT = -1001234567890


def a_hash() -> bytes:
    return secrets.token_bytes(32)


async def test_a_whisper_comes_back_as_it_was_given(storage: Storage) -> None:
    given = a_whisper(
        "Ich vermisse dich ❤", photo=b"jpeg", cover=True, findings=("person",), deadline=NOW
    )
    handle, receipt = a_hash(), a_hash()
    async with storage.transaction() as tables:
        assert await tables.whispers.add(given, handle_hash=handle, receipt_hash=receipt)
    async with storage.reading() as tables:
        assert await tables.whispers.by_key(given.key) == given
        found = await tables.whispers.by_receipt(receipt)
        assert found is not None
        assert found.key == given.key
        assert await tables.whispers.pool() == (Waiting(given.key, NOW),)


async def test_a_draft_is_taken_in_once(storage: Storage) -> None:
    first, second, handle = a_whisper(), a_whisper(), a_hash()
    async with storage.transaction() as tables:
        await tables.whispers.add(first, handle_hash=handle, receipt_hash=a_hash())
        assert not await tables.whispers.add(second, handle_hash=handle, receipt_hash=a_hash())
        assert await tables.whispers.by_handle(handle) == first
        assert await tables.whispers.count(State.POOL) == 1


async def test_a_replaced_receipt_opens_nothing(storage: Storage) -> None:
    whisper, old, new = a_whisper(), a_hash(), a_hash()
    async with storage.transaction() as tables:
        await tables.whispers.add(whisper, handle_hash=a_hash(), receipt_hash=old)
        assert await tables.whispers.replace_receipt(whisper.key, new)
        assert await tables.whispers.by_receipt(old) is None
        assert await tables.whispers.by_receipt(new) is not None


async def test_a_receipt_is_told_from_another_with_the_same_start_in_constant_time(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The index is asked for eight bytes of the hash; what decides is the comparison of all."""
    compared: list[bytes] = []

    def watched(known: bytes, given: bytes) -> bool:
        compared.append(known)
        return hmac.compare_digest(known, given)

    monkeypatch.setattr(storage_whispers, "compare_digest", watched)
    one, two, start = a_whisper(), a_whisper(), secrets.token_bytes(8)
    hashes = [start + secrets.token_bytes(24) for _ in range(3)]
    async with storage.transaction() as tables:
        for whisper, receipt in zip((one, two), hashes, strict=False):
            await tables.whispers.add(whisper, handle_hash=a_hash(), receipt_hash=receipt)
    async with storage.reading() as tables:
        found = [await tables.whispers.by_receipt(receipt) for receipt in hashes]
    assert [each and each.key for each in found] == [one.key, two.key, None]
    assert sorted(compared) == sorted(hashes[:2] * 3), "nothing else decided"


async def test_a_photo_goes_two_days_after_its_card_was_posted(storage: Storage) -> None:
    old, hidden, young, waiting = (a_whisper(photo=b"jpeg") for _ in range(4))
    async with storage.transaction() as tables:
        for whisper in (old, hidden, young, waiting):
            await tables.whispers.add(whisper, handle_hash=a_hash(), receipt_hash=a_hash())
        for number, whisper, hours in ((1, old, 48), (2, hidden, 72), (3, young, 47)):
            assert await tables.whispers.release([whisper.key], number)
            await tables.posts.add(
                a_post(number, number=number, posted_at=NOW - timedelta(hours=hours),
                       state=PostState.HIDDEN if whisper is hidden else PostState.LIVE)
            )  # fmt: skip
        assert await tables.whispers.forget_photos(NOW) == 1
        kept = [await tables.whispers.by_key(w.key) for w in (old, hidden, young, waiting)]
    assert [w.photo for w in kept if w] == [None, b"jpeg", b"jpeg", b"jpeg"]


async def test_a_handle_goes_when_burnt_or_within_48_hours(storage: Storage) -> None:
    burnt, kept = a_hash(), a_hash()
    arrival = NOW - timedelta(minutes=59)
    async with storage.transaction() as tables:
        for handle in (burnt, kept):
            await tables.whispers.add(a_whisper(), handle_hash=handle, receipt_hash=a_hash())
        assert await tables.whispers.forget_handle(burnt)
        assert await tables.whispers.by_handle(burnt) is None
        for hour in range(47):
            assert await tables.whispers.forget_handles(NOW + timedelta(hours=hour)) == 0
        assert await tables.whispers.by_handle(kept) is not None
        last = NOW + timedelta(hours=47)
        assert last - arrival <= timedelta(hours=48)
        assert await tables.whispers.forget_handles(last) == 1
        assert await tables.whispers.by_handle(kept) is None


async def test_states_change_only_from_where_they_may(storage: Storage) -> None:
    whisper = a_whisper(state=State.REVIEW, findings=("person",), deadline=NOW)
    async with storage.transaction() as tables:
        await tables.whispers.add(whisper, handle_hash=a_hash(), receipt_hash=a_hash())
        assert not await tables.whispers.release([whisper.key], 1)
        assert not await tables.whispers.take_down(whisper.key, State.REMOVED, None)
        assert await tables.whispers.move(whisper.key, start=[State.REVIEW], to=State.POOL)
        assert not await tables.whispers.move(whisper.key, start=[State.REVIEW], to=State.POOL)
        assert await tables.whispers.release([whisper.key], 7)
        released = await tables.whispers.by_number(7)
        assert released is not None
        assert (released.state, released.deadline, released.findings) == (State.RELEASED, None, ())
        assert not await tables.whispers.erase(whisper.key)


async def test_rejecting_and_taking_down_erase_words_and_picture(storage: Storage) -> None:
    rejected, removed = a_whisper(photo=b"one"), a_whisper(photo=b"two")
    async with storage.transaction() as tables:
        for whisper in (rejected, removed):
            await tables.whispers.add(whisper, handle_hash=a_hash(), receipt_hash=a_hash())
        assert await tables.whispers.reject(rejected.key, "names someone")
        await tables.whispers.release([removed.key], 1)
        assert await tables.whispers.take_down(removed.key, State.WITHDRAWN, None)
        for key, reason in ((rejected.key, "names someone"), (removed.key, None)):
            left = await tables.whispers.by_key(key)
            assert left is not None
            assert (left.words, left.photo, left.reason) == ("", None, reason)


async def test_numbers_are_never_given_twice(storage: Storage) -> None:
    async with storage.transaction() as tables:
        first = await tables.runtime_settings.take_numbers(1)
        await tables.runtime_settings.skip_numbers(40)
        await tables.runtime_settings.skip_numbers(3)
        assert (first, await tables.runtime_settings.take_numbers(3)) == (1, 41)
        assert await tables.runtime_settings.take_numbers(1) == 44


def a_parcel(content: Content = CardContent(), **fields: object) -> Parcel:  # noqa: B008 - frozen
    fields.setdefault("due_at", NOW)
    return Parcel(secrets.token_bytes(16), content, **fields)  # type: ignore[arg-type]


async def test_parcels_leave_by_due_time_then_number(storage: Storage) -> None:
    parcels = [
        a_parcel(number=3),
        a_parcel(number=2),
        a_parcel(number=1, due_at=NOW + timedelta(seconds=1)),
    ]
    async with storage.transaction() as tables:
        for parcel in parcels:
            await tables.outbox.enqueue(parcel)
        order = []
        while parcel := await tables.outbox.next_due(CHAT, ParcelKind):
            order.append(parcel.number)
            await tables.outbox.leave(parcel)
    assert order == [2, 3, 1]


async def test_a_parcel_of_another_channel_stays_there(storage: Storage) -> None:
    async with storage.transaction() as tables:
        await tables.outbox.enqueue(a_parcel(chat=CHAT - 1))
        assert await tables.outbox.next_due(CHAT, ParcelKind) is None


async def test_a_process_that_died_in_the_call_leaves_an_unknown_post(storage: Storage) -> None:
    post, edit = a_parcel(number=1), a_parcel(Edit(Change.HIDDEN), message_id=5, chat=CHAT)
    async with storage.transaction() as tables:
        for parcel in (post, edit):
            await tables.outbox.enqueue(parcel)
            await tables.channel_states.raise_high(CHAT, 9)
            await tables.outbox.start(parcel, chat=CHAT, first_line="#1", caption="", now=NOW)
        assert await tables.outbox.recover(CHAT) == 2
        unknown = await tables.outbox.unresolved(CHAT)
        assert unknown is not None
        assert (unknown.key, unknown.high, unknown.attempts) == (post.key, 9, 1)
        again = await tables.outbox.by_key(edit.key)
        assert again is not None
        assert again.state is Progress.WAITING


async def test_a_newer_edit_replaces_one_that_waits(storage: Storage) -> None:
    old = a_parcel(Edit(Change.HIDDEN), message_id=5, chat=CHAT)
    new = a_parcel(Edit(Change.RESTORED), message_id=5, chat=CHAT)
    async with storage.transaction() as tables:
        await tables.outbox.enqueue(old)
        await tables.outbox.enqueue(new)
        assert [p.key for p in await tables.outbox.in_state(Progress.WAITING)] == [new.key]


def a_post(message_id: int, **fields: object) -> Post:
    fields.setdefault("posted_at", NOW)
    number = fields.get("number")
    return Post(
        chat=CHAT,
        message_id=message_id,
        kind=ParcelKind.CARD,
        first_line=f"#{number}",
        caption=f"#{number}\n…",
        **fields,  # type: ignore[arg-type]
    )


async def test_a_number_is_posted_once(storage: Storage) -> None:
    async with storage.transaction() as tables:
        assert await tables.posts.add(a_post(5, number=1)) == 0
        assert await tables.posts.add(a_post(6, number=1)) is None
        assert await tables.posts.add(a_post(5, number=2)) is None
        assert await tables.posts.ids_between(CHAT, 4, 9) == {5}


async def test_only_posts_that_stand_are_candidates(storage: Storage) -> None:
    async with storage.transaction() as tables:
        await tables.posts.add(a_post(1, number=1, posted_at=NOW - timedelta(hours=49)))
        await tables.posts.add(a_post(2, number=2))
        await tables.posts.add(a_post(3, number=3))
        await tables.posts.set_state(CHAT, 3, PostState.HIDDEN)
        ids = await tables.posts.ids_since(CHAT, NOW - timedelta(hours=48))
        assert set(ids) == {2, 3}
        assert [p.number for p in await tables.posts.cards_of(CHAT, ids)] == [2]


async def test_the_most_loved_are_found_with_all_that_are_loved_as_much(storage: Storage) -> None:
    """Its score comes with the reactions, before the post itself is recorded or after it."""
    async with storage.transaction() as tables:
        await tables.reactions.record(CHAT, 1, NOW, {"❤": 9}, score=9.0)
        for number in range(1, 7):
            age = 49 if number == 6 else 1
            posted_at = NOW - timedelta(hours=age)
            await tables.posts.add(a_post(number, number=number, posted_at=posted_at))
        for number, score in ((2, 3.0), (3, 5.0), (4, 3.0), (6, 99.0)):
            await tables.reactions.record(CHAT, number, NOW, {"❤": 3}, score=score)
        await tables.reactions.record(CHAT, 3, NOW - timedelta(minutes=1), {}, score=0.0)
        since = NOW - timedelta(hours=48)
        assert await tables.posts.loved(CHAT, since, 1) == (1,)
        assert await tables.posts.loved(CHAT, since, 2) == (1, 3)
        assert set(await tables.posts.loved(CHAT, since, 3)) == {1, 2, 3, 4}
        assert set(await tables.posts.loved(CHAT, since, 50)) == {1, 2, 3, 4}


async def test_reaction_snapshots_replace_and_the_newest_wins(storage: Storage) -> None:
    async with storage.transaction() as tables:
        assert await tables.reactions.record(CHAT, 5, NOW, {"❤": 3, "🤡": 1})
        assert not await tables.reactions.record(CHAT, 5, NOW - timedelta(seconds=1), {"❤": 9})
        assert await tables.reactions.of(CHAT, 5) == {"❤": 3, "🤡": 1}
        assert await tables.reactions.record(CHAT, 5, NOW + timedelta(seconds=1), {})
        assert await tables.reactions.of(CHAT, 5) == {}


async def test_a_day_is_decided_once_but_a_skipped_one_may_still_be_planned(
    storage: Storage,
) -> None:
    day = date(2026, 11, 25)
    async with storage.transaction() as tables:
        assert await tables.digests.decide(CHAT, day, DigestState.SKIPPED)
        assert await tables.digests.decide(CHAT, day, DigestState.PLANNED, [1, 2])
        assert not await tables.digests.decide(CHAT, day, DigestState.PLANNED, [3])
        for number, age in ((1, 49), (2, 1), (3, 1)):
            posted_at = NOW - timedelta(hours=age)
            await tables.posts.add(a_post(number, number=number, posted_at=posted_at))
        assert await tables.digests.featured(CHAT, [2, 3]) == {2}
        assert await tables.digests.featuring(2) == ((CHAT, day),)


async def test_a_lane_remembers_and_h_only_grows(storage: Storage) -> None:
    async with storage.transaction() as tables:
        assert (await tables.channel_states.of(CHAT)).open_at(NOW)
        await tables.channel_states.set(CHAT, not_before=NOW + timedelta(seconds=10_000))
        await tables.channel_states.raise_high(CHAT, 9)
        await tables.channel_states.raise_high(CHAT, 7)
    async with storage.reading() as tables:
        channel_state = await tables.channel_states.of(CHAT)
        assert (channel_state.high, channel_state.open_at(NOW)) == (9, False)
        assert channel_state.not_before == NOW + timedelta(seconds=10_000)


async def test_failures_in_a_row_are_counted_since_the_first_until_a_call_comes_through(
    storage: Storage,
) -> None:
    minute = timedelta(minutes=1)
    async with storage.transaction() as tables:
        for late in range(3):
            before = await tables.channel_states.of(CHAT)
            await tables.channel_states.failed(before, NOW + late * minute, "502", minute)
        state = await tables.channel_states.of(CHAT)
        assert (state.failures, state.failing_since, state.why) == (3, NOW, "502")
        assert state.not_before == NOW + 3 * minute
        await tables.channel_states.worked(CHAT, NOW + 4 * minute, minute)
        state = await tables.channel_states.of(CHAT)
        assert (state.failures, state.failing_since, state.why) == (0, None, None)
        assert state.not_before == NOW + 5 * minute


async def test_a_ban_is_a_tag_with_an_end(storage: Storage) -> None:
    tag, ban = a_hash(), Ban(date(2026, 12, 1), 0)
    async with storage.transaction() as tables:
        assert not await tables.bans.any()
        await tables.bans.put(tag, ban)
        await tables.bans.put(tag, Ban(date(2026, 12, 8), 1))
        assert await tables.bans.find(tag) == Ban(date(2026, 12, 8), 1)
        assert await tables.bans.expire(date(2026, 12, 9)) == 1


async def test_reports_are_counted_and_lose_their_force_once_restored(storage: Storage) -> None:
    async with storage.transaction() as tables:
        await tables.reports.add(12, "spam")
        assert (await tables.reports.add(12, "spam")).times == 2
        await tables.reports.make_immune(12)
        assert (await tables.reports.add(12, "spam")).immune
        assert not (await tables.reports.add(12, "violence")).immune
