"""Several channels: each has its own numbers, counts, reports and settings. What exists becomes
channel 1.

Revision ID: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_OF_THE_INSTALLATION = ("ban_key", "clean_stop", "backup", "moved_chats")
"""Run-time settings that all channels share, kept under channel 0."""


def upgrade() -> None:
    _add_channels()
    _lay_whispers_down_anew()
    _lay_posts_down_anew()
    for table in ("outbox", "review_cards"):
        op.add_column(table, _channel())
    for index in ("ix_outbox_due_at", "ix_outbox_state"):
        op.drop_index(op.f(index), table_name="outbox")
    op.create_index("ix_outbox_due", "outbox", ["channel", "state", "due_at"])
    _put_channel_first(
        "reports",
        ["number", "reason"],
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("immune", sa.Boolean(), nullable=False),
        sa.Column("light", sa.Integer(), nullable=False, server_default="0"),
    )
    _put_channel_first(
        "hidden_posts",
        ["number"],
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("high", sa.BigInteger(), nullable=True),
        sa.Column("standing", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    _put_channel_first(
        "daily_counts",
        ["day", "what"],
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("what", sa.String(length=32), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
    )
    op.drop_index(op.f("ix_featured_day"), table_name="featured")
    _rebuild(
        "featured",
        ["chat", "channel", "number"],
        sa.Column("chat", sa.BigInteger(), nullable=False),
        _channel(),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
    )
    op.create_index(op.f("ix_featured_day"), "featured", ["day"])
    _put_channel_first(
        "runtime_settings",
        ["name"],
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
    )
    settings = sa.table("runtime_settings", sa.column("channel"), sa.column("name"))
    op.execute(
        sa.update(settings).where(settings.c.name.in_(_OF_THE_INSTALLATION)).values(channel=0)
    )


def _channel() -> sa.Column[int]:
    return sa.Column("channel", sa.Integer(), nullable=False, server_default="1")


def _add_channels() -> None:
    op.create_table(
        "channels",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=24), nullable=False),
        sa.Column("chat", sa.BigInteger(), nullable=True),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("chat"),
        sa.UniqueConstraint("name"),
        sqlite_with_rowid=False,
    )
    op.execute(
        "INSERT INTO channels (id, name, chat, state) VALUES (1, 'main', coalesce("
        "(SELECT chat FROM posts ORDER BY posted_at DESC LIMIT 1),"
        " (SELECT chat FROM channel_states LIMIT 1)), 'open')"
    )


def _lay_whispers_down_anew() -> None:
    """In the order of their random keys; the old table's pages are overwritten when it goes."""
    op.drop_index(op.f("ix_whispers_state"), table_name="whispers")
    _rebuild(
        "whispers",
        ["key"],
        sa.Column("key", sa.LargeBinary(length=16), nullable=False),
        _channel(),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("picture", sa.LargeBinary(length=4), nullable=False),
        sa.Column("style", sa.Integer(), nullable=False),
        sa.Column("cover", sa.Boolean(), nullable=False),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.Column("deadline", sa.BigInteger(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("handle_hash", sa.LargeBinary(length=32), nullable=True),
        sa.Column("handle_until", sa.BigInteger(), nullable=True),
        sa.Column("receipt_hash", sa.LargeBinary(length=32), nullable=True),
        sa.Column("room", sa.LargeBinary(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.UniqueConstraint("channel", "number"),
        sa.UniqueConstraint("handle_hash"),
        sa.UniqueConstraint("receipt_hash"),
    )
    op.create_index("ix_whispers_waiting", "whispers", ["channel", "state"])


def _lay_posts_down_anew() -> None:
    for index in ("ix_posts_first_line", "ix_posts_state"):
        op.drop_index(op.f(index), table_name="posts")
    _rebuild(
        "posts",
        ["chat", "message_id"],
        sa.Column("chat", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        _channel(),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("day", sa.String(length=10), nullable=True),
        sa.Column("first_line", sa.Text(), nullable=False),
        sa.Column("caption", sa.Text(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("spoiler", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("posted_at", sa.BigInteger(), nullable=False),
        sa.Column("echo_chat", sa.BigInteger(), nullable=True),
        sa.Column("echo_id", sa.BigInteger(), nullable=True),
        sa.UniqueConstraint("channel", "number"),
    )
    op.create_index(op.f("ix_posts_first_line"), "posts", ["first_line"])
    op.create_index("ix_posts_window", "posts", ["chat", "state", "posted_at"])


def _put_channel_first(table: str, key: list[str], *columns: sa.Column[object]) -> None:
    _rebuild(table, ["channel", *key], _channel(), *columns)


def _rebuild(table: str, key: list[str], *parts: sa.schema.SchemaItem) -> None:
    """The table with these columns, and its rows in the order of the key. New columns get their
    default."""
    before = f"{table}_before"
    op.rename_table(table, before)
    op.create_table(table, *parts, sa.PrimaryKeyConstraint(*key), sqlite_with_rowid=False)
    kept = [part.name for part in parts if isinstance(part, sa.Column) and part.name != "channel"]
    old = sa.table(before, *map(sa.column, kept))
    order = [old.c[name] for name in key if name != "channel"]
    op.execute(
        sa.insert(sa.table(table, *map(sa.column, kept))).from_select(
            kept, sa.select(*(old.c[name] for name in kept)).order_by(*order)
        )
    )
    op.drop_table(before)
