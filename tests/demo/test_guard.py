"""The page is for this machine alone, and for its own page alone."""

import socket
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from bot.demo.page.guard import MOST
from tests.darkroom.hostile import HEIC, deadly_heic, repeated_scan, tall_png

pytestmark = pytest.mark.xdist_group("demo")  # one demo for all

JSON = {"Content-Type": "application/json"}


def test_another_host_name_gets_nothing(caller: httpx.Client):
    for host in ("evil.example", "evil.example:80", "127.0.0.1", "127.0.0.1:1", ""):
        answer = caller.get("/", headers={"Host": host})
        assert answer.status_code == 421, host
        assert "Sotto" not in answer.text
    port = urlsplit(str(caller.base_url)).port
    assert caller.get("/", headers={"Host": f"localhost:{port}"}).status_code == 200


def test_it_listens_on_the_loopback_address_only(address: str):
    port = urlsplit(address).port
    listening = [
        line.split()[1]
        for line in Path("/proc/net/tcp").read_text().splitlines()[1:]
        if line.split()[3] == "0A" and int(line.split()[1].split(":")[1], 16) == port
    ]
    assert listening == [f"{socket.inet_aton('127.0.0.1')[::-1].hex().upper()}:{port:04X}"]


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "https://127.0.0.1"])
def test_another_site_cannot_write(caller: httpx.Client, origin: str):
    answer = caller.post("/api/crowd", content="{}", headers={**JSON, "Origin": origin})
    assert answer.status_code == 403


def test_a_form_of_another_site_cannot_write_either(caller: httpx.Client):
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data"):
        answer = caller.post("/api/crowd", content="{}", headers={"Content-Type": kind})
        assert answer.status_code == 415


def test_a_photo_over_ten_megabytes_is_refused_before_and_while_it_is_read(caller: httpx.Client):
    where = "/api/photo?as=1&chat=private"
    kind = {"Content-Type": "application/octet-stream"}
    assert caller.post(where, content=b"x" * (MOST + 1), headers=kind).status_code == 413

    def unannounced():
        for _ in range(MOST // 65536 + 2):
            yield b"x" * 65536

    assert caller.post(where, content=unannounced(), headers=kind).status_code == 413


def test_what_is_no_picture_is_refused_with_a_sentence(caller: httpx.Client):
    me = caller.get("/api/state").json()["people"][0]["id"]
    answer = caller.post(
        f"/api/photo?as={me}&chat=private",
        content=b"<svg onload=1>",
        headers={"Content-Type": "application/octet-stream"},
    )
    assert answer.status_code == 409
    assert "can’t read that picture" in answer.json()["why"]


def test_a_hostile_picture_is_decoded_elsewhere_and_the_page_goes_on(caller: httpx.Client):
    people = caller.get("/api/state").json()["people"]
    [me] = [each["id"] for each in people if each["name"] == "ليلى"]  # no test visits as her
    for data, status in (
        (deadly_heic(), 409),
        (repeated_scan(5000, 5000, 400), 409),
        (tall_png(), 409),
        (HEIC, 200),
    ):
        answer = caller.post(
            f"/api/photo?as={me}&chat=private&text=The+lake.",
            content=data,
            headers={"Content-Type": "application/octet-stream"},
        )
        assert answer.status_code == status


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"as": 1, "text": "x"}', b"x" * 70_000])
def test_garbage_is_refused_without_a_stumble(caller: httpx.Client, body: bytes):
    assert caller.post("/api/write", content=body, headers=JSON).status_code == 409


def test_nothing_is_fetched_from_elsewhere_and_no_inline_code_runs(caller: httpx.Client):
    page = caller.get("/")
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    for sign in ("style=", "onclick", "<script>", "http://", "https://"):
        assert sign not in page.text
    for path in ("/static/../server.py", "/static/%2e%2e/server.py", "/media/../x", "/media/x"):
        assert caller.get(path).status_code == 404
