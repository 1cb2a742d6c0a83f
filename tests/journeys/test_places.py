"""A place: typed, found or a country alone; a big town at most, and never a position."""

import asyncio
from datetime import timedelta

import pytest

from bot.i18n import translator_for
from bot.sandbox.messages import Message
from bot.sandbox.people import Person
from storage import Tables
from storage.scope import Scope
from tests.kit import replying
from tests.kit.town import ModeratedTown, Town

WORDS = "I still take the tram past your house."
ON = {"places": "town"}


async def asks(town: Town, person: Person, way: str) -> Message:
    """Write, and open the ways to add a place; returns the preview."""
    person.send(WORDS)
    preview = await town.preview(person)
    await town.press(person, preview, "📍")
    await town.until(lambda: any(way in each for each in preview.labels))
    await town.press(person, preview, way)
    return preview


async def offered(town: Town, preview: Message) -> list[str]:
    """The places on offer under the card."""
    found = await town.until(
        lambda: [each for each in preview.labels if each.startswith("📍")] or None
    )
    return [each.removeprefix("📍 ") for each in found]


async def chosen(town: Town, person: Person, preview: Message, label: str) -> None:
    await town.press(person, preview, f"📍 {label}")
    await town.until(lambda: any("✅" in each for each in preview.labels))


async def stored(town: Town, read: object) -> object:
    assert town.bot_running is not None
    async with town.bot_running.services.shared.storage.reading() as tables:
        assert callable(read)
        return await read(tables)


async def test_while_places_are_off_there_is_no_button_and_a_position_is_met_as_ever(town: Town):
    async with town.running():
        town.alice.send(WORDS)
        preview = await town.preview(town.alice)
        assert not any("📍" in each for each in preview.labels)
        town.alice.send_location()
        await town.said(town.alice, "I never want to know where you are")


@pytest.mark.parametrize(
    ("language", "way", "words", "label"),
    [
        ("en", "Type a town", "Lyon", "Lyon, France"),
        ("fr", "Type a town", "Londres", "Londres, Royaume-Uni"),
        ("ru", "Type a town", "Лион", "Лион, Франция"),
        ("ar", "Type a town", "القاهرة", "القاهرة, مصر"),
        ("fr", "Country only", "Allemagne", "Allemagne"),
        ("en", "Country only", "Lyon", "France"),
    ],
)
async def test_a_typed_place_is_offered_chosen_and_shown_under_the_card(
    town: Town, language: str, way: str, words: str, label: str
):
    async with town.running(**ON):
        person = town.world.add_person("Pia", language=language)
        preview = await asks(town, person, translator_for(language)(way))
        question = await town.until(lambda: next((m for m in person.chat if m.markup), None))
        answer = person.send(words, reply_to=question)
        assert (await offered(town, preview))[0] == label
        await town.until(lambda: answer.deleted and question.deleted)
        await chosen(town, person, preview, label)
        assert f"📍 {label}" in preview.labels
        assert label in (preview.caption or "")


async def test_a_name_that_several_towns_have_asks_which(town: Town):
    async with town.running(**ON):
        preview = await asks(town, town.alice, "Type a town")
        await town.said(town.alice, "Which town?")
        town.alice.send("Springfield")
        assert len(await offered(town, preview)) == 3


async def test_what_names_no_town_is_asked_again_and_without_a_reply_it_is_a_whisper(town: Town):
    async with town.running(**ON):
        await asks(town, town.alice, "Type a town")
        question = await town.said(town.alice, "Which town?")
        answer = town.alice.send("Nowhereville", reply_to=question)
        await town.said(town.alice, "I don’t know a place by that name.")
        await town.until(lambda: answer.deleted)
        cards = len([m for m in town.alice.chat if m.photo])
        town.alice.send("I never told you that I stayed for you.")
        await town.until(lambda: len([m for m in town.alice.chat if m.photo]) == cards + 1)


async def ways(town: Town, person: Person) -> Message:
    """Write, and open the ways to add a place without taking one; returns the preview."""
    person.send(WORDS)
    preview = await town.preview(person)
    await town.press(person, preview, "📍")
    await town.until(lambda: any("Type a town" in each for each in preview.labels))
    return preview


async def test_a_town_typed_while_the_ways_stand_is_offered_and_stays_till_the_draft_ends(
    town: Town,
):
    async with town.running(**ON):
        preview = await ways(town, town.alice)
        first = town.alice.send("bordeaux")
        await town.until(lambda: "📍 Bordeaux, France" in preview.labels)
        second = town.alice.send("Lyon")
        await town.until(lambda: "📍 Lyon, France" in preview.labels)
        await town.idle()
        assert [m for m in town.alice.chat if m.photo] == [preview]
        assert not first.deleted  # a whisper of one word would not be lost
        assert not second.deleted
        await chosen(town, town.alice, preview, "Lyon, France")
        assert await town.press(town.alice, preview, "✅") == "Got it."
        await town.until(lambda: first.deleted and second.deleted)


