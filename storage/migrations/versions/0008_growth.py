"""What is asked for again and again is found without reading what has come together over the years.

A card's score lies in its post, so that the digest looks at an index alone; what is hidden, what is
reported and a thread have indexes. Scores are 0 until the next digest works out those of its
window.

Revision ID: 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    for table in ("posts", "snapshots"):
        op.add_column(table, sa.Column("score", sa.Float(), nullable=False, server_default="0"))
    op.drop_index("ix_posts_window", table_name="posts")
    op.create_index("ix_posts_loved", "posts", ["chat", "posted_at", "score"])
    op.create_index("ix_posts_state", "posts", ["channel", "state", "number"])
    op.create_index("ix_featured_whisper", "featured", ["channel", "number"])
    op.create_index("ix_reports_open", "reports", ["channel", "immune", "number"])
    op.drop_index("ix_replies_waiting", table_name="replies")
    op.create_index("ix_replies_waiting", "replies", ["channel", "state", "number"])
    op.create_index(
        "ix_reply_reports_open", "reply_reports", ["channel", "immune", "number", "ordinal"]
    )
