"""Campaigns: by which button each was begun, and which message of its managers' group shows it.

Revision ID: 0014
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.add_column("campaigns", sa.Column("begun", sa.String(length=8), nullable=True))
    op.add_column("campaigns", sa.Column("card_id", sa.BigInteger(), nullable=True))
    op.add_column("campaigns", sa.Column("card_says", sa.String(length=8), nullable=True))
    op.create_index("ix_campaigns_begun", "campaigns", ["channel", "begun"], unique=True)
