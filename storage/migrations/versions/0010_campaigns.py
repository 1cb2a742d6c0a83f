"""Campaigns: what managers ask and show, their figures, and which question a whisper answers.

Revision ID: 0010
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.add_column("whispers", sa.Column("campaign", sa.Integer(), nullable=True))
    op.create_index(
        "ix_whispers_campaign",
        "whispers",
        ["channel", "campaign", "number"],
        sqlite_where=sa.text("campaign IS NOT NULL"),
    )
    op.create_table(
        "campaigns",
        sa.Column("channel", sa.Integer(), nullable=False, server_default="1"),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("payer", sa.Text(), nullable=True),
        sa.Column("country", sa.String(length=2), nullable=True),
        sa.Column("label", sa.Text(), nullable=True),
        sa.Column("advert", sa.Text(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("credit", sa.Text(), nullable=True),
        sa.Column("picture", sa.LargeBinary(length=4), nullable=False),
        sa.Column("style", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.BigInteger(), nullable=True),
        sa.Column("until", sa.BigInteger(), nullable=True),
        sa.Column("weekly", sa.Boolean(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("asking", sa.String(length=12), nullable=True),
        sa.Column("asked_id", sa.BigInteger(), nullable=True),
        sa.Column("review_id", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("channel", "number"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_campaigns_state", "campaigns", ["channel", "state"])
    op.create_index("ix_campaigns_asked", "campaigns", ["channel", "asked_id"])
    op.create_table(
        "campaign_pictures",
        sa.Column("channel", sa.Integer(), nullable=False, server_default="1"),
        sa.Column("campaign", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("picture", sa.LargeBinary(length=4), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("channel", "campaign", "ordinal"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_campaign_pictures", "campaign_pictures", ["picture"])
    op.create_table(
        "campaign_days",
        sa.Column("channel", sa.Integer(), nullable=False, server_default="1"),
        sa.Column("campaign", sa.Integer(), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("what", sa.String(length=16), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("channel", "campaign", "day", "what"),
        sqlite_with_rowid=False,
    )
