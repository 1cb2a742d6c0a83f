"""Whispers that moderators look at first: every button and race, and what stays in their chat."""

import asyncio
import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.review import Queue, Verdict
from bot.domain.whisper import State, WhisperKey
from bot.sandbox.messages import Message
from storage.review_cards import ReviewCard
from tests.kit.town import PATIENCE, ModeratedTown, jpeg

pytestmark = pytest.mark.usefixtures("looked_at_first")

WORDS = "I water his plants."
NAMED = "Madame Roux from the bakery is my best friend."


async def status(town: ModeratedTown, code: str) -> str:
    """What the receipt says now."""
    seen = list(town.alice.chat)
    town.alice.send(f"/receipt {code}")

    def answered() -> Message | None:
        new = [m for m in town.alice.chat if m not in seen and m.sender is town.bot]
        return new[-1] if new else None

    return (await town.until(answered)).text or ""


async def test_nothing_is_released_unseen_and_one_tap_approves(moderated: ModeratedTown):
    async with moderated.running():
        await moderated.submit(moderated.alice, WORDS)
        card = await moderated.shown(WORDS)
        assert not moderated.cards
        assert await moderated.press(moderated.mia, card, "✅") == "Approved."
        post = await moderated.until(lambda: moderated.cards[-1] if moderated.cards else None)
        assert WORDS in (post.caption or "")
        await moderated.until(lambda: "approved" in (card.caption or ""))
        assert WORDS not in (card.caption or "")
        assert not card.keyboard


async def test_the_card_is_the_bots_own_and_names_nobody(moderated: ModeratedTown):
    async with moderated.running():
        await moderated.submit(moderated.alice, WORDS)
        card = await moderated.shown(WORDS)
        assert card.sender is moderated.bot
        assert card.origin is None
        assert "Alice" not in (card.caption or "")


async def test_a_rejection_says_why_by_receipt(moderated: ModeratedTown):
    async with moderated.running(reject_reasons="Too vague. | Not kind."):
        await moderated.submit(moderated.alice, WORDS)
        code = await moderated.receipt(moderated.alice)
        assert "waiting for a moderator" in await status(moderated, code)
        card = await moderated.shown(WORDS)
        await moderated.press(moderated.mia, card, "✋")
        card = await moderated.shown(WORDS, button="Not kind.")
        await moderated.press(moderated.mia, card, "↩️")
        card = await moderated.shown(WORDS)
        await moderated.press(moderated.noa, card, "✋")
        card = await moderated.shown(WORDS, button="Not kind.")
        await moderated.press(moderated.noa, card, "Not kind.")
        await moderated.until(lambda: "rejected: Not kind." in (card.caption or ""))
        assert "didn’t publish it: Not kind." in await status(moderated, code)
        assert not moderated.cards


async def test_the_reasons_stay_open_until_somebody_presses_one(moderated: ModeratedTown):
    async with moderated.running() as running:
        await moderated.submit(moderated.alice, WORDS)
        card = await moderated.shown(WORDS)
        await moderated.recorded()
        await moderated.press(moderated.mia, card, "✋")
        await moderated.shown(WORDS, button="hurt")
        assert running.services.moderators.review_cards is not None
        for _ in range(3):
            await running.services.moderators.review_cards.sync()
        assert any("hurt" in label for label in card.labels)


async def test_cover_hides_picture_and_words_behind_spoilers(moderated: ModeratedTown):
    async with moderated.running():
        await moderated.submit(moderated.alice, WORDS)
        await moderated.press(moderated.mia, await moderated.shown(WORDS), "🌫")
        post = await moderated.until(lambda: moderated.cards[-1] if moderated.cards else None)
        assert post.media is not None
        assert post.media.spoiler
        assert "Sensitive: tap to reveal." in (post.caption or "")
        hidden = [e for e in post.words.entities if e.kind == "spoiler"]
        assert WORDS in post.words.text
        assert [post.words.text[e.offset : e.offset + e.length] for e in hidden] == [WORDS]


