"""Every table. Each says what it holds and what it must never hold.

``WITHOUT ROWID`` everywhere: a table is ordered by its key. Private things have random 16-byte
keys, so their order tells nothing; public things are keyed by what is public anyway.
"""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Float,
    Index,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)

from storage.columns import Day, Moment, Number
from storage.schema_best import bests as bests
from storage.schema_best import shown_as_best as shown_as_best
from storage.schema_campaigns import campaign_days as campaign_days
from storage.schema_campaigns import campaign_pictures as campaign_pictures
from storage.schema_campaigns import campaigns as campaigns
from storage.schema_feeds import standings as standings
from storage.schema_feeds import tags as tags
from storage.schema_feeds import terms as terms
from storage.schema_feeds import terms_aside as terms_aside
from storage.schema_feeds import terms_by_number as terms_by_number
from storage.schema_feeds import terms_by_number_aside as terms_by_number_aside
from storage.schema_leases import leases as leases
from storage.schema_parts import WHERE_ON_SERVER, channel_column, key_column, room_column
from storage.schema_parts import metadata as metadata

channels = Table(  # the channels of this installation; one that is taken away is closed
    "channels",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=False),
    Column("name", String(24), nullable=False, unique=True),
    Column("chat", BigInteger, unique=True),  # unset until it was seen once
    Column("state", String(8), nullable=False),  # open | closed
    sqlite_with_rowid=False,
)

whispers = Table(
    "whispers",
    metadata,
    key_column(),
    channel_column(),
    Column("state", String(16), nullable=False),
    Column("picture", LargeBinary(4), nullable=False),
    Column("style", Number, nullable=False),
    Column("cover", Boolean, nullable=False),
    Column("findings", JSON, nullable=False),  # families only; emptied at the decision
    Column("deadline", Moment),  # a slot, never a moment of arrival; erased at release
    Column("number", Number),  # given at release; each channel counts from 1
    Column("reason", Text),
    Column("handle_hash", LargeBinary(32), unique=True),  # until the chat is burnt
    Column("handle_until", Moment),  # only while burning fails: a coarse hour, see forget_handles
    Column("receipt_hash", LargeBinary(32), unique=True),
    room_column(),
    Column("words", Text, nullable=False),  # "" once rejected or taken down
    Column("place", String(24)),  # chosen by its author; from release on in ``places``
    Column("campaign", Number),  # the question that it answers
    UniqueConstraint("channel", "number"),
    Index("ix_whispers_waiting", "channel", "state"),
    Index(
        "ix_whispers_campaign",
        "channel",
        "campaign",
        "number",
        sqlite_where=text("campaign IS NOT NULL"),
        info={WHERE_ON_SERVER: "campaign IS NOT NULL"},
    ),
    sqlite_with_rowid=False,
)

