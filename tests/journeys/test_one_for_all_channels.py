"""What is one for all channels of a bot: how much a person may publish, the question about the same
words, and bans."""

from datetime import timedelta

import pytest

from bot.memory import identity
from bot.sandbox.messages import Message
from tests.kit.several import Campus, love_and_work
from tests.kit.town import ModeratedTown

LOVE = "I still keep his letters under my bed and I love him."
WORK = "My boss takes the credit for my work at the office."


@pytest.fixture
def campus(moderated: ModeratedTown) -> Campus:
    """Each with a room of its own."""
    return love_and_work(moderated, apart=True)


async def proposed(campus: Campus, name: str, words: str) -> Message:
    """The preview of Alice's words for this channel."""
    campus.follow(campus.alice, f"write_{name}")
    return await campus.proposed(campus.alice, words)


async def test_the_limit_and_the_question_about_the_same_words_go_over_all(campus: Campus) -> None:
    async with campus.with_entries():
        await campus.publish_in("love", campus.alice, LOVE)
        again = await proposed(campus, "work", LOVE)
        assert "already published these words" in (
            await campus.press(campus.alice, again, "✅") or ""
        )
        await campus.idle()
        assert not campus.cards_in("work")
        assert await campus.press(campus.alice, again, "✅") == "Got it."
        await campus.card_in("work", LOVE)
        await campus.publish_in("work", campus.alice, WORK)
        campus.follow(campus.alice, "write_love")
        campus.alice.send("He never wrote to me again.")
        await campus.said(campus.alice, "You’ve published 3 whispers in the last 24 hours")


async def test_who_is_banned_by_one_room_is_banned_everywhere(
    campus: Campus, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(identity, "_SLOWNESS", 2**4)
    async with campus.with_entries(moderation="pre", review_every="0s", votes=1):
        preview = await proposed(campus, "love", LOVE)
        await campus.press(campus.alice, preview, "✅")
        card = await campus.shown(LOVE)
        assert await campus.press(campus.mia, card, "⛔") == "Rejected, author banned."
        await campus.until(lambda: not card.keyboard)
        await campus.later(timedelta(days=1))
        campus.follow(campus.alice, "write_work")
        campus.alice.send(WORK)
        await campus.said(campus.alice, "You can write here again on")
        room = campus.world.chats[campus.entries["work"]["moderators"]]
        assert not [m for m in room.messages if m.photo]
