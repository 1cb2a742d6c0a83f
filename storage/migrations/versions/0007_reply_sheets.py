"""Decisions about replies outlive a restart: what is crossed out on a sheet, until when a decision
can be undone, and which pages of a thread moderators have open.

Revision ID: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.add_column(
        "replies", sa.Column("crossed", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column("reply_sheets", sa.Column("thread", sa.Integer(), nullable=True))
    op.add_column(
        "reply_sheets", sa.Column("page", sa.Integer(), nullable=False, server_default="0")
    )
    op.add_column("reply_sheets", sa.Column("until", sa.BigInteger(), nullable=True))
    op.add_column("reply_sheets", sa.Column("reason", sa.Text(), nullable=True))
