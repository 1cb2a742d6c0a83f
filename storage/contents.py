"""Contents of parcels and digests as JSON: the form in which rows keep them.

The keys are those of every version so far; a row that an older version wrote is read like any
other, and what it did not know yet has its default.
"""

from collections.abc import Iterable
from typing import Any

from bot.domain.days import Span
from bot.domain.parcel import (
    CampaignContent,
    CardContent,
    Change,
    Content,
    CopySeen,
    Deletion,
    DigestContent,
    DigestEntry,
    DiscussionCopy,
    Edit,
    OtherPlace,
    ParcelKind,
    ReplyContent,
)

Json = dict[str, Any]


def content_to_json(content: Content) -> Json:
    """Return only what is known as JSON: an empty caption, or a copy that nobody has seen, has no
    key."""
    kept: dict[str, Any] = {"caption": content.caption} if content.caption else {}
    match content:
        case CardContent(seen=seen, place=place):
            return kept | _seen(seen) | ({} if place is None else {"place": place})
        case OtherPlace():
            return kept
        case DigestContent(entries=entries, seen=seen, span=span):
            return kept | _seen(seen) | entries_to_json(entries, span)
        case ReplyContent(thread=thread, ordinal=ordinal, to=to):
            return kept | {"thread": thread, "ordinal": ordinal, "to": to}
        case CampaignContent(campaign=campaign, turn=turn, seen=seen):
            return kept | _seen(seen) | {"campaign": campaign, "turn": turn}
        case Edit(change=change):
            return kept | {"change": change.value}
        case Deletion(copy=copy, bare=bare, after=after):
            named = {} if copy is None else {"copy": [copy.chat, copy.message_id], "bare": bare}
            return kept | named | ({} if after is None else {"change": after.value})


def content_of_json(kind: ParcelKind, row: Json) -> Content:
    caption = str(row.get("caption", ""))
    copy = row.get("copy")
    match kind:
        case ParcelKind.CARD:
            return CardContent(caption, _seen_of(copy), row.get("place"))
        case ParcelKind.PLACE:
            return OtherPlace(caption)
        case ParcelKind.DIGEST:
            return DigestContent(entries_of_json(row), caption, _seen_of(copy), span_of_json(row))
        case ParcelKind.REPLY:
            return ReplyContent(int(row["thread"]), int(row["ordinal"]), int(row["to"]), caption)
        case ParcelKind.CAMPAIGN:
            return CampaignContent(int(row["campaign"]), int(row["turn"]), caption, _seen_of(copy))
        case ParcelKind.EDIT:
            return Edit(Change(row["change"]), caption)
        case ParcelKind.DELETE:
            return Deletion(
                copy=None if copy is None else DiscussionCopy(*copy),
                bare=bool(row.get("bare")),
                after=Change(row["change"]) if "change" in row else None,
                caption=caption,
            )


def entries_to_json(entries: Iterable[DigestEntry], span: Span = Span.DAY) -> Json:
    """Return a digest's entries as JSON. A day's names no span: such rows are older than the
    others."""
    return ({} if span is Span.DAY else {"span": span.value}) | {
        "entries": [
            {
                "number": each.number,
                "message_id": each.message_id,
                "reactions": [list(reaction) for reaction in each.reactions],
            }
            | ({} if each.channel is None else {"channel": each.channel})
            for each in entries
        ]
    }


def span_of_json(row: Json) -> Span:
    return Span(row.get("span", Span.DAY))


def entries_of_json(row: Json) -> tuple[DigestEntry, ...]:
    return tuple(
        DigestEntry(
            int(each["number"]),
            int(each["message_id"]),
            tuple((str(emoji), int(count)) for emoji, count in each["reactions"]),
            each.get("channel"),
        )
        for each in row.get("entries", ())
    )


def _seen(seen: CopySeen | None) -> dict[str, Any]:
    if seen is None:
        return {}
    return {"copy": [seen.post_id, seen.copy.chat, seen.copy.message_id]}


def _seen_of(copy: Any) -> CopySeen | None:
    if not copy:
        return None
    post_id, chat, message_id = copy
    return CopySeen(post_id, DiscussionCopy(chat, message_id))
