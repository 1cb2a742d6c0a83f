"""The log is run in a process of its own: it takes over hooks that pytest needs."""

import ast
import json
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from bot import logs
from bot.logs.events import FIELDS, WITHHELD, Event

ROOT = Path(logs.__file__).parents[2]
AUTHOR = 7_912_345_678
SECRET = "42:AAH-token-of-nobody"
WORDS = "i love the neighbour's cat"

PREPARE = f"""
import asyncio, gc, logging, sys, threading, warnings
from bot import logs
from bot.logs import Event
AUTHOR, SECRET, WORDS = {AUTHOR!r}, {SECRET!r}, {WORDS!r}
logs.configure("DEBUG")
def fail(update):
    raise ValueError(f"cannot parse {{update}}")
"""


def run(code: str) -> tuple[list[dict[str, object]], str]:
    done = subprocess.run(
        [sys.executable, "-c", PREPARE + textwrap.dedent(code)],
        capture_output=True, text=True, cwd=ROOT, timeout=60, check=False,
    )  # fmt: skip
    said = done.stdout + done.stderr
    for planted in (str(AUTHOR), SECRET, SECRET.split(":")[1], WORDS, "neighbour"):
        assert planted not in said
    assert "Traceback" not in said
    return [json.loads(line) for line in done.stderr.splitlines()], said


def test_an_event_is_one_json_line_on_stderr():
    lines, _ = run("logs.log(Event.RELEASED, count=3, pool=2)")
    (line,) = lines
    assert (line["event"], line["count"], line["pool"], line["level"]) == ("released", 3, 2, "info")


def test_libraries_are_reduced_at_every_level():
    lines, _ = run(
        """
        for name in ("httpx", "httpcore.http11", "telegram.ext.Updater", "apscheduler", "uvicorn",
                     "asyncio", "sqlalchemy.engine", "alembic", "never.heard.of"):
            logger = logging.getLogger(name)
            for level in (10, 20, 30, 40, 50):
                logger.log(level, "%s %s %s", AUTHOR, SECRET, WORDS)
            try:
                fail(WORDS)
            except ValueError:
                logger.critical("Something went wrong with %s", SECRET, exc_info=True)
        """
    )
    assert {line["event"] for line in lines} == {"library"}
    assert {line["severity"] for line in lines} == {"warning", "error", "critical"}
    raised = [line for line in lines if line.get("error") == "ValueError"]
    assert len(raised) == 9
    assert all(len(str(line["incident"])) == 8 for line in raised)


def test_whatever_falls_is_told_by_class_and_place_only():
    lines, _ = run(
        """
        thread = threading.Thread(target=fail, args=(WORDS,)); thread.start(); thread.join()
        class Bad:
            def __del__(self): fail(SECRET)
        bad = Bad(); del bad; gc.collect()
        warnings.warn(f"{SECRET} is old")
        async def main():
            logs.watch_loop(asyncio.get_running_loop())
            async def task(words): fail(words)
            asyncio.create_task(task(WORDS))
            await asyncio.sleep(0.01)
            gc.collect()
        asyncio.run(main())
        logging.getLogger("x").error("%d", WORDS)
        fail(f"{AUTHOR} {SECRET} {WORDS}")
        """
    )
    assert [line["event"] for line in lines] == [
        "unexpected", "unexpected", "warned", "task_failed", "library", "crashed",
    ]  # fmt: skip
    assert lines[-1]["error"] == "ValueError"


def test_nothing_is_said_after_ctrl_c():
    lines, _ = run("raise KeyboardInterrupt")
    assert lines == []


def test_core_dumps_are_off():
    _, said = run(
        """
        import ctypes, resource
        print(resource.getrlimit(resource.RLIMIT_CORE), ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))
        """
    )
    assert said.strip() == "(0, 0) 0" if sys.platform == "linux" else said.startswith("(0, 0)")


def test_processes_that_draw_say_no_more(tmp_path):
    lines, _ = run(
        f"""
        from pathlib import Path
        from unittest import mock
        logging.getLogger().handlers.clear(); sys.excepthook = sys.__excepthook__
        with mock.patch("multiprocessing.parent_process", lambda: None), \\
             mock.patch("bot.cards.worker.furnish"), \\
             mock.patch("bot.cards.studio._die_with_parent"):
            from bot.cards import studio
            studio._start_worker(Path({str(tmp_path)!r}), None)
        logging.getLogger("concurrent.futures").critical("in initializer: %s", WORDS)
        fail(WORDS)
        """
    )
    assert [line["event"] for line in lines] == ["library", "crashed"]


def test_a_closed_stderr_stops_nobody():
    _, said = run("sys.stderr.close(); logs.log(Event.STARTED); print('alive')")
    assert said == "alive\n"


def test_a_field_off_the_list_is_refused_before_anything_is_written(capsys):
    with pytest.raises(TypeError, match="allow-list"):
        logs.log(Event.STARTED, user_id=AUTHOR)
    with pytest.raises(TypeError, match="Event"):
        logs.log("hello")  # type: ignore[arg-type]
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("field", sorted(FIELDS))
def test_no_field_lets_an_id_a_text_or_a_token_through(field: str):
    for value in (AUTHOR, -1001234567890, str(AUTHOR), f"u{AUTHOR}", SECRET, WORDS, "@anna", b"x"):
        assert FIELDS[field](value) == WITHHELD


def test_the_code_logs_only_fields_of_the_list():
    """Found here, and not on the day when the rare branch runs."""
    wrong = []
    for package in ("bot", "handlers", "storage"):
        for path in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if not isinstance(node, ast.Call) or path.name == "logs.py":
                    continue
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                if name not in {"log", "report"} or not node.args:
                    continue
                if any("Event." in ast.unparse(argument) for argument in node.args):
                    names = {keyword.arg for keyword in node.keywords}
                    wrong += [f"{path}:{node.lineno} {n}" for n in names - FIELDS.keys()]
    assert wrong == []
