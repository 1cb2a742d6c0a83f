"""``sotto status`` beside a running bot, without loading the bot: from the file it leaves.

A container asks every minute, so only what is needed is read: the folder and the time zone from
the settings, and what the bot wrote some seconds ago. Wherever that does not do, the whole command
line does the work.
"""

import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dotenv import dotenv_values

from bot.ops.data_folder import is_held
from bot.ops.last_status import read_status
from bot.ops.status import judge
from bot.ops.status_text import tell_status

CONFIG_FILE = Path("sotto.toml")
"""As ``bot.settings`` names it, which is not loaded here."""


def quick_status(*, as_json: bool) -> int | None:
    """The exit status; None: no bot runs here, or what it has left is no longer so."""
    settings = _settings()
    if settings.get("SOTTO_CONFIG") or CONFIG_FILE.exists():
        return None  # the channels' settings stand elsewhere
    folder = Path(settings.get("SOTTO_DATA") or "data")
    now = datetime.now(UTC)
    facts = read_status(folder, now) if is_held(folder) else None
    if facts is None or settings.get("SOTTO_DATABASE") or _written_since(folder, facts.at):
        return None
    try:
        zone = ZoneInfo(settings.get("SOTTO_TIMEZONE") or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return None  # the command line says what is wrong with it
    groups = {name: _number(settings.get(name)) for name in ("SOTTO_MODERATORS", "SOTTO_STAGING")}
    return tell_status(judge(facts), zone, groups, as_json=as_json)


def _written_since(folder: Path, moment: datetime) -> bool:
    """Whether the database has changed: then its tables say more than the file."""
    times = [file.stat().st_mtime for file in folder.glob("sotto.db*")]
    return max(times, default=0.0) > moment.timestamp()


def _settings() -> Mapping[str, str]:
    """As ``bot.settings`` reads them: the environment wins, case does not matter."""
    written = {**dotenv_values(".env"), **{k: v for k, v in os.environ.items() if v}}
    return {name.upper(): value for name, value in written.items() if value}


def _number(written: str | None) -> int | None:
    return int(written) if written and written.lstrip("-").isdecimal() else None
