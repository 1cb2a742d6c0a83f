"""The tables of campaigns: public, or about to be; none of them says who made what."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    LargeBinary,
    String,
    Table,
    Text,
)

from storage.columns import Day, Moment, Number
from storage.schema_parts import channel_column, metadata

campaigns = Table(  # what managers of the community ask and show; nothing of who they are
    "campaigns",
    metadata,
    channel_column(key=True),
    Column("number", Number, primary_key=True, autoincrement=False),
    Column("kind", String(8), nullable=False),  # question | post | pictures
    Column("state", String(8), nullable=False),
    Column("payer", Text),  # who pays for it
    Column("country", String(2)),
    Column("label", Text),
    Column("advert", Text),  # the number under which a state registers it
    Column("words", Text, nullable=False),
    Column("credit", Text),  # of a pack's pictures
    Column("picture", LargeBinary(4), nullable=False),
    Column("style", Number, nullable=False),
    Column("starts_at", Moment),
    Column("until", Moment),
    Column("weekly", Boolean, nullable=False),
    Column("turn", Number, nullable=False),  # the last that came into the outbox
    Column("since", Moment),  # when it first stood in the channel
    Column("note", Text),  # what moderators want to be changed
    Column("asking", String(12)),  # what its managers are asked just now
    Column("asked_id", BigInteger),  # by which message of their group
    Column("review_id", BigInteger),  # the message in the moderators' chat, until all is told
    Column("begun", String(8)),  # a random mark of the button that began it
    Column("card_id", BigInteger),  # the newest message of their group that shows it
    Column("card_says", String(8)),  # which state that message tells
    Index("ix_campaigns_state", "channel", "state"),
    Index("ix_campaigns_begun", "channel", "begun", unique=True),
    Index("ix_campaigns_asked", "channel", "asked_id"),
    sqlite_with_rowid=False,
)

campaign_pictures = Table(  # a campaign's own picture, or those of a pack, redrawn by us
    "campaign_pictures",
    metadata,
    channel_column(key=True),
    Column("campaign", Number, primary_key=True, autoincrement=False),
    Column("ordinal", Number, primary_key=True, autoincrement=False),
    Column("picture", LargeBinary(4), nullable=False),
    Column("data", LargeBinary, nullable=False),
    Index("ix_campaign_pictures", "picture"),
    sqlite_with_rowid=False,
)

campaign_days = Table(  # how much of what happened to a campaign on a day; nothing finer
    "campaign_days",
    metadata,
    channel_column(key=True),
    Column("campaign", Number, primary_key=True, autoincrement=False),
    Column("day", Day, primary_key=True),
    Column("what", String(16), primary_key=True),
    Column("times", Number, nullable=False),
    sqlite_with_rowid=False,
)
