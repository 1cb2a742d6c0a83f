"""Campaigns from /campaign to the channel: made, approved by others, posted with their label."""

import asyncio
from datetime import timedelta

import pytest

from bot.running import Running
from bot.sandbox.messages import Message
from tests.kit.managers import ManagedTown, with_managers
from tests.kit.town import PATIENCE, Town, jpeg

WORDS = "Samedi, viens goûter la nouvelle menthe sur la grande place."


@pytest.fixture
def managed(town: Town) -> ManagedTown:
    return with_managers(town)


async def approved(town: ManagedTown, card: Message) -> None:
    await town.button(card, "Send for approval")
    shown = await town.with_moderators("May this be posted?")
    assert await town.mia.press(shown, "Approve").wait(PATIENCE) == "Approved."
    await town.with_managers("approved by the moderators")
    await says(town, card, "📣 approved", "End it now")


async def says(town: ManagedTown, card: Message, state: str, button: str | None) -> None:
    """The managers' own card follows: its state, and what can be done."""

    def follows() -> bool | None:
        found = any(button in each for each in card.labels) if button else not card.labels
        return (state in (card.caption or "") and found) or None

    await town.until(follows)


async def noted(running: Running) -> None:
    """Wait until the bot has recorded that campaign c1 stands."""
    async with asyncio.timeout(PATIENCE):
        while True:
            async with running.services.shared.storage.reading() as tables:
                campaign = await tables.campaigns.of(1)
            if campaign is not None and campaign.since is not None:
                return
            await asyncio.sleep(0.02)


async def ten_whispers(town: ManagedTown, begin: int = 0) -> None:
    for n in range(begin, begin + 10):
        person = town.world.add_person(f"Author {n}")
        await town.publish(person, f"I kept the letter number {n} for years.")


async def test_a_paid_native_post_from_the_group_to_the_channel(managed: ManagedTown) -> None:
    async with managed.running() as running:
        card = await managed.made(WORDS, payer="Marque")
        assert "Publicité · Marque · c1" in (card.caption or "")
        await approved(managed, card)
        await managed.later(timedelta(minutes=10))
        await ten_whispers(managed)
        post = await managed.until(
            lambda: next((p for p in managed.cards if (p.caption or "").endswith("?")), None)
        )
        assert (post.caption or "").split("\n")[0] == "Publicité · Marque · c1"
        assert post.silent
        await noted(running)
        managed.alice.send("/start why_c1")
        said = await managed.said(managed.alice, "Publicité · Marque · c1")
        for part in ("Marque paid for it", "since", "until", "every reader", "Nobody is profiled"):
            assert part in (said.text or "")


async def test_a_paid_native_post_in_french_carries_its_label(managed: ManagedTown) -> None:
    town, now = managed, managed.world.clock.now()
    async with town.running(language="fr"):
        begin = await town.say("/campaign")
        menu = await town.with_managers("Campagnes", begin)
        assert menu.labels == ["➕ Nouvelle", "Toutes"]
        for label in ("Nouvelle", "Un post natif", "quelqu’un paie"):
            await town.button(menu, label)
        await town.say("Maison Ravel", to=await town.with_managers("Qui paie", begin))
        country = await town.with_managers("Dans quel pays", begin)
        for label in ("France", "Collaboration commerciale"):
            await town.button(country, label)
        await town.say(WORDS, to=await town.with_managers("Le texte", begin))
        card = await town.with_managers("brouillon", begin)
        await town.button(card, "Début")
        when = await town.with_managers("Quand doit-elle", begin)
        await town.say(f"{now + timedelta(minutes=5):%Y-%m-%d %H:%M}", to=when)
        until = await town.with_managers("Jusqu’à quand", begin)
        await town.say(f"{now + timedelta(days=5):%Y-%m-%d}", to=until)
        card = await town.with_managers("Jusqu’au", until)
        await town.button(card, "Soumettre")
        shown = await town.with_moderators("Peut-on publier ceci ?")
        assert "🇫🇷 France · Publicité / Collaboration commerciale" in (shown.caption or "")
        assert await town.mia.press(shown, "Accepter").wait(PATIENCE) == "Acceptée."
        await town.with_managers("acceptée par la modération")
        await town.later(timedelta(minutes=10))
        await ten_whispers(town)
        line = "Collaboration commerciale · Maison Ravel · c1"
        post = await town.until(
            lambda: next((p for p in town.cards if (p.caption or "").startswith(line)), None)
        )
        assert "Pourquoi cette publication ?" in (post.caption or "")


async def test_a_draft_and_its_open_question_survive_a_restart(managed: ManagedTown) -> None:
    async with managed.running():
        begin = await managed.say("/campaign")
        menu = await managed.with_managers("Campaigns", begin)
        await managed.button(menu, "New")
        await managed.button(menu, "A native post")
        await managed.button(menu, "it’s our own")
        question = await managed.with_managers("The text, please", begin)
    async with managed.running():
        await managed.say("We meet on Monday.", to=question)
        card = await managed.with_managers("draft", question)
        assert "From the community · c1" in (card.caption or "")


async def test_nobody_approves_what_they_made(managed: ManagedTown) -> None:
    managed.group.admit(managed.cam)
    async with managed.running():
        card = await managed.made(WORDS)
        await managed.button(card, "Send for approval")
        shown = await managed.with_moderators("May this be posted?")
        said = await managed.cam.press(shown, "Approve").wait(PATIENCE)
        assert "someone else has to check" in (said or "")
        assert await managed.mia.press(shown, "Approve").wait(PATIENCE) == "Approved."


