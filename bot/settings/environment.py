"""Settings are read from the environment and from ``.env``; the environment wins."""

import os
from pathlib import Path
from typing import Any

from pydantic_settings import DotEnvSettingsSource, EnvSettingsSource

from bot.settings.misspelt import misspelt
from bot.settings.whole import FILE, PREFIX, Settings


def written() -> dict[str, Any]:
    """Return field -> what was written for it, unchecked."""
    return {**DotEnvSettingsSource(Settings)(), **EnvSettingsSource(Settings)()}


def name_in_environment(field: str) -> str:
    return f"{PREFIX}{field.upper()}"


def strange_names() -> list[str]:
    """Return a sentence for each name that looks like a setting and is none."""
    known = {name.upper() for name in Settings.model_fields}
    return misspelt(known, PREFIX, environment=os.environ, file=FILE)


def no_file_hint() -> str:
    """Return what is said when something required is missing and there's no file yet."""
    if Path(FILE).exists():
        return ""
    return f"There's no {FILE} here: sotto setup asks what it needs and writes it."
