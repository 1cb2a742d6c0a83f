"""Votes of moderators: who stands for what, until it is decided. Memory only, so a restart asks
again; a voter is an opaque tag."""

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Protocol

_MOST_SUBJECTS = 1_000


class VoteBook(Protocol):
    """The book of moderators' votes. Raises MemoryAway where it is a server's and cannot be
    reached."""

    async def cast(self, subject: str, voter: bytes, choice: str) -> int:
        """Stand for a choice, instead of any other before. Returns how many do now."""

    async def count(self, subject: str, choice: str) -> int: ...

    async def forget(self, subject: str) -> None:
        """Forget the votes on a subject: it is decided, or nobody asks any more."""


@dataclass(slots=True)
class Votes:
    """The votes that this process keeps. A subject is what is decided about ("remove 12"); each
    voter stands for one choice in it."""

    _cast: OrderedDict[str, dict[bytes, str]] = field(default_factory=OrderedDict)

    @property
    def subjects(self) -> int:
        """The number of subjects that are voted on."""
        return len(self._cast)

    async def cast(self, subject: str, voter: bytes, choice: str) -> int:
        self._cast.setdefault(subject, {})[voter] = choice
        self._cast.move_to_end(subject)
        while len(self._cast) > _MOST_SUBJECTS:
            self._cast.popitem(last=False)
        return await self.count(subject, choice)

    async def count(self, subject: str, choice: str) -> int:
        return sum(chosen == choice for chosen in self._cast.get(subject, {}).values())

    async def forget(self, subject: str) -> None:
        self._cast.pop(subject, None)
