"""Readers look at what others have whispered: six cards at once, one by one, by a tag or a word."""

import asyncio
from datetime import timedelta

import pytest

from bot.domain.whisper import State
from bot.flows.moderation.remove import hide, take_down
from bot.i18n import BY_CODE, SOURCE_LANGUAGE, offered
from bot.sandbox.messages import Message
from bot.sandbox.people import Person
from storage import Storage
from tests.kit.database import rows_of
from tests.kit.town import Town

WORDS = [
    "I danced alone in the rain last night.",
    "The lighthouse keeper kissed me.",
    "I still water his plants every evening.",
    "My grandmother taught me to lie.",
    "Nobody knows that I sleep in my car.",
    "I kept her voice on my phone.",
    "The rain smells like my first love.",
    "I eat lunch alone on purpose.",
]
FIRST = 7  # of two pages: so many whispers


@pytest.fixture
def reading(town: Town) -> Town:
    town.settings |= {"author_limit": 99}
    return town


async def fill(town: Town, count: int = FIRST) -> list[Message]:
    """Whispers stand in the channel: number 1 with one heart, number 2 with two …"""
    posts = []
    for n in range(count):
        posts.append(await town.publish(town.alice, WORDS[n]))
        town.world.clock.skip(timedelta(minutes=5))
    crowd = [town.world.add_person(f"Reader {n}") for n in range(count)]
    for n, post in enumerate(posts):
        for person in crowd[: n + 1]:
            person.react(post, "❤")
    await town.idle()
    await town.until(lambda: not town.bot.inbox.waiting or None)
    return posts


async def ask(town: Town, person: Person, command: str) -> Message:
    """The answer to a command: a picture with buttons."""
    before = list(person.chat)
    person.send(command)

    def shown() -> Message | None:
        found = [m for m in person.chat if m not in before and m.sender is town.bot and m.keyboard]
        return found[-1] if found else None

    return await town.until(shown)


async def answered(town: Town, person: Person, command: str, words: str) -> Message:
    person.send(command)
    return await town.said(person, words)


def numbers(message: Message) -> list[str]:
    """The numbers of the list, in its order."""
    return [word for word in (message.caption or "").split() if word.startswith("#")]


async def test_popular_is_one_picture_of_six_a_list_and_pages(reading: Town) -> None:
    town = reading
    async with town.running():
        await fill(town)
        await town.later(timedelta(minutes=2))
        page = await ask(town, town.bob, "/popular")
        assert page.photo
        assert (page.caption or "").splitlines()[0] == "Les plus aimées · Aujourd’hui"
        assert numbers(page) == ["#7", "#6", "#5", "#4", "#3", "#2"]
        assert "1. #7 The rain smells like my first love. ❤\u00a07" in (page.caption or "")
        assert page.labels[:4] == ["· Aujourd’hui ·", "Semaine", "Mois", "Depuis toujours"]
        assert page.labels[4:10] == ["1", "2", "3", "4", "5", "6"]
        assert page.labels[10:] == ["◀", "1/2", "▶"]
        await town.press(town.bob, page, "▶")
        await town.until(lambda: numbers(page) == ["#1"])
        await town.press(town.bob, page, "◀")
        await town.until(lambda: len(numbers(page)) == 6)


async def test_each_number_leads_to_its_card(reading: Town) -> None:
    town = reading
    async with town.running():
        posts = await fill(town, 2)
        page = await ask(town, town.bob, "/latest")
        links = list(page.links.values())
        assert links == [f"https://t.me/{town.bot.username}?start=w_{n}" for n in (2, 1)]
        town.bob.open_link(links[1])
        card = await town.until(lambda: _card(town, town.bob, "#1"))
        assert WORDS[0] in (card.caption or "")
        assert "Ouvrir dans le canal" in " ".join(card.labels)
        [opened] = [b for row in card.keyboard for b in row if "Ouvrir" in b.label]
        assert opened.url == f"https://t.me/sotto_voce/{posts[0].message_id}"
        await town.press(town.bob, page, "1")
        card = await town.until(lambda: _card(town, town.bob, "#2"))
        assert WORDS[1] in (card.caption or "")


