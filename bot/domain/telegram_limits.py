"""Telegram's limits for a bot, each of them once, and the margins that we keep to.

Source: core.telegram.org/bots/api and core.telegram.org/bots/faq; lengths are UTF-16 units after
entities are taken out.
"""

from datetime import timedelta

DELETABLE_FOR = timedelta(hours=48)
"""The time for which a bot may delete a message: its own, and all in a private chat."""

MARGIN = timedelta(hours=1)
"""The time before the limit from which on a message counts as too old: the call may have to
wait."""

SURELY_DELETABLE = DELETABLE_FOR - MARGIN

DELETED_AT_ONCE = 100
"""The most ids that deleteMessages takes in one call."""

SWEPT_IDS = 300
"""The number of message ids before a chat's first update that are swept after an unclean stop."""

WALKED_IDS = 300
"""The number of message ids of the channel that are looked at in one walk: the staging chat has
limits of its own."""

UPDATES_AT_ONCE = 100
"""The most updates that getUpdates brings."""

TEXT_UNITS = 4096
CAPTION_UNITS = 1024

DOWNLOAD_BYTES = 20 * 1024 * 1024
"""The largest file that a bot can fetch."""

CALLS_PER_SECOND = 28
"""The calls a second; Telegram allows about 30 messages a second over all chats."""
