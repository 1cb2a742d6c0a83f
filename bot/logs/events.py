"""The log's allow-list: the events, and the fields that may stand beside them. Nothing else is
logged.

No field can carry a name, a text, a chat, a user or a token: words have no spaces, numbers are
too small to be one of Telegram's ids (``file`` alone is free: it names a picture that the operator
put into a folder). Log no single act of an author (a draft, a publish): the
line's time would tell when somebody was there. Counts, and what the channel shows anyway, are fine.
"""

import re
from collections.abc import Callable, Mapping
from enum import StrEnum


class Event(StrEnum):
    """Everything that can happen as far as the log knows. Add yours here."""

    # the process
    STARTING = "starting"
    STARTED = "started"
    STOPPING = "stopping"
    STOPPED = "stopped"
    STANDING_BY = "standing_by"  # another process has what this one waits for
    LEASE_TAKEN = "lease_taken"  # another process took over: this one begins anew
    LEASES_UNRENEWED = "leases_unrenewed"  # the database does not answer
    PREPARING = "preparing"  # fonts and pictures, first start
    WARNED = "warned"  # a Python warning: what, where
    LIBRARY = "library"  # a third-party logger had something to say
    CRASHED = "crashed"  # nothing caught it
    UNEXPECTED = "unexpected"  # caught at a boundary, the rest goes on
    TASK_FAILED = "task_failed"  # the event loop's own complaint
    TICK_FAILED = "tick_failed"  # rings again

    # what an operator should know
    DATABASE_WAITS = "database_waits"  # it could not be had at a start: tried again
    BOT_REFUSED = "bot_refused"  # one of several: Telegram takes its token no longer, or another
    # program takes its updates
    RELEASE_INSTANT = "release_instant"  # no mixing: not anonymous in time
    RIGHTS_EXCESSIVE = "rights_excessive"
    CHANNEL_RENAMED = "channel_renamed"  # by its owner; cards and links follow
    REACTIONS_MISSING = "reactions_missing"
    PICTURE_BAD = "picture_bad"
    JOURNAL_LEFT = "journal_left"  # could not be overwritten now; the next write does it
    CLOCK_SKEWED = "clock_skewed"
    OPERATOR_TOLD = "operator_told"

    # the memory that processes share
    MEMORY_AWAY = "memory_away"
    MEMORY_BACK = "memory_back"  # with all that it knew
    MEMORY_ANEW = "memory_anew"  # and knows nobody
    MEMORY_REFUSED = "memory_refused"  # it keeps more than memory now

    # cards drawn by other processes
    RENDERER_READY = "renderer_ready"  # this process draws for others
    RENDERER_LEFT = "renderer_left"  # not used until it answers as it should
    RENDERER_BACK = "renderer_back"
    RENDER_REFUSED = "render_refused"  # somebody without the secret

    # intake
    SERVER_UNREACHABLE = "server_unreachable"
    SERVER_BACK = "server_back"
    WEBHOOK_REMOVED = "webhook_removed"
    WEBHOOK_SET = "webhook_set"
    WEBHOOK_REFUSED = "webhook_refused"  # wrong secret, too large, no JSON
    UPDATE_UNREADABLE = "update_unreadable"
    UPDATE_FAILED = "update_failed"
    UPDATE_GIVEN_UP = "update_given_up"
    UPDATES_ANEW = "updates_anew"  # Telegram began its update ids anew
    UPDATES_REPEATED = "updates_repeated"  # the same came again and again though confirmed
    UPDATES_STUCK = "updates_stuck"  # nothing could be confirmed for five minutes
    TOPICS_REFUSED = "topics_refused"  # the moderators' chat is used flat
    MENU_REFUSED = "menu_refused"  # the list of commands could not be set
    ANSWER_FAILED = "answer_failed"
    PREVIEW_REFUSED = "preview_refused"  # Telegram does not take the picture of a card
    ANSWER_DROPPED = "answer_dropped"  # too many waited to be said
    DELETION_OVERDUE = "deletion_overdue"  # messages that could not be deleted yet

    # the way to the channel
    RELEASED = "released"
    CAMPAIGNS_ENDED = "campaigns_ended"
    REPLIES_RELEASED = "replies_released"
    PUBLISHED = "published"
    CHANNEL_WAITS = "channel_waits"
    CHANNEL_STUCK = "channel_stuck"
    CHANNEL_UNUSABLE = "channel_unusable"
    SEND_REFUSED = "send_refused"
    SEND_UNKNOWN = "send_unknown"
    SEND_RESOLVED = "send_resolved"
    ANSWER_LATE = "answer_late"  # somebody else took the call for lost meanwhile
    DUPLICATE_DELETED = "duplicate_deleted"
    PARCEL_SET_ASIDE = "parcel_set_aside"
    DIGEST_ENQUEUED = "digest_enqueued"
    DIGEST_SKIPPED = "digest_skipped"
    BEST_ENQUEUED = "best_enqueued"
    BEST_SKIPPED = "best_skipped"
    TAKEN_DOWN = "taken_down"
    DECIDED = "decided"  # moderators, about a waiting whisper
    MODERATORS_REFUSED = "moderators_refused"  # Telegram lets nothing into the moderators' chat
    MODERATORS_STUCK = (
        "moderators_stuck"  # for five minutes, while something waits to be shown there
    )
    CHAT_MOVED = "chat_moved"  # a private group became a supergroup: the bot follows
    CARD_VANISHED = "card_vanished"  # deleted in the moderators' chat; what waits is shown anew
    HIDDEN = "hidden"  # readers reported it; moderators look
    HIDING_BRAKED = "hiding_braked"  # reported as well, but more may not be hidden at once


