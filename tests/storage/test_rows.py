"""One mapper between rows and values: nothing is lost on the way, and no field lacks a column."""

import secrets
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import create_async_engine

from bot.domain.parcel import CardContent, Parcel, ParcelKind, Progress
from bot.domain.review import Queue, Verdict
from bot.domain.states import PostState
from bot.domain.whisper import Look, PictureId, State, Whisper, WhisperKey
from storage import schema
from storage.channel_state import ChannelState
from storage.posts import Post
from storage.review_cards import ReviewCard
from storage.rows import RowMapper

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
KEY = WhisperKey(secrets.token_bytes(16))

EVERYTHING = [
    (
        schema.whispers,
        Whisper(
            KEY, State.REVIEW, "words", Look(PictureId(b"abcd"), 7), None, cover=True,
            findings=("person", "link"), deadline=NOW, number=5, reason="why",
        ),
    ),
    (
        schema.outbox,
        Parcel(
            KEY, CardContent(), NOW, KEY, 5, date(2026, 11, 25), -100, 17,
            Progress.UNKNOWN, "#5", 2, NOW, 16, 1, 1, "lost",
        ),
    ),
    (
        schema.posts,
        Post(
            -100, 17, ParcelKind.DIGEST, "line", "caption", NOW, None, date(2026, 11, 25),
            spoiler=True, state=PostState.HIDDEN, echo_chat=-200, echo_id=3,
        ),
    ),
    (
        schema.review_cards,
        ReviewCard("A2B3", KEY, Queue.CARE, 8, 7, Verdict.HOLD, "reason", NOW),
    ),
    (
        schema.channel_states,
        ChannelState(-100, 17, 16, NOW, NOW, NOW, NOW, 3, NOW, 1, "why"),
    ),
]  # fmt: skip

APART = {"whispers": ["photo"], "outbox": ["content"], "posts": ["entries", "campaign", "span"]}
MORE = {"outbox": {"kind": ParcelKind.CARD, "content": {}}, "posts": {"content": {}}}


@pytest.mark.parametrize(("table", "value"), EVERYTHING, ids=lambda each: getattr(each, "name", ""))
async def test_a_value_comes_out_of_its_row_as_it_went_in(table, value) -> None:
    apart = {name: getattr(value, name) for name in APART.get(table.name, ())}
    mapper = RowMapper(type(value), table, apart=apart)
    engine = create_async_engine("sqlite+aiosqlite://")
    async with engine.begin() as db:
        await db.run_sync(schema.metadata.create_all)
        await db.execute(insert(table).values(mapper.values(value) | MORE.get(table.name, {})))
        row = (await db.execute(select(table))).one()
    await engine.dispose()
    read = mapper.value(row, **apart)
    assert read == value
    for name in mapper.values(value).keys() & set(type(value).__dataclass_fields__):
        assert type(getattr(read, name)) is type(getattr(value, name)), name


def test_a_field_without_a_column_is_refused_at_the_start() -> None:
    @dataclass(frozen=True)
    class Unkept:
        number: int
        mood: str

    with pytest.raises(LookupError, match="featured has no column for mood"):
        RowMapper(Unkept, schema.featured)