def _card(town: Town, person: Person, number: str) -> Message | None:
    found = [
        m
        for m in person.chat
        if m.sender is town.bot and (m.caption or "").splitlines()[:1] == [number]
    ]
    return found[-1] if found else None


async def test_times_of_what_is_popular_are_chosen_in_place(reading: Town) -> None:
    town = reading
    async with town.running():
        await fill(town, 1)
        await town.later(timedelta(days=2))
        await town.publish(town.alice, WORDS[1])
        await town.idle()
        page = await ask(town, town.bob, "/popular")
        assert numbers(page) == []
        for label, found in (("Semaine", ["#1"]), ("Mois", ["#1"]), ("Depuis", ["#1"])):
            await town.press(town.bob, page, label)
            await town.until(lambda found=found: numbers(page) == found)  # type: ignore[misc]


async def test_random_shows_a_card_and_another_in_its_place(reading: Town) -> None:
    town = reading
    async with town.running():
        await fill(town, 5)
        card = await ask(town, town.alice, "/random")
        assert [label.split(" ", 1)[1] for label in card.labels] == [
            "Another",
            "Story size",
            "Open in the channel",
        ]
        seen = {(card.caption or "").splitlines()[0]}
        for _ in range(30):
            await town.press(town.alice, card, "Another")
            await town.idle()
            seen.add((card.caption or "").splitlines()[0])
            if len(seen) > 2:
                break
            town.world.clock.skip(timedelta(seconds=10))
        assert len(seen) > 2
        assert len([m for m in town.alice.chat if m.photo]) == 1


async def test_a_tag_is_chosen_or_typed(reading: Town) -> None:
    town = reading
    async with town.running():
        await fill(town)
        offered = await ask(town, town.alice, "/tag")
        assert any(label.startswith("#rain · 2") for label in offered.labels)
        await town.press(town.alice, offered, "#rain")
        page = await town.until(
            lambda: next((m for m in town.alice.chat if m.photo and m.keyboard), None)
        )
        assert numbers(page)[1:] == ["#7", "#1"]  # after the title, which is the tag
        await town.until(lambda: offered not in town.alice.chat)
        page = await ask(town, town.bob, "/tag Rain")
        assert numbers(page)[1:] == ["#7", "#1"]
        await answered(town, town.bob, "/tag volcano", "Aucune confidence n’a ce tag.")


async def test_search_finds_what_has_all_the_words(reading: Town) -> None:
    town = reading
    async with town.running():
        await fill(town)
        assert numbers(await ask(town, town.bob, "/search RAIN")) == ["#7", "#1"]
        assert numbers(await ask(town, town.bob, "/search rain danc")) == ["#1"]
        assert WORDS[3] in ((await ask(town, town.bob, "/search #4")).caption or "")
        await answered(town, town.bob, "/search volcano", "Je ne trouve aucune confidence")
        await answered(town, town.bob, "/search", "/search pluie")


async def test_leafing_goes_on_after_a_restart(reading: Town) -> None:
    town = reading
    async with town.running():
        await fill(town)
        page = await ask(town, town.bob, "/latest")
    async with town.running():
        await town.press(town.bob, page, "▶")
        await town.until(lambda: numbers(page) == ["#1"])
        await town.later(timedelta(minutes=16))
        await town.until(lambda: not town.bob.chat)


async def test_what_somebody_looked_for_does_not_stay_over_a_stop(reading: Town) -> None:
    town = reading
    async with town.running():
        await fill(town, 1)
        page = await ask(town, town.bob, "/search rain")
        assert "rain" in (page.caption or "")
    assert not town.bob.chat


async def test_command_and_answer_burn_like_everything_else(reading: Town) -> None:
    town = reading
    async with town.running():
        await fill(town, 3)
        page = await ask(town, town.bob, "/latest")
        await town.press(town.bob, page, "1")
        await town.until(lambda: _card(town, town.bob, "#3"))
        card = await ask(town, town.bob, "/random")
        await town.press(town.bob, card, "story")
        await answered(town, town.bob, "/search volcano", "aucune")
        await town.later(timedelta(minutes=16))
        await town.until(lambda: not town.bob.chat)


