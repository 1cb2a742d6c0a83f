"""What feeds read: by which words whispers are found, and how much each is loved.

The words lie twice, in the order of the words and in that of the numbers, and each of the two again
aside: what leaves them leaves copies in the gaps of pages, so all is moved to the other side in
small steps, each in the order of its table, until no old page is left (``storage/terms.py``)."""

from sqlalchemy import Column, Float, Index, String, Table

from storage.columns import Day, Moment, Number
from storage.schema_parts import channel_column, metadata


def _by_word(name: str) -> Table:
    return Table(
        name,
        metadata,
        Column("term", String(40), primary_key=True),
        channel_column(key=True),
        Column("number", Number, primary_key=True),
        sqlite_with_rowid=False,
    )


def _by_number(name: str) -> Table:
    return Table(
        name,
        metadata,
        channel_column(key=True),
        Column("number", Number, primary_key=True),
        Column("term", String(40), primary_key=True),
        sqlite_with_rowid=False,
    )


terms = _by_word("terms")  # words, and tags with their "#", by which whispers are found
terms_aside = _by_word("terms_aside")
terms_by_number = _by_number("terms_by_number")
terms_by_number_aside = _by_number("terms_by_number_aside")

tags = Table(  # how many whispers each tag stands under
    "tags",
    metadata,
    channel_column(key=True),
    Column("tag", String(40), primary_key=True),
    Column("times", Number, nullable=False),
    Index("ix_tags_times", "channel", "times"),
    sqlite_with_rowid=False,
)

standings = Table(  # what feeds may show, and how much it is loved; a number is all of a whisper
    "standings",
    metadata,
    channel_column(key=True),
    Column("number", Number, primary_key=True),
    Column("posted_at", Moment, nullable=False),
    Column("day", Day, nullable=False),  # of that, in UTC
    Column("score", Float, nullable=False),
    Column("hot", Float, nullable=False),  # when a reaction came last
    Index("ix_standings_score", "channel", "score"),
    Index("ix_standings_day", "channel", "day", "score"),
    Index("ix_standings_hot", "channel", "day", "hot"),
    sqlite_with_rowid=False,
)
