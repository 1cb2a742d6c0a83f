"""Reports: how many of them weigh less, and which cases are shown while their post stands.

Revision ID: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("reports", sa.Column("light", sa.Integer(), nullable=False, server_default="0"))
    op.add_column(
        "cases", sa.Column("standing", sa.Boolean(), nullable=False, server_default=sa.false())
    )
