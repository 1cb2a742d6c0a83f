"""The window knows which updates are in hand, and up to which id Telegram may forget them. No
input, no output.

Telegram numbers a bot's updates one by one. When none came for a week it begins anew at any number,
often a lower one, and answers an offset that lies above with all that it has. So an answer with ids
below the offset that was asked for is a new sequence: its ids alone decide the next offset, and
what is still in hand from the old one holds up nothing.

An update is known by its id together with its mark, since a new sequence may use an id again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

MOST_KNOWN = 10_000
"""The most updates remembered, so that one that comes again is not handled again; the oldest give
way."""

_TELLING = ("id", "message_id", "date", "edit_date")


class Ticket(NamedTuple):
    """The mark of one update: equal tickets are the same update, come again. In memory only."""

    update_id: int
    mark: int


def ticket_of(raw: Mapping[str, Any]) -> Ticket:
    """Return what tells an update from another one of the same id: its kind, its chat and its
    times."""
    parts: list[object] = []
    for kind, body in raw.items():
        if isinstance(body, Mapping):
            chat = body.get("chat")
            parts.append(kind)
            parts.append(chat.get("id") if isinstance(chat, Mapping) else None)
            parts.extend(str(body.get(name)) for name in _TELLING)
    return Ticket(int(raw["update_id"]), hash(tuple(parts)))


@dataclass(slots=True)
class Window:
    """The update ids that are in hand or confirmed. ``known`` maps the ids of this sequence to
    their marks, in the order of their coming."""

    again: int = 0
    """The answers in a row that brought what was confirmed before: Telegram does not hear us."""
    _next: int | None = None
    _open: dict[int, int] = field(default_factory=dict)  # in hand, of this sequence
    _known: dict[int, int] = field(default_factory=dict)

    def offset(self) -> int | None:
        """Return the update id to ask from: everything before it has been handled. None: from the
        beginning."""
        return min(self._open, default=self._next)

    @property
    def end(self) -> int | None:
        """Return the id after the last that came. None: none has come yet."""
        return self._next

    @property
    def holds(self) -> bool:
        """Whether something in hand keeps the offset where it is."""
        return bool(self._open)

    def heard(self, asked: int | None, raws: Sequence[Mapping[str, Any]]) -> bool:
        """Note that an answer to ``asked`` has come; ``admit`` its updates next. True: its ids
        began anew."""
        tickets = [ticket_of(raw) for raw in raws]
        confirmed = [t for t in tickets if asked is not None and t.update_id < asked]
        anew = any(not self.knows(t) for t in confirmed) or any(
            self._known.get(t.update_id, t.mark) != t.mark for t in tickets
        )
        if anew:
            self.again, self._next = 0, None
            self._known = {t.update_id: t.mark for t in tickets if self.knows(t)}
            self._open = {t.update_id: t.mark for t in tickets if self.is_open(t)}
            for ticket in tickets:
                self._pass(ticket.update_id)
        else:
            self.again = self.again + 1 if confirmed else 0
        return anew

    def admit(self, ticket: Ticket) -> bool:
        """Take it in hand. False: it is known, whether in hand or handled."""
        if self.knows(ticket):
            return False
        self._known.pop(ticket.update_id, None)
        self._known[ticket.update_id] = self._open[ticket.update_id] = ticket.mark
        self._pass(ticket.update_id)
        while len(self._known) > MOST_KNOWN:
            del self._known[next(iter(self._known))]
        return True

    def done(self, ticket: Ticket) -> None:
        """Note that an update has been handled, or may be confirmed before. One of an old sequence
        changes nothing any more."""
        if self.is_open(ticket):
            del self._open[ticket.update_id]

    def forget(self, ticket: Ticket) -> None:
        """Forget that it ever came: a process that starts anew knows of none."""
        self._known.pop(ticket.update_id, None)

    def knows(self, ticket: Ticket) -> bool:
        return self._known.get(ticket.update_id) == ticket.mark

    def __len__(self) -> int:
        return len(self._known)

    def is_open(self, ticket: Ticket) -> bool:
        """Tell whether it is in hand, so that the offset waits for it."""
        return self._open.get(ticket.update_id) == ticket.mark

    def _pass(self, update_id: int) -> None:
        self._next = max(self._next or 0, update_id + 1)
