"""Telegram begins its update ids anew: each update is handled once, and nobody is left unheard."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from pydantic import SecretStr

from bot.running import Running
from bot.sandbox.messages import Message
from bot.sandbox.people import Person
from tests.kit.town import Town

LOWER = 5_000
"""An id far below the first one of a sandbox's bot."""
HIGHER = 1_900_000_000


@contextmanager
def handled(running: Running) -> Iterator[list[str]]:
    """The kinds of updates that were handled inside the block, one by one."""
    kinds: list[str] = []
    handle = running.intake.handle

    async def noted(update: Any) -> None:
        kinds.extend(kind for kind in update.to_dict() if kind != "update_id")
        await handle(update)

    running.intake.handle = noted
    try:
        yield kinds
    finally:
        running.intake.handle = handle


async def _first(town: Town) -> tuple[Message, Message, Message]:
    """A post that stands in the channel, and an open draft with its preview."""
    post = await town.publish(town.alice, "Before the quiet week.")
    town.channel.admit(town.mia, owner=True)
    message = town.alice.send("A draft that stays open.")
    preview = await town.preview(town.alice)
    await town.idle()
    return post, message, preview


class Owner(Town):
    mia: Person


FIRST: dict[str, Callable[[Owner, Message, Message, Message], object]] = {
    "message": lambda town, post, message, preview: town.alice.send("After the quiet week."),
    "callback_query": lambda town, post, message, preview: town.alice.press(preview, "Style"),
    "edited_message": lambda town, post, message, preview: town.alice.edit(message, "Edited."),
    "message_reaction_count": lambda town, post, message, preview: town.alice.react(post, "❤"),
    "channel_post": lambda town, post, message, preview: town.mia.send("Hi.", to=town.channel),
}


@pytest.fixture
def owned(town: Town) -> Owner:
    mia = town.world.add_person("Mia")
    values = {name: getattr(town, name) for name in town.__dataclass_fields__}
    owned = Owner(**values)
    owned.mia = mia
    return owned


@pytest.mark.parametrize("first_id", [LOWER, HIGHER])
@pytest.mark.parametrize("kind", FIRST)
async def test_the_first_update_of_a_new_sequence_is_handled_once_and_the_others_are_heard(
    owned: Owner, kind: str, first_id: int
):
    async with owned.running() as running:
        post, message, preview = await _first(owned)
        owned.bot.inbox.begin_anew(first_id)
        with handled(running) as kinds:
            FIRST[kind](owned, post, message, preview)
            await owned.until(lambda: kinds)
            await owned.until(lambda: not owned.bot.inbox.waiting)
            owned.bob.send("Est-ce que tu m’entends ?")
            await owned.preview(owned.bob)
            await owned.idle()
            assert kinds == [kind, "message"]
        assert not owned.bot.inbox.waiting
        assert running.intake.figures.again == 0


async def test_several_updates_in_the_first_batch_of_a_new_sequence_are_handled_once_each(
    town: Town,
):
    async with town.running() as running:
        await town.publish(town.alice, "Before the quiet week.")
        await town.idle()
        town.world.faults.server_error("getUpdates", times=3)  # meanwhile several come
        town.bot.inbox.stop_poll(quietly=True)
        town.bot.inbox.begin_anew(LOWER)
        with handled(running) as kinds:
            people = [town.world.add_person(f"Person {n}") for n in range(7)]
            for person in people:
                person.send(f"I am {person.name}, and I was quiet.")
            for person in people:
                town.world.clock.skip(timedelta(seconds=5))
                await town.preview(person)
            await town.idle()
            assert kinds == ["message"] * 7
        assert not town.bot.inbox.waiting


async def test_what_is_in_hand_from_the_old_sequence_holds_up_nothing_and_is_handled_once(
    town: Town,
):
    # Order: a card is being sent, its update in hand | the ids fall | others write | it ends.
    async with town.running() as running:
        await town.idle()
        hers = town.world.private_chat(town.alice, town.bot)
        with handled(running) as kinds:
            held = town.world.faults.pause("sendPhoto", chat=hers, at="before")
            town.alice.send("In hand when the ids fell.")
            await held.reached()
            town.bot.inbox.begin_anew(LOWER)
            town.bob.send("Première d’une nouvelle suite.")
            await town.preview(town.bob)
            await town.until(lambda: not town.bot.inbox.waiting)
            assert running.intake.in_hand
            assert running.intake.window.offset() == LOWER + 1
            held.release()
            await town.preview(town.alice)
            town.alice.send("And one more of hers.")
            await town.until(lambda: len([m for m in town.alice.chat if m.photo]) == 2)
            await town.idle()
            assert kinds == ["message"] * 3


