"""A campaign's card in its managers' group: the newest message that shows it says how things stand,
whoever decided, and wherever. An older one keeps its name alone, without buttons."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import escape

from bot.clock import Clock
from bot.domain.campaigns.campaign import Campaign, CampaignState, first_line
from bot.domain.outcome import TryLater, Unknown
from bot.flows.campaigns.buttons import CampaignRows
from bot.flows.campaigns.ports import ManagersChat
from storage import Storage

_AGAIN = timedelta(seconds=5)

Face = Callable[[Campaign], Awaitable[tuple[str, CampaignRows]]]
"""What stands under the card: HTML, and its buttons."""


@dataclass(frozen=True, slots=True)
class ManagersCards:
    storage: Storage
    group: ManagersChat
    face: Face
    clock: Clock

    async def shown(
        self, campaign: Campaign, message_id: int, says: CampaignState | None = None
    ) -> None:
        """Take this message for its card from now on. ``says``: the state that it tells; None:
        another one, which ``sync`` mends."""
        async with self.storage.transaction() as tables:
            before = await tables.campaigns.show_to_managers(campaign.number, message_id, says)
        if before is not None and before != message_id:
            await self.group.relabel(before, headline(campaign))

    async def sync(self) -> datetime | None:
        """Write anew the cards that tell another state than the campaign's: a tick. Return when to
        come again for those that Telegram did not take; None: all tell it."""
        async with self.storage.reading() as tables:
            behind = await tables.campaigns.cards_behind()
        again: datetime | None = None
        for card in behind:
            html, rows = await self.face(card.campaign)
            outcome = await self.group.relabel(card.message_id, html, rows=rows)
            if isinstance(outcome, TryLater | Unknown):
                after = outcome.after if isinstance(outcome, TryLater) else None
                again = max(again or self.clock.now(), self.clock.now() + (after or _AGAIN))
                continue
            async with self.storage.transaction() as tables:
                await tables.campaigns.card_told(card)
        return again


def headline(campaign: Campaign) -> str:
    """Return ``Publicité · Marque · c7`` in bold, or ``c7`` while its label is not chosen."""
    return f"<b>{escape(first_line(campaign) if campaign.label else campaign.token)}</b>"
