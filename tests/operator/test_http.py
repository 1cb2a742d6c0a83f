import asyncio
import hmac
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from bot.botapi.webhook import LARGEST_BODY, SECRET_HEADER, receiving, webhook_app
from bot.errors import SettingsWrong
from bot.ops.http import listening, parse_address, parse_loopback
from bot.ops.metrics import operator_face
from bot.ops.status import Facts, judge
from bot.settings import load_settings
from tests.kit.sockets import answers_at_once

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
LOOPBACK = ("127.0.0.1", 0)


def test_addresses_are_read_and_others_refused():
    assert parse_address("SOTTO_HTTP", "127.0.0.1:9090") == ("127.0.0.1", 9090)
    assert parse_address("SOTTO_HTTP", "[::1]:9090") == ("::1", 9090)
    for wrong in ("9090", ":9090", "localhost:", "localhost:http", "localhost:99999"):
        with pytest.raises(SettingsWrong, match="SOTTO_HTTP"):
            parse_address("SOTTO_HTTP", wrong)


@pytest.mark.parametrize("open_to_others", ["0.0.0.0:9090", "192.168.0.4:9090", "example.org:80"])
def test_the_operators_face_is_for_this_machine_only(open_to_others: str):
    assert parse_loopback("SOTTO_HTTP", "localhost:9090") == ("localhost", 9090)
    with pytest.raises(SettingsWrong, match="loopback"):
        parse_loopback("SOTTO_HTTP", open_to_others)


async def test_the_face_tells_health_and_figures():
    facts = Facts(at=NOW, started=NOW - timedelta(hours=1), last_poll=NOW, handled=3, pool=2)
    async with (
        listening(operator_face(lambda: judge(facts)), LOOPBACK, setting="SOTTO_HTTP") as port,
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client,
    ):
        health = await client.get("/healthz")
        assert health.status_code == 200
        assert (health.json()["health"], health.json()["pool"]) == ("ok", 2)
        metrics = await client.get("/metrics")
        assert metrics.headers["content-type"].startswith("text/plain")
        assert "sotto_updates_handled_total 3.0" in metrics.text
        assert "sotto_pool_whispers 2.0" in metrics.text
        assert "sotto_up 1.0" in metrics.text
        facts = replace(facts, last_poll=NOW - timedelta(minutes=6))
        assert (await client.get("/healthz")).status_code == 503
        assert "sotto_up 0.0" in (await client.get("/metrics")).text


async def test_no_part_of_an_answer_waits_for_the_one_before_it():
    face = operator_face(lambda: judge(Facts(at=NOW, started=NOW, last_poll=NOW)))
    async with (
        listening(face, LOOPBACK, setting="SOTTO_HTTP") as port,
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client,
    ):
        await client.get("/healthz")
        assert answers_at_once(port)


@pytest.mark.parametrize("path", ["/healthz", "/metrics", "/nothing"])
async def test_only_who_asks_by_a_name_of_loopback_is_answered(path: str):
    """Else a page whose name was made to lead here could read the figures (DNS rebinding)."""
    face = operator_face(lambda: judge(Facts(at=NOW, started=NOW, last_poll=NOW)))
    async with (
        listening(face, LOOPBACK, setting="SOTTO_HTTP") as port,
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client,
    ):
        own = (f"127.0.0.1:{port}", f"localhost:{port}", f"[::1]:{port}", "LOCALHOST", "127.0.0.1")
        for host in own:
            answer = await client.get(path, headers={"Host": host})
            assert answer.status_code == (404 if path == "/nothing" else 200), host
        others = ("evil.example", f"evil.example:{port}", "127.0.0.1.evil.example", "10.0.0.1", "")
        for host in (*others, f"127.0.0.1:{port}@evil.example", "localhost.", "[::1"):
            answer = await client.get(path, headers={"Host": host})
            assert answer.status_code in (400, 421), host
            assert "pool" not in answer.text


async def test_a_taken_port_is_one_clear_sentence():
    face = operator_face(lambda: judge(Facts(at=NOW)))
    async with listening(face, LOOPBACK, setting="SOTTO_HTTP") as port:
        with pytest.raises(SettingsWrong, match=f"can't listen on 127.0.0.1:{port}"):
            async with listening(face, ("127.0.0.1", port), setting="SOTTO_HTTP"):
                pass


