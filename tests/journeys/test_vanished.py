"""Cards that vanish from the moderators' chat, by hand or by its timer: what waits comes again."""

from datetime import timedelta

import pytest

from bot.flows.moderation.card_rounds import EACH
from bot.sandbox.messages import Message
from bot.sandbox.world import WorldEvent
from tests.kit.town import ModeratedTown

pytestmark = pytest.mark.usefixtures("looked_at_first")

WORDS = "I water his plants."


def name_on(card: Message) -> str:
    return (card.caption or card.text or "").split()[0]


async def vanish(town: ModeratedTown, card: Message) -> None:
    await town.recorded()
    town.world.delete(card, by=town.mia)


async def again(town: ModeratedTown, words: str, old: Message) -> Message:
    """The new message for the same."""

    def shown() -> Message | None:
        found = [
            m
            for m in town.group.messages
            if words in (m.caption or m.text or "") and m is not old and m.keyboard
        ]
        return found[-1] if found else None

    return await town.until(shown)


async def test_a_card_deleted_by_hand_comes_again_under_its_name_when_somebody_asks(
    moderated: ModeratedTown,
):
    async with moderated.running():
        await moderated.submit(moderated.alice, WORDS)
        card = await moderated.shown(WORDS)
        await vanish(moderated, card)
        await moderated.tell(moderated.mia, "/queue", "1 whisper is waiting for you.")
        fresh = await again(moderated, WORDS, card)
        assert name_on(fresh) == name_on(card)
        assert await moderated.press(moderated.mia, fresh, "✅") == "Approved."
        await moderated.until(lambda: moderated.cards)


async def test_a_card_that_the_chats_timer_deleted_comes_again_by_itself(moderated: ModeratedTown):
    moderated.group.set_auto_delete(timedelta(days=1))
    async with moderated.running():
        await moderated.submit(moderated.alice, WORDS)
        card = await moderated.shown(WORDS)
        await moderated.recorded()
        await moderated.later(timedelta(days=1))
        assert card.deleted
        fresh = await again(moderated, WORDS, card)
        assert name_on(fresh) == name_on(card)


async def test_a_card_that_vanished_while_the_bot_was_down_comes_again(moderated: ModeratedTown):
    async with moderated.running():
        await moderated.submit(moderated.alice, WORDS)
        card = await moderated.shown(WORDS)
        await moderated.recorded()
    moderated.world.delete(card, by=moderated.mia)
    async with moderated.running():
        await again(moderated, WORDS, card)


async def test_a_card_that_vanished_is_found_when_it_is_redrawn(moderated: ModeratedTown):
    words = "I want to die and nobody has noticed."  # takes two votes: the first one redraws
    async with moderated.running():
        await moderated.submit(moderated.alice, words)
        card = await moderated.shown(words)
        await moderated.recorded()
        pressed = moderated.mia.press(card, "✅")
        moderated.world.delete(card, by=moderated.noa)
        await pressed.wait()
        fresh = await again(moderated, words, card)
        assert any("1/2" in label for label in fresh.labels)


async def test_a_card_that_stands_is_looked_for_and_not_shown_twice(moderated: ModeratedTown):
    async with moderated.running():
        await moderated.submit(moderated.alice, WORDS)
        card = await moderated.shown(WORDS)
        await moderated.recorded()
        looks = moderated.calls("editMessageCaption")
        await moderated.tell(moderated.mia, "/queue", "1 whisper is waiting for you.")
        await moderated.until(lambda: looks)
        await moderated.press(moderated.mia, card, "✋")  # the reasons stay open, too
        await moderated.shown(WORDS, button="hurt")
        moderated.world.clock.skip(timedelta(seconds=10))
        await moderated.tell(moderated.mia, "/queue", "1 whisper is waiting for you.")
        await moderated.until(lambda: len(looks) >= 3)
        await moderated.shown(WORDS, button="hurt")
        assert moderated.waiting == [card]


