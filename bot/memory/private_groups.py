"""The bot's private groups, under the numbers that hold now.

A group that becomes a supergroup has another number from then on. Telegram says so twice: with the
refusal of each call under the old one, and as an update. From either on, the bot goes on under the
new number; the settings keep the old one until somebody changes them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.domain.review import RoomTopic


@dataclass(slots=True)
class PrivateGroups:
    """The private groups, in memory; ``bot/flows/moderation/group_moves.py`` keeps their moves over
    restarts. None: there is no such chat."""

    moderators_set: int | None  # SOTTO_MODERATORS
    staging_set: int | None  # SOTTO_STAGING, or else the same
    topics: dict[RoomTopic, int] = field(default_factory=dict)
    """The topics of the moderators' chat that are there; empty: it is flat."""
    _moved: dict[int, int] = field(default_factory=dict)  # old -> new
    _unwritten: dict[int, int] = field(default_factory=dict)  # those not in the tables yet

    @property
    def moderators(self) -> int | None:
        return None if self.moderators_set is None else self.now(self.moderators_set)

    @property
    def staging(self) -> int | None:
        return None if self.staging_set is None else self.now(self.staging_set)

    def now(self, chat: int) -> int:
        """Return the number under which this chat goes on."""
        seen = {chat}
        while (chat := self._moved.get(chat, chat)) not in seen:
            seen.add(chat)
        return chat

    def know(self, moved: Mapping[int, int]) -> None:
        """Take over the moves that the tables have: old number -> new number."""
        self._moved |= moved

    def hear(self, old: int, new: int) -> None:
        """Note that a chat has moved, as Telegram says. Other people's chats are none of our
        business."""
        ours = old in (self.moderators, self.staging)
        if ours and old != new and self._moved.get(old) != new:
            self._moved[old] = self._unwritten[old] = new

    def forget_topic(self, number: int) -> None:
        """Forget a topic that somebody has deleted: what belongs there goes into General until the
        next start."""
        self.topics = {queue: topic for queue, topic in self.topics.items() if topic != number}

    @property
    def unwritten(self) -> tuple[tuple[int, int], ...]:
        """The moves, (old, new), that the tables have yet to follow."""
        return tuple(self._unwritten.items())

    def written(self, old: int) -> None:
        self._unwritten.pop(old, None)

    @property
    def moderators_chat_moves(self) -> bool:
        """Whether the tables still name messages of the moderators' chat as it was: none of their
        ids means anything in the new one."""
        return self.moderators in self._unwritten.values()
