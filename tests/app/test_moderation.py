"""Whispers that moderators look at first: every button and race, and what stays in their chat."""

import asyncio
import re
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.whisper import State
from bot.sandbox.messages import Message
from tests.app.conftest import PATIENCE, DeskTown, jpeg

pytestmark = pytest.mark.usefixtures("looked_at_first")

WORDS = "I water his plants."
NAMED = "Madame Roux from the bakery is my best friend."


async def status(town: DeskTown, code: str) -> str:
    """What the receipt says now."""
    seen = list(town.alice.chat)
    town.alice.send(f"/receipt {code}")

    def answered() -> Message | None:
        new = [m for m in town.alice.chat if m not in seen and m.sender is town.bot]
        return new[-1] if new else None

    return (await town.until(answered)).text or ""


async def test_nothing_is_released_unseen_and_one_tap_approves(desk_town: DeskTown):
    async with desk_town.running():
        await desk_town.submit(desk_town.alice, WORDS)
        card = await desk_town.shown(WORDS)
        assert not desk_town.cards
        assert await desk_town.press(desk_town.mia, card, "✅") == "Approved."
        post = await desk_town.until(lambda: desk_town.cards[-1] if desk_town.cards else None)
        assert WORDS in (post.caption or "")
        await desk_town.until(lambda: "approved" in (card.caption or ""))
        assert WORDS not in (card.caption or "")
        assert not card.keyboard


async def test_the_card_is_the_bots_own_and_names_nobody(desk_town: DeskTown):
    async with desk_town.running():
        await desk_town.submit(desk_town.alice, WORDS)
        card = await desk_town.shown(WORDS)
        assert card.sender is desk_town.bot
        assert card.origin is None
        assert "Alice" not in (card.caption or "")


async def test_a_rejection_says_why_by_receipt(desk_town: DeskTown):
    async with desk_town.running(reject_reasons="Too vague. | Not kind."):
        await desk_town.submit(desk_town.alice, WORDS)
        code = await desk_town.receipt(desk_town.alice)
        assert "waits for the moderators" in await status(desk_town, code)
        card = await desk_town.shown(WORDS)
        await desk_town.press(desk_town.mia, card, "✋")
        card = await desk_town.shown(WORDS, button="Not kind.")
        await desk_town.press(desk_town.mia, card, "↩️")
        card = await desk_town.shown(WORDS)
        await desk_town.press(desk_town.noa, card, "✋")
        card = await desk_town.shown(WORDS, button="Not kind.")
        await desk_town.press(desk_town.noa, card, "Not kind.")
        await desk_town.until(lambda: "rejected: Not kind." in (card.caption or ""))
        assert "did not publish it: Not kind." in await status(desk_town, code)
        assert not desk_town.cards


async def test_the_reasons_stay_open_until_somebody_presses_one(desk_town: DeskTown):
    async with desk_town.running() as running:
        await desk_town.submit(desk_town.alice, WORDS)
        card = await desk_town.shown(WORDS)
        await desk_town.recorded()
        await desk_town.press(desk_town.mia, card, "✋")
        await desk_town.shown(WORDS, button="hurt")
        assert running.services.clerk is not None
        for _ in range(3):
            await running.services.clerk.tend()
        assert any("hurt" in label for label in card.labels)


async def test_cover_hides_picture_and_words_behind_spoilers(desk_town: DeskTown):
    async with desk_town.running():
        await desk_town.submit(desk_town.alice, WORDS)
        await desk_town.press(desk_town.mia, await desk_town.shown(WORDS), "🌫")
        post = await desk_town.until(lambda: desk_town.cards[-1] if desk_town.cards else None)
        assert post.media is not None
        assert post.media.spoiler
        assert "Heavy words" in (post.caption or "")
        hidden = [e for e in post.words.entities if e.kind == "spoiler"]
        assert WORDS in post.words.text
        assert [post.words.text[e.offset : e.offset + e.length] for e in hidden] == [WORDS]


