"""Replies to whispers.

Revision ID: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "replies",
        sa.Column("key", sa.LargeBinary(length=16), nullable=False),
        sa.Column("channel", sa.Integer(), nullable=False, server_default="1"),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("mask", sa.String(length=16), nullable=True),
        sa.Column("author", sa.Boolean(), nullable=False),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.Column("slot", sa.BigInteger(), nullable=True),
        sa.Column("sheet", sa.String(length=8), nullable=True),
        sa.Column("crossed", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("handle_hash", sa.LargeBinary(length=32), nullable=True),
        sa.Column("handle_until", sa.BigInteger(), nullable=True),
        sa.Column("receipt_hash", sa.LargeBinary(length=32), nullable=True),
        sa.Column("room", sa.LargeBinary(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
        sa.UniqueConstraint("channel", "number", "ordinal"),
        sa.UniqueConstraint("handle_hash"),
        sa.UniqueConstraint("receipt_hash"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_replies_waiting", "replies", ["channel", "state"])
    op.create_table(
        "threads",
        sa.Column("channel", sa.Integer(), nullable=False, server_default="1"),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("locked", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.PrimaryKeyConstraint("channel", "number"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "reply_sheets",
        sa.Column("name", sa.String(length=8), nullable=False),
        sa.Column("channel", sa.Integer(), nullable=False, server_default="1"),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("high", sa.BigInteger(), nullable=True),
        sa.Column("thread", sa.Integer(), nullable=True),
        sa.Column("page", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("until", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("name"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "reply_reports",
        sa.Column("channel", sa.Integer(), nullable=False, server_default="1"),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("immune", sa.Boolean(), nullable=False),
        sa.Column("light", sa.Integer(), nullable=False, server_default="0"),
        sa.PrimaryKeyConstraint("channel", "number", "ordinal", "reason"),
        sqlite_with_rowid=False,
    )
    op.add_column("posts", sa.Column("thread", sa.Integer(), nullable=True))
    op.add_column("posts", sa.Column("ordinal", sa.Integer(), nullable=True))
    op.create_index("ix_posts_reply", "posts", ["channel", "thread", "ordinal"], unique=True)
