"""Places of posts: narrower and wider by edits, at slots alone, after all else."""

import secrets
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.mixing import Mixing
from bot.domain.parcel import ParcelKind
from bot.domain.places.crowd import CrowdRule
from bot.domain.places.place import Narrowest, Place
from bot.domain.whisper import OWN_PHOTO, State, WhisperKey
from bot.flows.authors.release import release_due
from bot.flows.backup import back_up
from bot.flows.moderation.remove import hide, restore, take_down
from bot.flows.places.settle import StepsToPrint, settle_due
from bot.flows.publishing.put_changes import change_place
from storage import Storage
from storage.archive import Archive, Row, Rows
from tests.kit.database import rows_of
from tests.kit.outbox import run
from tests.kit.whispers import a_whisper
from tests.kit.works import Works

LYON, GRENOBLE, NICE = (Place(each) for each in ("FR.84.2996944", "FR.84.3014728", "FR.93.2990440"))
RULE = CrowdRule(Narrowest.TOWN, 3)
HOURLY = Mixing(every=timedelta(hours=1), keep=0, max_age=timedelta(hours=1))


async def accept(works: Works, *places: Place | None, own_photo: bool = False) -> None:
    async with works.storage.transaction() as tables:
        for n, place in enumerate(places):
            whisper = replace(
                a_whisper(f"a confession of {place} {n}", deadline=works.clock.now()), place=place
            )
            if own_photo:
                whisper = replace(whisper, look=replace(whisper.look, picture=OWN_PHOTO))
            await tables.whispers.add(
                whisper,
                handle_hash=secrets.token_bytes(32),
                receipt_hash=secrets.token_bytes(32),
            )


async def slot(works: Works, rule: CrowdRule = RULE) -> None:
    """The next slot, and whatever goes out then."""
    works.clock.pass_(hours=1)
    now = works.clock.now()
    await release_due(
        storage=works.storage, now=now, mixing=HOURLY, rng=works.press.rng, places=rule
    )
    await settle_due(storage=works.storage, rule=rule, mixing=HOURLY, now=now)
    await run(works)


async def lines(works: Works) -> list[str]:
    """The place in each caption of the channel, by number."""
    captions = []
    async with works.storage.reading() as tables:
        number = 1
        while (post := await tables.posts.by_number(number)) is not None:
            standing = works.channel.messages.get(post.message_id)
            caption = standing.caption if standing else ""
            captions.append(next((x for x in caption.split("\n") if x.startswith("📍")), ""))
            number += 1
    return captions


async def gone(works: Works, number: int) -> None:
    now = works.clock.now()
    assert await take_down(
        storage=works.storage, number=number, to=State.WITHDRAWN, reason=None, now=now
    )
    await run(works)


async def test_a_town_is_named_from_the_third_whisper_on_and_the_first_two_follow(works: Works):
    await accept(works, LYON, LYON)
    await slot(works)
    assert await lines(works) == ["", ""]
    await accept(works, LYON)
    await slot(works)
    assert await lines(works) == ["📍 Lyon, France"] * 3


async def test_those_of_one_release_count_for_each_other_and_need_no_edit(works: Works):
    await accept(works, LYON, GRENOBLE, GRENOBLE)
    await slot(works)
    assert set(await lines(works)) == {"📍 Auvergne-Rhône-Alpes, France"}
    assert "edit_photo" not in works.channel.calls


async def test_a_withdrawal_changes_nothing_before_the_next_slot(works: Works):
    await accept(works, LYON, LYON, LYON, NICE)
    await slot(works)
    number = (await lines(works)).index("📍 Lyon, France") + 1
    await gone(works, number)
    await settle_due(storage=works.storage, rule=RULE, mixing=HOURLY, now=works.clock.now())
    await run(works)
    assert (await lines(works)).count("📍 Lyon, France") == 2
    await slot(works)
    left = await lines(works)
    assert left.count("📍 France") == 3
    assert not any("Lyon" in each for each in left)