async def test_a_new_sequence_that_uses_the_ids_in_hand_again_is_handled_too(town: Town):
    # Order: 100 is in hand, 101 was handled | the ids begin anew at 101 | another update 101 comes
    async with town.running() as running:
        await town.idle()
        hers = town.world.private_chat(town.alice, town.bot)
        with handled(running) as kinds:
            held = town.world.faults.pause("sendPhoto", chat=hers, at="before")
            town.alice.send("In hand when the ids fell.")
            again = town.bot.inbox.next_id
            town.bob.send("Traité avant.")
            await town.preview(town.bob)
            town.bot.inbox.begin_anew(again)
            carol = town.world.add_person("Carol")
            carol.send("The same id, and other words.")
            await town.preview(carol)
            await town.until(lambda: not town.bot.inbox.waiting)
            held.release()
            await town.preview(town.alice)
            await town.idle()
            assert kinds == ["message"] * 3


async def test_a_preview_that_is_open_when_the_ids_fall_is_published_once(town: Town):
    async with town.running():
        town.alice.send("Open over a quiet week.")
        preview = await town.preview(town.alice)
        await town.idle()
        town.bot.inbox.begin_anew(LOWER)
        assert await town.press(town.alice, preview, "Publish") == "Got it."
        await town.until(lambda: town.cards and preview.deleted)
        await town.idle()
        receipts = [m for m in town.alice.chat if "Your receipt" in (m.text or "")]
        assert (len(town.cards), len(receipts)) == (1, 1)


async def test_ids_that_fall_before_a_stop_leave_nothing_to_the_next_start(town: Town):
    async with town.running():
        await town.publish(town.alice, "Before the quiet week.")
        await town.idle()
        town.bot.inbox.begin_anew(LOWER)
        town.bob.send("Juste avant l’arrêt.")
        await town.preview(town.bob)
    assert not town.bot.inbox.waiting
    async with town.running() as running:
        town.alice.send("After the start.")
        await town.preview(town.alice)
        await town.idle()
        assert running.intake.figures.handled == 1


async def test_a_webhook_takes_a_new_update_whose_id_was_used_before(town: Town, free_port: int):
    async with town.running(
        webhook_url=f"http://127.0.0.1:{free_port}/hook",
        webhook_listen=f"127.0.0.1:{free_port}",
        webhook_secret=SecretStr("sixteen-letters-and-more"),
    ) as running:
        await town.idle()
        first = town.bot.inbox.next_id
        with handled(running) as kinds:
            town.alice.send("Brought before the quiet week.")
            await town.preview(town.alice)
            await town.until(lambda: not town.bot.inbox.waiting)
            town.bot.inbox.begin_anew(first)
            town.bob.send("Le même numéro, d’autres mots.")
            await town.preview(town.bob)
            await town.until(lambda: not town.bot.inbox.waiting)
            assert kinds == ["message"] * 2


async def test_a_server_that_forgets_no_update_is_asked_slowly_and_told_as_trouble(
    town: Town, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    async with town.running() as running:
        await town.publish(town.alice, "While it still listened.")
        await town.idle()
        monkeypatch.setattr(town.bot.inbox, "confirm", lambda offset: None)
        town.bot.inbox.stop_poll(quietly=True)
        with handled(running) as kinds:
            town.bob.send("Une seule fois, s’il te plaît.")
            await town.preview(town.bob)
            before = len(town.world.calls_of("getUpdates"))
            await town.until(lambda: running.intake.figures.again >= 3)
            await asyncio.sleep(1.0)
            town.alice.send("Heard all the same.")
            await town.preview(town.alice)
            assert kinds == ["message"] * 2
            assert len(town.world.calls_of("getUpdates")) - before < 20
        assert '"updates_repeated"' in capsys.readouterr().err
        monkeypatch.undo()
        await town.until(lambda: not town.bot.inbox.waiting)
        town.alice.react(town.cards[-1], "❤")
        await town.until(lambda: running.intake.figures.again == 0)
