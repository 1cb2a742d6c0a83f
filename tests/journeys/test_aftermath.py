"""What a removal, a withdrawal and an admin's own hand leave behind: nothing, anywhere."""

import re

from bot.flows.digest import ask_digest
from bot.sandbox.chats import Supergroup
from bot.sandbox.messages import Message
from tests.kit.town import Town


async def withdraw(town: Town, code: str) -> None:
    town.alice.send(code)
    found = await town.said(town.alice, "Published as")
    await town.withdraw(town.alice, found)


async def publish_with_code(town: Town, words: str) -> tuple[Message, str]:
    post = await town.publish(town.alice, words)
    receipt = await town.said(town.alice, "receipt")
    code = re.search(r"\w{4}-\w{4}-\w{4}-\w{4}", receipt.text or "")
    assert code is not None
    await town.idle()
    return post, code[0]


def discussion(town: Town) -> Supergroup:
    return town.channel.link_discussion("Sotto talk")


def copies(group: Supergroup) -> list[Message]:
    return [m for m in group.messages if m.automatic and m.photo]


async def test_a_withdrawal_reaches_the_copy_in_the_discussion_group(town: Town) -> None:
    group = discussion(town)
    group.admit(town.bot, can_delete_messages=True)
    async with town.running():
        post, code = await publish_with_code(town, "I kept her number.")
        assert "number" in (copies(group)[0].caption or "")
        await withdraw(town, code)
        await town.until(lambda: post.deleted and not copies(group))


async def test_the_silent_text_of_the_first_start_leaves_no_copy_there_either(town: Town) -> None:
    group = discussion(town)
    group.admit(town.bot, can_delete_messages=True)
    async with town.running():
        await town.publish(town.alice, "I kept her number.")
        await town.until(lambda: [m.text for m in group.messages if m.automatic] == [None])
    assert len(copies(group)) == 1


async def test_where_the_bot_may_not_delete_the_copy_its_words_go_all_the_same(town: Town) -> None:
    """the bot is in the group without rights; then it is not in the group at all"""
    group = discussion(town)
    group.admit(town.bot)
    async with town.running():
        post, code = await publish_with_code(town, "I kept her number.")
        await withdraw(town, code)
        await town.until(lambda: post.deleted)
        await town.until(lambda: not copies(group)[0].caption)
        group.dismiss(town.bot)
        other, code = await publish_with_code(town, "I water his plants.")
        await withdraw(town, code)
        await town.until(lambda: other.deleted)
        assert [copy.caption or "" for copy in copies(group)] == ["", ""]


async def loved(town: Town) -> tuple[list[Message], list[str]]:
    posts, codes = [], []
    for words in ("I water his plants.", "I kept her number.", "I miss the sea."):
        post, code = await publish_with_code(town, words)
        town.bob.react(post, "❤")
        posts.append(post)
        codes.append(code)
    return posts, codes


async def digest(town: Town) -> Message:
    running = town.bot_running
    assert running is not None
    await town.idle()
    await ask_digest(
        storage=running.services.shared.storage,
        now=town.world.clock.now(),
        zone=running.services.shared.settings.timezone,
    )
    return await town.until(
        lambda: next((c for c in town.cards if (c.caption or "").startswith("Most loved")), None)
    )


async def test_a_withdrawal_reaches_the_digest_that_featured_it(town: Town) -> None:
    async with town.running():
        _posts, codes = await loved(town)
        post = await digest(town)
        before = post.photo
        assert "#2" in (post.caption or "")
        await withdraw(town, codes[1])
        await town.until(lambda: "#2 – withdrawn by its author" in (post.caption or ""))
        assert "number" not in (post.caption or "")
        assert post.photo != before


async def test_one_that_an_admin_deleted_by_hand_is_out_of_everything(town: Town) -> None:
    """the linked group's copy goes too, and its receipt says what happened"""
    group = discussion(town)
    group.admit(town.bot, can_delete_messages=True)
    async with town.running():
        owner = town.world.add_person("Owner")
        town.channel.admit(owner, owner=True)
        posts, codes = await loved(town)
        owner.delete(posts[1])
        post = await digest(town)
        assert "#2" not in (post.caption or "")
        await town.until(lambda: not any("number" in (c.caption or "") for c in copies(group)))
        town.alice.send(codes[1])
        await town.said(town.alice, "then removed")
