"""Forwards, copies, pins and the discussion group, through python-telegram-bot."""

import pytest
import telegram
from telegram import InlineKeyboardButton as Key
from telegram import InlineKeyboardMarkup as Keys
from telegram import MessageOriginChannel, ReplyParameters
from telegram.error import BadRequest

from bot.sandbox.chats import Supergroup
from tests.kit.world import SmallWorld, picture

BUTTONS = Keys([[Key("Yours", callback_data="y")]])


@pytest.fixture
def talk(town: SmallWorld) -> Supergroup:
    talk = town.channel.link_discussion("Talk")
    talk.admit(town.bot, admin=True)
    town.bot.inbox.clear()
    return talk


async def test_a_forward_brings_the_whole_post_and_where_it_comes_from(
    api: telegram.Bot, town: SmallWorld
) -> None:
    post = await api.send_photo(
        town.channel.id, picture(), caption="#12\n<b>words</b>", parse_mode="HTML"
    )
    seen = await api.forward_message(
        town.group.id, town.channel.id, post.message_id, disable_notification=True
    )
    assert seen.caption == "#12\nwords"
    assert seen.photo[-1].file_unique_id == post.photo[-1].file_unique_id
    assert isinstance(seen.forward_origin, MessageOriginChannel)
    assert seen.forward_origin.message_id == post.message_id
    assert town.group.last.silent
    await api.delete_message(town.group.id, seen.message_id)
    assert town.group.messages == []


async def test_a_missing_a_service_and_a_protected_message_cannot_be_forwarded(
    api: telegram.Bot, town: SmallWorld
) -> None:
    await api.send_message(town.channel.id, "secret", protect_content=True)
    town.channel.rename("Sotto")
    for message_id, why in (
        (99, r"^Message to forward not found$"),
        (town.channel.posts[0].message_id, r"^The message can't be forwarded$"),
        (town.channel.last.message_id, r"^The message can't be forwarded$"),
    ):
        with pytest.raises(BadRequest, match=why):
            await api.forward_message(town.group.id, town.channel.id, message_id)
    assert town.group.messages == []


async def test_service_messages_take_ids_of_a_channel(api: telegram.Bot, town: SmallWorld) -> None:
    first = await api.send_message(town.channel.id, "one")
    town.channel.rename("Sotto voce 2")
    assert await api.pin_chat_message(town.channel.id, first.message_id)
    after = await api.send_message(town.channel.id, "two")
    assert after.message_id == first.message_id + 3
    titled, pinned = [update.channel_post for update in await api.get_updates()]
    assert titled is not None
    assert titled.new_chat_title == "Sotto voce 2"
    assert pinned is not None
    assert pinned.pinned_message is not None
    assert pinned.pinned_message.message_id == first.message_id
    pin = (await api.get_chat(town.channel.id)).pinned_message
    assert pin is not None
    assert pin.message_id == first.message_id
    await api.unpin_chat_message(town.channel.id)
    assert (await api.get_chat(town.channel.id)).pinned_message is None


async def test_pins_need_the_right_to(api: telegram.Bot, town: SmallWorld) -> None:
    sent = await api.send_message(town.group.id, "rules")
    with pytest.raises(BadRequest, match="Not enough rights to manage pinned messages"):
        await api.pin_chat_message(town.group.id, sent.message_id)


async def test_a_copy_has_no_origin_and_may_have_another_caption(
    api: telegram.Bot, town: SmallWorld
) -> None:
    post = await api.send_photo(town.channel.id, picture(), caption="old")
    same = await api.copy_message(town.group.id, town.channel.id, post.message_id)
    assert same.message_id == town.group.last.message_id
    assert (town.group.last.caption, town.group.last.origin) == ("old", None)
    await api.copy_message(town.group.id, town.channel.id, post.message_id, caption="new")
    assert town.group.last.caption == "new"
    with pytest.raises(BadRequest, match=r"^Message to copy not found$"):
        await api.copy_message(town.group.id, town.channel.id, 99)


async def test_a_post_comes_to_the_discussion_group_where_the_bot_answers_it(
    api: telegram.Bot, town: SmallWorld, talk: Supergroup
) -> None:
    post = await api.send_photo(town.channel.id, picture(), caption="#1")
    forward = (await api.get_updates())[0].message
    assert forward is not None
    assert forward.is_automatic_forward
    assert forward.from_user is not None
    assert forward.from_user.id == 777000
    assert forward.sender_chat is not None
    assert forward.sender_chat.id == town.channel.id
    assert isinstance(forward.forward_origin, MessageOriginChannel)
    assert forward.forward_origin.message_id == post.message_id
    comment = await api.send_message(
        talk.id, "an anonymous answer", reply_parameters=ReplyParameters(forward.message_id)
    )
    assert comment.message_thread_id == forward.message_id
    assert (await api.get_chat(town.channel.id)).linked_chat_id == talk.id


async def test_a_post_with_buttons_has_no_comments(
    api: telegram.Bot, town: SmallWorld, talk: Supergroup
) -> None:
    await api.send_message(town.channel.id, "with buttons", reply_markup=BUTTONS)
    plain = await api.send_message(town.channel.id, "without")
    await api.edit_message_reply_markup(town.channel.id, plain.message_id, reply_markup=BUTTONS)
    assert [message.text for message in talk.messages] == ["without"]


async def test_an_edited_post_is_edited_in_the_discussion_group_too(
    api: telegram.Bot, town: SmallWorld, talk: Supergroup
) -> None:
    post = await api.send_message(town.channel.id, "before")
    await api.edit_message_text("after", town.channel.id, post.message_id)
    assert [message.text for message in talk.messages] == ["after"]
