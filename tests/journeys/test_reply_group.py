"""Replies stand under their card in the linked discussion group, and in the bot."""

from datetime import timedelta

import pytest

from bot.sandbox.chats import Supergroup
from bot.sandbox.messages import Message
from tests.kit.replying import reply, stands, thread
from tests.kit.town import Town


@pytest.fixture
def talking(town: Town) -> Town:
    town.settings |= {"reply_every": timedelta(0), "replies": "on"}
    return town


@pytest.fixture
def group(talking: Town) -> Supergroup:
    group = talking.channel.link_discussion("Sotto talk")
    group.admit(talking.bot, can_delete_messages=True)
    return group


def comments(town: Town, group: Supergroup) -> list[Message]:
    return [m for m in group.messages if m.sender is town.bot and " · " in (m.text or "")]


def copy_of(group: Supergroup, post: Message) -> Message:
    return next(
        m
        for m in group.messages
        if m.automatic and m.origin and m.origin.message_id == post.message_id
    )


async def test_a_card_ends_with_write_reply_report(talking: Town) -> None:
    async with talking.running():
        post = await talking.publish(talking.alice, "I still keep his letters.")
        assert (post.caption or "").endswith("Write yours · Reply")
        assert post.links["Reply"].endswith("start=reply_1")


async def test_a_reply_stands_under_the_groups_copy_and_in_the_bot(
    talking: Town, group: Supergroup
) -> None:
    async with talking.running():
        post = await talking.publish(talking.alice, "I still keep his letters.")
        await talking.until(lambda: [m for m in group.messages if m.automatic and m.photo])
        await reply(talking, talking.bob, "So do I, in a shoe box.")
        await talking.until(lambda: comments(talking, group))
        [comment] = comments(talking, group)
        assert comment.reply_to is copy_of(group, post)
        first, words = (comment.text or "").split("\n")
        assert first.endswith(" · 1.1")
        assert words == "So do I, in a shoe box."
        assert "So do I" in ((await thread(talking, talking.alice)).text or "")
        assert "1 reply" not in (post.caption or "")


async def test_without_a_group_the_card_counts_what_stands_in_the_bot(talking: Town) -> None:
    async with talking.running():
        post = await talking.publish(talking.alice, "I still keep his letters.")
        await reply(talking, talking.bob, "So do I, in a shoe box.")
        await stands(talking)
        await talking.until(lambda: "1 reply" in (post.caption or ""))
        assert post.links["1 reply"].endswith("start=w_1")
        assert "letters" in (post.caption or "")


async def test_a_bot_that_is_let_into_the_group_later_brings_what_waited(
    talking: Town, group: Supergroup
) -> None:
    """Meanwhile the card counts; nobody's words are lost."""
    async with talking.running():
        post = await talking.publish(talking.alice, "I still keep his letters.")
        await talking.until(lambda: [m for m in group.messages if m.automatic and m.photo])
        group.dismiss(talking.bot)
        await reply(talking, talking.bob, "So do I, in a shoe box.")
        await talking.until(lambda: "1 reply" in (post.caption or ""))
        assert comments(talking, group) == []
        group.admit(talking.bot, can_delete_messages=True)
        talking.world.clock.skip(timedelta(minutes=2))
        await talking.until(lambda: comments(talking, group))
        await talking.until(lambda: "1 reply" not in (post.caption or ""))


async def test_what_a_member_apes_is_nobodys_reply(talking: Town, group: Supergroup) -> None:
    """the call's answer is lost; a member has written the same first line meanwhile"""
    staging = talking.world.add_group("Staging")
    staging.admit(talking.bot)
    talking.settings |= {"staging": staging.id, "probe_after": timedelta(seconds=1)}
    group.admit(talking.bob)
    async with talking.running():
        await talking.publish(talking.alice, "I still keep his letters.")
        await talking.until(lambda: [m for m in group.messages if m.automatic and m.photo])
        await reply(talking, talking.bob, "one")
        await talking.until(lambda: len(comments(talking, group)) == 1)
        line = (comments(talking, group)[0].text or "").split("\n")[0].replace("1.1", "1.2")
        pause = talking.world.faults.pause("sendMessage", at="before", chat=group)
        await reply(talking, talking.bob, "two")
        await pause.reached()
        talking.bob.send(f"{line}\nand I am somebody else", to=group)
        pause.drop()
        await talking.until(lambda: len(comments(talking, group)) == 2)
        assert [(m.text or "").split("\n")[1] for m in comments(talking, group)] == ["one", "two"]