async def test_what_is_held_comes_back_with_held(moderated: ModeratedTown):
    async with moderated.running():
        await moderated.submit(moderated.alice, WORDS)
        code = await moderated.receipt(moderated.alice)
        first = await moderated.shown(WORDS)
        await moderated.press(moderated.mia, first, "⏸")
        await moderated.until(lambda: "on hold" in (first.caption or ""))
        assert "more time" in await status(moderated, code)
        await moderated.tell(moderated.mia, "/queue", "1 is on hold")
        moderated.noa.send("/held", to=moderated.group)
        await moderated.press(moderated.noa, await moderated.shown(WORDS), "✅")
        await moderated.until(lambda: moderated.cards)
        await moderated.tell(moderated.mia, "/held", "Nothing else is on hold")


async def test_nothing_says_that_it_is_carried_out_before_it_is(moderated: ModeratedTown):
    """A pass over the cards may read a verdict that came after it had settled what was due."""
    async with moderated.running() as running:
        review_cards = running.services.moderators.review_cards
        assert review_cards is not None
        now = moderated.world.clock.now()
        whisper = WhisperKey(bytes(16))
        due = ReviewCard("AAAA", whisper, Queue.OTHERS, 1, None, Verdict.BAN, None, now)
        assert await review_cards.face(due) is None
        later = replace(due, settles=now + timedelta(minutes=5))
        face = await review_cards.face(later)
        assert face is not None
        assert "You can undo this until" in face.html


async def test_a_decision_can_be_undone_until_its_time_is_over(moderated: ModeratedTown):
    async with moderated.running(undo=timedelta(minutes=5)) as running:
        await moderated.submit(moderated.alice, WORDS)
        card = await moderated.shown(WORDS)
        await moderated.press(moderated.mia, card, "✅")
        await moderated.until(lambda: "approved" in (card.caption or ""))
        assert not moderated.cards
        await moderated.tell(moderated.noa, "/queue", "0 whispers are waiting for you.")
        assert await moderated.press(moderated.noa, card, "↩️") == "Undone."
        await moderated.shown(WORDS)
        await moderated.press(moderated.noa, card, "✋")
        await moderated.press(moderated.noa, await moderated.shown(WORDS, button="hurt"), "hurt")
        await moderated.until(lambda: "You can undo this until" in (card.caption or ""))
        await moderated.later(timedelta(minutes=6))
        await moderated.until(lambda: "undo this" not in (card.caption or ""))
        assert "rejected" in (card.caption or "")
        async with running.services.shared.storage.reading() as tables:
            rows = await tables.daily_counts.since(
                moderated.world.clock.now().date() - timedelta(1)
            )
        counted = {row.what: row.times for row in rows}
        assert (counted["approved"], counted["rejected"]) == (0, 1)
        late = moderated.forge(moderated.noa, card, f"m:undo:{(card.caption or '')[:4]}")
        assert "Already handled" in (await late.wait() or "")
        assert not moderated.cards


async def test_the_end_of_a_few_seconds_to_undo_is_told_to_the_second(moderated: ModeratedTown):
    async with moderated.running(undo=timedelta(seconds=40)):
        await moderated.submit(moderated.alice, WORDS)
        card = await moderated.shown(WORDS)
        await moderated.press(moderated.mia, card, "✅")
        await moderated.until(lambda: re.search(r"until \d\d:\d\d:\d\d\.", card.caption or ""))


async def test_two_who_decide_at_once_decide_once(moderated: ModeratedTown):
    async with moderated.running():
        await moderated.submit(moderated.alice, WORDS)
        card = await moderated.shown(WORDS)
        presses = [moderated.mia.press(card, "✅"), moderated.noa.press(card, "🌫")]
        said = {await each.wait() for each in presses}
        late = "Already handled, or withdrawn by its author."
        assert said in ({"Approved.", late}, {"Approved, covered.", late})
        await moderated.until(lambda: moderated.cards)
        await moderated.idle()
        assert len(moderated.cards) == 1