async def test_what_is_held_comes_back_with_held(desk_town: DeskTown):
    async with desk_town.running():
        await desk_town.submit(desk_town.alice, WORDS)
        code = await desk_town.receipt(desk_town.alice)
        first = await desk_town.shown(WORDS)
        await desk_town.press(desk_town.mia, first, "⏸")
        await desk_town.until(lambda: "on hold" in (first.caption or ""))
        assert "more time" in await status(desk_town, code)
        await desk_town.tell(desk_town.mia, "/queue", "1 is on hold")
        desk_town.noa.send("/held", to=desk_town.group)
        await desk_town.press(desk_town.noa, await desk_town.shown(WORDS), "✅")
        await desk_town.until(lambda: desk_town.cards)
        await desk_town.tell(desk_town.mia, "/held", "Nothing else is on hold")


async def test_a_decision_can_be_undone_until_its_time_is_over(desk_town: DeskTown):
    async with desk_town.running(undo=timedelta(minutes=5)) as running:
        await desk_town.submit(desk_town.alice, WORDS)
        card = await desk_town.shown(WORDS)
        await desk_town.press(desk_town.mia, card, "✅")
        await desk_town.until(lambda: "approved" in (card.caption or ""))
        assert not desk_town.cards
        await desk_town.tell(desk_town.noa, "/queue", "0 whispers wait for you.")
        assert await desk_town.press(desk_town.noa, card, "↩️") == "Undone."
        await desk_town.shown(WORDS)
        await desk_town.press(desk_town.noa, card, "✋")
        await desk_town.press(desk_town.noa, await desk_town.shown(WORDS, button="hurt"), "hurt")
        await desk_town.until(lambda: "undone until" in (card.caption or ""))
        await desk_town.later(timedelta(minutes=6))
        await desk_town.until(lambda: "undone" not in (card.caption or ""))
        assert "rejected" in (card.caption or "")
        async with running.services.storage.reading() as tables:
            rows = await tables.tallies.since(desk_town.world.clock.now().date() - timedelta(1))
        counted = {row.what: row.times for row in rows}
        assert (counted["approved"], counted["rejected"]) == (0, 1)
        late = desk_town.forge(desk_town.noa, card, f"m:undo:{(card.caption or '')[:4]}")
        assert "decided" in (await late.wait(20) or "")
        assert not desk_town.cards


async def test_the_end_of_a_few_seconds_to_undo_is_told_to_the_second(desk_town: DeskTown):
    async with desk_town.running(undo=timedelta(seconds=40)):
        await desk_town.submit(desk_town.alice, WORDS)
        card = await desk_town.shown(WORDS)
        await desk_town.press(desk_town.mia, card, "✅")
        await desk_town.until(lambda: re.search(r"until \d\d:\d\d:\d\d\.", card.caption or ""))


async def test_two_who_decide_at_once_decide_once(desk_town: DeskTown):
    async with desk_town.running():
        await desk_town.submit(desk_town.alice, WORDS)
        card = await desk_town.shown(WORDS)
        presses = [desk_town.mia.press(card, "✅"), desk_town.noa.press(card, "🌫")]
        said = {await each.wait(20) for each in presses}
        late = "It is decided, or taken back by its author."
        assert said in ({"Approved.", late}, {"Approved, and covered.", late})
        await desk_town.until(lambda: desk_town.cards)
        await desk_town.idle()
        assert len(desk_town.cards) == 1


async def test_an_author_who_withdraws_empties_the_card_and_wins_the_race(desk_town: DeskTown):
    async with desk_town.running(undo=timedelta(minutes=5)):
        await desk_town.submit(desk_town.alice, WORDS)
        code = await desk_town.receipt(desk_town.alice)
        card = await desk_town.shown(WORDS)
        await desk_town.press(desk_town.mia, card, "✅")
        desk_town.alice.send(f"/receipt {code}")
        answer = await desk_town.said(desk_town.alice, "waits for the moderators")
        await desk_town.press(desk_town.alice, answer, "Withdraw")
        await desk_town.until(lambda: any("Yes" in label for label in answer.labels))
        withdrawal = desk_town.alice.press(answer, "Yes")
        undoing = desk_town.noa.press(card, "↩️")
        assert await withdrawal.wait(20) == "Withdrawn."
        await undoing.wait(20)
        await desk_town.until(lambda: "taken back by its author" in (card.caption or ""))
        assert WORDS not in (card.caption or "")
        await desk_town.later(timedelta(minutes=6))
        await desk_town.idle()
        assert not desk_town.cards


