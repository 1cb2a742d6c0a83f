"""A channel that was taken out of the file: replies and what waits for moderators rest as well."""

from datetime import timedelta

import pytest

from bot.sandbox.messages import Message
from tests.kit.replying import reply
from tests.kit.several import Campus, love_and_work
from tests.kit.town import ModeratedTown

WORK = "My boss takes the credit for my work at the office."
ANSWER = "Mine does that, too."
HOUR = timedelta(hours=1)


@pytest.fixture
def campus(moderated: ModeratedTown) -> Campus:
    """Love, and At work with a room of its own."""
    return love_and_work(moderated, apart=True)


def in_rooms(campus: Campus, words: str) -> list[Message]:
    """Messages with these words that moderators of any channel were shown."""
    rooms = (campus.group, campus.world.chats[campus.entries["work"]["moderators"]])
    shown = (message for room in rooms for message in room.messages)
    return [each for each in shown if words in (each.caption or each.text or "")]


async def test_it_takes_no_replies_and_lets_none_out(campus: Campus) -> None:
    async with campus.with_entries():
        post = await campus.publish_in("work", campus.alice, WORK)
        await reply(campus, campus.bob, ANSWER, "work_1")
        code = await campus.receipt(campus.bob)
    async with campus.with_entries("love"):
        campus.alice.open_link(post.links["Reply"])
        await campus.said(campus.alice, "doesn’t take replies")
        campus.bob.send(f"/receipt {code}")
        await campus.said(campus.bob, "Its channel is closed")
        await campus.later(HOUR)
        await campus.idle()
        assert "1 reply" not in (post.caption or "")
    async with campus.with_entries():
        await campus.later(HOUR)
        await campus.until(lambda: "1 reply" in (post.caption or ""))


async def test_what_waits_for_its_moderators_is_shown_to_nobody_else(campus: Campus) -> None:
    often = {"moderation": "pre", "review_every": "30m", "review_keep": 0, "review_max_age": "30m"}
    async with campus.with_entries():
        await campus.publish_in("work", campus.alice, WORK)
    async with campus.with_entries(**often):
        await reply(campus, campus.bob, ANSWER, "work_1")
        campus.follow(campus.bob, "write_work")
        campus.bob.send("The coffee at work is cold.")
        await campus.press(campus.bob, await campus.preview(campus.bob), "✅")
        await campus.said(campus.bob, "Your receipt")
        await campus.idle()
    async with campus.with_entries("love", **often):
        campus.alice.send("I still keep his letters.")
        await campus.press(campus.alice, await campus.preview(campus.alice), "✅")
        await campus.later(HOUR)
        await campus.until(lambda: in_rooms(campus, "his letters"))
        await campus.later(HOUR)
        await campus.idle()
        assert not in_rooms(campus, ANSWER)
        assert not in_rooms(campus, "coffee")
    async with campus.with_entries(**often):
        await campus.later(HOUR)
        await campus.until(lambda: in_rooms(campus, ANSWER) and in_rooms(campus, "coffee"))
