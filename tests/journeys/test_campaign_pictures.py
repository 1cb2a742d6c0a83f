"""A picture pack from the managers' group onto a whisper's card, and a campaign's figures."""

from datetime import timedelta

import pytest

from bot.sandbox.messages import Message
from tests.kit.managers import ManagedTown, with_managers
from tests.kit.town import PATIENCE, Town, jpeg


@pytest.fixture
def managed(town: Town) -> ManagedTown:
    return with_managers(town)


async def a_pack(town: ManagedTown) -> Message:
    """Two pictures, from a minute ago on; returns the message that offers to send it."""
    now = town.world.clock.now()
    begin = await town.say("/campaign")
    menu = await town.with_managers("Campaigns", begin)
    await town.button(menu, "New")
    await town.button(menu, "A picture pack")
    await town.button(menu, "Someone pays")
    await town.say("Marque", to=await town.with_managers("Who pays for it?", begin))
    asked = await town.with_managers("Which country will see it first", begin)
    await town.button(asked, "France")
    await town.button(asked, "Publicité")
    await town.say("Photo: Ana", to=await town.with_managers("Whose pictures", begin))
    question = await town.with_managers("Send the picture", begin)
    town.cam.send_photo(jpeg(colour="orange"), to=town.managers, reply_to=question)
    card = await town.with_managers("draft", question)
    await town.button(card, "Add a picture")
    question = await town.with_managers("Send the picture", card)
    town.cam.send_photo(jpeg(colour="purple"), to=town.managers, reply_to=question)
    card = await town.with_managers("draft", question)
    await town.button(card, "When")
    soon = f"{now + timedelta(minutes=2):%Y-%m-%d %H:%M}"
    await town.say(soon, to=await town.with_managers("When should it appear", card))
    question = await town.with_managers("How long does it run", card)
    await town.say(f"{now + timedelta(days=5):%Y-%m-%d}", to=question)
    return await town.with_managers("Until ", question)


async def test_an_author_is_offered_a_packs_picture_and_the_card_says_whose_it_is(
    managed: ManagedTown,
) -> None:
    async with managed.running() as running:
        card = await a_pack(managed)
        await managed.button(card, "Send for approval")
        shown = await managed.with_moderators("May this be posted?")
        pictures = [m for m in managed.group.messages if "/2" in (m.caption or "")]
        assert len(pictures) == 2  # moderators see each of them
        assert await managed.mia.press(shown, "Approve").wait(PATIENCE) == "Approved."
        await managed.later(timedelta(minutes=5))
        async with running.services.shared.storage.reading() as tables:
            offered = {
                each.hex()
                for each in await tables.campaigns.offered_pictures(managed.world.clock.now())
            }
        assert len(offered) == 2
        managed.alice.send("The dog heard it before anybody else did.")
        preview = await managed.preview(managed.alice)
        for _ in range(2):  # never the first, nor the second
            await managed.press(managed.alice, preview, "Another picture")
            await managed.idle()
        before = len(managed.cards)
        await managed.press(managed.alice, preview, "✅")
        post = await managed.until(
            lambda: managed.cards[-1] if len(managed.cards) > before else None
        )
        assert (post.caption or "").split("\n")[1] == "Publicité · Marque · Photo: Ana"
        managed.alice.send("/start why_c1")
        said = await managed.said(managed.alice, "Marque paid for it")
        for part in ("since", "until", "every reader"):
            assert part in (said.text or "")


async def test_a_picture_is_taken_out_of_a_pack_and_asked_for_when_none_is_left(
    managed: ManagedTown,
) -> None:
    async with managed.running() as running:
        card = await a_pack(managed)
        await managed.button(card, "Remove")
        left = await managed.with_managers("draft", card)
        assert left.photo != card.photo
        await managed.button(left, "Remove")
        await managed.with_managers("Send the picture", left)
        async with running.services.shared.storage.reading() as tables:
            assert await tables.campaigns.pictures(1) == ()


async def test_figures_come_as_a_picture_and_a_table_once_a_day_is_over(
    managed: ManagedTown,
) -> None:
    async with managed.running():
        card = await managed.made("Which song do you play when nobody is home?", kind="A question")
        await managed.button(card, "Send for approval")
        shown = await managed.with_moderators("May this be posted?")
        await managed.mia.press(shown, "Approve").wait(PATIENCE)
        told = await managed.with_managers("approved by the moderators")
        managed.alice.send("/start q_c1")  # its time has not begun: nobody knows of it
        await managed.said(managed.alice, "I can’t find a campaign")
        await managed.later(timedelta(minutes=10))
        for n in range(6):
            reader = managed.world.add_person(f"Reader {n}")
            reader.send("/start q_c1")
            await managed.said(reader, "Which song")
        again = await managed.say("/campaign c1")
        card = await managed.with_managers("approved", again)
        await managed.button(card, "Figures")
        early = await managed.with_managers("start the day after", card)
        await managed.later(timedelta(days=1))
        await managed.button(card, "Figures")
        await managed.with_managers("Complete days only", early)
        table = await managed.until(
            lambda: next(
                (m for m in managed.managers.messages if m.media and m.media.kind == "document"),
                None,
            )
        )
        assert table.media is not None
        lines = table.media.data.decode().splitlines()
        assert lines[0] == "day,posts,opens,taken,approved,rejected,reactions"
        assert lines[-1] == "total,<5,6,<5,<5,<5,<5"
        assert told is not None
