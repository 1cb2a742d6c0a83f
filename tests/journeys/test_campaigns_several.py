"""Several channels whose campaigns are made in one group: each has its own, and is named."""

import pytest

from bot.sandbox.messages import Message
from tests.kit.several import Campus, love_and_work
from tests.kit.town import PATIENCE, ModeratedTown


@pytest.fixture
def campus(moderated: ModeratedTown) -> Campus:
    return love_and_work(moderated)


async def test_a_group_of_several_channels_opens_each_ones_campaign_by_its_name(
    campus: Campus,
) -> None:
    group = campus.world.add_group("Managers", supergroup=True)
    cam = campus.world.add_person("Cam")
    for each in (campus.bot, cam):
        group.admit(each)

    async def said(words: str, after: Message) -> Message:
        return await campus.until(lambda: campus.newest_in(group, words, after))

    async def made(title: str, words: str) -> Message:
        begin = cam.send("/campaign", to=group)
        menu = await said("Campaigns", begin)
        for label in (f"New · {title}", "A native post", "it’s our own"):
            await campus.until(lambda label=label: any(label in each for each in menu.labels))
            await cam.press(menu, label).wait(PATIENCE)
        cam.send(words, to=group, reply_to=await said("The text, please", begin))
        return await said("draft", begin)

    async with campus.with_entries(campaigns=group.id):
        await made("Love letters", "We read letters aloud on Monday.")
        await made("At work", "We meet after work on Tuesday.")
        for name, other in (("love", "work"), ("work", "love")):
            begin = cam.send(f"/campaign {name} c1", to=group)
            card = await said("draft", begin)
            await cam.press(card, "Words").wait(PATIENCE)
            question = await said("The text, please", begin)
            assert f"{name} c1" in (question.text or "")
            assert f"{other} c1" not in (question.text or "")
            cam.send(f"We meet as {name}.", to=group, reply_to=question)
            await said("draft", question)
        begin = cam.send("/campaign garden c1", to=group)
        await said("can’t find a campaign", begin)
    async with campus.with_entries(campaigns=group.id) as running:
        for each in running.channels.all:
            shared = each.services.shared
            async with shared.storage.reading() as tables:
                found = await tables.campaigns.of(1)
            assert found is not None
            assert found.words == f"We meet as {shared.place.name}."
