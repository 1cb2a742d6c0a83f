"""What feeds read: the words by which whispers are found, their tags, and how they are loved. All
is filled at the next start, from what stands in the channels.

Revision ID: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "terms",
        sa.Column("term", sa.String(length=40), nullable=False),
        _channel(),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("term", "channel", "number"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_terms_number", "terms", ["channel", "number"])
    op.create_table(
        "tags",
        _channel(),
        sa.Column("tag", sa.String(length=40), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("channel", "tag"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_tags_times", "tags", ["channel", "times"])
    op.create_table(
        "standings",
        _channel(),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("posted_at", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("hot", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("channel", "number"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_standings_score", "standings", ["channel", "score"])
    op.create_index("ix_standings_day", "standings", ["channel", "day", "score"])
    op.create_index("ix_standings_hot", "standings", ["channel", "day", "hot"])
    op.add_column("posts", sa.Column("file", sa.Text(), nullable=True))


def _channel() -> sa.Column[int]:
    return sa.Column("channel", sa.Integer(), nullable=False, server_default="1")
