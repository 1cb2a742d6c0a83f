"""The makers of each campaign, so that none of them approves it. Memory only: those from before the
last start are not known, unless the memory is shared, and then two people have to approve it."""

from datetime import datetime, timedelta
from typing import Protocol

from bot.memory.expiring import ExpiringDict

MAKERS_FOR = timedelta(days=30)
"""The time after the last change for which a campaign's makers are known."""
_MOST = 1_000


class MakerBook(Protocol):
    """The managers who had a hand in each campaign of a channel, as opaque tags; a campaign is
    named by its number. Raises MemoryAway where it is a server's and cannot be reached."""

    async def began(self, campaign: int, maker: bytes | None, now: datetime) -> None:
        """Note a new campaign: all its makers are known from its beginning on, but for one who
        cannot be told apart."""

    async def touched(self, campaign: int, maker: bytes | None, now: datetime) -> None:
        """Note that somebody changed it. If nobody knows who that was, nobody knows all its
        makers."""

    async def made(self, campaign: int, who: bytes, now: datetime) -> bool | None:
        """Whether this person had a hand in it. None: it is not known who all its makers are."""


class CampaignMakers:
    """The makers that this process knows."""

    def __init__(self) -> None:
        self._of: ExpiringDict[int, frozenset[bytes]] = ExpiringDict(MAKERS_FOR, most=_MOST)

    async def began(self, campaign: int, maker: bytes | None, now: datetime) -> None:
        if maker is not None:
            self._of.put(campaign, frozenset((maker,)), now)

    async def touched(self, campaign: int, maker: bytes | None, now: datetime) -> None:
        makers = self._of.pop(campaign)
        if maker is not None and makers is not None:
            self._of.put(campaign, makers | {maker}, now)

    async def made(self, campaign: int, who: bytes, now: datetime) -> bool | None:
        self._of.fade(now)
        makers = self._of.get(campaign)
        return None if makers is None else who in makers
