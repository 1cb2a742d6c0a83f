"""Votes of moderators: who stands for what, until it is decided. Memory only, so a restart asks
again; a voter is an opaque tag."""

from collections import OrderedDict
from dataclasses import dataclass, field

_MOST_SUBJECTS = 1_000


@dataclass(slots=True)
class Votes:
    """A subject is what is decided about ("remove 12"); each voter stands for one choice in it."""

    _cast: OrderedDict[str, dict[bytes, str]] = field(default_factory=OrderedDict)

    @property
    def subjects(self) -> int:
        """How much is voted on."""
        return len(self._cast)

    def cast(self, subject: str, voter: bytes, choice: str) -> int:
        """Stand for a choice, instead of any other before. Returns how many do now."""
        self._cast.setdefault(subject, {})[voter] = choice
        self._cast.move_to_end(subject)
        while len(self._cast) > _MOST_SUBJECTS:
            self._cast.popitem(last=False)
        return self.count(subject, choice)

    def count(self, subject: str, choice: str) -> int:
        return sum(chosen == choice for chosen in self._cast.get(subject, {}).values())

    def forget(self, subject: str) -> None:
        """It is decided, or nobody asks any more."""
        self._cast.pop(subject, None)
