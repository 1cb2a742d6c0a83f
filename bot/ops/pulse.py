"""The running bot's own figures in a small file, for ``sotto status`` in another process.

What is in memory only (last poll, counters) is written every few seconds; the rest is read from
the database. Counts and moments of the machine, nothing of anybody.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.ops.in_place import write_in_place

PULSE_NAME = "pulse.json"
_MOMENTS = ("started", "last_poll", "stuck_since", "moderators_refused_since")
EVERY = 5.0
"""The seconds between two writes."""


@dataclass(frozen=True, slots=True)
class Pulse:
    """The facts that only the running process knows."""

    started: datetime
    last_poll: datetime | None = None
    handled: int = 0
    failed: int = 0
    unreadable: int = 0
    undeleted: int = 0
    again: int = 0
    stuck_since: datetime | None = None
    moderators_refused_since: datetime | None = None
    loop_lag: float | None = None  # seconds, as bot/ops/lag.py has it
    loop_lag_longest: float | None = None
    tasks: int | None = None  # of the event loop
    renderers: Mapping[str, int] = field(default_factory=dict)
    """How many are in use, and how many are not for which reason; empty where none are set."""
    drawing: int = 0
    drawn_elsewhere: int = 0
    drawn_here: int = 0


def write_pulse(folder: Path, pulse: Pulse) -> None:
    """Raises OSError (a full disk)."""
    values: dict[str, Any] = asdict(pulse)
    for name in _MOMENTS:
        values[name] = values[name].isoformat() if values[name] else None
    write_in_place(folder / PULSE_NAME, json.dumps(values))


def drop_pulse(folder: Path) -> None:
    """Remove the pulse, since the process here does not work yet: it starts, or stands by."""
    (folder / PULSE_NAME).unlink(missing_ok=True)


def read_pulse(folder: Path) -> Pulse | None:
    """Return the pulse that was left there. None: there is none, or another version wrote it."""
    try:
        values: Mapping[str, Any] = json.loads((folder / PULSE_NAME).read_text())
        moments = {
            name: datetime.fromisoformat(values[name]) if values[name] else None
            for name in _MOMENTS
        }
        return Pulse(**{**values, **moments})
    except (OSError, ValueError, KeyError, TypeError):
        return None
