"""Readers look at what a place has whispered: only places that ten name, and nothing is kept of
where anybody is."""

from datetime import timedelta

import pytest

from bot.domain.places.place import Place
from bot.flows.feeds.index import enter
from bot.sandbox.messages import Message
from bot.sandbox.people import Person
from tests.journeys.test_feeds import ask, numbers
from tests.kit.posts import standing_card
from tests.kit.town import Town

LYON, RHONE = Place("FR.84.2996944"), Place("FR.84")
ESSEN, BOCHUM = Place("DE.07.2928810"), Place("DE.07.2947416")  # 15 km from each other
ON = {"places": "town", "replies": "off"}


async def stand(town: Town, *printed: Place, covered: bool = False) -> None:
    """Whispers whose posts print these places, numbered as they come."""
    await town.places_decided()
    assert town.bot_running is not None
    shared = town.bot_running.services.shared
    now = shared.clock.now()
    async with shared.storage.transaction() as tables:
        first = 1 + len(await tables.posts.live_numbers(after=0, most=999))
        for number, place in enumerate(printed, first):
            await standing_card(
                tables,
                number,
                f"I never told you that I kept letter number {number}.",
                chat=shared.place.id,
                cover=covered,
                posted_at=now + timedelta(seconds=number),
            )
            await tables.places.keep({number: place}, now + timedelta(days=30))
            await enter(tables, number, now)
        await tables.places.show(dict(enumerate(printed, first)))


def labels(message: Message) -> list[str]:
    return [label.removeprefix("📍 ") for label in message.labels]


@pytest.mark.parametrize(
    ("language", "typed", "title"),
    [("en", "Lyon", "📍 Lyon, France"), ("ru", "лион", "📍 Лион, Франция")],
)
async def test_a_place_that_ten_name_has_a_feed(town: Town, language: str, typed: str, title: str):
    async with town.running(**ON):
        await stand(town, *[LYON] * 10, RHONE)
        reader = town.world.add_person("Rita", language=language)
        page = await ask(town, reader, f"/place {typed}")
        assert (page.caption or "").splitlines()[0] == title
        assert numbers(page) == [f"#{n}" for n in (10, 9, 8, 7, 6, 5)]
        await town.press(reader, page, "▶")
        await town.until(lambda: numbers(page) == [f"#{n}" for n in (4, 3, 2, 1)])


async def test_a_card_in_a_feed_names_its_place_as_its_post_does(town: Town):
    async with town.running(**ON):
        await stand(town, *[LYON] * 10)
        page = await ask(town, town.bob, "/place Lyon")
        await town.press(town.bob, page, "1")
        card = await town.until(lambda: _card(town.bob, "#10"))
        assert "📍 Lyon, France" in (card.caption or "").splitlines()


def _card(person: Person, number: str) -> Message | None:
    found = (m for m in person.chat if (m.caption or "").splitlines()[:1] == [number])
    return next(found, None)


async def test_nine_are_too_few_and_what_is_covered_counts_for_none(town: Town):
    async with town.running(**ON):
        await stand(town, *[LYON] * 9)
        await stand(town, LYON, covered=True)
        town.alice.send("/place Lyon")
        await town.said(town.alice, "Fewer than ten whispers name a place there")


async def test_a_feed_shows_towns_around_the_place_too_if_ten_name_them(town: Town):
    async with town.running(**ON):
        await stand(town, *[ESSEN] * 10, *[BOCHUM] * 10, *[LYON] * 10, Place("DE.07.2934246"))
        page = await ask(town, town.alice, "/place Essen")
        lines = (page.caption or "").splitlines()
        assert lines[0] == "📍 Essen, Germany"
        assert lines[1].endswith("📍 Bochum, Germany")
        assert numbers(page) == [f"#{n}" for n in (20, 19, 18, 17, 16, 15)]
        await town.press(town.alice, page, "◀")
        await town.until(lambda: numbers(page) == ["#2", "#1"])


async def test_where_few_name_a_town_what_is_around_it_and_what_it_lies_in_is_offered(town: Town):
    async with town.running(**ON):
        await stand(town, *[ESSEN] * 10, *[Place("DE.07")] * 3, BOCHUM)
        offer = await ask_which(town, town.alice, "/place Bochum")
        region = "North Rhine-Westphalia, Germany"
        assert labels(offer) == ["Essen, Germany", region, "Germany"]
        await town.press(town.alice, offer, region)
        page = await town.until(lambda: _titled(town.alice, f"📍 {region}"))
        await town.until(lambda: offer.deleted)
        assert numbers(page)[0] == "#14"
        assert "📍 Bochum, Germany" in (page.caption or "")


async def test_a_name_that_several_towns_have_asks_from_where(town: Town):
    async with town.running(**ON):
        await stand(town, *[Place("US.IL.4250542")] * 10)
        offer = await ask_which(town, town.alice, "/place Springfield")
        assert labels(offer)[0] == "Springfield, Illinois, United States"


async def ask_which(town: Town, person: Person, command: str) -> Message:
    person.send(command)
    return await town.said(person, "Whispers from where?")


def _titled(person: Person, title: str) -> Message | None:
    found = (m for m in person.chat if (m.caption or "").startswith(title))
    return next(found, None)


async def test_near_deletes_the_position_first_and_lets_the_reader_choose(town: Town):
    async with town.running(**ON):
        await stand(town, *[LYON] * 10)
        town.alice.send("/near")
        question = await town.said(town.alice, "Tap the button below.")
        sent = town.alice.share_location(45.77, 4.89)
        await town.said(town.alice, "I’ve deleted your location.")
        assert sent.deleted
        offer = await town.said(town.alice, "Whispers from where?")
        await town.until(lambda: question.deleted)
        assert labels(offer)[0] == "Lyon, France"
        assert _titled(town.alice, "📍 Lyon") is None
        await town.press(town.alice, offer, "Lyon")
        await town.until(lambda: _titled(town.alice, "📍 Lyon"))
        assert town.bot_running is not None
        author, now = town.bot_running.services.author, town.world.clock.now()
        route = author.shared.routes.passing(town.alice.id)
        assert (await author.memory.slates.of(route, now)).place is None


async def test_while_places_are_off_the_commands_are_unknown(town: Town):
    async with town.running():
        town.alice.send("/place Lyon")
        await town.until(lambda: unknown(town.alice) == 1)
        town.alice.send("/near")
        await town.until(lambda: unknown(town.alice) == 2)


def unknown(person: Person) -> int:
    return sum("I don’t know that command." in (m.text or "") for m in person.chat)