class Telegram:
    """Brings updates to a webhook, with the right secret unless told otherwise."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client = client

    async def bring(self, content: bytes, secret: str = "s3cret") -> int:
        headers = {SECRET_HEADER: secret}
        return (await self.client.post("/", content=content, headers=headers)).status_code


@pytest.fixture
async def hook():
    """(Telegram, the list of updates taken, what happens while one is taken)."""
    taken: list[int] = []
    during: dict[int, object] = {}

    async def take(update) -> None:
        doing = during.get(update["update_id"])
        if isinstance(doing, Exception):
            raise doing
        if isinstance(doing, asyncio.Event):
            await doing.wait()
        taken.append(update["update_id"])

    app = webhook_app(secret="s3cret", takes={"/": take})
    async with (
        listening(app, LOOPBACK, setting="SOTTO_WEBHOOK_LISTEN") as port,
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=10) as client,
    ):
        yield Telegram(client), taken, during


async def test_an_update_is_confirmed_only_after_it_was_handled(hook):
    telegram, taken, during = hook
    membership = during[7] = asyncio.Event()
    answer = asyncio.create_task(telegram.bring(b'{"update_id": 7}'))
    done, _ = await asyncio.wait({answer}, timeout=0.1)
    assert not done
    membership.set()
    assert await answer == 200
    assert taken == [7]


async def test_an_update_that_failed_is_brought_again(hook, capsys):
    telegram, taken, during = hook
    during[8] = ValueError("somebody's words")
    assert await telegram.bring(b'{"update_id": 8}') == 500
    during.clear()
    assert await telegram.bring(b'{"update_id": 8}') == 200
    assert taken == [8]
    assert "somebody" not in capsys.readouterr().err


@pytest.mark.parametrize("secret", ["", "s3cre", "s3cret2", "caf\xe9"])
async def test_whoever_does_not_know_the_secret_is_turned_away(hook, secret: str):
    telegram, taken, _ = hook
    assert await telegram.bring(b'{"update_id": 9}', secret=secret.encode("latin-1")) == 401
    assert taken == []


async def test_the_secret_is_compared_in_constant_time_and_by_nothing_else(hook, monkeypatch):
    telegram, taken, _ = hook
    compared: list[tuple[bytes, bytes]] = []

    def equal(given: bytes, secret: bytes) -> bool:
        compared.append((given, secret))
        return True

    monkeypatch.setattr(hmac, "compare_digest", equal)
    assert await telegram.bring(b'{"update_id": 9}', secret="guess") == 200
    assert (compared, taken) == ([(b"guess", b"s3cret")], [9])


async def test_a_body_too_large_is_refused_whether_or_not_it_says_so(hook):
    telegram, taken, _ = hook
    assert await telegram.bring(b" " * (LARGEST_BODY + 1)) == 413

    async def unsaid():
        for _ in range(LARGEST_BODY // 65536 + 2):
            yield b" " * 65536

    assert await telegram.bring(unsaid()) == 413
    assert taken == []


async def test_what_no_try_can_mend_does_not_stall_its_chat(hook, capsys):
    telegram, taken, _ = hook
    for poison in (b"[]", b'{"update_id": "x"}', b"null"):
        assert await telegram.bring(poison) == 200
    assert await telegram.bring(b"{torn") == 400
    assert taken == []
    events = [json.loads(line)["event"] for line in capsys.readouterr().err.splitlines()]
    assert events == ["update_unreadable"] * 3 + ["webhook_refused"]


async def test_nothing_is_served_but_the_hook(hook):
    telegram, _, _ = hook
    assert (await telegram.client.get("/")).status_code == 405
    assert (await telegram.client.get("/anything")).status_code == 404


async def test_the_hook_listens_under_the_path_of_its_public_address(
    environment, monkeypatch, free_port
):
    monkeypatch.setenv("SOTTO_WEBHOOK_URL", "https://bot.example.org/hook/sotto")
    monkeypatch.setenv("SOTTO_WEBHOOK_SECRET", "sixteen-letters-and-more")
    monkeypatch.setenv("SOTTO_WEBHOOK_LISTEN", f"127.0.0.1:{free_port}")
    taken = []

    async def take(update) -> None:
        taken.append(update["update_id"])

    async with (
        receiving(load_settings(), {"/hook/sotto": take}),
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{free_port}") as client,
    ):
        headers = {SECRET_HEADER: "sixteen-letters-and-more"}
        for path, status in (("/hook/sotto", 200), ("/", 404)):
            answer = await client.post(path, json={"update_id": 5}, headers=headers)
            assert answer.status_code == status
    assert taken == [5]


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("SOTTO_WEBHOOK_URL", "http://bot.example.org", "https://"),
        ("SOTTO_WEBHOOK_SECRET", "short", "16 to 256"),
        ("SOTTO_WEBHOOK_SECRET", "", "needs SOTTO_WEBHOOK_SECRET"),
        ("SOTTO_BOT_API", "localhost:8081", "SOTTO_BOT_API"),
    ],
)
def test_webhook_settings_that_telegram_would_refuse_are_named(
    environment, monkeypatch, name, value, told
):
    monkeypatch.setenv("SOTTO_WEBHOOK_URL", "https://bot.example.org/hook")
    monkeypatch.setenv("SOTTO_WEBHOOK_SECRET", "sixteen-letters-and-more")
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsWrong, match=told):
        load_settings()
