"""Tables get the names that the documents use.

Revision ID: 0004
"""

from alembic import op

revision = "0004"
down_revision = "0003"

RENAMED = {
    "desk": "review_cards",
    "lanes": "channel_states",
    "knobs": "runtime_settings",
    "cases": "hidden_posts",
    "tallies": "daily_counts",
    "ended": "ended_drafts",
}


def upgrade() -> None:
    for before, now in RENAMED.items():
        op.rename_table(before, now)
