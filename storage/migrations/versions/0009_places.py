"""Places of whispers: what was chosen, and what is printed of it.

Revision ID: 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.add_column("whispers", sa.Column("place", sa.String(length=24), nullable=True))
    op.create_table(
        "places",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("channel", sa.Integer(), nullable=False, server_default="1"),
        sa.Column("shown", sa.String(length=24), nullable=True),
        sa.Column("until", sa.BigInteger(), nullable=True),
        sa.Column("gone", sa.Boolean(), nullable=False),
        sa.Column("room", sa.LargeBinary(), nullable=False),
        sa.Column("chosen", sa.String(length=24), nullable=True),
        sa.PrimaryKeyConstraint("number", "channel"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_places_until", "places", ["until"])
    op.create_index("ix_places_recent", "places", ["channel", "until"])
    op.create_index("ix_places_shown", "places", ["channel", "shown", "gone"])
    op.create_index(
        "ix_places_gone", "places", ["channel", "gone", "shown"], sqlite_where=sa.text("gone = 1")
    )