async def test_no_question_is_taken_for_a_whisper_not_even_edited(reading: Town) -> None:
    town = reading
    async with town.running() as running:
        await fill(town, 1)
        asked = town.bob.send("/search a secret about my sister")
        await town.said(town.bob, "Je ne trouve")
        town.bob.edit(asked, "/search another secret about my sister")
        await town.idle()
        assert not [m for m in town.bob.chat if m.photo]
        assert len(await asyncio.to_thread(rows_of, storage_of(running).path, "whispers")) == 1


def storage_of(running: object) -> Storage:
    storage: Storage = running.services.shared.storage  # type: ignore[attr-defined]
    return storage


async def publish_covered(town: Town, words: str) -> None:
    before = len(town.cards)
    town.alice.send(words)
    preview = await town.preview(town.alice)
    await town.press(town.alice, preview, "Sensitive")
    await town.until(lambda: any("☑️" in label for label in preview.labels))
    await town.press(town.alice, preview, "✅")
    await town.until(lambda: len(town.cards) > before)


async def take_out(town: Town, storage: Storage, number: int, way: str) -> None:
    """``withdrawn`` or ``hidden``."""
    now = town.world.clock.now()
    if way == "withdrawn":
        assert await take_down(
            storage=storage, number=number, to=State.WITHDRAWN, reason=None, now=now
        )
        return
    async with storage.transaction() as tables:
        assert await hide(tables, number, now)


@pytest.mark.parametrize("way", ["withdrawn", "hidden", "covered"])
async def test_what_is_taken_out_is_in_no_feed_and_in_no_byte(reading: Town, way: str) -> None:
    town = reading
    async with town.running() as running:
        secret = "The zebrafish remembers everything."
        if way == "covered":
            await publish_covered(town, secret)
        else:
            await town.publish(town.alice, secret)
            await town.idle()
            page = await ask(town, town.bob, "/search zebrafish")
            assert numbers(page) == ["#1"]
        storage = storage_of(running)
        if way != "covered":
            await take_out(town, storage, 1, way)
        if way == "withdrawn":
            await town.until(lambda: b"zebrafish" not in storage.path.read_bytes())
        town.world.clock.skip(timedelta(seconds=30))
        for command in ("/search zebrafish", "/latest", "/random", "/tag"):
            carol = town.world.add_person(f"Carol {command}")
            carol.send(command)
            await town.until(lambda carol=carol: _last(town, carol))  # type: ignore[misc]
            said = _last(town, carol)
            assert said is not None
            assert "zebrafish" not in (said.caption or said.text or "").lower()
            assert numbers(said) == []
        for table in ("terms", "tags", "standings"):
            assert await asyncio.to_thread(rows_of, storage.path, table) == []


def _last(town: Town, person: Person) -> Message | None:
    found = [m for m in person.chat if m.sender is town.bot]
    return found[-1] if found else None


async def test_who_asks_too_much_is_told_kindly(reading: Town) -> None:
    town = reading
    async with town.running():
        await fill(town, 1)
        page = await ask(town, town.bob, "/latest")
        told = [await town.press(town.bob, page, "1") for _ in range(45)]
        assert told[0] is None or told[0] == ""
        assert "d’un coup" in (told[-1] or "")


async def test_the_menu_has_the_feeds_in_every_language(reading: Town) -> None:
    town = reading
    town.shows_menus = True
    async with town.running():
        codes = ["" if each == SOURCE_LANGUAGE else BY_CODE[each].short for each in offered()]
        assert {"", "fr", "ar"} <= set(codes)
        await town.until(lambda: {f"default::{code}" for code in codes} <= town.bot.commands.keys())
        for code in codes:
            menu = await town.bot.call("getMyCommands", language_code=code)
            assert {"popular", "latest", "random", "tag", "search"} <= {c["command"] for c in menu}
