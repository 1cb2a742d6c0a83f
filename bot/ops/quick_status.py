"""``sotto status`` beside a running bot, without loading the bot: from the file it leaves.

A container asks every minute, so only what is needed is read: the folder, the time zone and the
groups from the settings, and what the bot wrote some seconds ago. Wherever that does not do, the
whole command line does the work.
"""

import os
import tomllib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dotenv import dotenv_values

from bot.ops.data_folder import is_held
from bot.ops.last_status import read_status
from bot.ops.status import judge
from bot.ops.status_text import SetGroup, tell_status

CONFIG_FILE = Path("sotto.toml")
"""The file as ``bot.settings`` names it, which is not loaded here."""


def quick_status(*, as_json: bool) -> int | None:
    """Tell the status and return the exit status. None: no bot runs here, or what it has left is no
    longer so."""
    settings = _settings()
    folder = Path(settings.get("SOTTO_DATA") or "data")
    now = datetime.now(UTC)
    facts = read_status(folder, now) if is_held(folder) else None
    if facts is None or settings.get("SOTTO_DATABASE") or _written_since(folder, facts.at):
        return None
    try:
        tables = _tables(settings.get("SOTTO_CONFIG"))
        zone = ZoneInfo(settings.get("SOTTO_TIMEZONE") or _zone(tables))
    except (OSError, ZoneInfoNotFoundError, ValueError):
        return None  # the command line says what is wrong with it
    if _numbers(tables) & facts.moved.keys():
        return None  # the command line knows how the line in the file reads
    groups = [
        SetGroup(int(written), f"{name}=")
        for name in ("SOTTO_MODERATORS", "SOTTO_STAGING", "SOTTO_CAMPAIGNS")
        if _is_number(written := settings.get(name, ""))
    ]
    return tell_status(judge(facts), zone, groups, as_json=as_json)


def _tables(named: str | None) -> list[Mapping[str, Any]]:
    """Return the tables of the file of channels: the first channel's, the defaults, the other
    channels'; without a file none. Raises OSError and ValueError."""
    if named is None and not CONFIG_FILE.exists():
        return []
    content = tomllib.loads(Path(named or CONFIG_FILE).read_text("utf-8-sig"))
    channels, defaults = content.get("channels", []), content.get("defaults", {})
    if not isinstance(channels, list) or not channels:
        raise ValueError
    found = [channels[0], defaults, *channels[1:]]
    if not all(isinstance(each, dict) for each in found):
        raise ValueError
    return found


def _zone(tables: Sequence[Mapping[str, Any]]) -> str:
    """Return the first channel's time zone; an empty text there takes the default away."""
    return str(next((each["timezone"] for each in tables[:2] if "timezone" in each), "")) or "UTC"


def _numbers(tables: Sequence[Mapping[str, Any]]) -> set[int]:
    """Return the numbers of the private groups that are named there."""
    names = ("moderators", "staging", "campaigns")
    written = (str(each.get(name, "")) for each in tables for name in names)
    return {int(each) for each in written if _is_number(each)}


def _written_since(folder: Path, moment: datetime) -> bool:
    """Whether the database has changed: then its tables say more than the file."""
    times = [file.stat().st_mtime for file in folder.glob("sotto.db*")]
    return max(times, default=0.0) > moment.timestamp()


def _settings() -> Mapping[str, str]:
    """Return what is set, as ``bot.settings`` reads it: the environment wins, case does not
    matter."""
    written = {**dotenv_values(".env"), **{k: v for k, v in os.environ.items() if v}}
    return {name.upper(): value for name, value in written.items() if value}


def _is_number(written: str) -> bool:
    return written.removeprefix("-").isdecimal()
