"""Which renderer is asked, and what becomes of one that fails: nobody waits for it."""

import asyncio
import time
from base64 import b64encode
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import pytest

from bot.cards import worker
from bot.cards.pictures import LIBRARY
from bot.domain.whisper import PictureId
from bot.ops.http import listening
from bot.renderers import renderer, renderers
from bot.renderers.likeness import Likeness, likeness_of
from bot.renderers.renderers import Renderers
from tests.kit.renderers import CARD, SECRET, SHELF, order, standing


async def at_once(*_: object) -> bytes:
    return CARD


@asynccontextmanager
async def asked(*addresses: str, secret: str | None = None) -> AsyncIterator[Renderers]:
    made = Renderers(addresses, secret, SHELF)
    await made.open()
    try:
        yield made
    finally:
        await made.close()


async def draw(made: Renderers, words: str = "Words.", **more: Any) -> bytes | None:
    return await made.draw(worker.card, (order(words, **more),))


async def until(holds: Callable[[], object]) -> None:
    async with asyncio.timeout(10):
        while not holds():
            await asyncio.sleep(0.005)


@pytest.fixture(autouse=True)
def _short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(renderer, "FIRST_REST", 0.02)
    monkeypatch.setattr(renderer, "FULL_REST", 0.05)


class Slowly:
    """Draws when it is told to."""

    def __init__(self) -> None:
        self.go = asyncio.Event()
        self.in_hand = 0

    async def __call__(self, *_: object) -> bytes:
        self.in_hand += 1
        await self.go.wait()
        return CARD


async def test_the_least_busy_is_asked() -> None:
    one, other = Slowly(), Slowly()
    async with AsyncExitStack() as stack:
        first, second = [await stack.enter_async_context(standing(each)) for each in (one, other)]
        async with asked(first.address, second.address) as made:
            drawing = [asyncio.create_task(draw(made)) for _ in range(6)]
            await until(lambda: one.in_hand + other.in_hand == 6)
            assert (one.in_hand, other.in_hand) == (3, 3)
            other.go.set()
            await until(lambda: made.drawn == 3)
            drawing += [asyncio.create_task(draw(made)) for _ in range(3)]
            await until(lambda: made.drawn == 6)
            assert one.in_hand == 3, "it still has its own"
            one.go.set()
            assert await asyncio.gather(*drawing) == [CARD] * 9


async def test_what_a_full_one_does_not_take_another_one_draws_or_it_is_drawn_here() -> None:
    slowly = Slowly()
    async with AsyncExitStack() as stack:
        full = await stack.enter_async_context(standing(slowly, at_once=1))
        free = await stack.enter_async_context(standing(at_once))
        async with asked(full.address) as made, asked(full.address, free.address) as both:
            drawing = asyncio.create_task(draw(made))
            await until(lambda: slowly.in_hand)
            assert await draw(made) is None
            assert [await draw(both) for _ in range(3)] == [CARD] * 3
            assert full.status.full >= 1
            assert made.states == {"in_use": 1}, "it is not broken"
            slowly.go.set()
            assert await drawing == CARD


async def test_a_full_one_hears_a_large_order_out_before_it_says_so() -> None:
    """Who still sends would take the answer for a broken connection."""
    slowly = Slowly()
    async with standing(slowly, at_once=1) as full, asked(full.address) as made:
        drawing = asyncio.create_task(draw(made))
        await until(lambda: slowly.in_hand)
        assert await draw(made, photo=b"\xff" * 5_000_000) is None
        assert made.states == {"in_use": 1}
        slowly.go.set()
        assert await drawing == CARD