async def test_an_author_who_withdraws_empties_the_card_and_wins_the_race(moderated: ModeratedTown):
    async with moderated.running(undo=timedelta(minutes=5)):
        await moderated.submit(moderated.alice, WORDS)
        code = await moderated.receipt(moderated.alice)
        card = await moderated.shown(WORDS)
        await moderated.press(moderated.mia, card, "✅")
        moderated.alice.send(f"/receipt {code}")
        answer = await moderated.said(moderated.alice, "waiting for a moderator")
        await moderated.press(moderated.alice, answer, "Withdraw")
        await moderated.until(lambda: any("Yes" in label for label in answer.labels))
        withdrawal = moderated.alice.press(answer, "Yes")
        undoing = moderated.noa.press(card, "↩️")
        assert await withdrawal.wait() == "Withdrawn."
        await undoing.wait()
        await moderated.until(lambda: "withdrawn by its author" in (card.caption or ""))
        assert WORDS not in (card.caption or "")
        await moderated.later(timedelta(minutes=6))
        await moderated.idle()
        assert not moderated.cards


async def test_a_card_that_was_decided_and_then_withdrawn_says_withdrawn(moderated: ModeratedTown):
    async with moderated.running(undo=timedelta(minutes=5)):
        await moderated.submit(moderated.alice, WORDS)
        code = await moderated.receipt(moderated.alice)
        card = await moderated.shown(WORDS)
        await moderated.press(moderated.mia, card, "✅")
        moderated.alice.send(f"/receipt {code}")
        answer = await moderated.said(moderated.alice, "waiting for a moderator")
        await moderated.withdraw(moderated.alice, answer)
        await moderated.until(lambda: "withdrawn by its author" in (card.caption or ""))


async def test_a_restart_keeps_what_waits_and_lets_no_words_stand(moderated: ModeratedTown):
    undo = timedelta(minutes=5)
    async with moderated.running(undo=undo):
        await moderated.submit(moderated.alice, WORDS)
        decided = await moderated.shown(WORDS)
        await moderated.press(moderated.mia, decided, "✅")
    async with moderated.running(undo=undo):
        await moderated.later(timedelta(minutes=6))
        await moderated.until(lambda: moderated.cards)
        await moderated.until(lambda: WORDS not in (decided.caption or ""))
        await moderated.submit(moderated.alice, "I kept her number.")
        await moderated.shown("I kept her number.")
    async with moderated.running():
        card = await moderated.shown("I kept her number.")
        await moderated.press(moderated.mia, card, "✅")
        await moderated.until(lambda: len(moderated.cards) == 2)
    assert len([m for m in moderated.group.messages if m.photo]) == 2


async def test_batches_come_at_fixed_times_and_all_at_once(moderated: ModeratedTown):
    async with moderated.running(
        review_every=timedelta(minutes=10), review_keep=0, release_share=1.0, author_limit=9
    ):
        await moderated.later(timedelta(minutes=10))
        await moderated.at_rest()
        people = [moderated.world.add_person(name) for name in ("Cleo", "Dan", "Eve")]
        for n, person in enumerate(people):
            await moderated.submit(person, f"Number {n} of mine, not yours.")
        await moderated.idle()
        assert not moderated.waiting
        await moderated.later(timedelta(minutes=10))
        await moderated.until(lambda: len(moderated.waiting) == 3)


async def test_who_could_be_recognised_is_pointed_out(moderated: ModeratedTown):
    async with moderated.running(moderation="hybrid"):
        await moderated.publish(moderated.alice, WORDS)
        await moderated.submit(moderated.alice, NAMED)
        card = await moderated.shown(NAMED)
        assert "could be recognised (“Madame Roux" in (card.caption or "")


async def test_a_place_inside_another_is_not_pointed_out_twice(moderated: ModeratedTown):
    words = "La boulangère de la rue des Lilas me garde le dernier croissant."
    async with moderated.running():
        await moderated.submit(moderated.alice, words)
        card = await moderated.shown(words)
        assert "(“boulangère de la rue des Lilas”)" in (card.caption or "")


async def test_who_is_not_well_is_decided_by_two_even_in_hybrid(moderated: ModeratedTown):
    words = "I want to die and nobody has noticed."
    async with moderated.running(moderation="hybrid"):
        await moderated.submit(moderated.alice, words)
        card = await moderated.shown(words)
        assert "suicide" in (card.caption or "")
        said = await moderated.press(moderated.mia, card, "✅")
        assert said == "Your vote counts. 1 more vote is needed."
        await moderated.until(lambda: any("1/2" in label for label in card.labels))
        await moderated.press(moderated.mia, card, "✅")
        await moderated.idle()
        assert not moderated.cards
        await moderated.press(moderated.noa, card, "✅")
        await moderated.until(lambda: moderated.cards)