async def test_a_hidden_posts_card_that_vanished_comes_again(moderated: ModeratedTown):
    async with moderated.running(moderation="post"):
        post = await moderated.publish(moderated.alice, WORDS)
        await moderated.idle()
        moderated.bob.open_link(post.links["Report"])
        question = await moderated.said(moderated.bob, "#1")
        await moderated.press(moderated.bob, question, "f:1:private")
        card = await moderated.with_moderators("#1 is hidden")
        await moderated.until(lambda: card.keyboard)
        await moderated.idle()
        moderated.world.delete(card, by=moderated.mia)
        await moderated.tell(moderated.mia, "/queue", "0 whispers are waiting for you.")
        fresh = await again(moderated, "#1 is hidden", card)
        assert await moderated.press(moderated.noa, fresh, "♻️") == "Restored."


async def test_an_appeal_that_vanished_comes_again_under_its_name(moderated: ModeratedTown):
    async with moderated.running():
        await moderated.submit(moderated.alice, WORDS)
        code = await moderated.receipt(moderated.alice)
        card = await moderated.shown(WORDS)
        for each in (moderated.mia, moderated.noa):
            await moderated.press(each, card, "⛔")
        await moderated.until(lambda: "may not write for a while" in (card.caption or ""))
        moderated.alice.send(f"/appeal {code} I did not mean it.")
        await moderated.said(moderated.alice, "passed it on")
        appeal = await moderated.with_moderators("I did not mean it.")
        moderated.world.delete(appeal, by=moderated.mia)
        await moderated.tell(moderated.mia, "/queue", "0 whispers are waiting for you.")
        fresh = await again(moderated, "I did not mean it.", appeal)
        assert (fresh.text or "").split()[1] == (appeal.text or "").split()[1]
        assert await moderated.press(moderated.noa, fresh, "✅") == "Ban lifted."
        await moderated.until(lambda: "mean just one" not in (fresh.text or ""))


async def test_right_after_hold_held_shows_it_at_once_under_its_name(moderated: ModeratedTown):
    async with moderated.running(undo=timedelta(minutes=5)):
        await moderated.submit(moderated.alice, WORDS)
        code = await moderated.receipt(moderated.alice)
        card = await moderated.shown(WORDS)
        name = name_on(card)
        said = await moderated.press(moderated.mia, card, "⏸")
        assert (said or "").startswith("On hold.")
        await moderated.until(lambda: "on hold" in (card.caption or ""))
        await moderated.tell(moderated.mia, "/queue", "1 is on hold")
        moderated.alice.send(f"/receipt {code}")
        await moderated.said(moderated.alice, "more time")
        moderated.noa.send("/held", to=moderated.group)
        fresh = await again(moderated, WORDS, card)
        assert name_on(fresh) == name
        assert WORDS not in (card.caption or "")
        assert not card.keyboard
        await moderated.press(moderated.noa, fresh, "✅")
        await moderated.later(timedelta(minutes=6))
        await moderated.until(lambda: moderated.cards)


async def test_what_is_on_hold_keeps_its_name_over_a_restart(moderated: ModeratedTown):
    async with moderated.running():
        await moderated.submit(moderated.alice, WORDS)
        card = await moderated.shown(WORDS)
        name = name_on(card)
        await moderated.press(moderated.mia, card, "⏸")
        await moderated.until(lambda: not card.keyboard)
    async with moderated.running():
        assert not moderated.waiting
        moderated.noa.send("/held", to=moderated.group)
        fresh = await again(moderated, WORDS, card)
        assert name_on(fresh) == name


async def test_a_card_that_was_just_shown_is_not_looked_for_at_once(moderated: ModeratedTown):
    async with moderated.running() as running:
        changed = moderated.calls("editMessageCaption")
        await moderated.submit(moderated.alice, WORDS)
        await moderated.recorded()
        review_cards = running.services.moderators.review_cards
        assert review_cards is not None
        for _ in range(2):
            await review_cards.sync()
        assert not changed


async def test_a_card_that_vanishes_while_its_answer_is_on_the_way_comes_again(
    moderated: ModeratedTown,
):
    gone: list[Message] = []

    def vanish_at_once(event: WorldEvent) -> None:
        card = event.message
        if card and event.kind == "sent" and WORDS in (card.caption or "") and card.keyboard:
            if gone or event.chat is not moderated.group:
                return
            gone.append(card)
            moderated.world.delete(card, by=moderated.mia)
            moderated.world.clock.skip(EACH - timedelta(seconds=1))

    moderated.world.subscribe(vanish_at_once)
    async with moderated.running():
        await moderated.submit(moderated.alice, WORDS)
        await moderated.until(lambda: gone)
        await again(moderated, WORDS, gone[0])