async def test_a_card_that_was_decided_and_then_withdrawn_says_withdrawn(desk_town: DeskTown):
    async with desk_town.running(undo=timedelta(minutes=5)):
        await desk_town.submit(desk_town.alice, WORDS)
        code = await desk_town.receipt(desk_town.alice)
        card = await desk_town.shown(WORDS)
        await desk_town.press(desk_town.mia, card, "✅")
        desk_town.alice.send(f"/receipt {code}")
        answer = await desk_town.said(desk_town.alice, "waits for the moderators")
        await desk_town.withdraw(desk_town.alice, answer)
        await desk_town.until(lambda: "taken back by its author" in (card.caption or ""))


async def test_a_restart_keeps_what_waits_and_lets_no_words_stand(desk_town: DeskTown):
    undo = timedelta(minutes=5)
    async with desk_town.running(undo=undo):
        await desk_town.submit(desk_town.alice, WORDS)
        decided = await desk_town.shown(WORDS)
        await desk_town.press(desk_town.mia, decided, "✅")
    async with desk_town.running(undo=undo):
        await desk_town.later(timedelta(minutes=6))
        await desk_town.until(lambda: desk_town.cards)
        await desk_town.until(lambda: WORDS not in (decided.caption or ""))
        await desk_town.submit(desk_town.alice, "I kept her number.")
        await desk_town.shown("I kept her number.")
    async with desk_town.running():
        card = await desk_town.shown("I kept her number.")
        await desk_town.press(desk_town.mia, card, "✅")
        await desk_town.until(lambda: len(desk_town.cards) == 2)
    assert len([m for m in desk_town.group.messages if m.photo]) == 2


async def test_batches_come_at_fixed_times_and_all_at_once(desk_town: DeskTown):
    async with desk_town.running(
        review_every=timedelta(minutes=10), review_keep=0, release_share=1.0, author_limit=9
    ):
        await desk_town.later(timedelta(minutes=10))
        await desk_town.at_rest()
        people = [desk_town.world.add_person(name) for name in ("Cleo", "Dan", "Eve")]
        for n, person in enumerate(people):
            await desk_town.submit(person, f"Number {n} of mine, not yours.")
        await desk_town.idle()
        assert not desk_town.waiting
        await desk_town.later(timedelta(minutes=10))
        await desk_town.until(lambda: len(desk_town.waiting) == 3)


async def test_who_could_be_recognised_is_pointed_out(desk_town: DeskTown):
    async with desk_town.running(moderation="hybrid"):
        await desk_town.publish(desk_town.alice, WORDS)
        await desk_town.submit(desk_town.alice, NAMED)
        card = await desk_town.shown(NAMED)
        assert "could be recognised (“Madame Roux" in (card.caption or "")


async def test_a_place_inside_another_is_not_pointed_out_twice(desk_town: DeskTown):
    words = "La boulangère de la rue des Lilas me garde le dernier croissant."
    async with desk_town.running():
        await desk_town.submit(desk_town.alice, words)
        card = await desk_town.shown(words)
        assert "(“boulangère de la rue des Lilas”)" in (card.caption or "")


async def test_who_is_not_well_is_decided_by_two_even_in_hybrid(desk_town: DeskTown):
    words = "I want to die and nobody has noticed."
    async with desk_town.running(moderation="hybrid"):
        await desk_town.submit(desk_town.alice, words)
        card = await desk_town.shown(words)
        assert "suicide" in (card.caption or "")
        said = await desk_town.press(desk_town.mia, card, "✅")
        assert said == "Your vote counts. 1 more vote is needed."
        await desk_town.until(lambda: any("1/2" in label for label in card.labels))
        await desk_town.press(desk_town.mia, card, "✅")
        await desk_town.idle()
        assert not desk_town.cards
        await desk_town.press(desk_town.noa, card, "✅")
        await desk_town.until(lambda: desk_town.cards)


