"""What Telegram refuses, and in which words, through python-telegram-bot and plain HTTP."""

import asyncio
from datetime import timedelta

import httpx
import pytest
import telegram
from telegram import InlineKeyboardButton as Key
from telegram import InlineKeyboardMarkup as Keys
from telegram import ReplyParameters
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken

from bot.sandbox import Server
from bot.sandbox.messages import Message
from tests.darkroom.hostile import repeated_scan
from tests.kit.world import SmallWorld, picture


def refused(why: str) -> pytest.RaisesExc[BadRequest]:
    return pytest.RaisesExc(BadRequest, check=lambda error: why.casefold() in str(error).casefold())


async def test_two_pollers_conflict_and_the_newer_one_stays(
    api: telegram.Bot, town: SmallWorld
) -> None:
    first = asyncio.create_task(api.get_updates(timeout=20))
    await town.world.wait_until(lambda: town.bot.inbox.polled)
    second = asyncio.create_task(api.get_updates(timeout=20))
    with pytest.raises(Conflict, match="make sure that only one bot instance is running"):
        await first
    town.alice.send("hello")
    assert len(await second) == 1


async def test_reactions_arrive_as_snapshots_and_only_when_asked_for(
    api: telegram.Bot, town: SmallWorld
) -> None:
    bob = town.world.add_person("Bob")
    await api.send_message(town.channel.id, "one")
    post = town.channel.last
    town.alice.react(post, "❤️")
    assert await api.get_updates() == ()
    assert await api.get_updates(allowed_updates=["message_reaction_count"]) == ()
    bob.react(post, "❤", "🔥")
    town.alice.react(post, "❤", paid=50)
    bob.unreact(post)
    town.alice.unreact(post)
    snapshots = [update.message_reaction_count for update in await api.get_updates()]
    counts = [
        {getattr(r.type, "emoji", "paid"): r.total_count for r in snapshot.reactions}
        for snapshot in snapshots
        if snapshot
    ]
    assert counts == [
        {"❤": 2, "🔥": 1},
        {"paid": 50, "❤": 2, "🔥": 1},
        {"paid": 50, "❤": 1},
        {"paid": 50},
    ]
    assert {s.message_id for s in snapshots if s} == {post.message_id}


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("<b>open", 'can\'t find end tag corresponding to start tag "b"'),
        ("<blink>x</blink>", 'unsupported start tag "blink" at byte offset 0'),
        ("é <i>x</b>", 'unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("5 < 6", "unsupported start tag"),
        ("", "message text is empty"),
        ("<b> </b>", "message text is empty"),
        ("x" * 4097, "message is too long"),
        ("😀" * 2049, "message is too long"),
    ],
)
async def test_bad_texts_are_refused(
    api: telegram.Bot, town: SmallWorld, source: str, why: str
) -> None:
    with refused(why):
        await api.send_message(town.channel.id, source, parse_mode="HTML")
    assert town.channel.posts == []


async def test_entities_count_in_utf16_and_marks_do_not_count(
    api: telegram.Bot, town: SmallWorld
) -> None:
    sent = await api.send_message(
        town.channel.id,
        '😀 <a href="https://t.me/sotto_bot?start=write">write</a> &lt;3 <b>' + "x" * 4080 + "</b>",
        parse_mode="HTML",
    )
    link, bold = sent.entities
    assert (link.type, link.offset, link.length) == ("text_link", 3, 5)
    assert link.url == "https://t.me/sotto_bot?start=write"
    assert (bold.offset, bold.length) == (12, 4080)
    assert sent.text is not None
    assert sent.text.startswith("😀 write <3 x")


async def test_captions_end_at_1024_units(api: telegram.Bot, town: SmallWorld) -> None:
    await api.send_photo(town.channel.id, picture(), caption="😀" * 512)
    with refused("message caption is too long"):
        await api.send_photo(town.channel.id, picture(), caption="😀" * 512 + "x")


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"no picture", "IMAGE_PROCESS_FAILED"),
        (picture()[:400], "IMAGE_PROCESS_FAILED"),
        (repeated_scan(2000, 2000, 400), "IMAGE_PROCESS_FAILED"),
        (picture((2100, 100)), "PHOTO_INVALID_DIMENSIONS"),
        (picture((6000, 4001)), "PHOTO_INVALID_DIMENSIONS"),
        (picture() + b"\0" * 10 * 1024 * 1024, "too big for a photo"),
    ],
    ids=["bytes", "cut short", "too many scans", "too narrow", "too large", "too heavy"],
)
async def test_bad_pictures_are_refused(
    api: telegram.Bot, town: SmallWorld, data: bytes, why: str
) -> None:
    with refused(why):
        await api.send_photo(town.channel.id, data)


async def test_nothing_older_than_48_hours_is_deleted_but_edits_never_expire(
    api: telegram.Bot, town: SmallWorld
) -> None:
    words = town.alice.send("long ago")
    post = await api.send_message(town.channel.id, "old post")
    town.world.clock.skip(timedelta(hours=48))
    new = await api.send_message(town.alice.id, "new")
    with refused("message can't be deleted for everyone"):
        await api.delete_message(town.alice.id, words.message_id)
    with refused("message can't be deleted"):
        await api.delete_messages(town.alice.id, [words.message_id, new.message_id])
    with refused("message can't be deleted"):
        await api.delete_message(town.channel.id, post.message_id)
    assert len(town.alice.chat) == 2
    await api.edit_message_text("mended", town.channel.id, post.message_id)
    assert town.channel.last.text == "mended"


