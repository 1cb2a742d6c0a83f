"""Chats take turns: who waits for what, who is let go, and what is never let go."""

import asyncio
from collections.abc import Iterable

import pytest

from bot.botapi.turns import A_CHAT, IN_ALL, LET_GO, PLACES, Burden, Place, Turns, Weight
from tests.kit.works import ManualClock


class Line:
    """Updates in a line, each held in hand until the test ends it."""

    def __init__(self) -> None:
        self.clock = ManualClock()
        self.turns = Turns(self.clock)
        self.begun: list[str] = []  # names, "-" before those that were let go
        self._ends: dict[str, asyncio.Event] = {}
        self.tasks: dict[str, asyncio.Task[None]] = {}
        self.places: dict[str, Place] = {}

    def come(self, name: str, burden: Burden) -> None:
        self._ends[name] = asyncio.Event()
        self.places[name] = self.turns.place(burden)
        self.tasks[name] = asyncio.create_task(self._handle(name))

    async def _handle(self, name: str) -> None:
        place = self.places[name]
        async with self.turns.turn(place):
            if place.overtaken:
                return
            self.begun.append(f"-{name}" if LET_GO.get() else name)
            await self._ends[name].wait()

    async def end(self, *names: str) -> None:
        for name in names:
            self._ends[name].set()
        await settle()

    async def end_all(self) -> None:
        while not all(task.done() for task in self.tasks.values()):
            await self.end(*self.tasks)


async def settle() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


@pytest.fixture
def line() -> Line:
    return Line()


def words(chat: str, message: int | None = None) -> Burden:
    return Burden(chat, Weight.WORDS, 1.0, card=True, spare=True, message=message)


def press(chat: str) -> Burden:
    return Burden(chat, Weight.WORDS, 0.25)


async def fill(line: Line, weight: Weight = Weight.WORDS) -> list[str]:
    """All places of this weight are taken by chats that wrote one each."""
    names = [f"full{n}" for n in range(PLACES[weight])]
    for name in names:
        line.come(name, Burden(name, weight, 1.0, card=True, spare=True))
    await settle()
    line.begun.clear()
    return names


async def test_of_one_chat_the_newest_words_come_first_and_one_at_a_time(line: Line) -> None:
    for n in range(4):
        line.come(f"{n}", words("a"))
    await settle()
    assert line.begun == ["0"]
    await line.end("0", "1", "2", "3")
    await line.end_all()
    assert line.begun == ["0", "3", "2", "1"]


async def test_a_press_passes_the_words_of_its_chat_that_wait(line: Line) -> None:
    for n in range(3):
        line.come(f"{n}", words("a"))
    line.come("press", press("a"))
    await settle()
    await line.end("0")
    assert line.begun == ["0", "press"]
    await line.end_all()


async def test_beyond_four_the_oldest_words_of_a_chat_are_let_go_and_presses_never(
    line: Line,
) -> None:
    for n in range(A_CHAT + 4):
        line.come(f"{n}", words("a"))
    for n in range(10):
        line.come(f"p{n}", press("a"))
    await settle()
    await line.end_all()
    assert [name for name in line.begun if name.startswith("-")] == ["-1", "-2", "-3"]
    assert [name for name in line.begun if name.startswith("p")] == [f"p{n}" for n in range(10)]


async def test_who_asked_for_least_comes_first(line: Line) -> None:
    full = await fill(line)
    for n in range(3):
        for flooder in "fgh":
            line.come(f"{flooder}{n}", words(flooder))
    line.come("honest", words("honest"))
    await settle()
    assert line.begun == []
    await line.end(full[0])
    assert line.begun == ["honest"]
    await line.end_all()


async def test_chats_that_asked_for_as_much_take_turns(line: Line) -> None:
    full = await fill(line)
    for chat in "abc":
        for n in range(3):
            line.come(f"{chat}{n}", words(chat))
        line.clock.pass_(seconds=1)
    await settle()
    for name in full[:3]:
        await line.end(name)
    assert line.begun == ["a2", "b2", "c2"]
    await line.end_all()


async def test_pictures_and_answers_take_no_place_of_words(line: Line) -> None:
    for weight in (Weight.LIGHT, Weight.PICTURE):
        for n in range(PLACES[weight] + 3):
            line.come(f"{weight.name}{n}", Burden(f"{weight.name}{n}", weight, 1.0))
    line.come("words", words("w"))
    await settle()
    assert "words" in line.begun
    assert len(line.begun) == PLACES[Weight.LIGHT] + PLACES[Weight.PICTURE] + 1
    await line.end_all()


async def test_groups_and_the_channel_wait_for_nobody(line: Line) -> None:
    await fill(line)
    for n in range(100):
        line.come(f"{n}", Burden(f"group {n}"))
    await settle()
    assert len(line.begun) == 100
    await line.end_all()


async def test_an_edit_takes_the_place_of_the_words_that_still_wait(line: Line) -> None:
    line.come("first", words("a", 1))
    line.come("second", words("a", 2))
    edit = Burden("a", Weight.WORDS, 0.25, spare=True, message=2)
    line.come("edit", edit)
    line.come("again", edit)
    await settle()
    await line.end_all()
    assert line.begun == ["first", "again"]


async def test_after_cancel_nothing_that_waited_before_becomes_a_card(line: Line) -> None:
    for n in range(3):
        line.come(f"{n}", words("a"))
    line.come("cancel", Burden("a", Weight.LIGHT, 0.25, clears=True))
    line.come("new", words("a"))
    await settle()
    await line.end_all()
    assert line.begun == ["0", "-1", "-2", "cancel", "new"]


async def test_in_all_a_bounded_number_waits_and_who_asked_for_most_gives_way(line: Line) -> None:
    full = await fill(line)
    for n in range(IN_ALL):
        line.come(f"{n}", words(f"chat {n // A_CHAT}"))
    line.come("honest", words("honest"))
    await settle()
    assert sum(place.let_go for place in line.places.values()) == len(full) + 1
    assert not line.places["honest"].let_go
    await line.end(full[0])
    assert "honest" in line.begun
    await line.end_all()
    assert line.turns.at_rest


async def test_who_is_cancelled_leaves_the_line_in_order(line: Line) -> None:
    async def cancel(names: Iterable[str]) -> None:
        for name in names:
            line.tasks[name].cancel()
        await settle()

    full = await fill(line)
    line.come("waits", words("a"))
    line.come("waits too", words("a"))
    await settle()
    await cancel(["waits", full[0]])
    assert line.begun == ["waits too"]
    await cancel(line.tasks)
    assert line.turns.at_rest