async def test_a_slow_one_is_waited_for_no_longer_than_is_bearable(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(renderers, "PATIENCE", 0.2)
    monkeypatch.setattr(renderer, "FIRST_REST", 30.0)
    async with standing(Slowly()) as slow, asked(slow.address) as made:
        begin = time.monotonic()
        assert await draw(made) is None
        assert time.monotonic() - begin < 2
        assert made.states == {"slow": 1}
        await until(lambda: not slow.status.in_hand)  # it was told that nobody waits any more
        begin = time.monotonic()
        assert await draw(made) is None
        assert time.monotonic() - begin < 0.1, "nobody waits for it again"
    assert capfd.readouterr().err.count("renderer_left") == 1


async def test_one_that_comes_back_is_used_again(capfd: pytest.CaptureFixture[str]) -> None:
    async with AsyncExitStack() as stack:
        first = await stack.enter_async_context(standing(at_once))
        made = await stack.enter_async_context(asked(first.address))
        assert await draw(made) == CARD
    async with AsyncExitStack() as stack, asked(first.address) as made:
        assert made.states == {"away": 1}
        assert await draw(made) is None
        await stack.enter_async_context(standing(at_once, port=first.port))
        await until(lambda: made.states == {"in_use": 1})
        assert await draw(made) == CARD
    told = capfd.readouterr().err
    assert (told.count("renderer_left"), told.count("renderer_back")) == (1, 1)


async def test_one_that_fails_again_and_again_rests_longer_each_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rests: list[float] = []
    sleep = asyncio.sleep

    async def noted(seconds: float) -> None:
        if seconds in (0.02, 0.04, 0.08):
            rests.append(seconds)
        await sleep(seconds)

    async def fails(*_: object) -> bytes:
        raise RuntimeError("its disk is full")

    async with standing(fails) as broken, asked(broken.address) as made:
        monkeypatch.setattr(renderer.asyncio, "sleep", noted)
        for _ in range(3):
            assert await draw(made) is None
            async with asyncio.timeout(5):
                while made.states != {"in_use": 1}:
                    await sleep(0.005)
        monkeypatch.undo()
    assert rests == [0.02, 0.04, 0.08]


@pytest.mark.parametrize(("program", "why"), [("other", "version"), (None, "pictures")])
async def test_another_version_or_other_pictures_are_sent_no_words(
    program: str | None, why: str, capfd: pytest.CaptureFixture[str]
) -> None:
    async with standing(at_once) as other:
        same = other.likeness
        other.likeness = Likeness(program or same.program, same.pictures if program else "other")
        async with asked(other.address) as made:
            assert made.states == {why: 1}
            assert await draw(made) is None
            assert other.status.refused == 0, "nothing was asked of it"
            other.likeness = same
            await until(lambda: made.states == {"in_use": 1})
            assert await draw(made) == CARD
            other.likeness = Likeness("newer", same.pictures)  # brought up to date meanwhile
            assert await draw(made) is None
            assert made.states == {"version": 1}
    assert f'"why": "{why}"' in capfd.readouterr().err


async def test_who_does_not_know_the_secret_draws_nothing() -> None:
    async with standing(at_once, secret=SECRET) as guarded:
        async with asked(guarded.address, secret="another-secret-of-16") as made:
            assert made.states == {"secret": 1}
            assert await draw(made) is None
        async with asked(guarded.address, secret=SECRET) as made:
            assert await draw(made) == CARD


async def test_a_picture_that_only_this_machine_may_still_have_is_drawn_here() -> None:
    async with standing(at_once) as free, asked(free.address) as made:
        gone = PictureId(b"\1\2\3\4")
        assert await made.draw(worker.ground, (gone, None, (10, 10))) is None, "no work for others"
        assert await made.draw(worker.card, (order("half a character \ud800"),)) is None
        assert await draw(made, picture=gone) is None
        assert free.status.drawn == 0


async def test_words_and_pictures_stand_in_the_body_alone() -> None:
    seen: list[tuple[str, bytes]] = []

    async def listens(scope: Any, receive: Any, send: Any) -> None:
        body = b""
        while (event := await receive())["type"] == "http.request":
            body += event.get("body", b"")
            if not event.get("more_body"):
                break
        seen.append((repr({k: v for k, v in scope.items() if k != "state"}), body))
        greeted = b'{"why": null, "version": "1", "shapes": []}'
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": CARD if body else greeted})

    async with (
        listening(listens, ("127.0.0.1", 0), setting="x") as port,
        asked(f"http://127.0.0.1:{port}", secret=SECRET) as made,
    ):
        assert await draw(made, "Umbrella", photo=b"Orchard") == CARD
    (greeting, nothing), (ordering, order_body) = seen
    assert nothing == b""
    assert b"Umbrella" in order_body
    assert "/draw" in ordering
    for told in (greeting, ordering):
        assert "Umbrella" not in told
        assert "Orchard" not in told
        assert b64encode(b"Orchard").decode() not in told
        assert "sotto_voce" not in told


async def test_an_answer_that_is_no_card_is_drawn_here() -> None:
    async def nonsense(*_: object) -> bytes:
        return b"<html>"

    async with standing(nonsense) as broken, asked(broken.address) as made:
        assert await draw(made) is None
        assert made.states == {"broken": 1}


async def test_a_name_that_leads_out_of_the_private_network_is_sent_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = {"address": "93.184.215.14"}

    async def looked_up(_host: str, port: int, **_: object) -> list[Any]:
        return [(0, 0, 0, "", (found["address"], port))]

    async with standing(at_once) as free:
        monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", looked_up)
        async with asked(f"http://renderer.example:{free.port}") as made:
            assert made.states == {"public": 1}
            assert await draw(made) is None
            found["address"] = "127.0.0.1"
            await until(lambda: made.states == {"in_use": 1})
            assert await draw(made) == CARD


def test_the_likeness_is_that_of_the_pictures_too() -> None:
    whole, fewer = likeness_of(LIBRARY), likeness_of(LIBRARY[1:])
    assert whole.difference(str(whole)) is None
    assert whole.difference(str(fewer)) == "pictures"
    assert whole.difference("") == "version"