async def test_a_slot_widens_even_while_releases_are_paused(works: Works):
    await accept(works, LYON, LYON, LYON)
    await slot(works)
    await gone(works, 2)
    async with works.storage.transaction() as tables:
        await tables.runtime_settings.paused.put(True)
    await slot(works)
    assert await lines(works) == ["", "", ""]


async def test_an_older_whisper_becomes_wider_too(works: Works):
    await accept(works, LYON, LYON, LYON)
    await slot(works)
    works.clock.pass_(hours=24 * 31)
    async with works.storage.transaction() as tables:
        assert await tables.places.forget_chosen(works.clock.now()) == 3
    await slot(works)
    assert await lines(works) == ["📍 Lyon, France"] * 3
    await gone(works, 1)
    await slot(works)
    assert await lines(works) == ["", "", ""]
    async with works.storage.reading() as tables:  # nothing tells any more that they had a place
        assert await tables.places.every(works.clock.now()) == ()


async def kept(works: Works) -> tuple[list[Place | None], list[Place | None]]:
    """What is stored of chosen places: of released whispers, and of those that wait."""
    async with works.storage.reading() as tables:
        released = await tables.places.every(works.clock.now())
        waiting = await tables.whispers.by_state(State.POOL)
    return [each.chosen for each in released], [each.place for each in waiting]


async def test_a_stricter_rule_forgets_what_was_chosen_finer_of_those_that_wait_too(works: Works):
    await accept(works, LYON, LYON, LYON, NICE)
    await slot(works)
    await accept(works, GRENOBLE, None)
    for narrowest, left in ((Narrowest.REGION, "FR.84"), (Narrowest.COUNTRY, "FR")):
        rule, now = CrowdRule(narrowest, 3), works.clock.now()
        await settle_due(storage=works.storage, rule=rule, mixing=HOURLY, now=now)
        released, waiting = await kept(works)
        assert Counter(released) == Counter([left, left, left, NICE[: len(left)]])
        assert set(waiting) == {left, None}
    await slot(works)  # and a finer rule brings nothing of it back
    assert (await lines(works)).count("📍 France") == 5


async def test_once_places_are_off_nothing_is_kept_of_any(works: Works):
    await accept(works, LYON, LYON, LYON, NICE)
    await slot(works)
    await accept(works, GRENOBLE)
    off = CrowdRule(Narrowest.OFF, 3)
    await settle_due(storage=works.storage, rule=off, mixing=HOURLY, now=works.clock.now())
    assert await kept(works) == ([], [None])
    await accept(works, LYON)  # taken in by another process, which has not heard of it yet
    await slot(works, off)
    assert await kept(works) == ([], [])


async def test_a_stricter_rule_reaches_what_stands_and_off_takes_every_place_away(works: Works):
    await accept(works, LYON, LYON, LYON)
    await slot(works)
    await slot(works, CrowdRule(Narrowest.COUNTRY, 3))
    assert await lines(works) == ["📍 France"] * 3
    await slot(works, CrowdRule(Narrowest.OFF, 3))
    assert await lines(works) == ["", "", ""]


async def test_a_card_on_an_own_picture_names_its_place_in_the_caption_alone(works: Works):
    await accept(works, LYON, LYON, own_photo=True)
    await slot(works)
    await accept(works, LYON)
    await slot(works)
    assert works.channel.calls.count("edit_caption") == 2
    assert "edit_photo" not in works.channel.calls
    assert await lines(works) == ["📍 Lyon, France"] * 3


async def test_a_hidden_post_is_not_shown_by_a_change_of_its_place(works: Works):
    await accept(works, LYON, LYON)
    await slot(works)
    async with works.storage.transaction() as tables:
        assert await hide(tables, 1, works.clock.now())
    await accept(works, LYON)
    await slot(works)
    assert await lines(works) == ["", "📍 Lyon, France", "📍 Lyon, France"]
    await restore(storage=works.storage, number=1, now=works.clock.now())
    await run(works)
    assert await lines(works) == ["📍 Lyon, France"] * 3


