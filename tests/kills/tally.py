"""Who stands where at the end of a chaos run, by the tokens that the whispers carry."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.domain.whisper import State
from storage import Storage
from tests.kills.process import ProcessTown

Tokens = Counter[str]
"""How often each stands there."""


@dataclass
class Tally:
    place: ProcessTown
    meant: Mapping[str, str]
    """Token -> the channel that its author chose."""
    told: set[str]
    """Whose author was told that it is taken in."""
    removed: set[str]
    accepted: dict[str, Tokens] = field(default_factory=dict)
    """What the tables say, by channel."""

    async def take(self, views: Mapping[str, Storage]) -> None:
        for name, storage in views.items():
            async with storage.reading() as tables:
                released = await tables.whispers.by_state(State.RELEASED)
            self.accepted[name] = Counter(each.words.split()[0] for each in released)

    def meant_for(self, tokens: set[str], name: str | None) -> set[str]:
        return {each for each in tokens if name in (None, self.meant[each])}

    def taken_in(self, name: str | None = None) -> set[str]:
        """Those meant for this channel (None: any), wherever they were taken in."""
        everywhere = {token for tokens in self.accepted.values() for token in tokens}
        return self.meant_for(everywhere | self.removed, name)

    def lost(self, name: str | None = None) -> set[str]:
        """Taken in, or said to be, and not posted where they belong."""
        owed = self.taken_in(name) | self.meant_for(self.told, name)
        return owed - self.removed - self.place.posted(name).keys()

    def doubled(self, name: str | None = None) -> int:
        """Tokens and first lines that stand more than once, and posts that were taken down."""
        names = [*self.place.channels] if name is None else [name]
        posted = self.place.posted(name)
        twice = [n for n in posted.values() if n > 1]
        twice += [
            n for n in sum((self.accepted[each] for each in names), Tokens()).values() if n > 1
        ]
        twice += [n for each in names for n in Counter(self.lines(each)).values() if n > 1]
        return len(twice) + len(self.removed & posted.keys())

    def wrong(self, name: str) -> int:
        """In this channel, posted or to be posted, though they were meant for another."""
        here = self.place.posted(name).keys() | self.accepted[name].keys()
        return sum(self.meant[token] != name for token in here)

    def lines(self, name: str) -> list[str]:
        """The first lines of our posts in this channel."""
        channel, bots = self.place.channels[name], tuple(self.place.world.bots.values())
        posts = (each for each in channel.posts if each.sender in bots)
        return [(post.caption or post.text or "").split("\n")[0] for post in posts]

    @property
    def digests(self) -> int:
        lines = (line for name in self.place.channels for line in self.lines(name))
        return sum(line.startswith("Most loved") for line in lines)
