"""Which previews are open in which chat: memory only, so that an edit can refresh its preview.

Losing it loses nothing: the draft itself is the author's message plus the preview that replies to
it, and every button carries its whole state (``bot/domain/draft.py``).
"""

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.domain.draft import DraftState
from bot.identity import Route


@dataclass(slots=True)
class OpenDraft:
    author_message: int
    preview: int
    state: DraftState
    opened: datetime


@dataclass(slots=True)
class OpenDrafts:
    """Drafts by the author's message, and the messages whose draft has ended."""

    life: timedelta = timedelta(hours=48)
    _open: OrderedDict[tuple[Route, int], OpenDraft] = field(default_factory=OrderedDict)
    _ended: OrderedDict[tuple[Route, int], datetime] = field(default_factory=OrderedDict)

    def put(self, route: Route, draft: OpenDraft) -> None:
        self._open[(route, draft.author_message)] = draft
        self._open.move_to_end((route, draft.author_message))
        self._ended.pop((route, draft.author_message), None)
        self._prune(draft.opened)

    def get(self, route: Route, author_message: int) -> OpenDraft | None:
        return self._open.get((route, author_message))

    def of(self, route: Route) -> list[OpenDraft]:
        """Every open draft of a chat, for /cancel."""
        return [draft for (owner, _), draft in self._open.items() if owner == route]

    def end(self, route: Route, author_message: int, now: datetime) -> OpenDraft | None:
        """Published or cancelled: an edit of this message changes nothing any more."""
        self._ended[(route, author_message)] = now
        return self._open.pop((route, author_message), None)

    def drop(self, route: Route, author_message: int) -> None:
        """The preview is gone, the message may still become a draft by another edit."""
        self._open.pop((route, author_message), None)

    def ended(self, route: Route, author_message: int) -> bool:
        return (route, author_message) in self._ended

    def _prune(self, now: datetime) -> None:
        while self._open:
            key, draft = next(iter(self._open.items()))
            if draft.opened > now - self.life:
                break
            del self._open[key]
        while self._ended:
            message, at = next(iter(self._ended.items()))
            if at > now - self.life:
                break
            del self._ended[message]


@dataclass(slots=True)
class Once:
    """What was said already and is not said again: an album's answer, a warm word."""

    _seen: OrderedDict[tuple[Route, str], datetime] = field(default_factory=OrderedDict)

    def first(self, route: Route, what: str, now: datetime) -> bool:
        """True the first time within an hour."""
        while self._seen:
            key, at = next(iter(self._seen.items()))
            if at > now - timedelta(hours=1):
                break
            del self._seen[key]
        if (route, what) in self._seen:
            return False
        self._seen[(route, what)] = now
        return True
