"""Which demo one gets, and how it ends."""

import os
import signal
import socket
from pathlib import Path

import pytest

from bot.demo import script
from bot.demo.page import show
from tests.demo.conftest import demo


@pytest.mark.parametrize(
    ("terminal", "options", "page"),
    [
        (True, {}, True),
        (False, {}, False),
        (False, {"port": 8080}, True),
        (False, {"browser": False}, True),
        (True, {"script": True}, False),
        (True, {"cards": Path("cards")}, False),
    ],
)
def test_a_terminal_gets_the_page_and_a_program_the_script(monkeypatch, terminal, options, page):
    shown: list[str] = []

    async def play(*_: object) -> None:
        shown.append("script")

    monkeypatch.setattr("sys.stdout.isatty", lambda: terminal, raising=False)
    monkeypatch.setattr(script.show, "main", lambda **_: shown.append("page") or 0)
    monkeypatch.setattr(script, "play", play)
    wanted = {"script": False, "cards": None, "port": 0, "browser": True, **options}
    assert script.main(**wanted) == 0
    assert shown == ["page" if page else "script"]


@pytest.mark.parametrize(
    ("platform", "environment", "opens"),
    [
        ("linux", {}, False),
        ("linux", {"DISPLAY": ""}, False),
        ("linux", {"DISPLAY": ":0"}, True),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
        ("darwin", {}, True),
    ],
)
def test_a_browser_is_opened_only_where_there_is_a_screen(platform, environment, opens):
    assert show.has_screen(platform, environment) is opens


def test_a_port_in_use_is_one_sentence():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        with demo("--port", port, environment=os.environ) as running:
            assert running.ended() == (2, f"sotto: --port {port}: Address already in use\n")


def test_ctrl_c_while_it_starts_ends_it_and_leaves_nothing(tmp_path):
    bare = {"PATH": "/usr/bin:/bin", "TMPDIR": str(tmp_path), "HOME": str(tmp_path)}
    with demo(environment=bare) as running:
        assert "http://127.0.0.1:" in running.out.readline()
        assert list(tmp_path.glob("sotto-demo-*"))
        running.process.send_signal(signal.SIGINT)
        assert running.ended() == (0, "")
    assert not list(tmp_path.glob("sotto-demo-*"))
