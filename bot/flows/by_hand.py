"""What a person decides about a parcel that cannot be settled otherwise (``sotto outbox``)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.domain.captions import first_line_of
from bot.domain.parcel import Kind, Parcel, Progress
from bot.domain.whisper import State
from bot.flows.settle import post_found
from storage import Storage, Tables

OPEN = (Progress.ASIDE, Progress.REFUSED, Progress.UNKNOWN)
"""Unknown ones are still being looked up by the running bot; a person may be quicker."""

Decision = Literal["done", "settled", "no_post", "taken", "no_such"]
"""done; settled: it was, meanwhile; no_post: this parcel makes no post; taken: that message is
another of our posts; no_such: no message id like this can be this parcel's."""

_MOST_GAPS = 40


@dataclass(frozen=True, slots=True)
class OpenParcel:
    """A parcel with what speaks for and against its being in the channel."""

    parcel: Parcel
    name: str  # "#12", "digest 2026-11-25", "edit of #12"
    gaps: Sequence[int]  # message ids after the attempt that are none of ours: one may be it


async def open_parcels(*, storage: Storage) -> tuple[OpenParcel, ...]:
    async with storage.reading() as tables:
        found = await tables.outbox.in_state(*OPEN)
        return tuple([await _with_evidence(tables, parcel) for parcel in found])


async def it_is_there(*, storage: Storage, key: bytes, message_id: int, now: datetime) -> Decision:
    """aside|refused|unknown -> out of the outbox, its post recorded under this id."""
    async with storage.transaction() as tables:
        parcel = await _still_open(tables, key)
        if parcel is None:
            return "settled"
        if not parcel.kind.makes_a_post or parcel.chat is None:
            return "no_post"
        if await tables.posts.by_message(parcel.chat, message_id) is not None:
            return "taken"
        if message_id <= (parcel.high or 0):
            return "no_such"
        await post_found(tables, parcel, message_id, parcel.attempted_at or now)
    return "done"


async def send_again(*, storage: Storage, key: bytes) -> Decision:
    """aside|refused|unknown -> waiting: it is not in the channel."""
    async with storage.transaction() as tables:
        return "done" if await tables.outbox.resend(key) else "settled"


async def give_up(*, storage: Storage, key: bytes) -> Decision:
    """aside|refused|unknown -> gone. A whisper is never published then: its words are erased, and
    its receipt says removed; a digest's whispers may be featured another day."""
    async with storage.transaction() as tables:
        parcel = await _still_open(tables, key)
        if parcel is None or not await tables.outbox.leave(key):
            return "settled"
        if parcel.kind is Kind.CARD and parcel.whisper is not None:
            await tables.whispers.take_down(parcel.whisper, State.REMOVED, None)
        elif parcel.kind is Kind.DIGEST and parcel.day is not None and parcel.chat is not None:
            await tables.digests.set_state(parcel.chat, parcel.day, "dropped")
            for entry in parcel.content.get("entries", ()):
                await tables.digests.unfeature(parcel.chat, entry["number"])
    return "done"


def name_of(parcel: Parcel) -> str:
    """How a person speaks of it."""
    post = first_line_of(parcel.number) if parcel.number is not None else f"digest {parcel.day}"
    if parcel.kind.makes_a_post:
        return post
    if parcel.number is None and parcel.day is None:
        return "a surplus message" if parcel.message_id else "a copy in the linked group"
    return f"{parcel.kind.value} of {post}"


async def _still_open(tables: Tables, key: bytes) -> Parcel | None:
    parcel = await tables.outbox.by_key(key)
    return parcel if parcel is not None and parcel.state in OPEN else None


async def _with_evidence(tables: Tables, parcel: Parcel) -> OpenParcel:
    gaps: list[int] = []
    if parcel.kind.makes_a_post and parcel.chat is not None and parcel.high is not None:
        top = (await tables.lanes.of(parcel.chat)).high or parcel.high
        known = await tables.posts.ids_between(parcel.chat, parcel.high, top + 1)
        gaps = [each for each in range(parcel.high + 1, top + 1) if each not in known]
    return OpenParcel(parcel, name_of(parcel), gaps[:_MOST_GAPS])
