"""``sotto outbox``: what waits for a person, the evidence there is, and the person's verdict."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.domain.campaigns.campaign import token_of
from bot.domain.days import Span
from bot.domain.parcel import Parcel, ParcelKind, Progress, ReplyContent
from bot.domain.states import DigestState
from bot.domain.whisper import State
from bot.flows.publishing.post_states import post_found
from bot.flows.replies.group import count_stuck
from storage import Storage, Tables

MOST_IDS = 12


@dataclass(frozen=True, slots=True)
class StuckParcel:
    """A parcel with what is known about it."""

    parcel: Parcel
    candidates: tuple[int, ...]  # message ids after the attempt that are not known to be others

    @property
    def name(self) -> str:
        """How a person names it: ``12``, ``12.3`` for a reply, ``c7`` for a campaign,
        ``2026-11-25`` for a digest, ``week-2026-11-23`` for the best of a week."""
        if isinstance(self.parcel.content, ReplyContent):
            return f"{self.parcel.content.thread}.{self.parcel.content.ordinal}"
        if self.parcel.campaign is not None:
            return token_of(self.parcel.campaign)
        if self.parcel.number is not None:
            return str(self.parcel.number)
        if self.parcel.span is not Span.DAY:
            return f"{self.parcel.span}-{self.parcel.day}"
        return self.parcel.day.isoformat() if self.parcel.day else self.parcel.key.hex()[:8]


Verdict = Literal["resent", "dropped", "recorded", "unknown_name", "taken_id", "not_now"]


async def pending(*, storage: Storage, everything: bool = False) -> tuple[StuckParcel, ...]:
    """Return the parcels that were set aside or refused; ``everything``: also those that wait or
    are being sent."""
    states = tuple(Progress) if everything else (Progress.ASIDE, Progress.REFUSED)
    async with storage.reading() as tables:
        parcels = await tables.outbox.in_state(*states)
        return tuple([StuckParcel(each, await _candidates(tables, each)) for each in parcels])


async def _candidates(tables: Tables, parcel: Parcel) -> tuple[int, ...]:
    """Return the ids between H before the attempt and our next known post: the gap it must lie
    in."""
    if parcel.state not in (Progress.ASIDE, Progress.UNKNOWN):
        return ()
    if parcel.high is None or parcel.chat is None or not parcel.kind.makes_a_post:
        return ()
    top = (await tables.channel_states.of(parcel.chat)).high or parcel.high
    ours = await tables.posts.ids_between(parcel.chat, parcel.high, top + 1)
    end = min(ours, default=top + 1)
    return tuple(range(parcel.high + 1, min(end, parcel.high + 1 + MOST_IDS)))


async def verdict(
    *,
    storage: Storage,
    name: str,
    to: Literal["sent", "resend", "drop"],
    message_id: int | None = None,
    now: datetime,
) -> Verdict:
    """Carry out what a person decided. ``sent`` needs the message id under which it stands in the
    channel.

    Only what is set aside or refused can be decided (``not_now`` otherwise)."""
    async with storage.transaction() as tables:
        parcels = await tables.outbox.in_state(*Progress)
        named = [each for each in parcels if StuckParcel(each, ()).name == name]
        if not named:
            return "unknown_name"
        open_ones = [p for p in named if p.state in (Progress.ASIDE, Progress.REFUSED)]
        if not open_ones:
            return "not_now"
        parcel = open_ones[0]
        match to:
            case "resend":
                await tables.outbox.resend(parcel)
                return "resent"
            case "drop":
                await _drop(tables, parcel, now)
                return "dropped"
            case "sent":
                known = await tables.posts.by_message(parcel.chat or 0, message_id or 0)
                if message_id is None or known is not None or message_id <= (parcel.high or 0):
                    return "taken_id"
                await post_found(tables, parcel, message_id, parcel.attempted_at or now)
                return "recorded"


async def _drop(tables: Tables, parcel: Parcel, now: datetime) -> None:
    """Give a parcel up. A whisper will never be published: its words are erased and its receipt
    says removed; what a digest would have shown may be featured another day; a reply stands in the
    bot alone."""
    await tables.outbox.leave(parcel)
    await count_stuck(tables, parcel, now)
    if parcel.kind is ParcelKind.CARD and parcel.whisper is not None:
        await tables.whispers.take_down(parcel.whisper, State.REMOVED, None)
    if parcel.span is not Span.DAY and parcel.chat and parcel.day:
        await tables.bests.drop(parcel.chat, parcel.span, parcel.day)
    elif parcel.kind is ParcelKind.DIGEST and parcel.chat and parcel.day:
        await tables.digests.set_state(parcel.chat, parcel.day, DigestState.DROPPED)
        for entry in parcel.entries:
            await tables.of(entry.channel).digests.unfeature(parcel.chat, entry.number)
