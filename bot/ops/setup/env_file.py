"""``.env``: written in one move, for its owner alone, with a comment over each line."""

import os
import re
from collections.abc import Mapping
from pathlib import Path

from bot.settings.environment import name_in_environment
from bot.settings.whole import Settings

_HEAD = """\
# Written by sotto setup. You can run it again: it changes its own lines and leaves the others.
# docs/settings.md explains every setting. The environment takes precedence over this file.
"""


def with_settings(text: str, values: Mapping[str, str]) -> str:
    """Return the file's text with these settings, by field: in the place of a line that sets
    one, or shows it behind a #, else at the end under what it is for. Whatever else stands there
    stays."""
    lines = (text or _HEAD).splitlines()
    for field, value in values.items():
        name = name_in_environment(field)
        said = f"{name}={value}"
        sets = re.compile(rf"\s*(?:export\s+)?{name}\s*=", re.IGNORECASE)
        shows = re.compile(rf"#\s*{name}=", re.IGNORECASE)
        places = [at for at, line in enumerate(lines) if sets.match(line)]
        places = places or [at for at, line in enumerate(lines) if shows.match(line)][:1]
        if places:
            lines[places[0]] = said
            for at in reversed(places[1:]):  # the last one would win
                del lines[at]
        else:
            lines += ["", f"# {Settings.model_fields[field].description}", said]
    return "\n".join(lines) + "\n"


def write_private(path: Path, text: str) -> None:
    """Write a file, whole or not at all (0600), in the place of what was there. Raises OSError."""
    target = path.resolve()  # a link stays one
    aside = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        file = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(file, "w", encoding="utf-8") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        aside.replace(target)
    finally:
        aside.unlink(missing_ok=True)