photos = Table(  # authors' pictures, redrawn by us; apart, so that lists of whispers stay light
    "photos",
    metadata,
    key_column(),
    room_column(),
    Column("data", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

places = Table(  # of released whispers: what their posts print, and for a while what was chosen
    "places",
    metadata,
    # the number first: else SQLite takes the key for whatever names a channel, and reads all of it
    Column("number", Number, primary_key=True, autoincrement=False),  # of the whisper
    channel_column(key=True),
    Column("shown", String(24)),  # public: the step that its post prints
    Column("until", Moment),  # so long ``chosen`` is kept: a slot and 30 days
    Column("gone", Boolean, nullable=False),  # taken down: the others follow at the next slot
    room_column(),
    Column("chosen", String(24)),
    Index("ix_places_until", "until"),
    Index("ix_places_recent", "channel", "until"),
    Index("ix_places_shown", "channel", "shown", "gone"),
    Index(
        "ix_places_gone",
        "channel",
        "gone",
        "shown",
        sqlite_where=text("gone = 1"),
        info={WHERE_ON_SERVER: "gone"},
    ),
    sqlite_with_rowid=False,
)

replies = Table(  # answers to whispers; no time of arrival, and nobody
    "replies",
    metadata,
    key_column(),
    channel_column(),
    Column("number", Number, nullable=False),  # of the whisper
    Column("ordinal", Number),  # given at release; each thread counts from 1
    Column("state", String(16), nullable=False),
    Column("mask", String(16)),  # name of an animal
    Column("author", Boolean, nullable=False),
    Column("findings", JSON, nullable=False),  # families only; emptied at the decision
    Column("slot", Moment),  # at which it is out; erased at release
    Column("sheet", String(8)),  # on which moderators see it; erased at the decision
    Column("crossed", Boolean, nullable=False, server_default=false()),  # out, on that sheet
    Column("reason", Text),
    Column("handle_hash", LargeBinary(32), unique=True),  # until the chat is burnt
    Column("handle_until", Moment),  # only while burning fails
    Column("receipt_hash", LargeBinary(32), unique=True),
    room_column(),
    Column("words", Text, nullable=False),  # "" once rejected, taken down or withdrawn
    UniqueConstraint("channel", "number", "ordinal"),
    Index("ix_replies_waiting", "channel", "state", "number"),
    sqlite_with_rowid=False,
)

threads = Table(  # what was decided about the replies to a whisper; without a row, nothing was
    "threads",
    metadata,
    channel_column(key=True),
    Column("number", Number, primary_key=True),  # of the whisper
    Column("closed", Boolean, nullable=False, server_default=false()),  # by its author
    Column("locked", Boolean, nullable=False, server_default=false()),  # by moderators
    sqlite_with_rowid=False,
)

reply_sheets = Table(  # messages in the moderators' chat, each with up to ten replies
    "reply_sheets",
    metadata,
    Column("name", String(8), primary_key=True),  # short and random
    channel_column(),
    Column("message_id", BigInteger),
    Column("high", BigInteger),  # newest id known before an attempt whose end is not known
    Column("thread", Number),  # a page of the published replies to this whisper
    Column("page", Number, nullable=False, server_default="0"),
    Column("until", Moment),  # a decision can be undone; a page closes then
    Column("reason", Text),  # why what is crossed out is rejected
    sqlite_with_rowid=False,
)

reply_reports = Table(  # how many readers reported a reply for a reason; never who
    "reply_reports",
    metadata,
    channel_column(key=True),
    Column("number", Number, primary_key=True),
    Column("ordinal", Number, primary_key=True),
    Column("reason", String(32), primary_key=True),
    Column("times", Number, nullable=False),
    Column("immune", Boolean, nullable=False),  # looked at and let stand
    Column("light", Number, nullable=False, server_default="0"),  # of them, by who was wrong today
    Index("ix_reply_reports_open", "channel", "immune", "number", "ordinal"),
    sqlite_with_rowid=False,
)

outbox = Table(  # what is to go to the channel; a row leaves when its end is certain
    "outbox",
    metadata,
    key_column(),
    Column("kind", String(8), nullable=False),  # card | digest | reply | campaign | edit | …
    Column("state", String(8), nullable=False),
    Column("whisper", LargeBinary(16)),
    Column("number", Number, index=True),  # of the whisper it carries or concerns
    Column("day", Day),  # of the digest it carries or concerns
    Column("chat", BigInteger),  # the channel; unset until the first attempt of a new post
    Column("message_id", BigInteger),  # the post it changes
    Column("content", JSON, nullable=False),  # frozen when enqueued
    Column("due_at", Moment, nullable=False),
    Column("first_line", Text),  # of the post it makes; committed with the attempt
    Column("attempts", Number, nullable=False),
    Column("attempted_at", Moment),
    Column("high", BigInteger),  # H: highest message id known in the channel before the attempt
    Column("resends", Number, nullable=False),
    Column("looks", Number, nullable=False),  # negative looks since the last attempt
    Column("why", Text),  # what the last attempt or look said
    channel_column(),
    Index("ix_outbox_due", "channel", "state", "due_at"),
    sqlite_with_rowid=False,
)

posts = Table(  # what stands in the channel; all of it public
    "posts",
    metadata,
    Column("chat", BigInteger, primary_key=True),
    Column("message_id", BigInteger, primary_key=True),
    channel_column(),
    Column("kind", String(8), nullable=False),  # card | digest | reply | campaign
    Column("number", Number),  # of the whisper whose card it is
    Column("thread", Number),  # of the whisper whose reply it is
    Column("ordinal", Number),  # of that reply
    Column("day", Day),
    Column("first_line", Text, nullable=False, index=True),
    Column("caption", Text, nullable=False),  # as sent last, for edits that change nothing
    Column("content", JSON, nullable=False),  # a digest's entries, a campaign's number
    Column("spoiler", Boolean, nullable=False),
    Column("state", String(8), nullable=False),  # live | hidden | leaving | tomb | gone
    Column("posted_at", Moment, nullable=False),
    Column("echo_chat", BigInteger),  # the copy in the linked discussion group
    Column("echo_id", BigInteger),
    Column("file", Text),  # Telegram's name of the card's picture; only while it stands
    Column("score", Float, nullable=False, server_default="0"),  # of a card, by its reactions
    UniqueConstraint("channel", "number"),
    Index("ix_posts_reply", "channel", "thread", "ordinal", unique=True),
    Index("ix_posts_loved", "chat", "posted_at", "score"),
    Index("ix_posts_state", "channel", "state", "number"),
    sqlite_with_rowid=False,
)

snapshots = Table(  # the newest reaction snapshot of a message, ours or not yet known to be ours
    "snapshots",
    metadata,
    Column("chat", BigInteger, primary_key=True),
    Column("message_id", BigInteger, primary_key=True),
    Column("date", Moment, nullable=False),
    Column("score", Float, nullable=False, server_default="0"),  # of these reactions
    sqlite_with_rowid=False,
)

reactions = Table(
    "reactions",
    metadata,
    Column("chat", BigInteger, primary_key=True),
    Column("message_id", BigInteger, primary_key=True),
    Column("emoji", String(64), primary_key=True),
    Column("times", Number, nullable=False),
    sqlite_with_rowid=False,
)

digests = Table(  # one row per channel and local day that was decided
    "digests",
    metadata,
    Column("chat", BigInteger, primary_key=True),
    Column("day", Day, primary_key=True),
    Column("state", String(8), nullable=False),  # planned | posted | skipped | dropped
    Column("message_id", BigInteger),
    sqlite_with_rowid=False,
)

featured = Table(  # a whisper is featured once in each chat
    "featured",
    metadata,
    Column("chat", BigInteger, primary_key=True),  # of the digest
    channel_column(key=True),  # whose number it is
    Column("number", Number, primary_key=True),
    Column("day", Day, nullable=False, index=True),
    Index("ix_featured_whisper", "channel", "number"),
    sqlite_with_rowid=False,
)

channel_states = Table(  # the pace of each channel, so that it survives restarts
    "channel_states",
    metadata,
    Column("chat", BigInteger, primary_key=True, autoincrement=False),
    Column("high", BigInteger),  # H
    Column("swept", BigInteger),  # every id up to here is accounted for
    Column("not_before", Moment),
    Column("paced_at", Moment),  # when that was set: before this, the clock was set back
    Column("watch_until", Moment),  # a late duplicate may still arrive: look at the end
    Column("late_until", Moment),  # until then a gap in the ids is looked into
    Column("failures", Number, nullable=False),  # in a row; drives the back-off
    Column("failing_since", Moment),
    Column("learning", Number, nullable=False),  # tries to learn H whose end is not known
    Column("why", Text),
    sqlite_with_rowid=False,
)

ended_drafts = Table(  # second previews of drafts that ended under the first one
    "ended_drafts",
    metadata,
    Column("handle_hash", LargeBinary(32), primary_key=True),
    Column("until", Moment),
    sqlite_with_rowid=False,
)

runtime_settings = Table(  # settings changed at run time, and counters
    "runtime_settings",
    metadata,
    channel_column(key=True),  # 0: of the whole installation
    Column("name", String(64), primary_key=True),
    Column("value", JSON, nullable=False),
    sqlite_with_rowid=False,
)

review_cards = Table(  # cards in the moderators' chat; a row ends when its message is emptied
    "review_cards",
    metadata,
    Column("name", String(8), primary_key=True),  # short and random
    Column("whisper", LargeBinary(16), unique=True),  # unset as soon as it is decided for good
    Column("queue", String(8), nullable=False),
    Column("message_id", BigInteger),
    Column("high", BigInteger),  # newest id known before an attempt whose end is not known
    Column("verdict", String(8)),
    Column("reason", Text),
    Column("settles", Moment),  # until then the verdict can be undone
    channel_column(),
    sqlite_with_rowid=False,
)

bans = Table(  # a slow keyed tag with an end, and no link to any whisper
    "bans",
    metadata,
    Column("tag", LargeBinary(32), primary_key=True),
    Column("until", Day, nullable=False),
    Column("step", Number, nullable=False),  # of the ladder
    sqlite_with_rowid=False,
)

reports = Table(  # how many readers reported a number for a reason; never who
    "reports",
    metadata,
    channel_column(key=True),
    Column("number", Number, primary_key=True),
    Column("reason", String(32), primary_key=True),
    Column("times", Number, nullable=False),
    Column("immune", Boolean, nullable=False),  # looked at and restored
    Column("light", Number, nullable=False, server_default="0"),  # of them, by who was wrong today
    Index("ix_reports_open", "channel", "immune", "number"),
    sqlite_with_rowid=False,
)

hidden_posts = Table(  # where the moderators' chat shows a hidden post
    "hidden_posts",
    metadata,
    channel_column(key=True),
    Column("number", Number, primary_key=True),
    Column("message_id", BigInteger),
    Column("high", BigInteger),  # newest id known there before an attempt without an answer
    Column("standing", Boolean, nullable=False, server_default=false()),  # shown, but not hidden
    sqlite_with_rowid=False,
)

daily_counts = Table(  # how much of what happened on a local day; nothing finer than the day
    "daily_counts",
    metadata,
    channel_column(key=True),
    Column("day", Day, primary_key=True),
    Column("what", String(32), primary_key=True),
    Column("times", Number, nullable=False),
    sqlite_with_rowid=False,
)
