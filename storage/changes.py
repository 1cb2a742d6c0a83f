"""Changes tell what was written since: by this process, for which channel, or by another
program."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Version:
    """The state of the database at a moment. Two that are equal tell that nothing was written in
    between."""

    elsewhere: int
    """A number that is another one once another program has committed a change."""
    here: Mapping[int, int] = field(default_factory=dict)
    """Channel -> how many of this process's transactions have changed something within it."""

    def of(self, channel: int | None) -> tuple[int, int]:
        """Return the part that concerns one channel: its own, and whatever others did, of which
        nobody knows what it concerned. None: all of it."""
        here = sum(self.here.values()) if channel is None else self.here.get(channel, 0)
        return self.elsewhere, here


@dataclass(slots=True)
class Changes:
    """The transactions of this process that changed something."""

    _by_channel: Counter[int] = field(default_factory=Counter)
    _rows: int | None = 0

    def note(self, channels: Iterable[int], rows: int | None) -> None:
        """Note that a transaction within these channels has ended. ``rows``: how many this
        connection has ever changed, those that were rolled back among them; None: it cannot be
        told."""
        if rows is None or rows != self._rows:
            self._by_channel.update(channels)
        self._rows = rows

    def version(self, elsewhere: int) -> Version:
        return Version(elsewhere, dict(self._by_channel))
