"""Exports of channels as Telegram Desktop writes them, of confession bots that never were."""

import io
import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from PIL import Image

CHANNEL = 2000104729
CHAT = -1_000_000_000_000 - CHANNEL
NAMES = ("Marlow Quist", "Ines Okafor", "@marlow_q", "marlow@example.org", "+33 6 12 34 56 78")
"""Whoever they are, none of it may come over."""

_WHO = ("my sister", "the neighbour", "an old friend", "my teacher", "the man at the bakery")
_DID = ("forgot my birthday", "sang in the rain", "lied to me", "waited for the last bus")
_FELT = ("I still laugh about it", "I never told anybody", "it hurts to this day", "I was so proud")
_LAST = ["lanterns", "harbour", "velvet", "orchard", "thunder", "pebbles", "saffron", "windmill"]

Message = dict[str, Any]


def words_of(turn: int) -> str:
    """Others for each turn below 640."""
    at = turn * 241 % 640  # neighbours have little in common
    who, did = _WHO[at % 5], _DID[at // 5 % 4]
    felt, last = _FELT[at // 20 % 4], _LAST[at // 80 % 8]
    return f"{who.capitalize()} {did}.\n{felt}, like {last}."


def numbered_above(turn: int) -> Message:
    """“Confession #12”, the words, a line and where to write."""
    return {
        "text": [
            {"type": "bold", "text": f"Confession #{turn + 1}"},
            f"\n\n{words_of(turn)}\n\n",
            "——————\nSend yours to ",
            {"type": "mention", "text": "@campus_confess_bot"},
        ]
    }


def numbered_in_line(turn: int) -> Message:
    """“№ 12. The words”, a hashtag behind, always with a picture and somebody's signature."""
    return {
        "text": f"№ {turn + 1}. {words_of(turn)}\n\n#anonymous",
        "photo": "photos/one.jpg",
        "author": NAMES[0],
        "via_bot": "@old_bot",
    }


def export(
    layout: Callable[[int], Message],
    posts: int = 500,
    *,
    others: Sequence[Message] = (),
    **top: Any,
) -> dict[str, Any]:
    """A channel's export with so many posts, and service messages between them."""
    begun = datetime(2024, 3, 1, 18, 0, tzinfo=UTC)
    messages: list[Message] = [
        {"id": 1, "type": "service", "action": "create_channel", "actor": NAMES[1], "text": ""}
    ]
    for turn in range(posts):
        moment = begun + timedelta(hours=7 * turn)
        messages.append(
            {
                "id": 2 + turn,
                "type": "message",
                "date": moment.replace(tzinfo=None).isoformat(),
                "date_unixtime": str(int(moment.timestamp())),
                "from": NAMES[1],
                "from_id": f"channel{CHANNEL}",
                **({"reactions": _reactions(turn)} if turn % 3 == 0 else {}),
                **layout(turn),
            }
        )
    for turn, other in enumerate(others):
        messages.append(
            {
                "id": 10_000 + turn,
                "type": "message",
                "date": "2026-01-01T10:00:00",
                "date_unixtime": "1767261600",
                "from": NAMES[1],
                **other,
            }
        )
    return {"name": "Campus", "type": "public_channel", "id": CHANNEL, "messages": messages, **top}


def _reactions(turn: int) -> list[Message]:
    return [
        {"type": "emoji", "count": 1 + turn % 40, "emoji": "❤"},
        {"type": "emoji", "count": 2, "emoji": "🤡", "recent": [{"from": NAMES[1]}]},
        {"type": "custom_emoji", "count": 1, "document_id": "stickers/x.tgs"},
    ]  # fmt: skip


def written(folder: Path, data: object) -> Path:
    """``result.json``, with a picture beside it."""
    (folder / "photos").mkdir(parents=True, exist_ok=True)
    out = io.BytesIO()
    Image.new("RGB", (800, 640), "teal").save(out, "JPEG")
    (folder / "photos" / "one.jpg").write_bytes(out.getvalue())
    file = folder / "result.json"
    file.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return file
