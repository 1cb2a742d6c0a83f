"""Campaigns: what the community's managers ask and show. Everything in it is public, or about to
be; nothing says which of them made it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.campaigns.campaign import Campaign, CampaignKind, CampaignState
from bot.domain.campaigns.packs import PackPicture
from bot.domain.whisper import PictureId
from storage.rows import RowMapper
from storage.schema_campaigns import campaign_pictures, campaigns
from storage.scope import Scope
from storage.upsert import insert_into

_CAMPAIGNS = RowMapper(Campaign, campaigns)
_OPEN = tuple(state for state in CampaignState if state.is_open)


@dataclass(frozen=True, slots=True)
class CampaignQuestion:
    """A question about a campaign, asked by a message of its managers' group; what is to be
    changed, by one of the moderators' chat."""

    campaign: Campaign
    asking: str


@dataclass(frozen=True, slots=True)
class ManagersCard:
    """The message of its managers' group that shows a campaign."""

    campaign: Campaign
    message_id: int


class Campaigns:
    def __init__(self, connection: AsyncConnection, scope: Scope) -> None:
        self._db = connection
        self._channel = scope.channel

    async def add(self, campaign: Campaign, *, begun: str | None = None) -> Campaign:
        """Store a draft under the next number of this channel, and return it. ``begun``: the mark
        of the button that began it."""
        values = _CAMPAIGNS.values(campaign) | {
            "number": await self.highest() + 1,
            "channel": self._channel,
            "begun": begun,
        }
        row = await self._db.execute(insert(campaigns).values(**values).returning(campaigns))
        return _CAMPAIGNS.value(row.one())

    async def highest(self) -> int:
        """Return the last number that was given. 0: none."""
        found = await self._db.scalar(
            select(func.max(campaigns.c.number)).where(campaigns.c.channel == self._channel)
        )
        return int(found or 0)

    async def skip(self, number: int) -> None:
        """Note that this number stands in the channel already: no other campaign gets it."""
        values = _CAMPAIGNS.values(
            Campaign(number, CampaignKind.POST, CampaignState.REMOVED, channel=self._channel)
        )
        row = insert_into(self._db, campaigns).values(**values)
        await self._db.execute(row.on_conflict_do_nothing())

    async def of(self, number: int) -> Campaign | None:
        return await self._one(campaigns.c.number == number)

    async def begun_by(self, button: str) -> Campaign | None:
        """Return the one that a button with this mark began."""
        return await self._one(campaigns.c.begun == button)

    async def in_state(self, *states: CampaignState) -> tuple[Campaign, ...]:
        """Return the campaigns in these states, newest first."""
        rows = await self._db.execute(
            select(campaigns)
            .where(campaigns.c.channel == self._channel, campaigns.c.state.in_(states))
            .order_by(campaigns.c.number.desc())
        )
        return tuple(_CAMPAIGNS.value(row) for row in rows)

    async def change(self, number: int, **values: Any) -> Campaign | None:
        """Give a draft, or one that was asked for, these values; it becomes a draft. None: it is
        decided by now."""
        return await self._changed(
            number, _OPEN, **{"state": CampaignState.DRAFT, "note": None, **values}
        )

    async def move(
        self,
        number: int,
        *,
        start: tuple[CampaignState, ...],
        to: CampaignState,
        note: str | None = None,
    ) -> Campaign | None:
        """Move a campaign from one of ``start`` to ``to``. None: it was in another state. Nothing
        is asked any more; of a draft, ``answered`` says so."""
        asked = {} if to is CampaignState.DRAFT else {"asking": None, "asked_id": None}
        return await self._changed(number, start, state=to, note=note, **asked)

    async def took_turn(self, number: int, turn: int) -> bool:
        """Note that this turn of an approved campaign is in the outbox. False: it was before, or a
        later one."""
        done = await self._db.execute(
            update(campaigns)
            .where(
                *self._named(number),
                campaigns.c.state == CampaignState.APPROVED,
                campaigns.c.turn < turn,
            )
            .values(turn=turn)
        )
        return done.rowcount == 1

    async def stood(self, number: int, since: datetime) -> None:
        """Note since when it stands in the channel: the first time counts."""
        await self._db.execute(
            update(campaigns)
            .where(*self._named(number), campaigns.c.since.is_(None))
            .values(since=since)
        )

    # What its managers are asked, and where its moderators see it

    async def ask(self, number: int, asking: str | None, message_id: int | None) -> None:
        await self._db.execute(
            update(campaigns).where(*self._named(number)).values(asking=asking, asked_id=message_id)
        )

    async def answered(self, number: int, message_id: int) -> None:
        """Note that this message asks no more."""
        await self._db.execute(
            update(campaigns)
            .where(*self._named(number), campaigns.c.asked_id == message_id)
            .values(asking=None, asked_id=None)
        )

    async def forget_group(self) -> None:
        """Forget all messages: the managers' group is another chat, and none of the old one can be
        replied to, or edited."""
        await self._db.execute(
            update(campaigns)
            .where(campaigns.c.channel == self._channel, campaigns.c.card_id.is_not(None))
            .values(card_id=None, card_says=None)
        )
        await self._db.execute(
            update(campaigns)
            .where(
                campaigns.c.channel == self._channel,
                campaigns.c.asking.is_not(None),
                campaigns.c.state == CampaignState.DRAFT,
            )
            .values(asking=None, asked_id=None)
        )

    async def asked_by(self, message_id: int) -> tuple[CampaignQuestion, ...]:
        """Return what messages with this id ask and nobody has answered: one of their group, and
        one of the moderators' chat, which counts its messages apart."""
        rows = await self._db.execute(
            select(campaigns)
            .where(
                campaigns.c.channel == self._channel,
                campaigns.c.asked_id == message_id,
                campaigns.c.asking.is_not(None),
            )
            .order_by(campaigns.c.number)
        )
        return tuple(CampaignQuestion(_CAMPAIGNS.value(row), row.asking) for row in rows)

    async def review_message(self, number: int) -> int | None:
        """Return the message of the moderators' chat that asks about it; once it is decided there,
        for as long as both chats have not been told."""
        found: int | None = await self._db.scalar(
            select(campaigns.c.review_id).where(*self._named(number))
        )
        return found

    async def show_to_moderators(self, number: int, message_id: int | None) -> None:
        """Set the message that asks about it there from now on."""
        await self._db.execute(
            update(campaigns).where(*self._named(number)).values(review_id=message_id)
        )

    async def told(self, number: int, message_id: int) -> None:
        """Note that both chats know what was decided at this message."""
        await self._db.execute(
            update(campaigns)
            .where(*self._named(number), campaigns.c.review_id == message_id)
            .values(review_id=None)
        )

    # The card that shows it in its managers' group

    async def show_to_managers(
        self, number: int, message_id: int, says: CampaignState | None
    ) -> int | None:
        """Take this message for its card, which tells this state. Return the one before. What
        showed another under the same id was a message of another group."""
        await self._db.execute(
            update(campaigns)
            .where(campaigns.c.channel == self._channel, campaigns.c.card_id == message_id)
            .where(campaigns.c.number != number)
            .values(card_id=None)
        )
        before: int | None = await self._db.scalar(
            select(campaigns.c.card_id).where(*self._named(number))
        )
        await self._db.execute(
            update(campaigns).where(*self._named(number)).values(card_id=message_id, card_says=says)
        )
        return before

    async def cards_behind(self) -> tuple[ManagersCard, ...]:
        """Return those that tell another state than the campaign's."""
        says = campaigns.c.card_says
        rows = await self._db.execute(
            select(campaigns)
            .where(
                campaigns.c.channel == self._channel,
                campaigns.c.card_id.is_not(None),
                or_(says.is_(None), says != campaigns.c.state),
            )
            .order_by(campaigns.c.number)
        )
        return tuple(ManagersCard(_CAMPAIGNS.value(row), row.card_id) for row in rows)

    async def card_told(self, card: ManagersCard) -> None:
        """Note that it tells the state in which the campaign was read."""
        number, state = card.campaign.number, card.campaign.state
        await self._db.execute(
            update(campaigns)
            .where(*self._named(number), campaigns.c.card_id == card.message_id)
            .values(card_says=state)
        )

    # Pictures

    async def put_pictures(self, number: int, pictures: list[tuple[PictureId, bytes]]) -> None:
        """Put these pictures in the place of those that it had."""
        whose = (
            campaign_pictures.c.channel == self._channel,
            campaign_pictures.c.campaign == number,
        )
        await self._db.execute(delete(campaign_pictures).where(*whose))
        rows = [
            {
                "channel": self._channel,
                "campaign": number,
                "ordinal": at,
                "picture": picture,
                "data": data,
            }
            for at, (picture, data) in enumerate(pictures)
        ]
        if rows:
            await self._db.execute(insert(campaign_pictures), rows)

    async def pictures(self, number: int) -> tuple[tuple[PictureId, bytes], ...]:
        """Return (id, JPEG) of its pictures, in their order."""
        rows = await self._db.execute(
            select(campaign_pictures.c.picture, campaign_pictures.c.data)
            .where(
                campaign_pictures.c.channel == self._channel,
                campaign_pictures.c.campaign == number,
            )
            .order_by(campaign_pictures.c.ordinal)
        )
        return tuple((PictureId(row.picture), row.data) for row in rows)

    async def offered_pictures(self, now: datetime) -> tuple[PictureId, ...]:
        """Return the pictures of all packs whose time it is, in their order."""
        rows = await self._db.scalars(
            select(campaign_pictures.c.picture)
            .join(
                campaigns,
                (campaigns.c.channel == campaign_pictures.c.channel)
                & (campaigns.c.number == campaign_pictures.c.campaign),
            )
            .where(
                campaigns.c.channel == self._channel,
                campaigns.c.state == CampaignState.APPROVED,
                campaigns.c.kind == CampaignKind.PICTURES,
                campaigns.c.starts_at <= now,
                campaigns.c.until > now,
            )
            .order_by(campaign_pictures.c.campaign, campaign_pictures.c.ordinal)
        )
        return tuple(PictureId(each) for each in rows)

    async def pack_picture(self, picture: PictureId) -> PackPicture | None:
        """Return a pack's picture. None: it is no campaign's, or its campaign was taken down."""
        row = (
            await self._db.execute(
                select(campaign_pictures.c.campaign, campaign_pictures.c.data).where(
                    campaign_pictures.c.channel == self._channel,
                    campaign_pictures.c.picture == picture,
                )
            )
        ).first()
        found = None if row is None else await self.of(row.campaign)
        if row is None or found is None or found.kind is not CampaignKind.PICTURES:
            return None
        shown = found.state in (CampaignState.APPROVED, CampaignState.ENDED)
        return PackPicture(found, row.data) if shown else None

    async def packs_among(self, pictures: Collection[PictureId]) -> frozenset[PictureId]:
        """Return which of these pictures are campaigns' own."""
        rows = await self._db.scalars(
            select(campaign_pictures.c.picture).where(
                campaign_pictures.c.channel == self._channel,
                campaign_pictures.c.picture.in_(pictures),
            )
        )
        return frozenset(PictureId(each) for each in rows)

    def _named(self, number: int) -> tuple[ColumnElement[bool], ...]:
        return (campaigns.c.channel == self._channel, campaigns.c.number == number)

    async def _changed(
        self, number: int, start: tuple[CampaignState, ...], **values: Any
    ) -> Campaign | None:
        changed = await self._db.execute(
            update(campaigns)
            .where(*self._named(number), campaigns.c.state.in_(start))
            .values(**values)
            .returning(campaigns)
        )
        return _CAMPAIGNS.first(changed)

    async def _one(self, condition: ColumnElement[bool]) -> Campaign | None:
        here = select(campaigns).where(campaigns.c.channel == self._channel, condition)
        return _CAMPAIGNS.first(await self._db.execute(here))
