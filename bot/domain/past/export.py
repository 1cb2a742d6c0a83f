"""``result.json`` as Telegram Desktop writes it for one channel: what of it may be read.

Who wrote, signed, forwarded or was mentioned stands in it too and is never looked at, but for the
place in a text where somebody is named: there nothing is left of them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

from bot.domain.contacts import HIDDEN
from bot.domain.ranking import CUSTOM, PAID, same_emoji

NotAChannel = Literal["account", "private", "unreadable"]
"""The reason why a file is refused: it holds a whole account, a chat of people, or is no such
export."""

_CHANNELS = ("public_channel", "private_channel")
_ACCOUNT = ("chats", "left_chats", "personal_information", "contacts", "sessions")
_NAMES = frozenset({"mention", "mention_name", "email", "phone", "bank_card"})
"""The parts of a text that lead to a person."""


@dataclass(frozen=True, slots=True)
class PastPost:
    """A post as everybody saw it. ``photo`` is a path inside the export's folder."""

    message_id: int
    posted_at: datetime
    text: str = field(repr=False)
    photo: str | None = None
    covered: bool = False
    reactions: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ChannelExport:
    """The export of a channel. ``chat`` is the number by which the Bot API knows the channel."""

    title: str
    chat: int
    posts: tuple[PastPost, ...]
    others: int
    """The number of messages that are no posts of the channel's own: service messages, polls,
    forwarded ones."""


def read_export(data: object, zone: ZoneInfo) -> ChannelExport | NotAChannel:
    """Read an export. ``data`` is the file's JSON. ``zone`` is for exports so old that they tell
    local times."""
    if not isinstance(data, Mapping):
        return "unreadable"
    if any(key in data for key in _ACCOUNT):
        return "account"
    kind, messages = data.get("type"), data.get("messages")
    if not isinstance(kind, str) or not isinstance(messages, list):
        return "unreadable"
    if kind not in _CHANNELS:
        return "private"
    if not isinstance(data.get("id"), int):
        return "unreadable"
    read = [_post(message, zone) for message in messages]
    posts = tuple(post for post in read if post is not None)
    title = str(data.get("name") or "")
    return ChannelExport(title, bot_api_number(data["id"]), posts, len(messages) - len(posts))


def bot_api_number(channel: int) -> int:
    """Turn 1234567890 into -1001234567890."""
    return -1_000_000_000_000 - channel


def _post(message: object, zone: ZoneInfo) -> PastPost | None:
    """Read a post. None: a message that is no post of the channel's own."""
    if not isinstance(message, Mapping) or message.get("type") != "message":
        return None
    moment = _moment(message, zone)
    strange = any(key in message for key in ("forwarded_from", "poll", "media_type"))
    if strange or moment is None or not isinstance(message.get("id"), int):
        return None
    photo = message.get("photo")
    return PastPost(
        message_id=message["id"],
        posted_at=moment,
        text=_text(message.get("text", "")),
        photo=photo if isinstance(photo, str) and not photo.startswith("(") else None,
        covered=bool(message.get("media_spoiler")),
        reactions=_reactions(message.get("reactions")),
    )


def _moment(message: Mapping[str, Any], zone: ZoneInfo) -> datetime | None:
    try:
        if (seconds := message.get("date_unixtime")) is not None:
            return datetime.fromtimestamp(int(seconds), UTC)
        local = datetime.fromisoformat(str(message["date"]))
        return (local if local.tzinfo else local.replace(tzinfo=zone)).astimezone(UTC)
    except (KeyError, ValueError, OverflowError, OSError):
        return None


def _text(given: object) -> str:
    """Return a text, or its parts joined; what leads to a person is blotted out."""
    if isinstance(given, str):
        return given
    return "".join(_part(part) for part in given) if isinstance(given, list) else ""


def _part(part: object) -> str:
    if isinstance(part, str):
        return part
    if not isinstance(part, Mapping):
        return ""
    return HIDDEN if part.get("type") in _NAMES else str(part.get("text", ""))


def _reactions(given: object) -> dict[str, int]:
    counts: dict[str, int] = {}
    for each in given if isinstance(given, Sequence) else ():
        if not isinstance(each, Mapping) or not isinstance(each.get("count"), int):
            continue
        emoji = _KINDS.get(str(each.get("type"))) or same_emoji(str(each.get("emoji", "")))
        if emoji:
            counts[emoji] = counts.get(emoji, 0) + each["count"]
    return counts


_KINDS = {"custom_emoji": CUSTOM, "paid": PAID}
