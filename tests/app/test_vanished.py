"""Cards that vanish from the moderators' chat, by hand or by its timer: what waits comes again."""

from datetime import timedelta

import pytest

from bot.sandbox.messages import Message
from tests.app.conftest import DeskTown

pytestmark = pytest.mark.usefixtures("looked_at_first")

WORDS = "I water his plants."


def name_on(card: Message) -> str:
    return (card.caption or card.text or "").split()[0]


async def vanish(town: DeskTown, card: Message) -> None:
    await town.recorded()
    town.world.delete(card, by=town.mia)


async def again(town: DeskTown, words: str, old: Message) -> Message:
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
    desk_town: DeskTown,
):
    async with desk_town.running():
        await desk_town.submit(desk_town.alice, WORDS)
        card = await desk_town.shown(WORDS)
        await vanish(desk_town, card)
        await desk_town.tell(desk_town.mia, "/queue", "1 whisper waits for you.")
        fresh = await again(desk_town, WORDS, card)
        assert name_on(fresh) == name_on(card)
        assert await desk_town.press(desk_town.mia, fresh, "✅") == "Approved."
        await desk_town.until(lambda: desk_town.cards)


async def test_a_card_that_the_chats_timer_deleted_comes_again_by_itself(desk_town: DeskTown):
    desk_town.group.set_auto_delete(timedelta(days=1))
    async with desk_town.running():
        await desk_town.submit(desk_town.alice, WORDS)
        card = await desk_town.shown(WORDS)
        await desk_town.recorded()
        await desk_town.later(timedelta(days=1))
        assert card.deleted
        fresh = await again(desk_town, WORDS, card)
        assert name_on(fresh) == name_on(card)


async def test_a_card_that_vanished_while_the_bot_was_down_comes_again(desk_town: DeskTown):
    async with desk_town.running():
        await desk_town.submit(desk_town.alice, WORDS)
        card = await desk_town.shown(WORDS)
        await desk_town.recorded()
    desk_town.world.delete(card, by=desk_town.mia)
    async with desk_town.running():
        await again(desk_town, WORDS, card)


async def test_a_card_that_vanished_is_found_when_it_is_redrawn(desk_town: DeskTown):
    words = "I want to die and nobody has noticed."  # takes two votes: the first one redraws
    async with desk_town.running():
        await desk_town.submit(desk_town.alice, words)
        card = await desk_town.shown(words)
        await desk_town.recorded()
        pressed = desk_town.mia.press(card, "✅")
        desk_town.world.delete(card, by=desk_town.noa)
        await pressed.wait(20)
        fresh = await again(desk_town, words, card)
        assert any("1/2" in label for label in fresh.labels)


async def test_a_card_that_stands_is_looked_for_and_not_shown_twice(desk_town: DeskTown):
    async with desk_town.running():
        await desk_town.submit(desk_town.alice, WORDS)
        card = await desk_town.shown(WORDS)
        await desk_town.recorded()
        looks = desk_town.calls("editMessageCaption")
        await desk_town.tell(desk_town.mia, "/queue", "1 whisper waits for you.")
        await desk_town.until(lambda: looks)
        await desk_town.press(desk_town.mia, card, "✋")  # the reasons stay open, too
        await desk_town.shown(WORDS, button="hurt")
        desk_town.world.clock.skip(timedelta(seconds=10))
        await desk_town.tell(desk_town.mia, "/queue", "1 whisper waits for you.")
        await desk_town.until(lambda: len(looks) >= 3)
        await desk_town.shown(WORDS, button="hurt")
        assert desk_town.waiting == [card]


async def test_a_hidden_posts_card_that_vanished_comes_again(desk_town: DeskTown):
    async with desk_town.running(moderation="post"):
        post = await desk_town.publish(desk_town.alice, WORDS)
        await desk_town.idle()
        desk_town.bob.open_link(post.links["Report"])
        question = await desk_town.said(desk_town.bob, "#1")
        await desk_town.press(desk_town.bob, question, "f:1:private")
        card = await desk_town.at_desk("#1 is hidden")
        await desk_town.until(lambda: card.keyboard)
        await desk_town.idle()
        desk_town.world.delete(card, by=desk_town.mia)
        await desk_town.tell(desk_town.mia, "/queue", "0 whispers wait for you.")
        fresh = await again(desk_town, "#1 is hidden", card)
        assert await desk_town.press(desk_town.noa, fresh, "♻️") == "Restored."


async def test_an_appeal_that_vanished_comes_again_under_its_name(desk_town: DeskTown):
    async with desk_town.running():
        await desk_town.submit(desk_town.alice, WORDS)
        code = await desk_town.receipt(desk_town.alice)
        card = await desk_town.shown(WORDS)
        for each in (desk_town.mia, desk_town.noa):
            await desk_town.press(each, card, "⛔")
        await desk_town.until(lambda: "may not write for a while" in (card.caption or ""))
        desk_town.alice.send(f"/appeal {code} I did not mean it.")
        await desk_town.said(desk_town.alice, "passed it on")
        appeal = await desk_town.at_desk("I did not mean it.")
        desk_town.world.delete(appeal, by=desk_town.mia)
        await desk_town.tell(desk_town.mia, "/queue", "0 whispers wait for you.")
        fresh = await again(desk_town, "I did not mean it.", appeal)
        assert (fresh.text or "").split()[1] == (appeal.text or "").split()[1]
        assert await desk_town.press(desk_town.noa, fresh, "✅") == "Allowed again."
        await desk_town.until(lambda: "mean it" not in (fresh.text or ""))


async def test_right_after_hold_held_shows_it_at_once_under_its_name(desk_town: DeskTown):
    async with desk_town.running(undo=timedelta(minutes=5)):
        await desk_town.submit(desk_town.alice, WORDS)
        code = await desk_town.receipt(desk_town.alice)
        card = await desk_town.shown(WORDS)
        name = name_on(card)
        said = await desk_town.press(desk_town.mia, card, "⏸")
        assert (said or "").startswith("Held.")
        await desk_town.until(lambda: "on hold" in (card.caption or ""))
        await desk_town.tell(desk_town.mia, "/queue", "1 is on hold")
        desk_town.alice.send(f"/receipt {code}")
        await desk_town.said(desk_town.alice, "more time")
        desk_town.noa.send("/held", to=desk_town.group)
        fresh = await again(desk_town, WORDS, card)
        assert name_on(fresh) == name
        assert WORDS not in (card.caption or "")
        assert not card.keyboard
        await desk_town.press(desk_town.noa, fresh, "✅")
        await desk_town.later(timedelta(minutes=6))
        await desk_town.until(lambda: desk_town.cards)


async def test_what_is_on_hold_keeps_its_name_over_a_restart(desk_town: DeskTown):
    async with desk_town.running():
        await desk_town.submit(desk_town.alice, WORDS)
        card = await desk_town.shown(WORDS)
        name = name_on(card)
        await desk_town.press(desk_town.mia, card, "⏸")
        await desk_town.until(lambda: not card.keyboard)
    async with desk_town.running():
        assert not desk_town.waiting
        desk_town.noa.send("/held", to=desk_town.group)
        fresh = await again(desk_town, WORDS, card)
        assert name_on(fresh) == name
