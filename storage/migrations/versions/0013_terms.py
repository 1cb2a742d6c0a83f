"""The words of the feeds get a second table in the order of numbers, and both a side to move to.

Revision ID: 0013
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    _make("terms_aside", "term", "channel", "number")
    _make("terms_by_number", "channel", "number", "term")
    _make("terms_by_number_aside", "channel", "number", "term")
    op.execute(
        "INSERT INTO terms_by_number (channel, number, term)"
        " SELECT channel, number, term FROM terms ORDER BY channel, number, term"
    )
    op.drop_index("ix_terms_number", "terms")


def _make(name: str, *key: str) -> None:
    columns: dict[str, sa.Column[str] | sa.Column[int]] = {
        "term": sa.Column("term", sa.String(length=40), nullable=False),
        "channel": sa.Column("channel", sa.Integer(), server_default="1", nullable=False),
        "number": sa.Column("number", sa.Integer(), nullable=False),
    }
    op.create_table(
        name,
        *[columns[each] for each in key],
        sa.PrimaryKeyConstraint(*key),
        sqlite_with_rowid=False,
    )
