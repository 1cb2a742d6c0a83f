"""Groups with topics, chats whose timer deletes, and what members may not send."""

from datetime import timedelta

import pytest
import telegram

from bot.sandbox.errors import PersonCannot
from tests.kit.world import SmallWorld, picture


async def test_a_message_in_a_topic_names_it_and_general_has_no_number(
    api: telegram.Bot, town: SmallWorld
) -> None:
    group = town.world.add_group("Team", supergroup=True)
    group.admit(town.bot)
    group.admit(town.alice)
    topics = group.make_forum()
    talk = topics.open("Talk")
    town.bot.inbox.clear()
    town.alice.send("/queue", to=group)
    town.alice.send("/queue", to=group, topic=talk)
    general, there = [update.message for update in await api.get_updates()]
    assert general is not None
    assert there is not None
    assert (general.is_topic_message, general.message_thread_id) == (None, None)
    assert (there.is_topic_message, there.message_thread_id) == (True, talk.id)
    assert there.reply_to_message is not None
    assert there.reply_to_message.forum_topic_created is not None
    sent = await api.send_message(group.id, "answer", message_thread_id=talk.id)
    assert sent.message_thread_id == talk.id
    assert group.last.topic == talk.id
    assert (await api.get_chat(group.id)).is_forum


async def test_who_may_not_manage_topics_writes_in_none_that_is_closed_or_gone(
    api: telegram.Bot, town: SmallWorld
) -> None:
    group = town.world.add_group("Team", supergroup=True)
    group.admit(town.bot)
    group.admit(town.alice)
    topics = group.make_forum()
    talk = topics.open("Talk")
    topics.close(topics.general)
    post = await api.send_message(town.channel.id, "post")
    for call in (
        lambda: api.send_message(group.id, "x"),
        lambda: api.send_photo(group.id, picture()),
        lambda: api.forward_message(group.id, town.channel.id, post.message_id),
    ):
        with pytest.raises(telegram.error.BadRequest, match="Topic_closed"):
            await call()
    with pytest.raises(PersonCannot):
        town.alice.send("x", to=group)
    await api.send_message(group.id, "x", message_thread_id=talk.id)
    topics.delete(talk)
    with pytest.raises(telegram.error.BadRequest, match="thread not found"):
        await api.send_message(group.id, "x", message_thread_id=talk.id)
    group.admit(town.bot, can_manage_topics=True)
    await api.send_message(group.id, "x")


async def test_a_timer_deletes_what_came_since_and_tells_no_bot(
    api: telegram.Bot, town: SmallWorld
) -> None:
    before = await api.send_message(town.group.id, "before")
    town.group.set_auto_delete(timedelta(days=1))
    after = await api.send_message(town.group.id, "after")
    assert (await api.get_chat(town.group.id)).message_auto_delete_time == timedelta(days=1)
    [update] = await api.get_updates()
    assert update.message is not None
    assert update.message.message_auto_delete_timer_changed is not None
    town.world.clock.skip(timedelta(days=1))
    assert await api.edit_message_text("still", town.group.id, before.message_id)
    with pytest.raises(telegram.error.BadRequest, match="to edit not found"):
        await api.edit_message_text("gone", town.group.id, after.message_id)
    assert not await api.get_updates()  # the first one is a day old by now


async def test_what_members_may_not_send_is_refused_in_telegrams_words(
    api: telegram.Bot, town: SmallWorld
) -> None:
    town.group.forbidden = frozenset({"photos"})
    with pytest.raises(telegram.error.BadRequest, match="Not enough rights to send photos"):
        await api.send_photo(town.group.id, picture())
    await api.send_message(town.group.id, "texts pass")
    found = await api.get_chat(town.group.id)
    assert found.permissions is not None
    assert not found.permissions.can_send_photos
    town.group.admit(town.bot, admin=True)
    await api.send_photo(town.group.id, picture())
