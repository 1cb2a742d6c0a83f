"""Logging from an allow-list of events, and nothing by any other way: JSON lines on stderr, or a
sentence for each at a terminal.

Telegram's own library logs whole updates, tokens in addresses and unparsable bodies, at every
level up to CRITICAL. So no record of another library passes as it is: what matters of it
(the exception's class, file:line) becomes an event with a random incident id.
"""

import ctypes
import json
import logging
import resource
import secrets
import sys
import threading
import traceback
import warnings
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, TextIO

from bot.logs.events import FIELDS, Event
from bot.logs.sentences import sentence

if TYPE_CHECKING:
    import asyncio  # takes as long to load as all the rest, and a command may do without

__all__ = ["Event", "configure", "forbid_core_dumps", "log", "report", "watch_loop"]

_ROOT = Path(__file__).parents[2]
_PR_SET_DUMPABLE = 4  # linux/prctl.h

_LEVELS: Mapping[Event, int] = {
    Event.CRASHED: logging.ERROR,
    Event.UNEXPECTED: logging.ERROR,
    Event.TASK_FAILED: logging.ERROR,
    Event.TICK_FAILED: logging.ERROR,
    Event.UPDATE_GIVEN_UP: logging.ERROR,
    Event.CHANNEL_STUCK: logging.ERROR,
    Event.CHANNEL_UNUSABLE: logging.ERROR,
    Event.BOT_REFUSED: logging.ERROR,
    Event.DATABASE_WAITS: logging.WARNING,
    Event.PARCEL_SET_ASIDE: logging.ERROR,
    Event.SEND_REFUSED: logging.WARNING,
    Event.SEND_UNKNOWN: logging.WARNING,
    Event.CHANNEL_WAITS: logging.WARNING,
    Event.SERVER_UNREACHABLE: logging.WARNING,
    Event.MEMORY_AWAY: logging.WARNING,
    Event.MEMORY_ANEW: logging.WARNING,
    Event.MEMORY_REFUSED: logging.ERROR,
    Event.RENDERER_LEFT: logging.WARNING,
    Event.RENDER_REFUSED: logging.WARNING,
    Event.UPDATE_FAILED: logging.WARNING,
    Event.UPDATE_UNREADABLE: logging.WARNING,
    Event.ANSWER_FAILED: logging.WARNING,
    Event.TOPICS_REFUSED: logging.WARNING,
    Event.MENU_REFUSED: logging.WARNING,
    Event.MODERATORS_REFUSED: logging.WARNING,
    Event.DELETION_OVERDUE: logging.WARNING,
    Event.WEBHOOK_REFUSED: logging.WARNING,
    Event.RELEASE_INSTANT: logging.WARNING,
    Event.RIGHTS_EXCESSIVE: logging.WARNING,
    Event.REACTIONS_MISSING: logging.WARNING,
    Event.PICTURE_BAD: logging.WARNING,
    Event.JOURNAL_LEFT: logging.WARNING,
    Event.CLOCK_SKEWED: logging.WARNING,
    Event.LIBRARY: logging.WARNING,
    Event.WARNED: logging.WARNING,
}
_threshold = logging.INFO


def log(event: Event, /, **fields: object) -> None:
    """Write one line: a sentence at a terminal, JSON elsewhere.

    Raises TypeError for an event or field that the allow-list does not have."""
    if not isinstance(event, Event):
        raise TypeError("only a bot.logs.events.Event can be logged")
    if unknown := fields.keys() - FIELDS.keys():
        raise TypeError(f"not in the log's allow-list: {sorted(unknown)}")
    level = _LEVELS.get(event, logging.INFO)
    if level < _threshold:
        return
    harmless = {name: FIELDS[name](value) for name, value in fields.items() if value is not None}
    with suppress(OSError, ValueError):  # nobody reads stderr any more: there is no one to tell
        name = logging.getLevelName(level).lower()
        now = datetime.now(UTC)
        if sys.stderr.isatty():
            line = sentence(event, name, harmless, now)
        else:
            at = now.isoformat(timespec="seconds").replace("+00:00", "Z")
            line = json.dumps({"at": at, "level": name, "event": event.value, **harmless})
        sys.stderr.write(line + "\n")
        sys.stderr.flush()


def report(
    error: BaseException | None, event: Event = Event.UNEXPECTED, /, **fields: object
) -> str:
    """Log an exception by its class and place, and return the incident id of the line."""
    incident = secrets.token_hex(4)
    log(event, **{**_describe(error), **fields}, incident=incident)
    return incident


def configure(level: str = "INFO") -> None:
    """Take over every way by which this process could write something to stderr."""
    global _threshold
    _threshold = logging.getLevelNamesMapping()[level]
    logging.raiseExceptions = False  # a failing handler prints the record, with its arguments
    logging.lastResort = None
    root = logging.getLogger()
    root.handlers[:] = [_Reducer()]
    root.setLevel(logging.WARNING)
    for name in list(logging.root.manager.loggerDict):
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = True
    sys.excepthook = _on_crash
    sys.unraisablehook = lambda failed: _report_quietly(failed.exc_value)
    threading.excepthook = lambda failed: _report_quietly(failed.exc_value)
    warnings.showwarning = _on_warning
    forbid_core_dumps()


def forbid_core_dumps() -> None:
    """Keep this process's memory (routes, drafts) out of core files and crash collectors."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        # A collector that the kernel pipes to ignores the limit above, but obeys this.
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


def watch_loop(loop: "asyncio.AbstractEventLoop") -> None:
    """Report what tasks let fall, instead of asyncio's own text, which shows their arguments."""

    def on_failure(_loop: "asyncio.AbstractEventLoop", context: dict[str, Any]) -> None:
        report(context.get("exception"), Event.TASK_FAILED)

    loop.set_exception_handler(on_failure)


class _Reducer(logging.Handler):
    """Turns a library's record into an event: which library, which level, what class of error."""

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        report(
            error,
            Event.LIBRARY,
            library=record.name.split(".")[0],
            severity=record.levelname.lower(),
            where=_place(record.pathname, record.lineno) if error is None else None,
        )


def _describe(error: BaseException | None) -> dict[str, object]:
    if error is None:
        return {}
    behind = error.__cause__ or error.__context__
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if _is_ours(frame.filename)] or list(frames)
    return {
        "error": type(error).__name__,
        "cause": type(behind).__name__ if behind else None,
        "where": _place(ours[-1].filename, ours[-1].lineno or 0) if ours else None,
    }


def _is_ours(filename: str) -> bool:
    path = Path(filename)
    return path.is_relative_to(_ROOT) and "site-packages" not in path.parts


def _place(filename: str, line: int) -> str:
    """Return ``bot/logs/__init__.py:12``; of a library only the last two parts, never the
    operator's folders."""
    path = Path(filename)
    short = path.relative_to(_ROOT) if _is_ours(filename) else Path(*path.parts[-2:])
    return f"{short.as_posix()}:{line}"


def _report_quietly(error: BaseException | None) -> None:
    report(error, Event.UNEXPECTED)


def _on_crash(
    kind: type[BaseException], error: BaseException, _traceback: TracebackType | None
) -> None:
    if not issubclass(kind, KeyboardInterrupt):
        report(error, Event.CRASHED)


def _on_warning(
    message: Warning | str,  # it stays out of the log
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    log(Event.WARNED, error=category.__name__, where=_place(filename, lineno))
