"""A whisper's public number in a button, where each of several channels counts from 1."""

import re

from bot.domain.whisper import FIRST_CHANNEL

_MARK = re.compile(r"(?:([1-9]\d{0,2})\.)?([1-9]\d{0,8})")


def mark(channel: int, number: int) -> str:
    """Return ``12``, or of another channel than the first ``2.12``."""
    return str(number) if channel == FIRST_CHANNEL else f"{channel}.{number}"


def read_mark(text: str) -> tuple[int, int] | None:
    """Return (channel, number). None: ``mark`` cannot have written it."""
    found = _MARK.fullmatch(text)
    if found is None:
        return None
    channel = FIRST_CHANNEL if found[1] is None else int(found[1])
    return (channel, int(found[2])) if mark(channel, int(found[2])) == text else None


def subject(channel: int, number: int) -> int:
    """Return one number for channel and whisper, for tags about one whisper."""
    return channel * 10**9 + number
