"""The best of a week and of a year, each decided once.

Revision ID: 0011
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_table(
        "bests",
        sa.Column("chat", sa.BigInteger(), nullable=False),
        sa.Column("span", sa.String(length=4), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("chat", "span", "day"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "shown_as_best",
        sa.Column("channel", sa.Integer(), nullable=False, server_default="1"),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("chat", sa.BigInteger(), nullable=False),
        sa.Column("span", sa.String(length=4), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.PrimaryKeyConstraint("channel", "number", "chat", "span", "day"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_shown_as_best_post", "shown_as_best", ["chat", "span", "day"])
