"""Settings that moderators may change in their chat, and what is offered for each.

Secrets, the channel and its chats stay with the environment: whoever can vote in a group must not
be able to move the channel. A value is kept as it would be written in ``.env``.
"""

from collections.abc import Mapping
from datetime import time
from typing import Any, get_args

from bot.settings.mistakes import read_settings
from bot.settings.whole import Settings

CHANGEABLE: Mapping[str, tuple[str, ...]] = {
    "language": get_args(Settings.model_fields["language"].annotation),
    "digest_time": ("08:00", "12:00", "18:00", "20:00", "22:00"),
    "digest_size": ("3", "5", "7", "10"),
    "mix": ("quick", "balanced", "strong"),
    "moderation": ("pre", "hybrid", "post"),
    "replies": ("on", "off"),
    "places": ("off", "country", "region", "town"),
    "card_size": ("square", "portrait", "story"),
    "campaigns_a_day": ("0", "1", "2"),
    "rules": (),
    "author_limit": ("1", "2", "3", "5", "10"),
}
"""Field -> values that have a button; others may be typed where the setting takes them."""

OF_ALL = frozenset({"author_limit"})
"""The settings that are one for the whole installation, whichever channel's moderators change
them."""

LONGEST = 1000
"""The most characters of a typed value: house rules."""


def with_changes(settings: Settings, changes: Mapping[str, str]) -> Settings:
    """Return the settings with these values, as far as they can still be read: what an older
    version took and this one does not counts for nothing."""
    for field, value in changes.items():
        if field in CHANGEABLE:
            settings = changed(settings, field, value) or settings
    return settings


def changed(settings: Settings, field: str, value: str) -> Settings | None:
    """Return the settings with this value. None: it cannot be used here."""
    if len(value) > LONGEST:
        return None
    known: dict[str, Any] = {name: getattr(settings, name) for name in settings.model_fields_set}
    read = read_settings(Settings, {**known, field: value})
    return read if isinstance(read, Settings) else None


def value_of(settings: Settings, field: str) -> str:
    """Return the value as an operator would write it. For a setting that follows from others, it is
    the value that holds."""
    if field == "moderation":
        return settings.moderation_mode
    if field == "replies":
        return "on" if settings.takes_replies else "off"
    value = getattr(settings, field)
    return f"{value:%H:%M}" if isinstance(value, time) else "" if value is None else str(value)
