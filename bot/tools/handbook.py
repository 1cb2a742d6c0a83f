"""``make handbook``: write what documents say about settings and about everything stored.

``.env.example`` and ``docs/settings.md`` come from the settings, the table in ``docs/privacy.md``
from the schema and its register, ``compose.yaml`` from what ``sotto setup`` prints, badges from
``pyproject.toml``. A test compares the files with what this module says, so none can be stale.
"""

import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from datetime import time, timedelta
from pathlib import Path
from typing import Annotated, Any, Literal, get_args, get_origin
from zoneinfo import ZoneInfo

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from bot.ops.setup.service import COMPOSE
from bot.settings import ChannelSettings, DeploymentSettings
from bot.settings.values import write_duration
from storage.register import described

ROOT = Path(__file__).parents[2]

CHAPTERS: Mapping[type[BaseModel], tuple[str, str]] = {
    DeploymentSettings: ("One for the whole bot", "From the environment or `.env` alone."),
    ChannelSettings: (
        "Each channel's own",
        "From the environment or `.env`, or from a file `sotto.toml` in the folder in which the\n"
        "bot is started (`SOTTO_CONFIG` names another), by the name in the second column: under\n"
        "`[[channels]]` for one channel, under `[defaults]` for all. What a channel says wins\n"
        "over the defaults, and for the first one the environment wins over both. Text, durations\n"
        'and times stand in quotes, numbers need none: `mix = "strong"`, `votes = 3`; `""` takes\n'
        "a default away again.",
    ),
}
"""Part of the settings -> its heading, and where they stand."""

GROUPS: Mapping[str, str] = {
    "token": "Telegram",
    "config": "Where things are kept",
    "author_limit": "Limits and lives",
    "probe_after": "Delivery and stopping",
    "renderers": "Cards drawn by other processes",
    "webhook_url": "Webhook, HTTP and the log",
    "channel": "The channel and its rooms",
    "language": "Taste",
    "digest_time": "Digest",
    "release": "Mixing",
    "moderation": "Moderation",
    "pace": "Pace",
}
"""First setting of a group -> its heading."""

_EXAMPLES = {
    "token": "",
    "channel": "@your_channel",
    "moderators": "-1001234567890",
    "staging": "-1001234567890",
    "config": "/etc/sotto/sotto.toml",
    "cache": "/var/cache/sotto",
    "database": "sqlite+aiosqlite:////var/lib/sotto/sotto.db",
    "database_password_file": "/run/secrets/sotto_database",
    "pictures": "/srv/pictures",
    "renderers": "http://10.0.0.7:8450 http://10.0.0.8:8450",
    "render_secret_file": "/etc/sotto/render-secret",
    "weights": "🔥=1 🤡=-1",
    "webhook_url": "https://bot.example.org/sotto",
    "webhook_secret_file": "/run/secrets/webhook_secret",
    "http": "127.0.0.1:9090",
}


def environment_example() -> str:
    """Return ``.env.example``: each setting with what it is for, its form and its default."""
    lines = [
        "# Copy this file to .env and fill in the two lines without #: SOTTO_TOKEN, SOTTO_CHANNEL.",
        "# (Leave out the second if sotto.toml names the channel.) Every other line is optional:",
        "# it shows the default or an example. The environment takes precedence over this file.",
        "# docs/settings.md has the same as a table.",
    ]
    for part, (heading, _where) in CHAPTERS.items():
        lines += ["", f"### {heading}"]
        for name, field in part.model_fields.items():
            if name in GROUPS:
                lines += ["", f"## {GROUPS[name]}"]
            default = _default(field)
            lines += [f"# {field.description} ({_form(field)}{_or(default)})"]
            value = _EXAMPLES.get(name, default or "")
            lines.append(f"{'' if field.is_required() else '#'}SOTTO_{name.upper()}={value}")
    return "\n".join(lines) + "\n"


