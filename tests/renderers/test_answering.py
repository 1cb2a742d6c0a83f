"""What a renderer answers to whom, and that words stay where they are."""

import asyncio
import hmac

import httpx
import pytest

from bot.cards import CannotSet, worker
from bot.cards.studio import StudioBusy
from bot.renderers import answering
from bot.renderers.renderer import DRAW, GREETING, LIKENESS_HEADER
from bot.renderers.wire import WORKS, Unreadable, pack, pack_refusal, unpack, unpack_refusal
from tests.kit.renderers import CARD, SECRET, Standing, order, standing

BODY = pack(worker.card, (order(),)) or b""


def client_of(place: Standing, **headers: str) -> httpx.AsyncClient:
    own = {LIKENESS_HEADER: str(place.likeness), **headers}
    return httpx.AsyncClient(base_url=place.address, headers=own, timeout=10)


async def draws(*_: object) -> bytes:
    return CARD


def test_an_order_arrives_as_it_was_given() -> None:
    given = (order("é 🙂", photo=b"\xff\x00\x80"),)
    assert unpack(pack(worker.card, given) or b"") == (worker.card, given)
    assert set(WORKS) == {
        *("card", "notice", "poster", "grid", "figures", "campaign_figures", "crop", "blur")
    }
    refused = CannotSet("uncovered", ("\ue000",), whole_script=True)
    found = unpack_refusal(pack_refusal(refused))
    assert (found.reason, found.clusters, found.whole_script) == ("uncovered", ("\ue000",), True)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"card\n",
        b"furnish\n[]",
        b"card\n[{}]",
        b"card\n" + b"[" * 100_000,
        BODY.replace(b'"style":1', b'"style":"secret words"'),
        BODY.replace(b'"style":1', b'"style":1,"more":1'),
        b"notice\n[1,2]",
    ],
)
async def test_what_is_no_order_is_refused_and_told_to_nobody(
    body: bytes, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(Unreadable) as unreadable:
        unpack(body)
    assert str(unreadable.value) == ""
    async with standing(draws) as place, client_of(place) as client:
        assert (await client.post(DRAW, content=body)).status_code == 400
    assert "secret words" not in capfd.readouterr().err


@pytest.mark.parametrize("refusal", [b"", b"[]", b'["x", [], true]', b'["hostile", [1], true]'])
def test_a_refusal_that_is_none_is_not_believed(refusal: bytes) -> None:
    with pytest.raises(Unreadable):
        unpack_refusal(refusal)


@pytest.mark.parametrize("given", ["", "Bearer", f"Bearer {SECRET}x", SECRET, "Bearer caf\xe9"])
async def test_who_does_not_know_the_secret_is_turned_away(given: str) -> None:
    async with standing(draws, secret=SECRET) as place, client_of(place) as client:
        headers = {"Authorization": given.encode("latin-1")}
        for answer in (
            await client.post(DRAW, content=BODY, headers=headers),
            await client.get(GREETING, headers=headers),
        ):
            assert (answer.status_code, answer.content) == (401, b"")
        known = {"Authorization": f"Bearer {SECRET}"}
        assert (await client.post(DRAW, content=BODY, headers=known)).content == CARD


async def test_the_secret_is_compared_in_constant_time(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[tuple[bytes, bytes]] = []

    def equal(given: bytes, secret: bytes) -> bool:
        compared.append((given, secret))
        return True

    monkeypatch.setattr(hmac, "compare_digest", equal)
    async with standing(draws, secret=SECRET) as place, client_of(place) as client:
        assert (await client.get(GREETING, headers={"Authorization": "x"})).status_code == 200
    assert compared == [(b"x", f"Bearer {SECRET}".encode())]


async def test_an_order_that_is_too_large_or_too_slow_is_not_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(answering, "LARGEST_ORDER", 1000)
    monkeypatch.setattr(answering, "ARRIVING", 0.1)

    async with standing(draws) as place, client_of(place) as client, asyncio.timeout(5):
        assert (await client.post(DRAW, content=BODY + b" " * 1000)).status_code == 400
        reader, writer = await asyncio.open_connection("127.0.0.1", place.port)
        head = f"POST {DRAW} HTTP/1.1\r\nHost: x\r\n{LIKENESS_HEADER}: {place.likeness}\r\n"
        writer.write(f"{head}Content-Length: 900\r\n\r\n".encode() + BODY)
        assert b" 400 " in await reader.readline()
        writer.close()
        assert (await client.post(DRAW, content=BODY)).status_code == 200


async def test_another_likeness_is_refused() -> None:
    async with standing(draws) as place, client_of(place, **{LIKENESS_HEADER: "x.y"}) as client:
        answer = await client.post(DRAW, content=BODY)
        assert (answer.status_code, answer.content) == (409, b"version")
        assert (await client.get(GREETING)).json()["why"] == "version"


async def test_what_nobody_waits_for_any_more_is_given_up() -> None:
    ended = asyncio.Event()
    begun = asyncio.Event()

    async def long(*_: object) -> bytes:
        begun.set()
        try:
            await asyncio.sleep(60)
        finally:
            ended.set()
        return CARD

    async with standing(long) as place, client_of(place) as client, asyncio.timeout(5):
        asking = asyncio.create_task(client.post(DRAW, content=BODY))
        await begun.wait()
        asking.cancel()
        await ended.wait()


async def test_its_figures_tell_how_many_and_what_failed(
    capfd: pytest.CaptureFixture[str],
) -> None:
    failing: list[Exception] = []

    async def draw(*_: object) -> bytes:
        if failing:
            raise failing.pop()
        return CARD

    async with standing(draw, at_once=2) as place, client_of(place) as client:
        for error, status in (
            (None, 200),
            (CannotSet("too_long"), 422),
            (StudioBusy(), 503),
            (ValueError("I still water her plants."), 500),
        ):
            failing[:] = [error] if error else []
            assert (await client.post(DRAW, content=BODY)).status_code == status
        told = place.status.as_json()
        assert (told["drawn"], told["failed"], told["health"]) == (2, 2, "ok")
        for _ in range(3):
            failing[:] = [StudioBusy()]
            await client.post(DRAW, content=BODY)
        assert place.status.health == "down"
        await client.post(DRAW, content=BODY)
        assert place.status.health == "ok"
        assert {name: value for name, _, value in place.status.gauges()}["up"] == 1
    assert "water her plants" not in capfd.readouterr().err
