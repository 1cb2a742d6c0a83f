"""Cards that stand in a channel, as the tables know them."""

import secrets
from datetime import UTC, datetime

from bot.domain.parcel import ParcelKind
from bot.domain.whisper import State, WhisperKey
from storage import Tables
from storage.posts import Post
from tests.kit.whispers import a_whisper

CHAT = -1002000104729
POSTED = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)


async def standing_card(
    tables: Tables,
    number: int,
    words: str = "I still water his plants.",
    *,
    cover: bool = False,
    file: str | None = None,
    posted_at: datetime = POSTED,
    chat: int = CHAT,
) -> WhisperKey:
    """A released whisper and its post, whose message id is 100 more than the number."""
    whisper = a_whisper(words, state=State.RELEASED, number=number, cover=cover)
    await tables.whispers.add(
        whisper, handle_hash=secrets.token_bytes(32), receipt_hash=secrets.token_bytes(32)
    )
    await tables.posts.add(
        Post(
            chat=chat,
            message_id=100 + number,
            kind=ParcelKind.CARD,
            first_line=f"#{number}",
            caption=f"#{number}",
            posted_at=posted_at,
            number=number,
            spoiler=cover,
            file=file,
        )
    )
    return whisper.key
