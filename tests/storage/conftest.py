"""A real database in a temporary folder, and whispers to put into it."""

import secrets
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.domain.whisper import Look, PictureId, State, Whisper, WhisperKey
from storage import Storage, open_storage


def address(path: Path) -> str:
    return f"sqlite+aiosqlite:///{path}"


def a_whisper(words: str = "I still water his plants.", **fields: Any) -> Whisper:
    fields.setdefault("state", State.POOL)
    return Whisper(
        key=WhisperKey(secrets.token_bytes(16)),
        words=words,
        look=Look(PictureId(b"abcd"), 3),
        **fields,
    )


@pytest.fixture
async def storage(tmp_path: Path) -> AsyncIterator[Storage]:
    opened = await open_storage(address(tmp_path / "sotto.db"))
    yield opened
    await opened.close()