async def test_what_must_vanish_is_not_replaced_by_a_change_of_its_place(works: Works):
    await accept(works, LYON, LYON)
    await slot(works)
    now = works.clock.now()
    await take_down(storage=works.storage, number=1, to=State.REMOVED, reason=None, now=now)
    async with works.storage.transaction() as tables:
        await change_place(tables, 1, now)
        await change_place(tables, 2, now)
        waiting = [each.kind for each in await tables.outbox.of_number(1)]
        other = [each.kind for each in await tables.outbox.of_number(2)]
    assert waiting == [ParcelKind.EDIT]
    assert other == [ParcelKind.PLACE]


async def test_a_waiting_whisper_is_told_to_moderators_as_it_would_be_printed(works: Works):
    await accept(works, LYON, LYON, NICE)
    await slot(works)
    steps, now = StepsToPrint(works.storage, RULE, HOURLY), works.clock.now()
    assert await steps.of(LYON, now) == LYON
    assert await steps.of(GRENOBLE, now) == "FR.84"
    assert await steps.of(Place("JP.40.1850147"), now) is None


async def test_what_moderators_see_of_those_that_wait_changes_at_slots_alone(works: Works):
    """Else a withdrawal would tell them, by another card, which town the withdrawn one chose."""
    await accept(works, LYON, LYON)
    await slot(works)
    steps = StepsToPrint(works.storage, RULE, HOURLY)
    assert await steps.of(LYON, works.clock.now()) == LYON
    await gone(works, 1)
    assert await steps.of(LYON, works.clock.now()) == LYON
    await slot(works)
    assert await steps.of(LYON, works.clock.now()) is None


async def test_before_release_the_place_is_with_the_whisper_and_afterwards_it_is_not(
    works: Works, storage: Storage
):
    await accept(works, LYON)
    async with storage.reading() as tables:
        [waiting] = await tables.whispers.pool()
        whisper = await tables.whispers.by_key(WhisperKey(waiting.key))
        assert whisper is not None
        assert whisper.place == LYON
    await slot(works)
    async with storage.reading() as tables:
        released = await tables.whispers.by_number(1)
        assert released is not None
        assert released.place is None
        [kept] = await tables.places.standing(works.clock.now())
        assert (kept.chosen, kept.shown) == (LYON, None)
    await gone(works, 1)
    async with storage.reading() as tables:
        assert await tables.places.every(works.clock.now()) == ()


async def test_a_backup_carries_what_is_printed_and_nothing_that_was_chosen(works: Works):
    await accept(works, LYON, LYON, LYON, NICE)
    await slot(works)
    await accept(works, NICE)
    async with works.storage.reading() as tables:
        places = await tables.archive.page("places", None)
        whispers = await tables.archive.page("whispers", None)
    assert [row["shown"] for row in places].count(LYON) == 3
    assert all(row["chosen"] is None for row in places)
    assert all(row["place"] is None for row in whispers)


async def test_what_is_taken_back_while_a_backup_is_copied_counts_for_no_place_in_it(
    works: Works, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """ours: the places are copied; theirs: #2 is taken back; ours: the whispers are copied"""
    await accept(works, LYON, LYON, LYON)
    await slot(works)
    page = Archive.page

    async def paged(self: Archive, name: str, after: Row | None) -> Rows:
        if name == "whispers" and after is None:
            await gone(works, 2)
        return await page(self, name, after)

    monkeypatch.setattr(Archive, "page", paged)
    await back_up(storage=works.storage, file=tmp_path / "backup.db")
    rows = rows_of(tmp_path / "backup.db", "places")
    assert [(number, shown, gone) for number, _, shown, _, gone, *_ in rows] == [
        (1, LYON, 0),
        (2, LYON, 1),
        (3, LYON, 0),
    ]


async def test_while_places_are_off_nothing_is_written_for_them(works: Works):
    off = CrowdRule(Narrowest.OFF, 3)
    await accept(works, None, None)
    await slot(works, off)
    async with works.storage.reading() as tables:
        assert await tables.runtime_settings.places_slot.get() is None
        assert await tables.places.every(works.clock.now()) == ()