@pytest.mark.parametrize("words", ["Lyonn", "I am in Lyon.", "Lyon and its bridges"])
async def test_what_is_not_just_a_town_begins_another_whisper_while_the_ways_stand(
    town: Town, words: str
):
    async with town.running(**ON):
        first = await ways(town, town.alice)
        town.alice.send(words)
        second = await town.fresh_preview(town.alice, [first])
        third = town.alice.send("Lyon")  # nobody thinks of the first card any more
        await town.until(lambda: any(m.reply_to is third for m in town.alice.chat))
        assert len({id(m) for m in town.alice.chat if m.photo}) == 3
        assert second.keyboard


async def test_after_back_a_town_is_a_whisper_again(town: Town):
    async with town.running(**ON):
        preview = await ways(town, town.alice)
        await town.press(town.alice, preview, "Back")
        await town.until(lambda: any("✅" in each for each in preview.labels))
        sent = town.alice.send("Lyon")
        await town.until(lambda: any(m.reply_to is sent and m.photo for m in town.alice.chat))


async def test_a_position_is_deleted_before_anything_is_said_and_the_town_is_confirmed(town: Town):
    async with town.running(**ON):
        preview = await asks(town, town.alice, "Find it")
        await town.said(town.alice, "Tap the button below.")
        order: list[str] = []
        town.world.subscribe(
            lambda event: order.append(event.detail.method) if event.kind == "called" else None
        )
        sent = town.alice.share_location(45.77, 4.89)
        assert await offered(town, preview) == ["Lyon, France"]
        await town.said(town.alice, "I’ve deleted your location.")
        assert sent.deleted
        told = [each for each in order if each.startswith(("send", "edit", "delete"))]
        assert told[0].startswith("delete")
        assert "📍 No place" not in preview.labels
        await chosen(town, town.alice, preview, "Lyon, France")


@pytest.mark.parametrize(
    ("position", "labels"),
    [
        ((41.92, 8.74), ["France"]),  # Corsica: no big town within 100 km
        ((48.57, 7.81), ["Strasbourg, France", "Germany"]),
    ],
)
async def test_beyond_a_hundred_kilometres_only_a_country_is_offered_and_borders_offer_both(
    town: Town, position: tuple[float, float], labels: list[str]
):
    async with town.running(**ON):
        preview = await asks(town, town.alice, "Find it")
        await town.said(town.alice, "Tap the button below.")
        town.alice.share_location(*position)
        assert await offered(town, preview) == labels


async def test_far_out_at_sea_nothing_is_offered(town: Town):
    async with town.running(**ON):
        await asks(town, town.alice, "Find it")
        await town.said(town.alice, "Tap the button below.")
        town.alice.share_location(0, -30)
        await town.said(town.alice, "There’s no big town nearby")


async def test_a_position_that_nobody_asked_for_is_deleted_and_told_so(town: Town):
    async with town.running(**ON):
        sent = town.alice.send_location(45.77, 4.89)
        await town.said(town.alice, "I haven’t kept any of it.")
        assert sent.deleted


async def test_a_position_goes_at_once_whatever_it_answers_and_forwarded_too(town: Town):
    async with town.running(**ON, replies="on"):
        await town.publish(town.bob, WORDS)
        asked = await replying.question(town, town.alice)
        answer = town.alice.send_location(45.77, 4.89, reply_to=asked)
        await town.said(town.alice, "I haven’t kept any of it.")
        assert answer.deleted
        forwarded = town.alice.forward(answer)
        await town.until(lambda: forwarded.deleted)


async def test_an_answer_whose_question_was_forgotten_is_no_whisper(town: Town):
    async with town.running(**ON):
        await asks(town, town.alice, "Type a town")
        question = await town.said(town.alice, "Which town?")
        assert town.bot_running is not None
        memory = town.bot_running.services.author.memory
        memory.slates._asked.clear()  # as by a crash: a clean stop deletes the question
        cards = len([m for m in town.alice.chat if m.photo])
        answer = town.alice.send("Lyon", reply_to=question)
        await town.said(town.alice, "I haven’t kept any of it.")
        assert answer.deleted
        assert len([m for m in town.alice.chat if m.photo]) == cards


async def test_a_place_outlives_a_restart_in_the_buttons_and_can_be_taken_away(town: Town):
    async with town.running(**ON):
        preview = await asks(town, town.alice, "Type a town")
        town.alice.send("Lyon", reply_to=await town.said(town.alice, "Which town?"))
        await offered(town, preview)
        await chosen(town, town.alice, preview, "Lyon, France")
    async with town.running(**ON):
        before = preview.photo
        await town.press(town.alice, preview, "Style")
        await town.until(lambda: preview.photo != before)
        assert "📍 Lyon, France" in preview.labels
        await town.press(town.alice, preview, "📍")
        await town.until(lambda: any("No place" in each for each in preview.labels))
        await town.press(town.alice, preview, "No place")
        await town.until(lambda: "📍 No place" in preview.labels)


async def publish_from(town: Town, person: Person, words: str, name: str) -> Message:
    """Publish with a place typed; returns the post."""
    posts = len(town.cards)
    await submit_from(town, person, words, name)
    await town.until(lambda: len(town.cards) > posts)
    return town.cards[-1]


