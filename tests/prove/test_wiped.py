"""Whatever one does and however Telegram fails meanwhile: nothing is left in the chat."""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest
from telegram.request import HTTPXRequest

from bot.botapi import connect
from bot.sandbox.faults import Faults
from bot.sandbox.messages import Message
from bot.sandbox.people import Person
from tests.kit.town import Town, jpeg
from tests.prove.wiped_replies import REPLYING

CODE = re.compile(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}")
DELETING = ("deleteMessages", "deleteMessage")
SAYING = ("sendMessage", "answerCallbackQuery")
ALL_DELETED = timedelta(hours=47)
"""Of the world's time: after that Telegram would let nothing be deleted any more."""


async def button(town: Town, person: Person, label: str) -> Message:
    """The newest message with such a button, once it is there."""

    def shown() -> Message | None:
        fits = (m for m in reversed(person.chat) if any(label in text for text in m.labels))
        return next(fits, None)

    return await town.until(shown)


async def code_of(town: Town, person: Person) -> str:
    def shown() -> str | None:
        found = (CODE.search(m.text or "") for m in person.chat if m.sender is town.bot)
        return next((match[0] for match in found if match), None)

    return await town.until(shown)


async def take_in(town: Town, person: Person, words: str) -> str:
    person.send(words)
    person.press(await button(town, person, "Publish"), "Publish")
    return await code_of(town, person)


async def publishes(town: Town, person: Person) -> None:
    await take_in(town, person, "I keep a key to a house that was sold.")


async def publishes_a_photo(town: Town, person: Person) -> None:
    person.send_photo(jpeg(), "The garden where I stopped believing him.")
    person.press(await button(town, person, "Publish"), "Publish")
    await code_of(town, person)


async def writes_words_for_a_picture(town: Town, person: Person) -> None:
    person.send_photo(jpeg())
    await asked_for_words(town, person)
    person.send("This is where I used to wait for her.")
    person.press(await button(town, person, "Publish"), "Publish")
    await code_of(town, person)


async def leaves_a_picture_without_words(town: Town, person: Person) -> None:
    person.send_photo(jpeg())
    await asked_for_words(town, person)


async def asked_for_words(town: Town, person: Person) -> Message:
    def shown() -> Message | None:
        said = (m for m in person.chat if "Now write the words" in (m.caption or m.text or ""))
        return next(said, None)

    return await town.until(shown)


async def edits_and_publishes(town: Town, person: Person) -> None:
    sent = person.send("I told Ann")
    preview = await button(town, person, "Publish")
    person.edit(sent, "I told nobody that I failed the exam.")
    before = preview.photo
    person.press(preview, "Publish")
    await town.until(lambda: preview.deleted or preview.photo != before)
    if not preview.deleted:  # the press came before the edit: the card is shown anew
        person.press(preview, "Publish")
    await code_of(town, person)


async def edits_what_was_published(town: Town, person: Person) -> None:
    sent = person.send("I water the plants of a man I never met.")
    preview = await button(town, person, "Publish")
    pause = town.world.faults.pause("deleteMessages", at="before", chat=person.place())
    person.press(preview, "Publish")
    await pause.reached()
    if not sent.deleted:  # it was a sweep that was held, and the burning came first
        person.edit(sent, "I water the plants of Mr Lind.")
    pause.drop()


async def cancels(town: Town, person: Person) -> None:
    person.send("Nobody should read this.")
    person.press(await button(town, person, "Cancel"), "Cancel")


async def cancels_by_command(town: Town, person: Person) -> None:
    person.send("Nobody should read this either.")
    await button(town, person, "Cancel")
    person.send("/cancel")


async def abandons(town: Town, person: Person) -> None:
    person.send("I will think about it.")
    await button(town, person, "Cancel")


async def is_refused(town: Town, person: Person) -> None:
    for text in ("/start write", "/receipt", "/privacy", "https://example.org/a", "word " * 200):
        person.send(text)
    person.send_location()
    person.send_sticker()
    await town.until(lambda: [m for m in person.chat if m.sender is town.bot])


