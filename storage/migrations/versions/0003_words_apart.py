"""Words and pictures lie in pages of their own: nothing of them in gaps between others' rows.

Revision ID: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_ROOM = 1002
_WHISPERS = (
    "key, state, picture, style, cover, findings, deadline, number, reason, handle_hash,"
    " handle_until, receipt_hash"
)


def upgrade() -> None:
    """Both tables are laid down anew, in the order of their random keys; the old ones' pages are
    overwritten when they are dropped."""
    op.drop_index(op.f("ix_whispers_state"), table_name="whispers")
    op.rename_table("whispers", "whispers_before")
    op.rename_table("photos", "photos_before")
    op.create_table(
        "whispers",
        sa.Column("key", sa.LargeBinary(length=16), nullable=False),
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
        sa.PrimaryKeyConstraint("key"),
        sa.UniqueConstraint("handle_hash"),
        sa.UniqueConstraint("number"),
        sa.UniqueConstraint("receipt_hash"),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_whispers_state"), "whispers", ["state"], unique=False)
    op.create_table(
        "photos",
        sa.Column("key", sa.LargeBinary(length=16), nullable=False),
        sa.Column("room", sa.LargeBinary(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
        sqlite_with_rowid=False,
    )
    room = sa.literal(bytes(_ROOM), sa.LargeBinary())
    for table, columns, private in (("whispers", _WHISPERS, "words"), ("photos", "key", "data")):
        names = columns.split(", ")
        before = sa.table(f"{table}_before", *map(sa.column, (*names, private)))
        op.execute(
            sa.insert(sa.table(table, *map(sa.column, (*names, "room", private)))).from_select(
                [*names, "room", private],
                sa.select(*(before.c[name] for name in names), room, before.c[private]).order_by(
                    before.c.key
                ),
            )
        )
        op.drop_table(f"{table}_before")
