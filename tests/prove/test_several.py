"""With several channels, too: nobody is found, chats are wiped, and no room hears of another's."""

import asyncio
import signal
from datetime import timedelta

import pytest

from tests.kit.several import Campus, love_and_work
from tests.kit.town import Town, with_moderators
from tests.prove.authors import clean, words_of
from tests.prove.moderators_day import ASKED
from tests.prove.several import NAMES, two_channels
from tests.prove.test_wiped import button, left_after_a_while
from tests.prove.town import PLAIN


async def test_eight_people_of_two_channels_leave_no_trace(tmp_path, figure):
    """The bot is killed while what they published waits, and started again."""
    async with two_channels(tmp_path, 8) as town:
        life = await town.start(program=PLAIN)
        waves = enumerate(town.people)
        await asyncio.gather(
            *(town.publish_in(NAMES[n % 2], author, words_of(n)) for n, author in waves)
        )
        await life.end(signal.SIGKILL)
        at_kill = town.found()
        await town.start(program=PLAIN)
        for author in town.people:
            author.send("/help")  # coming back has the chat swept
        await town.until(lambda: town.cards_of("love") and town.cards_of("work"))
        await asyncio.gather(*(clean(town, author) for author in town.people))
        assert await town.lives[-1].end(signal.SIGTERM) == 0
        assert at_kill == town.found() == ()
        for number, name in enumerate(NAMES):
            captions = " ".join(card.caption or "" for card in town.cards_of(name))
            others = [words_of(n)[:-1] for n in range(8) if n % 2 != number]
            assert not any(words in captions for words in others)
        posts = sum(len(town.cards_of(name)) for name in NAMES)
        figure("two channels: people, posts, traces", f"{len(town.people)}, {posts}, 0")


@pytest.fixture
def campus(town: Town) -> Campus:
    """Two channels, each with a room of its own."""
    return love_and_work(with_moderators(town), apart=True)


async def chooses_and_publishes(campus: Campus) -> None:
    person = campus.alice
    campus.follow(person, "write_work")
    person.send("I still keep the key to his house.")
    await campus.choose(person, await button(campus, person, "📮"), "Love letters")
    await campus.press(person, await button(campus, person, "Publish"), "Publish")
    await campus.said(person, "Your receipt")


async def leaves_the_list_open(campus: Campus) -> None:
    campus.follow(campus.bob, "write_love")
    campus.bob.send("My boss never says thank you.")
    await campus.press(campus.bob, await button(campus, campus.bob, "📮"), "📮")
    await button(campus, campus.bob, "Back")


async def test_nothing_is_left_in_the_chats_of_those_who_chose_a_channel(campus: Campus, figure):
    async with campus.with_entries():
        await asyncio.gather(chooses_and_publishes(campus), leaves_the_list_open(campus))
        left = await left_after_a_while(campus, [campus.alice, campus.bob])
    figure("chats wiped, several channels", f"2 chats, {len(left)} not empty")
    assert left == {}


async def answers_in_work(campus: Campus) -> list[tuple[str, object]]:
    """All that the room of work is told when it asks."""
    room = campus.world.chats[campus.entries["work"]["moderators"]]
    said = []
    for command in ASKED:
        sent = campus.mia.send(command, to=room)

        def news(after=sent):
            messages = room.messages
            return [m for m in messages[messages.index(after) + 1 :] if m.sender is campus.bot]

        answer = (await campus.until(news))[-1]
        keys = [key.data for row in answer.keyboard for key in row]
        said.append((command, (answer.text or answer.caption, answer.photo, keys)))
    return said


async def test_a_room_learns_nothing_of_what_waits_for_another(campus: Campus, figure):
    """Asked before and after two whispers came in for the other channel."""
    async with campus.with_entries(moderation="pre", review_every="0s"):
        await answers_in_work(campus)  # the room is greeted in between
        await campus.idle()
        before = await answers_in_work(campus)
        for person, words in (
            (campus.alice, "I read his letters again."),
            (campus.bob, "She never learned that I kept the ring."),
        ):
            campus.follow(person, "write_love")
            await campus.submit(person, words)
        await campus.until(lambda: len(campus.waiting) == 2)
        assert await answers_in_work(campus) == before
        await campus.later(timedelta(minutes=5))
        assert await answers_in_work(campus) == before
    figure("a room's answers after whispers for another", f"{len(ASKED)} alike, twice")