async def looks_up(town: Town, person: Person) -> None:
    code = await take_in(town, person, "I still set two plates.")
    person.send(code)
    await button(town, person, "Withdraw")
    person.send("/receipt 0000-0000-0000-0000")


async def withdraws(town: Town, person: Person) -> None:
    code = await take_in(town, person, "I sold the ring and said that I lost it.")
    person.send(f"/receipt {code}")
    person.press(await button(town, person, "Withdraw"), "Withdraw")
    person.press(await button(town, person, "Yes"), "Yes")


async def leaves_the_question_open(town: Town, person: Person) -> None:
    code = await take_in(town, person, "I kept the letters.")
    person.send(f"/receipt {code}")
    person.press(await button(town, person, "Withdraw"), "Withdraw")
    await button(town, person, "Yes")


async def reports(town: Town, person: Person) -> None:
    person.start(town.bot, "report_1")
    question = await town.until(lambda: next((m for m in person.chat if m.keyboard), None))
    person.press(question, "💔")


async def asked_for_a_place(town: Town, person: Person, way: str, words: str) -> Message:
    """The question about a place of a draft with these words."""
    person.send(words)
    person.press(await button(town, person, "📍"), "📍")
    person.press(await button(town, person, way), way)
    return await town.until(lambda: next((m for m in person.chat if m.markup), None))


async def finds_a_place(town: Town, person: Person) -> None:
    await asked_for_a_place(town, person, "Find it", "I pass your street every day.")
    person.share_location(45.7314159, 4.8271828)
    person.press(await button(town, person, "Lyon"), "Lyon")
    person.press(await button(town, person, "Publish"), "Publish")
    await code_of(town, person)


async def types_a_town(town: Town, person: Person) -> None:
    asks = await asked_for_a_place(town, person, "Type a town", "I never left the town.")
    person.send("Nowhereville", reply_to=asks)
    again = await town.until(
        lambda: next((m for m in person.chat if m.markup and m is not asks), None)
    )
    person.send("Lyon", reply_to=again)
    await button(town, person, "Lyon")


async def leaves_a_position_and_goes(town: Town, person: Person) -> None:
    await asked_for_a_place(town, person, "Find it", "I am here and nobody knows.")
    person.share_location(45.7314159, 4.8271828)
    person.send_location(-30.0, -130.0)


async def looks_around(town: Town, person: Person) -> None:
    person.send("/place Lyon")
    await town.said(person, "Fewer than ten whispers")
    person.send("/near")
    await town.said(person, "Tap the button below.")
    person.share_location(45.7314159, 4.8271828)


SCENARIOS: tuple[Callable[[Town, Person], Awaitable[None]], ...] = (
    publishes,
    publishes_a_photo,
    writes_words_for_a_picture,
    leaves_a_picture_without_words,
    edits_and_publishes,
    edits_what_was_published,
    cancels,
    cancels_by_command,
    abandons,
    is_refused,
    looks_up,
    withdraws,
    leaves_the_question_open,
    reports,
    *REPLYING,
    finds_a_place,
    types_a_town,
    leaves_a_position_and_goes,
    looks_around,
)

FAILURES: dict[str, Callable[[Faults], Any]] = {
    "nothing fails": lambda _faults: None,
    "429": lambda faults: faults.flood(1, *DELETING, times=None, chance=0.4),
    "400": lambda faults: faults.refuse(*DELETING, times=None, chance=0.4),
    "500": lambda faults: faults.server_error(*DELETING, *SAYING, times=None, chance=0.4),
    "no answer in time": lambda faults: faults.hang(*DELETING, at="after", times=4),
    "answers get lost": lambda faults: faults.lose_reply(*DELETING, *SAYING, times=12),
    "calls get lost": lambda faults: faults.reset(*DELETING, *SAYING, times=12),
}


@pytest.fixture
def moderated(town: Town) -> Town:
    """Readers may report, since somebody looks."""
    moderators = town.world.add_group("Moderators", supergroup=True)
    moderators.admit(town.bot)
    town.settings |= {"moderators": moderators.id, "moderation": "post", "places": "town"}
    return town


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch, failure: str) -> None:
    """Where no answer comes, the bot waits three seconds for it, not twenty."""
    if failure != "no answer in time":
        return

    def request(**given: Any) -> HTTPXRequest:
        return HTTPXRequest(**{**given, "read_timeout": 3.0})

    monkeypatch.setattr(connect, "HTTPXRequest", request)


