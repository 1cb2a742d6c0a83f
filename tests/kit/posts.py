"""Cards that stand in a channel, as the tables know them."""

import secrets
from datetime import UTC, datetime

from bot.domain.parcel import ParcelKind
from bot.domain.whisper import State, WhisperKey
from storage import Tables
from storage.posts import Post
from tests.kit.whispers import a_whisper
from tests.kit.works import Standing, Works

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
    message_id: int | None = None,
) -> WhisperKey:
    """A released whisper and its post. ``message_id``: None: 100 more than the number."""
    whisper = a_whisper(words, state=State.RELEASED, number=number, cover=cover)
    await tables.whispers.add(
        whisper, handle_hash=secrets.token_bytes(32), receipt_hash=secrets.token_bytes(32)
    )
    await tables.posts.add(
        Post(
            chat=chat,
            message_id=100 + number if message_id is None else message_id,
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


async def stand(works: Works, *words: str) -> None:
    """Plain cards that stand, in the channel and in the tables, as if they had been posted at this
    moment, but in no feed: a tenth of what it costs to release and to post them."""
    now, channel = works.clock.now(), works.channel
    async with works.storage.transaction() as tables:
        first = await tables.runtime_settings.take_numbers(len(words))
        for number, text in enumerate(words, first):
            await standing_card(
                tables,
                number,
                text,
                posted_at=now,
                chat=channel.chat_id,
                message_id=channel.put(Standing(f"#{number}", photo=b"a card")),
            )
        await tables.channel_states.raise_high(channel.chat_id, channel.highest)