async def test_own_photos_are_blurred_until_tapped(desk_town: DeskTown):
    async with desk_town.running():
        await desk_town.submit(desk_town.alice, WORDS, photo=jpeg())
        card = await desk_town.shown(WORDS)
        assert card.media is not None
        assert card.media.spoiler


def never_published() -> str:
    lines = Path("bench/data/minor.en.txt").read_text(encoding="utf-8").splitlines()
    return next(line[2:] for line in lines[1:] if line.startswith("! "))


async def test_what_is_never_published_is_told_without_its_words(desk_town: DeskTown):
    never = never_published()
    async with desk_town.running():
        desk_town.alice.send(never)
        await desk_town.said(desk_town.alice, "I do not publish this")
        said = await desk_town.at_desk("1 message was refused")
        assert never not in (said.text or "")


async def test_the_mode_changes_while_running_and_survives_a_restart(desk_town: DeskTown):
    async with desk_town.running():
        said = await desk_town.tell(desk_town.mia, "/mode", "nothing comes out unseen")
        await desk_town.press(desk_town.mia, said, "post")
        await desk_town.until(lambda: "come out unseen" in (said.text or ""))
        await desk_town.publish(desk_town.alice, WORDS)
        assert not desk_town.waiting
    async with desk_town.running():
        await desk_town.publish(desk_town.alice, "I kept her number.")
        await desk_town.tell(desk_town.noa, "/mode pre", "nothing comes out unseen")
        await desk_town.submit(desk_town.alice, "He does not know.")
        await desk_town.shown("He does not know.")


async def test_an_approved_whisper_is_mixed_from_its_approval_on(desk_town: DeskTown):
    async with desk_town.running(release="mixed") as running:
        await desk_town.submit(desk_town.alice, WORDS)
        card = await desk_town.shown(WORDS)
        async with running.services.storage.reading() as tables:
            (waiting,) = await tables.whispers.by_state(State.REVIEW)
        assert waiting.deadline is None
        await desk_town.press(desk_town.mia, card, "✅")
        await desk_town.until(lambda: not card.keyboard)
        async with running.services.storage.reading() as tables:
            (pooled,) = await tables.whispers.by_state(State.POOL)
        assert pooled.deadline is not None
        assert pooled.findings == ()

        async def parted() -> bool:
            async with running.services.storage.reading() as tables:
                return await tables.desk.all() == ()

        async with asyncio.timeout(PATIENCE):
            while not await parted():  # nothing ties the whisper to a message any more
                await asyncio.sleep(0.02)


async def test_the_preview_says_that_a_moderator_looks_first(desk_town: DeskTown):
    async with desk_town.running():
        desk_town.alice.send(WORDS)
        preview = await desk_town.preview(desk_town.alice)
        assert "a moderator looks at it first" in (preview.caption or "")


async def test_in_hybrid_only_what_is_pointed_at_is_promised_a_look_first(desk_town: DeskTown):
    promise = "a moderator looks at it first"
    async with desk_town.running(moderation="hybrid"):
        desk_town.alice.send(NAMED)
        preview = await desk_town.preview(desk_town.alice)
        assert promise in (preview.caption or "")
        desk_town.alice.send(WORDS)
        preview = await desk_town.preview(desk_town.alice, after=preview)
        assert promise not in (preview.caption or "")


async def test_in_hybrid_no_receipt_tells_that_somebody_published_nearly_these_words(
    desk_town: DeskTown,
):
    """Preview, receipt and what it says later follow one rule, which sees one's own words alone."""
    town = desk_town
    words = "I still water the plants of a neighbour who moved away years ago."
    async with town.running(moderation="hybrid"):
        await town.publish(town.alice, words)
        town.noa.send(words.replace("years", "months"))
        preview = await town.preview(town.noa)
        assert "a moderator looks at it first" not in (preview.caption or "")
        assert await town.press(town.noa, preview, "✅") == "Taken in."
        receipt = await town.said(town.noa, "Your receipt: ")
        assert "moderator" not in (receipt.text or "")
        await town.until(lambda: len(town.cards) == 2)
        assert not town.waiting
