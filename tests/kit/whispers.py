"""Whispers to put into a database."""

import secrets
from typing import Any

from bot.domain.whisper import Look, PictureId, State, Whisper, WhisperKey


def a_whisper(words: str = "I still water his plants.", **fields: Any) -> Whisper:
    fields.setdefault("state", State.POOL)
    fields.setdefault("look", Look(PictureId(b"abcd"), 3))
    return Whisper(
        key=WhisperKey(secrets.token_bytes(16)),
        words=words,
        **fields,
    )
