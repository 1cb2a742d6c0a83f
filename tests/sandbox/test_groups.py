"""A moderators' group: who presses, who is a member, and who speaks under the group's name."""

import pytest
import telegram
from telegram import InlineKeyboardButton as Key
from telegram import InlineKeyboardMarkup as Keys

from bot.sandbox.errors import PersonCannot
from tests.kit.world import SmallWorld


async def test_a_member_presses_a_button_in_a_group(api: telegram.Bot, town: SmallWorld) -> None:
    keys = Keys([[Key("Approve", callback_data="ok")]])
    await api.send_message(town.group.id, "#7 waits", reply_markup=keys)
    stranger = town.world.add_person("Mallory")
    with pytest.raises(PersonCannot):
        stranger.press(town.group.last, "Approve")
    answer = town.alice.press(town.group.last, "Approve")
    (update,) = await api.get_updates()
    query = update.callback_query
    assert query is not None
    assert query.from_user.id == town.alice.id
    assert isinstance(query.message, telegram.Message)
    assert query.message.chat.id == town.group.id
    await query.answer("Approved")
    assert await answer.wait() == "Approved"


async def test_members_of_a_group_can_be_asked_for(api: telegram.Bot, town: SmallWorld) -> None:
    bob, eve, mallory = (town.world.add_person(name) for name in ("Bob", "Eve", "Mallory"))
    town.group.admit(bob, admin=True)
    town.group.admit(eve)
    town.group.dismiss(eve)
    people = (town.alice, bob, eve, mallory)
    found = [(await api.get_chat_member(town.group.id, each.id)).status for each in people]
    assert found == ["member", "administrator", "kicked", "left"]
    admins = await api.get_chat_administrators(town.group.id)
    assert [admin.user.id for admin in admins] == [bob.id]


async def test_an_anonymous_admin_speaks_under_the_groups_name(
    api: telegram.Bot, town: SmallWorld
) -> None:
    group = town.world.add_group("Team", supergroup=True)
    group.admit(town.bot, admin=True)
    group.admit(town.alice, admin=True, is_anonymous=True)
    town.bot.inbox.clear()
    town.alice.send("/queue", to=group)
    message = (await api.get_updates())[0].message
    assert message is not None
    assert message.from_user is not None
    assert message.from_user.username == "GroupAnonymousBot"
    assert message.sender_chat is not None
    assert message.sender_chat.id == group.id
    member = await api.get_chat_member(group.id, town.alice.id)
    assert isinstance(member, telegram.ChatMemberAdministrator)
    assert member.is_anonymous


async def test_a_person_may_speak_in_a_group_as_a_channel(
    api: telegram.Bot, town: SmallWorld
) -> None:
    town.alice.send("/queue", to=town.group, as_channel=town.channel)
    message = (await api.get_updates())[0].message
    assert message is not None
    assert message.from_user is not None
    assert message.from_user.username == "Channel_Bot"
    assert message.sender_chat is not None
    assert message.sender_chat.id == town.channel.id