async def test_an_edit_that_changes_nothing_and_a_missing_message_are_told_apart(
    api: telegram.Bot, town: SmallWorld
) -> None:
    post = await api.send_photo(town.channel.id, picture(), caption="as it is")
    with refused("message is not modified"):
        await api.edit_message_caption(town.channel.id, post.message_id, caption="as it is")
    await api.delete_message(town.channel.id, post.message_id)
    with refused("message to edit not found"):
        await api.edit_message_caption(town.channel.id, post.message_id, caption="as it is")
    with refused("message to delete not found"):
        await api.delete_message(town.channel.id, post.message_id)
    with refused("message to be replied not found"):
        await api.send_message(
            town.channel.id, "re", reply_parameters=ReplyParameters(post.message_id)
        )


async def test_a_query_dies_after_150_seconds(api: telegram.Bot, town: SmallWorld) -> None:
    town.alice.send("hi")
    await api.send_message(town.alice.id, "?", reply_markup=Keys([[Key("yes", callback_data="y")]]))
    town.alice.press(town.alice.chat[-1], "yes")
    query = (await api.get_updates())[-1].callback_query
    assert query is not None
    town.world.clock.skip(timedelta(seconds=151))
    with refused("query is too old and response timeout expired or query ID is invalid"):
        await query.answer()


async def test_button_data_ends_at_64_bytes(api: telegram.Bot, town: SmallWorld) -> None:
    fits = Keys([[Key("yes", callback_data="é" * 32)]])
    await api.send_message(town.channel.id, "?", reply_markup=fits)
    with refused("BUTTON_DATA_INVALID"):
        await api.send_message(
            town.channel.id, "?", reply_markup=Keys([[Key("yes", callback_data="é" * 32 + "x")]])
        )


async def test_where_a_bot_may_not_write(api: telegram.Bot, town: SmallWorld) -> None:
    stranger = town.world.add_person("Stranger")
    closed = town.world.add_channel("Closed")
    town.alice.send("hi")
    town.alice.block()
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await api.send_message(town.alice.id, "hello?")
    with refused("chat not found"):
        await api.send_message(stranger.id, "hello?")
    with refused("chat not found"):
        await api.send_message(closed.id, "hello?")
    closed.admit(town.bot, can_edit=True)
    with refused("need administrator rights in the channel chat"):
        await api.send_message(closed.id, "hello?")
    town.channel.dismiss(town.bot)
    with pytest.raises(Forbidden, match="bot was kicked from the channel chat"):
        await api.send_message(town.channel.id, "hello?")


async def test_a_wrong_token_is_unauthorized(server: Server, town: SmallWorld) -> None:
    stranger = telegram.Bot("42:WRONG", base_url=f"{server.root}/bot")
    with pytest.raises(InvalidToken):
        await stranger.initialize()
    await stranger.shutdown()


async def test_files_above_20_mb_cannot_be_fetched(api: telegram.Bot, town: SmallWorld) -> None:
    town.alice.send_document(b"\0" * (20 * 1024 * 1024 + 1), "big.png", "image/png")
    message = (await api.get_updates())[0].message
    assert message is not None
    assert message.document is not None
    with refused("file is too big"):
        await message.document.get_file()


async def test_bodies_may_be_json_forms_or_a_query(server: Server, town: SmallWorld) -> None:
    address = f"{server.root}/bot{town.bot.token}/sendMessage"
    said = {"chat_id": str(town.channel.id), "text": "same"}
    async with httpx.AsyncClient(trust_env=False) as client:
        answers = [
            await client.post(address, json={**said, "chat_id": town.channel.id}),
            await client.post(address, data=said),
            await client.post(address, data=said, files={"unused": b"x"}),
            await client.get(address, params=said),
        ]
        assert [answer.json()["ok"] for answer in answers] == [True] * 4
        assert [post.text for post in town.channel.posts] == ["same"] * 4
        slip = await client.post(address, data={**said, "caption": "a slip"})
        assert slip.status_code == 400
        assert "no parameter 'caption'" in slip.json()["description"]
        unknown = await client.post(address.replace("sendMessage", "sendMassage"), data=said)
        assert unknown.json() == {
            "ok": False,
            "error_code": 404,
            "description": "Not Found: method not found",
        }


async def test_a_group_that_becomes_a_supergroup_says_where_it_went(
    api: telegram.Bot, town: SmallWorld
) -> None:
    await api.send_message(town.group.id, "before")
    new = town.world.upgrade(town.group)
    with pytest.raises(telegram.error.ChatMigrated) as moved:
        await api.send_message(town.group.id, "after")
    assert moved.value.new_chat_id == new.id
    sent = await api.send_message(new.id, "after")
    assert (sent.message_id, sent.chat.type) == (2, "supergroup")
    here, there = [update.message for update in await api.get_updates()][-2:]
    assert here is not None
    assert there is not None
    assert (here.migrate_to_chat_id, there.migrate_from_chat_id) == (new.id, town.group.id)
    assert (await api.get_chat_member(new.id, town.alice.id)).status == "member"


async def test_message_ids_grow_as_telegram_gives_them(api: telegram.Bot, town: SmallWorld) -> None:
    """A channel counts for itself; private chats and basic groups share the bot's counter."""
    bob = town.world.add_person("Bob")
    private: list[Message] = [town.alice.send("1"), bob.send("2")]
    first = await api.send_message(town.channel.id, "1")
    second = await api.send_message(town.channel.id, "2")
    in_group = await api.send_message(town.group.id, "3")
    assert [m.message_id for m in private] == [1, 2]
    assert in_group.message_id == 3
    assert (first.message_id, second.message_id) == (1, 2)