async def test_own_photos_are_blurred_until_tapped(moderated: ModeratedTown):
    async with moderated.running():
        await moderated.submit(moderated.alice, WORDS, photo=jpeg())
        card = await moderated.shown(WORDS)
        assert card.media is not None
        assert card.media.spoiler


def never_published() -> str:
    lines = Path("bench/data/minor.en.txt").read_text(encoding="utf-8").splitlines()
    return next(line[2:] for line in lines[1:] if line.startswith("! "))


async def test_what_is_never_published_is_told_without_its_words(moderated: ModeratedTown):
    never = never_published()
    async with moderated.running():
        moderated.alice.send(never)
        await moderated.said(moderated.alice, "I don’t publish this")
        said = await moderated.with_moderators("1 message was refused")
        assert never not in (said.text or "")


async def test_the_mode_changes_while_running_and_survives_a_restart(moderated: ModeratedTown):
    async with moderated.running():
        said = await moderated.tell(moderated.mia, "/mode", "nothing is published without review")
        await moderated.press(moderated.mia, said, "post")
        await moderated.until(lambda: "published without review" in (said.text or ""))
        await moderated.publish(moderated.alice, WORDS)
        assert not moderated.waiting
    async with moderated.running():
        await moderated.publish(moderated.alice, "I kept her number.")
        await moderated.tell(moderated.noa, "/mode pre", "nothing is published without review")
        await moderated.submit(moderated.alice, "He does not know.")
        await moderated.shown("He does not know.")


async def test_an_approved_whisper_is_mixed_from_its_approval_on(moderated: ModeratedTown):
    async with moderated.running(release="mixed") as running:
        await moderated.submit(moderated.alice, WORDS)
        card = await moderated.shown(WORDS)
        async with running.services.shared.storage.reading() as tables:
            (waiting,) = await tables.whispers.by_state(State.REVIEW)
        assert waiting.deadline is None
        await moderated.press(moderated.mia, card, "✅")
        await moderated.until(lambda: not card.keyboard)
        async with running.services.shared.storage.reading() as tables:
            (pooled,) = await tables.whispers.by_state(State.POOL)
        assert pooled.deadline is not None
        assert pooled.findings == ()

        async def parted() -> bool:
            async with running.services.shared.storage.reading() as tables:
                return await tables.review_cards.all() == ()

        async with asyncio.timeout(PATIENCE):
            while not await parted():  # nothing ties the whisper to a message any more
                await asyncio.sleep(0.02)


async def test_the_preview_says_that_a_moderator_looks_first(moderated: ModeratedTown):
    async with moderated.running():
        moderated.alice.send(WORDS)
        preview = await moderated.preview(moderated.alice)
        assert "a moderator checks it first" in (preview.caption or "")


async def test_in_hybrid_only_what_is_pointed_at_is_promised_a_look_first(moderated: ModeratedTown):
    promise = "a moderator checks it first"
    async with moderated.running(moderation="hybrid"):
        moderated.alice.send(NAMED)
        preview = await moderated.preview(moderated.alice)
        assert promise in (preview.caption or "")
        moderated.alice.send(WORDS)
        preview = await moderated.preview(moderated.alice, after=preview)
        assert promise not in (preview.caption or "")


async def test_in_hybrid_no_receipt_tells_that_somebody_published_nearly_these_words(
    moderated: ModeratedTown,
):
    """Preview, receipt and what it says later follow one rule, which sees one's own words alone."""
    town = moderated
    words = "I still water the plants of a neighbour who moved away years ago."
    async with town.running(moderation="hybrid"):
        await town.publish(town.alice, words)
        town.noa.send(words.replace("years", "months"))
        preview = await town.preview(town.noa)
        assert "a moderator checks it first" not in (preview.caption or "")
        assert await town.press(town.noa, preview, "✅") == "Got it."
        receipt = await town.said(town.noa, "Your receipt: ")
        assert "moderator" not in (receipt.text or "")
        await town.until(lambda: len(town.cards) == 2)
        assert not town.waiting