async def everybody(town: Town, failure: Callable[[Faults], Any]) -> list[Person]:
    """Each scenario is played by somebody, all at once, while Telegram fails. A whisper that can
    be reported stands already."""
    await town.publish(town.alice, "The first one.")
    await town.idle()
    failure(town.world.faults)
    people = [town.world.add_person(act.__name__) for act in SCENARIOS]
    acts = [act(town, person) for act, person in zip(SCENARIOS, people, strict=True)]
    async with haste(town):
        await asyncio.gather(*acts)
        await town.idle()  # an answer that failed five times in a row waits half a minute
    return [town.alice, *people]


@asynccontextmanager
async def haste(town: Town) -> AsyncIterator[None]:
    """A second of the world's time in a tenth: whatever is tried again is tried sooner. Where the
    loop is slow the world's time is, too: what people press must not have died meanwhile."""

    async def hasten() -> None:
        while True:
            for _ in range(20):
                await asyncio.sleep(0.005)
            town.world.clock.skip(timedelta(seconds=0.9))

    hastening = asyncio.create_task(hasten())
    try:
        yield
    finally:
        hastening.cancel()


async def left_after_a_while(town: Town, people: list[Person]) -> dict[str, list[str]]:
    """What still stands in whose chat when all has had its time to burn. Time is skipped only
    while nothing is deleted: the bot's calls take real seconds."""
    end = town.world.clock.now() + ALL_DELETED
    step = timedelta(minutes=5)
    await town.later(timedelta(minutes=15))
    while (stands := sum(len(person.chat) for person in people)) and town.world.clock.now() < end:
        try:
            async with asyncio.timeout(1.5):
                await town.until(lambda: not any(person.chat for person in people))
        except TimeoutError:
            if sum(len(person.chat) for person in people) >= stands:
                town.world.clock.skip(step)
                step *= 1.25
    return {
        person.name: [m.text or m.caption or "a picture" for m in person.chat]
        for person in people
        if person.chat
    }


@pytest.mark.parametrize("failure", FAILURES)
@pytest.mark.usefixtures("hasty")
async def test_nothing_is_left_in_any_chat(failure: str, moderated: Town, figure: Any) -> None:
    town = moderated
    async with town.running() as running:
        people = await everybody(town, FAILURES[failure])
        left = await left_after_a_while(town, people)
        deleted = running.services.shared.deletions.figures
    happened = sum(n for name, n in town.world.faults.counts.items() if "pause" not in name)
    figure(
        f"chats wiped, {failure}",
        f"{len(people)} chats, {deleted.deleted} deleted, {happened} failures, {len(left)} left",
    )
    assert left == {}
    assert deleted.failed == 0
    assert (happened > 0) == (failure != "nothing fails")


async def test_nothing_is_left_when_telegram_was_away_while_it_was_due(
    moderated: Town, figure: Any
) -> None:
    """Receipts and abandoned drafts come due within the half hour of the outage."""
    town = moderated
    async with town.running() as running:
        people = await everybody(town, FAILURES["nothing fails"])
        assert any(person.chat for person in people)
        await town.idle()
        town.world.faults.outage(timedelta(minutes=30))
        town.world.clock.skip(timedelta(minutes=20))
        deletions = running.services.shared.deletions
        await town.until(lambda: deletions.figures.retried)
        town.world.clock.skip(timedelta(minutes=11))
        left = await left_after_a_while(town, people)
    figure("chats wiped, offline while due", f"{len(people)} chats, {len(left)} not empty")
    assert left == {}
    assert deletions.figures.failed == 0


async def test_a_build_that_forgets_its_debts_would_be_seen(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The tests above can fail."""
    async with town.running() as running:

        async def schedule(*_: object, **__: object) -> None:
            pass

        monkeypatch.setattr(type(running.services.shared.deletions), "schedule", schedule)
        await cancels(town, town.alice)
        await town.later(timedelta(hours=1))
        await town.idle()
        assert [m.text for m in town.alice.chat if m.text]
