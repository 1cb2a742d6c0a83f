"""A bot and a person talk, through unmodified python-telegram-bot over HTTP."""

import asyncio
import io

import pytest
import telegram
from PIL import Image
from telegram import InlineKeyboardButton as Key
from telegram import InlineKeyboardMarkup as Keys
from telegram import InputMediaPhoto, ReplyParameters

from tests.kit.world import SmallWorld, picture


async def test_a_bot_knows_itself(api: telegram.Bot, town: SmallWorld) -> None:
    me = await api.get_me()
    assert (me.id, me.username, me.is_bot) == (42, "sotto_bot", True)


async def test_a_long_poll_ends_as_soon_as_somebody_writes(
    api: telegram.Bot, town: SmallWorld
) -> None:
    poll = asyncio.create_task(api.get_updates(timeout=20))
    await town.world.wait_until(lambda: town.bot.inbox.polled)
    town.alice.send("hello #world")
    async with asyncio.timeout(3):
        (update,) = await poll
    assert update.message is not None
    assert update.message.text == "hello #world"
    assert update.effective_user is not None
    assert update.effective_user.id == town.alice.id > 2**32
    assert update.effective_user.language_code == "fr"
    assert [e.type for e in update.message.entities] == ["hashtag"]


async def test_updates_stay_until_an_offset_confirms_them(
    api: telegram.Bot, town: SmallWorld
) -> None:
    town.alice.send("one")
    town.alice.send("two")
    first, second = await api.get_updates()
    assert len(await api.get_updates()) == 2
    (left,) = await api.get_updates(offset=first.update_id + 1)
    assert left.update_id == second.update_id
    assert await api.get_updates(offset=second.update_id + 1) == ()


async def test_a_preview_is_sent_changed_pressed_and_deleted(
    api: telegram.Bot, town: SmallWorld
) -> None:
    words = town.alice.send("I never learned to swim")
    preview = await api.send_photo(
        town.alice.id,
        picture(),
        caption="<b>yours</b>",
        parse_mode="HTML",
        reply_parameters=ReplyParameters(words.message_id),
        reply_markup=Keys(
            [[Key("✅ Publish", callback_data="p"), Key("Cancel", callback_data="c")]]
        ),
    )
    shown = town.alice.chat[-1]
    assert shown.labels == ["✅ Publish", "Cancel"]
    assert preview.photo[-1].width == 640
    assert preview.message_id == words.message_id + 1

    await api.edit_message_media(
        InputMediaPhoto(picture(colour="red"), caption="other"),
        town.alice.id,
        preview.message_id,
        reply_markup=preview.reply_markup,
    )
    assert shown.photo == picture(colour="red")
    assert shown.caption == "other"

    answer = town.alice.press(shown, "Publish")
    updates = await api.get_updates(timeout=5)
    query = updates[-1].callback_query
    assert query is not None
    assert query.data == "p"
    assert isinstance(query.message, telegram.Message)
    assert query.message.reply_to_message is not None
    assert query.message.reply_to_message.text == "I never learned to swim"
    await query.answer("Thank you", show_alert=True)
    assert await answer.wait() == "Thank you"
    assert answer.alert

    await api.delete_messages(town.alice.id, [words.message_id, preview.message_id])
    assert town.alice.chat == []


async def test_a_query_answered_twice_is_too_old(api: telegram.Bot, town: SmallWorld) -> None:
    town.alice.send("hi")
    await api.send_message(town.alice.id, "?", reply_markup=Keys([[Key("yes", callback_data="y")]]))
    town.alice.press(town.alice.chat[-1], "yes")
    query = (await api.get_updates())[-1].callback_query
    assert query is not None
    await query.answer()
    with pytest.raises(telegram.error.BadRequest, match="Query is too old"):
        await query.answer()


async def test_a_photo_comes_in_sizes_and_is_downloaded(
    api: telegram.Bot, town: SmallWorld
) -> None:
    town.alice.send_photo(picture((2000, 1000)), "by the sea")
    message = (await api.get_updates())[0].message
    assert message is not None
    assert message.caption == "by the sea"
    assert [size.width for size in message.photo] == [90, 320, 800, 1280]
    file = await message.photo[-1].get_file()
    data = bytes(await file.download_as_bytearray())
    assert Image.open(io.BytesIO(data)).size == (1280, 640)