async def submit_from(town: Town, person: Person, words: str, name: str) -> None:
    """Press Publish under a card with a typed place."""
    known = [m for m in person.chat if m.photo and m.keyboard]
    person.send(words)
    preview = await town.until(
        lambda: next((m for m in person.chat if m.photo and m.keyboard and m not in known), None)
    )
    await town.press(person, preview, "📍")
    await town.until(lambda: any("Type" in each for each in preview.labels))
    await town.press(person, preview, "Type a town")
    question = await town.said(person, "Which town?")
    person.send(name, reply_to=question)
    await town.press(person, preview, (await offered(town, preview))[0])
    await town.until(lambda: any("✅" in each for each in preview.labels))
    assert await town.press(person, preview, "✅") == "Got it."


def line(post: Message) -> str | None:
    return next((each for each in (post.caption or "").split("\n") if "📍" in each), None)


async def test_the_third_whisper_of_a_town_names_it_and_a_withdrawal_makes_it_wider(town: Town):
    people = [town.world.add_person(name) for name in ("Ada", "Bea", "Cyd", "Dov")]
    async with town.running(**ON, author_limit=9):
        posts = [
            await publish_from(town, person, f"I kept letter number {n}.", "Lyon")
            for n, person in enumerate(people[:2], 1)
        ]
        posts.append(await publish_from(town, people[3], "I never liked the sea.", "Nice"))
        await town.until(lambda: [line(post) for post in posts] == ["📍 France"] * 3)
        posts.append(await publish_from(town, people[2], "I kept letter number 3.", "Lyon"))
        lyon, france = "📍 Lyon, France", "📍 France"
        await town.until(lambda: [line(post) for post in posts] == [lyon, lyon, france, lyon])
        code = next(m for m in people[2].chat if "Your receipt: " in (m.text or ""))
        people[2].send((code.text or "").split("Your receipt: ")[1].split()[0])
        shown = await town.until(
            lambda: next((m for m in people[2].chat if "Withdraw" in str(m.labels)), None)
        )
        await town.withdraw(people[2], shown)
        await town.until(lambda: [line(post) for post in posts[:3]] == [france] * 3)


async def test_what_is_stored_is_no_narrower_than_what_may_be_printed(town: Town):
    async with town.running(places="region"):
        await publish_from(town, town.alice, WORDS, "Lyon")

        async def chose(tables: Tables) -> object:
            return await tables.places.standing(town.world.clock.now())

        async with asyncio.timeout(60):
            while not (rows := await stored(town, chose)):
                await asyncio.sleep(0.02)
        assert isinstance(rows, tuple)
        assert [each.chosen for each in rows] == ["FR.84"]


async def test_thirty_days_after_release_the_chosen_place_is_forgotten(town: Town):
    async with town.running(**ON):
        await publish_from(town, town.alice, WORDS, "Lyon")
        assert town.bot_running is not None
        storage = town.bot_running.services.shared.storage
        later = town.world.clock.now() + timedelta(days=30, minutes=1)
        async with storage.transaction() as tables:
            assert await tables.places.forget_chosen(later) == 0  # nothing printed: the row went
            assert await tables.places.every(town.world.clock.now()) == ()


async def test_moderators_see_the_step_that_would_be_printed_and_not_the_town(
    moderated: ModeratedTown,
):
    town = moderated
    async with town.running(**ON, moderation="pre", review_every=timedelta(0), author_limit=9):
        for n in (1, 2, 3):
            await submit_from(town, town.alice, f"I wrote letter number {n} by hand.", "Lyon")
            card = await town.shown(f"letter number {n}")
            expected = None if n < 3 else "📍 Lyon, France"
            assert line(card) == expected
            assert ("Lyon" in (card.caption or "")) == (n == 3)
            await town.press(town.mia, card, "Approve")
            await town.until(lambda n=n: len(town.cards) == n)
        await submit_from(town, town.alice, "I miss the mountains there.", "Grenoble")
        card = await town.shown("I miss the mountains")
        assert line(card) == "📍 Auvergne-Rhône-Alpes, France"


async def test_a_french_channel_names_places_in_french(town: Town):
    people = [town.world.add_person(name) for name in ("Ada", "Bea")]
    async with town.running(**ON, place_crowd=2, language="fr"):
        posts = [
            await publish_from(town, person, f"Je garde la lettre numéro {n}.", "London")
            for n, person in enumerate(people, 1)
        ]
        await town.until(lambda: [line(post) for post in posts] == ["📍 Londres, Royaume-Uni"] * 2)


async def test_a_whisper_of_another_channel_counts_for_none_of_this_one(town: Town):
    """Each channel is a crowd of its own."""
    async with town.running(**ON, place_crowd=2):
        await publish_from(town, town.alice, WORDS, "Lyon")
        assert town.bot_running is not None
        storage = town.bot_running.services.shared.storage.within(Scope(2))
        async with storage.reading() as tables:
            assert await tables.places.every(town.world.clock.now()) == ()
            assert await tables.places.chose(town.world.clock.now()) == {}
