"""Tables on a server: made at once as they are now, and kept from being remembered.

The first revisions mend what files had before there were servers; a server starts with what they
led to, and takes each later revision like a file. PostgreSQL's planner keeps samples of columns in
``pg_statistic``: the most frequent values and a hundred more, words among them, after every row
was deleted. So it may look at nothing of what is private but what it must count. What is deleted
is not overwritten there, only given free for what comes next: so it is given free soon.
"""

from collections.abc import Iterator

from sqlalchemy import Connection, Table, inspect, text

from bot.domain.whisper import FIRST_CHANNEL
from storage.schema import channels, metadata
from storage.schema_parts import WHERE_ON_SERVER

_PRIVATE = frozenset(
    {"whispers", "photos", "replies", "places", "outbox", "ended_drafts", "bans", "review_cards"}
    | {"reply_sheets", "campaigns", "campaign_pictures", "runtime_settings"}
)
"""The tables with words, pictures, hashes or choices in them."""

_COUNTED = frozenset({"channel", "state", "chat", "kind", "campaign"})
"""The columns whose samples the planner needs and which tell nothing."""

_PUBLIC_WORDS = {
    "posts": ("caption", "content"),
    "tags": ("tag",),
    **dict.fromkeys(
        ("terms", "terms_aside", "terms_by_number", "terms_by_number_aside"), ("term",)
    ),
}
"""The columns of what was public and may be taken down: its words stay in no sample either."""

_SOON = "autovacuum_vacuum_threshold = 20, autovacuum_vacuum_scale_factor = 0"
"""Rows that are gone before their room is given free. Otherwise it is a fifth of the table."""


def create(connection: Connection, revision: str) -> None:
    """Create all tables in an empty database, with what the first start finds in them."""
    from storage.revisions import TABLE

    for table in metadata.tables.values():
        for index in table.indexes:
            if (where := index.info.get(WHERE_ON_SERVER)) is not None:
                index.dialect_options["postgresql"]["where"] = text(where)
    metadata.create_all(connection)
    first = {"id": FIRST_CHANNEL, "name": "main", "chat": None, "state": "open"}
    connection.execute(channels.insert(), first)
    connection.exec_driver_sql(
        f"CREATE TABLE {TABLE} (version_num VARCHAR(32) PRIMARY KEY NOT NULL)"
    )
    connection.exec_driver_sql(f"INSERT INTO {TABLE} VALUES ('{revision}')")


def quieten(connection: Connection) -> None:
    """Keep the planner from sampling what is private, after each change of the schema."""
    there = set(inspect(connection).get_table_names())
    for table in metadata.sorted_tables:
        if table.name not in there:
            continue
        silent = list(unsampled(table))
        if silent:
            each = ", ".join(f'ALTER COLUMN "{name}" SET STATISTICS 0' for name in silent)
            connection.exec_driver_sql(f'ALTER TABLE "{table.name}" {each}')
            connection.exec_driver_sql(f'ALTER TABLE "{table.name}" SET ({_SOON})')


def unsampled(table: Table) -> Iterator[str]:
    """Yield the names of the columns of which the planner keeps no sample."""
    for column in table.columns:
        private = table.name in _PRIVATE and column.name not in _COUNTED
        if private or column.name in _PUBLIC_WORDS.get(table.name, ()):
            yield column.name