async def test_a_picture_sent_as_a_file_stays_as_it_is(api: telegram.Bot, town: SmallWorld) -> None:
    data = picture(kind="PNG")
    town.alice.send_photo(data, "raw", as_file=True, name="sea.png")
    message = (await api.get_updates())[0].message
    assert message is not None
    assert message.document is not None
    assert message.document.file_name == "sea.png"
    file = await message.document.get_file()
    assert bytes(await file.download_as_bytearray()) == data


async def test_a_link_starts_the_bot_with_its_payload(api: telegram.Bot, town: SmallWorld) -> None:
    town.alice.open_link("https://t.me/sotto_bot?start=write")
    message = (await api.get_updates())[0].message
    assert message is not None
    assert message.text == "/start write"
    assert message.entities[0].type == "bot_command"


async def test_every_kind_of_message_is_understood_by_the_library(
    api: telegram.Bot, town: SmallWorld
) -> None:
    alice = town.alice
    alice.send_sticker()
    alice.send_voice()
    alice.send_video()
    alice.send_video_note()
    alice.send_animation()
    alice.send_audio()
    alice.send_location()
    alice.send_contact()
    alice.send_poll("tea?", ["yes", "no"])
    alice.send_dice()
    alice.send_album([picture(), picture()], "both")
    alice.forward(alice.send("mine"))
    updates = await api.get_updates()
    messages = [update.message for update in updates if update.message]
    kinds = [telegram.helpers.effective_message_type(message) for message in messages]
    assert kinds == [
        "sticker",
        "voice",
        "video",
        "video_note",
        "animation",
        "audio",
        "location",
        "contact",
        "poll",
        "dice",
        "photo",
        "photo",
        "text",
        "text",
    ]
    assert messages[10].media_group_id == messages[11].media_group_id
    assert messages[-1].forward_origin is not None


async def test_chats_members_and_the_profile_can_be_asked_for(
    api: telegram.Bot, town: SmallWorld
) -> None:
    chat = await api.get_chat("@sotto_voce")
    assert (chat.id, chat.type, chat.title) == (town.channel.id, "channel", "Sotto voce")
    member = await api.get_chat_member(town.channel.id, api.id)
    assert isinstance(member, telegram.ChatMemberAdministrator)
    assert member.can_post_messages
    assert not member.can_change_info
    await api.set_my_commands([telegram.BotCommand("start", "Begin")], language_code="fr")
    assert (await api.get_my_commands(language_code="fr"))[0].command == "start"
    here = telegram.BotCommandScopeChat(town.group.id)
    await api.set_my_commands([telegram.BotCommand("queue", "Wait")], scope=here)
    assert [each.command for each in await api.get_my_commands(scope=here)] == ["queue"]
    with pytest.raises(telegram.error.BadRequest, match="channel chats"):
        await api.set_my_commands([], scope=telegram.BotCommandScopeChat(town.channel.id))
    await api.set_my_description("Confess.")
    assert (await api.get_my_description()).description == "Confess."
    await api.set_my_short_description("Shh.")
    assert (await api.get_my_short_description()).short_description == "Shh."
    assert (await api.get_webhook_info()).url == ""
    assert await api.delete_webhook()


async def test_ids_that_begin_anew_below_the_offset_are_given_from_the_head_and_not_forgotten(
    api: telegram.Bot, town: SmallWorld
) -> None:
    town.alice.send("before")
    (last,) = await api.get_updates()
    assert await api.get_updates(offset=last.update_id + 1) == ()
    town.bot.inbox.begin_anew(5_000)
    town.alice.send("after")
    for _ in range(2):  # the old offset confirms nothing, however often it is asked
        (first,) = await api.get_updates(offset=last.update_id + 1)
        assert first.update_id == 5_000
    assert await api.get_updates(offset=5_001) == ()
