"""Authors' pictures: decoded once a draft, one of a chat at a time, bounded, forgotten."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.cards.studio import StudioBusy
from bot.darkroom.headers import PhotoRefused
from bot.memory import own_pictures
from bot.memory.identity import Route
from bot.memory.own_pictures import OwnPictures

NOW = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
LIFE = timedelta(minutes=15)
ALICE, BOB = Route(b"alice"), Route(b"bob")


class Lab:
    """Counts what is fetched; ``membership`` holds decoding back."""

    def __init__(self) -> None:
        self.fetched: list[str] = []
        self.inside = self.most = 0
        self.membership = asyncio.Event()
        self.membership.set()
        self.pictures = OwnPictures(self.download, self.adopt, LIFE)

    async def download(self, file: str, _chat: Route) -> bytes:
        self.fetched.append(file)
        return file.encode()

    async def adopt(self, data: bytes) -> bytes:
        self.inside += 1
        self.most = max(self.most, self.inside)
        try:
            await self.membership.wait()
            if data == b"bad":
                raise PhotoRefused("broken")
            return b"clean " + data
        finally:
            self.inside -= 1

    async def of(self, route: Route, message: int, file: str, now: datetime = NOW) -> bytes:
        return await self.pictures.of(route, message, file, f"mark of {file}", now)


async def test_a_picture_is_fetched_once_for_all_presses_under_its_draft() -> None:
    lab = Lab()
    assert [await lab.of(ALICE, 1, "sea") for _ in range(20)] == [b"clean sea"] * 20
    assert lab.fetched == ["sea"]


async def test_another_picture_in_the_same_message_is_fetched() -> None:
    lab = Lab()
    await lab.of(ALICE, 1, "sea")
    assert await lab.of(ALICE, 1, "hills") == b"clean hills"


async def test_nobody_gets_the_picture_of_another_chat_or_message() -> None:
    lab = Lab()
    await lab.of(ALICE, 1, "sea")
    assert await lab.of(BOB, 1, "lake") == b"clean lake"
    assert await lab.of(ALICE, 2, "wood") == b"clean wood"
    assert await lab.of(ALICE, 1, "sea") == b"clean sea"
    assert lab.fetched == ["sea", "lake", "wood"]


async def test_it_is_forgotten_with_the_draft_and_after_its_time() -> None:
    lab = Lab()
    await lab.of(ALICE, 1, "sea")
    lab.pictures.forget(ALICE, 1)
    await lab.of(ALICE, 1, "sea")
    lab.pictures.fade(NOW + LIFE)
    await lab.of(ALICE, 1, "sea")
    assert lab.fetched == ["sea"] * 3


async def test_a_press_keeps_it_for_longer() -> None:
    lab = Lab()
    await lab.of(ALICE, 1, "sea")
    await lab.of(ALICE, 1, "sea", NOW + LIFE / 2)
    lab.pictures.fade(NOW + LIFE)
    await lab.of(ALICE, 1, "sea", NOW + LIFE)
    assert lab.fetched == ["sea"]


async def test_what_was_refused_is_not_decoded_again_however_often_it_is_sent() -> None:
    lab = Lab()
    for message in range(5):
        with pytest.raises(PhotoRefused) as refused:
            await lab.of(ALICE, message, "bad")
        assert refused.value.reason == "broken"
    assert lab.fetched == ["bad"]


async def test_memory_is_bounded_and_the_oldest_go_first(monkeypatch: pytest.MonkeyPatch) -> None:
    lab = Lab()
    monkeypatch.setattr(own_pictures, "MOST_BYTES", 3 * len(b"clean 0"))
    for message in range(5):
        await lab.of(ALICE, message, str(message))
    await lab.of(ALICE, 4, "4")
    await lab.of(ALICE, 0, "0")
    assert lab.fetched == ["0", "1", "2", "3", "4", "0"]


async def test_one_picture_of_a_chat_is_decoded_at_a_time_and_a_few_of_all() -> None:
    lab = Lab()
    lab.membership.clear()
    one = [asyncio.create_task(lab.of(ALICE, n, str(n))) for n in range(5)]
    for _ in range(20):
        await asyncio.sleep(0)
    assert lab.inside == 1
    many = [asyncio.create_task(lab.of(Route(bytes([n])), 1, "x")) for n in range(9)]
    for _ in range(20):
        await asyncio.sleep(0)
    assert lab.inside == lab.most == 3
    lab.membership.set()
    assert all(await asyncio.gather(*one, *many))


async def test_whoever_waits_too_long_or_behind_too_many_is_told_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lab = Lab()
    lab.membership.clear()
    monkeypatch.setattr(own_pictures, "_WAITING", 2)
    monkeypatch.setattr(own_pictures, "PATIENCE", 0.05)
    waiting = [asyncio.create_task(lab.of(Route(bytes([n])), 1, "x")) for n in range(3)]
    answers = await asyncio.gather(*waiting, return_exceptions=True)
    assert [type(answer) for answer in answers] == [StudioBusy] * 3
    lab.membership.set()
    assert await lab.of(ALICE, 1, "sea")
