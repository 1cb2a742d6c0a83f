"""The best of a week and of a year: which were decided, and whom they show."""

from sqlalchemy import BigInteger, Column, Index, String, Table

from storage.columns import Day, Number
from storage.schema_parts import channel_column, metadata

bests = Table(  # one row per channel and week or year that was decided
    "bests",
    metadata,
    Column("chat", BigInteger, primary_key=True),
    Column("span", String(4), primary_key=True),  # week | year
    Column("day", Day, primary_key=True),  # its first
    Column("state", String(8), nullable=False),  # planned | posted | dropped
    Column("message_id", BigInteger),
    sqlite_with_rowid=False,
)

shown_as_best = Table(
    "shown_as_best",
    metadata,
    channel_column(key=True),  # whose number it is
    Column("number", Number, primary_key=True),
    Column("chat", BigInteger, primary_key=True),  # of the post
    Column("span", String(4), primary_key=True),
    Column("day", Day, primary_key=True),
    Index("ix_shown_as_best_post", "chat", "span", "day"),
    sqlite_with_rowid=False,
)