WITHHELD = "withheld"
"""Stands in the log for a value that does not look harmless."""

_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,60}")
_PLACE = re.compile(r"[\w./<>-]{1,120}:\d{1,6}")
_SERVER = re.compile(r"https?://[A-Za-z0-9.:\[\]_-]{1,120}|unix:///[A-Za-z0-9./_-]{1,120}")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_LONG_NUMBER = re.compile(r"\d{7}")
_PICTURE_FILE = re.compile(r"[^/\\\x00-\x1f]{1,120}\.(?:jpe?g|png|webp)", re.IGNORECASE)
_INCIDENT = re.compile(r"[0-9a-f]{8}")


def _word(value: object) -> object:
    """Let a single word pass: a reason from an enum, the name of an exception class, a parcel
    kind."""
    text = str(value)
    fits = isinstance(value, str) and _WORD.fullmatch(text) and not _LONG_NUMBER.search(text)
    return text if fits else WITHHELD


def _count(value: object) -> object:
    """Let a whole number below a million pass: no id in use on Telegram is that small."""
    fits = isinstance(value, int) and abs(value) < 1_000_000
    return value if fits else WITHHELD


def _seconds(value: object) -> object:
    fits = isinstance(value, int | float) and abs(value) < 1_000_000
    return round(value, 3) if fits and isinstance(value, int | float) else WITHHELD


def _picture_file(value: object) -> object:
    text = str(value)
    return text if _PICTURE_FILE.fullmatch(text) else WITHHELD


def _matching(pattern: re.Pattern[str]) -> Callable[[object], object]:
    def check(value: object) -> object:
        text = str(value)
        return text if pattern.fullmatch(text) and not _LONG_NUMBER.search(text) else WITHHELD

    return check


def _incident(value: object) -> object:
    return value if isinstance(value, str) and _INCIDENT.fullmatch(value) else WITHHELD


FIELDS: Mapping[str, Callable[[object], object]] = {
    "attempt": _count,
    "backlog": _count,
    "cause": _word,  # class of the exception behind the exception
    "count": _count,
    "day": _matching(_DAY),
    "error": _word,  # class of an exception, never its message
    "file": _picture_file,  # a picture in the operators' own folder
    "incident": _incident,  # random, to find the line again
    "kind": _word,
    "library": _word,
    "number": _count,  # a whisper's public number
    "part": _word,  # which part of the program
    "percent": _count,
    "pool": _count,
    "revision": _word,
    "seconds": _seconds,
    "server": _matching(_SERVER),  # of the Bot API, or a renderer: its root, from the settings
    "severity": _word,  # the level that a library gave its record
    "status": _count,  # an HTTP status or an exit status
    "version": _matching(re.compile(r"[0-9]{1,4}(\.[0-9a-z]{1,8}){0,3}")),
    "where": _matching(_PLACE),  # file:line
    "why": _word,
}
"""Field -> what makes a value harmless: returns it, or WITHHELD."""
