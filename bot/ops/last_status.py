"""The running bot leaves its last status in a small file, so that ``sotto status`` costs next to
nothing: a container asks every minute.

Counts and moments of the machine, nothing of anybody.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bot.ops.in_place import write_in_place
from bot.ops.status import ChannelFacts, ChannelStatus, Facts, LeaseFacts, WorkerFacts

STATUS_NAME = "status.json"
FRESH = timedelta(seconds=20)
"""The age from which on it is not told any more: the tables are read instead."""

_FORMAT = 4
_MOMENTS = {
    each.name
    for kind in (Facts, ChannelStatus, ChannelFacts, WorkerFacts, LeaseFacts)
    for each in fields(kind)
    if "datetime" in str(each.type)
}


def write_status(folder: Path, facts: Facts) -> None:
    """Raises OSError (a full disk)."""
    body = {"format": _FORMAT, "facts": asdict(facts)}
    write_in_place(folder / STATUS_NAME, json.dumps(body, default=datetime.isoformat))


def read_status(folder: Path, now: datetime) -> Facts | None:
    """Return the status that was left there. None: there is none, it is too old, or another version
    wrote it."""
    try:
        body: Mapping[str, Any] = json.loads((folder / STATUS_NAME).read_text())
        if body["format"] != _FORMAT:
            return None
        values = _read(body["facts"])
        values["channels"] = tuple(
            ChannelStatus(**_read(channel)) for channel in values["channels"]
        )
        values["by_channel"] = tuple(
            ChannelFacts(**_read(channel)) for channel in values["by_channel"]
        )
        values["workers"] = tuple(_worker(worker) for worker in values["workers"])
        values["moved"] = {int(old): new for old, new in values["moved"].items()}
        facts = Facts(**values)
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return facts if abs(now - facts.at) <= FRESH else None


def _worker(values: Mapping[str, Any]) -> WorkerFacts:
    leases = tuple(LeaseFacts(**_read(lease)) for lease in values["leases"])
    return WorkerFacts(**{**_read(values), "leases": leases})


def _read(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: datetime.fromisoformat(value) if name in _MOMENTS and value else value
        for name, value in values.items()
    }