async def test_after_a_restart_two_moderators_approve_since_nobody_knows_who_made_it(
    managed: ManagedTown,
) -> None:
    managed.group.admit(managed.cam)
    async with managed.running():
        card = await managed.made(WORDS)
        await managed.button(card, "Send for approval")
        shown = await managed.with_moderators("May this be posted?")
    async with managed.running():
        said = await managed.cam.press(shown, "Approve").wait(PATIENCE)
        assert "One more is needed" in (said or "")
        assert "again" not in (await managed.cam.press(shown, "Approve").wait(PATIENCE) or "")
        assert await managed.mia.press(shown, "Approve").wait(PATIENCE) == "Approved."


async def test_moderators_ask_for_a_change_and_get_it_again(managed: ManagedTown) -> None:
    async with managed.running():
        card = await managed.made(WORDS)
        await managed.button(card, "Send for approval")
        shown = await managed.with_moderators("May this be posted?")
        await managed.mia.press(shown, "Ask for a change").wait(PATIENCE)
        question = await managed.with_moderators("What is to be changed?")
        managed.mia.send("Please name the day.", to=managed.group, reply_to=question)
        told = await managed.with_managers("the moderators ask for a change")
        assert "Please name the day." in (told.text or "")
        assert "/campaign c1" in (told.text or "")
        await says(managed, card, "💬 Please name the day.", "Send for approval")
        again = await managed.say("/campaign c1")
        card = await managed.with_managers("Please name the day.", again)
        await managed.button(card, "Words")
        asked = await managed.with_managers("The text, please", again)
        await managed.say("On Saturday at noon.", to=asked)
        card = await managed.with_managers("draft", asked)
        await approved(managed, card)
        late = await managed.noa.press(shown, "Approve").wait(PATIENCE) if shown.labels else None
        assert late is None or "decided" in late


async def test_a_rejected_campaign_is_never_posted(managed: ManagedTown) -> None:
    async with managed.running():
        card = await managed.made(WORDS)
        await managed.button(card, "Send for approval")
        shown = await managed.with_moderators("May this be posted?")
        await managed.mia.press(shown, "Reject").wait(PATIENCE)
        await managed.with_managers("rejected by the moderators")
        await says(managed, card, "✖️ rejected", None)
        await managed.later(timedelta(minutes=10))
        await ten_whispers(managed)
        assert not any("c1" in (post.caption or "") for post in managed.cards)


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("Come and have a beer with us", "alcohol"),
        ("x" * 401, "400 characters"),
    ],
)
async def test_the_house_rules_and_the_length_are_kept_before_anybody_is_asked(
    managed: ManagedTown, words: str, answer: str
) -> None:
    async with managed.running():
        begin = await managed.say("/campaign")
        menu = await managed.with_managers("Campaigns", begin)
        await managed.button(menu, "New")
        await managed.button(menu, "A native post")
        await managed.button(menu, "it’s our own")
        question = await managed.with_managers("The text, please", begin)
        await managed.say(words, to=question)
        said = await managed.with_managers(answer, question)
        again = await managed.with_managers("The text, please", said)
        await managed.say("We meet on Monday.", to=again)
        await managed.with_managers("draft", again)


async def test_an_own_picture_comes_onto_the_card(managed: ManagedTown) -> None:
    async with managed.running() as running:
        card = await managed.made(WORDS)
        await managed.button(card, "Your own picture")
        asked = await managed.with_managers("Send the picture", card)
        managed.cam.send_photo(jpeg(), to=managed.managers, reply_to=asked)
        await managed.with_managers("draft", asked)
        async with running.services.shared.storage.reading() as tables:
            assert len(await tables.campaigns.pictures(1)) == 1


async def test_whoever_is_not_in_the_group_makes_nothing(managed: ManagedTown) -> None:
    async with managed.running():
        begin = await managed.say("/campaign")
        menu = await managed.with_managers("Campaigns", begin)
        stranger = managed.world.add_person("Stranger")
        said = await managed.forge(stranger, menu, "k:new:1").wait(PATIENCE)
        assert "Only members of this chat" in (said or "")
        managed.group.admit(managed.cam)
        elsewhere = managed.cam.send("/campaign", to=managed.group)
        await managed.tell(managed.mia, "/queue", "wait")
        assert not any(
            "Campaigns" in (m.text or "")
            for m in managed.group.messages[managed.group.messages.index(elsewhere) :]
        )


async def test_moderators_remove_a_campaign_by_votes(managed: ManagedTown) -> None:
    async with managed.running():
        await approved(managed, await managed.made(WORDS))
        await managed.later(timedelta(minutes=10))
        await ten_whispers(managed)
        await managed.until(
            lambda: next((p for p in managed.cards if " · c1" in (p.caption or "")), None)
        )
        asked = await managed.tell(managed.mia, "/remove c1", "Remove c1")
        assert await managed.noa.press(asked, "Remove").wait(PATIENCE) == "Removed."
        await managed.until(
            lambda: not any(" · c1" in (p.caption or "") for p in managed.cards) or None
        )
        managed.alice.send("/start why_c1")
        said = await managed.said(managed.alice, "c1 was removed.")
        assert "until" not in (said.text or "")


async def test_without_the_setting_nobody_is_answered(managed: ManagedTown) -> None:
    async with managed.running(campaigns=None):
        begin = await managed.say("/campaign")
        await managed.tell(managed.mia, "/queue", "wait")
        assert managed.managers_said("Campaigns", begin) is None
