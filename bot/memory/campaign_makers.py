"""The makers of each campaign, so that none of them approves it. Memory only: those from before the
last start are not known, and then two people have to approve it."""

from dataclasses import dataclass, field

_MOST = 1_000


@dataclass(slots=True)
class CampaignMakers:
    """The managers who had a hand in each campaign, as opaque tags; a campaign is named by its
    channel and number."""

    _of: dict[tuple[int, int], set[bytes]] = field(default_factory=dict)

    def began(self, campaign: tuple[int, int], maker: bytes | None) -> None:
        """Note a new campaign: all its makers are known from its beginning on, but for one who
        cannot be told apart."""
        while len(self._of) >= _MOST:
            del self._of[next(iter(self._of))]
        if maker is not None:
            self._of[campaign] = {maker}

    def touched(self, campaign: tuple[int, int], maker: bytes | None) -> None:
        """Note that somebody changed it. If nobody knows who that was, nobody knows all its
        makers."""
        if maker is None:
            self._of.pop(campaign, None)
        elif campaign in self._of:
            self._of[campaign].add(maker)

    def of(self, campaign: tuple[int, int]) -> frozenset[bytes] | None:
        """Return all its makers. None: it is not known who all of them are."""
        found = self._of.get(campaign)
        return None if found is None else frozenset(found)