def settings_table() -> str:
    """Return ``docs/settings.md``."""
    lines = [
        "# Settings",
        "",
        "From the environment, or from a file `.env` in the folder in which the bot is started;",
        "the environment wins. What each channel has for itself may stand in `sotto.toml`.",
        "Durations are written `3s`, `15m`, `12h`, `2d` or `1h30m`. All mistakes are reported",
        "together, those of `sotto.toml` with their line, and `sotto doctor` checks that what you",
        "set also works.",
        "",
        "This page is written by `make handbook` from `bot/settings`.",
    ]
    for part, (heading, where) in CHAPTERS.items():
        own = part is ChannelSettings
        columns = ("setting", *(["in `sotto.toml`"] if own else []), "form", "default", "what for")
        lines += ["", f"## {heading}", "", where]
        for name, field in part.model_fields.items():
            if name in GROUPS:
                lines += ["", f"### {GROUPS[name]}", "", _row(columns), "|---" * len(columns) + "|"]
            default = _default(field)
            shown = "**required**" if field.is_required() else f"`{default}`" if default else "–"
            key = [f"`{name}`"] if own else []
            said = str(field.description)
            lines.append(_row((f"`SOTTO_{name.upper()}`", *key, _form(field), shown, said)))
    return "\n".join(lines) + "\n"


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def privacy_page() -> str:
    """Return ``docs/privacy.md`` with its table of everything stored."""
    before, start, rest = (ROOT / "docs/privacy.md").read_text("utf-8").partition(_STORED)
    _old, end, after = rest.partition(_STORED_END)
    lines = []
    for name, held in described().items():
        lines += ["", f"### `{name}`", "", held.about, f"**Leaves:** {held.leaves}", ""]
        lines += ["| column | holds |", "|---|---|"]
        lines += [f"| `{column}` | {what} |" for column, what in held.columns.items()]
    return before + start + "\n".join(lines) + "\n\n" + end + after


_STORED = "from storage/register.py -->\n"
_STORED_END = "<!-- /stored -->"


def badge(label: str, value: str) -> str:
    """Return a badge as everybody knows them, drawn here: no page of ours asks another host for
    one."""
    left, right = (10 + 7 * len(text) for text in (label, value))
    width = left + right
    texts = "".join(
        f'<text x="{at}" y="14" text-anchor="middle">{text}</text>'
        for at, text in ((left / 2, label), (left + right / 2, value))
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="20" role="img" '
        f'aria-label="{label}: {value}"><rect width="{width}" height="20" rx="3" fill="#444"/>'
        f'<rect x="{left}" width="{right}" height="20" rx="3" fill="#3b6ea8"/>'
        '<g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">'
        f"{texts}</g></svg>\n"
    )


def _project(key: str) -> str:
    return str(tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"][key])


FILES = {
    ".env.example": environment_example,
    "compose.yaml": lambda: COMPOSE,
    "docs/images/badge-version.svg": lambda: badge("version", _project("version")),
    "docs/images/badge-licence.svg": lambda: badge("licence", _project("license")),
    "docs/images/badge-checks.svg": lambda: badge("checks", ".ci/run"),
    "docs/settings.md": settings_table,
    "docs/privacy.md": privacy_page,
}


def _or(default: str) -> str:
    return f"; default {default}" if default else ""


def _default(field: FieldInfo) -> str:
    """Return the default as an operator would write it."""
    value = field.default
    if value is None or value is PydanticUndefined:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, timedelta):
        return write_duration(value)
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return value.key if isinstance(value, ZoneInfo) else str(value)


def _form(field: FieldInfo) -> str:
    """Return what one may write for a setting."""
    parts = _parts(field.annotation)
    for part in parts:
        if get_origin(part) is Literal:
            return " | ".join(str(choice) for choice in get_args(part))
    names = {
        timedelta: "duration",
        time: "HH:MM or HH:MM:SS",
        ZoneInfo: "time zone",
        Path: "path",
        bool: "yes | no",
    }
    for part in parts:
        if part in names:
            return names[part]
    if parts == [int, str]:
        return "number, @name or link"
    if float in parts:
        return f"number{_bounds(field)}"
    return f"whole number{_bounds(field)}" if int in parts else "text"


def _parts(annotation: Any) -> list[Any]:
    """Return union members without None."""
    if get_origin(annotation) is Literal:
        return [annotation]
    members = get_args(annotation) or (annotation,)
    bare = [get_args(each)[0] if get_origin(each) is Annotated else each for each in members]
    return [member for member in bare if member is not type(None)]


def _bounds(field: FieldInfo) -> str:
    limits = dict(_limits(field))
    low, high = limits.get("ge"), limits.get("le")
    if low is not None and high is not None:
        return f", {low} to {high}"
    return f", at least {low}" if low is not None else ""


def _limits(field: FieldInfo) -> Iterator[tuple[str, Any]]:
    for constraint in field.metadata:
        for name in ("ge", "le"):
            if hasattr(constraint, name):
                yield name, getattr(constraint, name)


def main() -> int:
    for name, write in FILES.items():
        (ROOT / name).parent.mkdir(exist_ok=True)
        (ROOT / name).write_text(write(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
