"""What parcels carry is typed in the program and JSON in the rows; the JSON of older versions stays
readable."""

import secrets
from datetime import UTC, datetime

import pytest
from sqlalchemy import insert

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
)
from bot.domain.places.place import Place
from storage import Storage
from storage.contents import content_of_json, content_to_json
from storage.schema import outbox, posts

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
CHAT = -1001234567890

ENTRY = {"number": 3, "message_id": 5, "reactions": [["❤", 7], ["⭐", 1]]}
READ = DigestEntry(3, 5, (("❤", 7), ("⭐", 1)))
COPY = DiscussionCopy(-100222, 9)

WRITTEN: list[tuple[str, dict, Content]] = [
    ("card", {}, CardContent()),
    ("card", {"caption": "#3"}, CardContent("#3")),
    ("card", {"caption": "#3", "copy": [5, -100222, 9]}, CardContent("#3", CopySeen(5, COPY))),
    ("card", {"place": "FR.84"}, CardContent(place=Place("FR.84"))),
    ("place", {"caption": "#3"}, OtherPlace("#3")),
    ("digest", {"entries": [ENTRY]}, DigestContent((READ,))),
    (
        "digest",
        {"entries": [ENTRY], "caption": "Most loved", "copy": [5, -100222, 9]},
        DigestContent((READ,), "Most loved", CopySeen(5, COPY)),
    ),
    ("campaign", {"campaign": 7, "turn": 2}, CampaignContent(7, 2)),
    (
        "campaign",
        {"campaign": 7, "turn": 1, "caption": "Ad · c7", "copy": [5, -100222, 9]},
        CampaignContent(7, 1, "Ad · c7", CopySeen(5, COPY)),
    ),
    ("edit", {"change": "hidden"}, Edit(Change.HIDDEN)),
    ("edit", {"change": "restored", "caption": "#3"}, Edit(Change.RESTORED, "#3")),
    ("delete", {}, Deletion()),
    ("delete", {"copy": [-100222, 9], "bare": True}, Deletion(COPY, bare=True)),
    ("delete", {"copy": [-100222, 9], "bare": False}, Deletion(COPY)),
    ("delete", {"change": "withdrawn"}, Deletion(after=Change.WITHDRAWN)),
]
"""As the first version wrote them, and what they mean."""


@pytest.mark.parametrize(("kind", "row", "content"), WRITTEN)
async def test_a_parcel_that_the_previous_version_wrote_is_read(
    storage: Storage, kind: str, row: dict, content: Content
) -> None:
    async with storage.engine.writer.begin() as db:
        await db.execute(
            insert(outbox).values(
                key=secrets.token_bytes(16),
                kind=kind,
                state="waiting",
                chat=CHAT,
                content=row,
                due_at=NOW,
                attempts=0,
                resends=0,
                looks=0,
            )
        )
    async with storage.transaction() as tables:
        parcel = await tables.outbox.next_due(CHAT, ParcelKind)
        assert parcel is not None
        assert (parcel.kind, parcel.content) == (ParcelKind(kind), content)


@pytest.mark.parametrize(("kind", "row", "content"), WRITTEN)
def test_what_is_written_is_what_the_previous_version_wrote(kind, row, content) -> None:
    assert content_to_json(content) == row
    assert content_of_json(ParcelKind(kind), row) == content


def test_a_tombstone_deleted_by_the_previous_version_keeps_its_meaning() -> None:
    """It wrote down the empty caption too."""
    row = {"change": "removed", "caption": ""}
    assert content_of_json(ParcelKind.DELETE, row) == Deletion(after=Change.REMOVED)


@pytest.mark.parametrize(
    ("kind", "content", "entries"), [("digest", {"entries": [ENTRY]}, (READ,)), ("card", {}, ())]
)
async def test_a_post_that_the_previous_version_wrote_is_read(
    storage: Storage, kind: str, content: dict, entries: tuple[DigestEntry, ...]
) -> None:
    async with storage.engine.writer.begin() as db:
        await db.execute(
            insert(posts).values(
                chat=CHAT,
                message_id=5,
                kind=kind,
                first_line="x",
                caption="x",
                content=content,
                spoiler=False,
                state="live",
                posted_at=NOW,
            )
        )
    async with storage.reading() as tables:
        post = await tables.posts.by_message(CHAT, 5)
        assert post is not None
        assert post.entries == entries
