"""``/id``, and a channel that is renamed while the bot runs."""

from bot.sandbox.chats import Supergroup
from bot.sandbox.messages import Message
from tests.kit.town import ModeratedTown, Town


def numbers(group: Supergroup) -> list[Message]:
    return [message for message in group.messages if "number" in (message.text or "")]


async def test_id_in_any_group_tells_its_number_and_the_setting(town: Town):
    group = town.world.add_group("Somebody’s group", supergroup=True)
    topic = group.make_forum().open("Setting up")
    group.admit(town.alice)
    async with town.running():
        group.admit(town.bot)
        (joined,) = await town.until(lambda: numbers(group))
        town.alice.send("/id", to=group, topic=topic)
        (told,) = await town.until(lambda: [m for m in numbers(group) if m.topic == topic.id])
        for each in (joined, told):
            assert f"SOTTO_MODERATORS={group.id}" in each.text
        group.admit(town.bot, can_delete=True)  # another right is no second arrival
        town.alice.send("/id", to=group)
        await town.until(lambda: len(numbers(group)) >= 3)
        await town.idle()
        assert len(numbers(group)) == 3


async def test_id_in_the_moderators_chat_says_that_it_is_the_one(moderated: ModeratedTown):
    async with moderated.running():
        told = await moderated.tell(moderated.mia, "/id", "SOTTO_MODERATORS")
        setting = f"SOTTO_MODERATORS={moderated.group.id}"
        assert told.text == f"This is the moderators’ chat: {setting}."


async def test_id_in_the_channel_tells_its_number(town: Town):
    town.channel.admit(town.alice, can_post=True)
    async with town.running():
        town.alice.send("/id", to=town.channel)
        setting = f"SOTTO_CHANNEL={town.channel.id}"
        await town.until(lambda: [m for m in town.channel.messages if setting in (m.text or "")])
        await town.publish(town.bob, "After the number.")  # ids in the channel were followed


async def test_id_in_private_tells_nobody_their_number(town: Town):
    async with town.running():
        town.alice.send("/id")
        town.alice.send("/help")
        await town.said(town.alice, "/privacy")
        await town.idle()
        assert not [m for m in town.alice.chat if str(town.alice.id) in (m.text or "")]


async def test_a_new_title_and_a_new_public_name_are_followed_while_the_bot_runs(town: Town):
    town.channel.username = None
    async with town.running() as running:
        assert running.services.shared.place.imprint == town.channel.title
        town.channel.rename("Whispers of the town", by=town.world.owner)
        await town.until(lambda: running.services.shared.place.imprint == "Whispers of the town")
        town.channel.username = "town_whispers"  # which Telegram tells nobody
        running.schedule.ring("name")
        await town.until(lambda: running.services.shared.place.link == "https://t.me/town_whispers")
        assert running.channels.all[0].publisher.house.channel == "@town_whispers"
        town.alice.send("Under another name.")
        await town.press(town.alice, await town.preview(town.alice), "✅")
        told = await town.said(town.alice, "receipt")
        assert "Whispers of the town" in told.text
