"""Open previews of each chat: memory only, so that an edit can refresh its preview.

Losing it loses nothing: the draft itself is the author's message plus the preview that replies to
it, and every button carries its whole state (``bot/domain/draft.py``).
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.draft import DraftState
from bot.domain.replies.draft import ReplyDraft
from bot.domain.tagged import Span
from bot.memory.expiring import ExpiringDict
from bot.memory.identity import ROUTE_LIFE, Route


@dataclass(frozen=True, slots=True)
class KeptPicture:
    """A picture without a caption, as it stands in the author's chat. ``file`` fetches its bytes,
    equal marks are the same picture."""

    message: int
    file: str = field(repr=False)
    mark: str = field(repr=False)
    covered: bool = False  # behind its author's spoiler
    answer: int | None = None  # our message that asks for the words


@dataclass(slots=True)
class OpenDraft:
    author_message: int
    preview: int
    state: DraftState | ReplyDraft
    opened: datetime
    words_message: int | None = None  # where the words stand, when not with the picture
    kept: KeptPicture | None = None  # the picture that they were written for
    asked: int | None = None  # our question that a reply answers
    text: str = field(default="", repr=False)  # of a reply, while its author is looked up
    tagged: tuple[Span, ...] = field(default=(), repr=False)

    @property
    def messages(self) -> tuple[int, ...]:
        """Everything in the chat that belongs to it."""
        answer = self.kept.answer if self.kept else None
        found = (self.author_message, self.preview, self.words_message, answer, self.asked)
        return tuple(each for each in found if each is not None)


@dataclass(slots=True)
class OpenDrafts:
    """The open drafts by the author's message, and the messages whose draft has ended. ``forget``
    drops what else was kept for a draft."""

    forget: Callable[[Route, int], None] = lambda _route, _message: None
    _open: ExpiringDict[tuple[Route, int], OpenDraft] = field(
        default_factory=lambda: ExpiringDict(ROUTE_LIFE)
    )
    _ended: ExpiringDict[tuple[Route, int], bool] = field(
        default_factory=lambda: ExpiringDict(ROUTE_LIFE)
    )

    def put(self, route: Route, draft: OpenDraft) -> None:
        self._open.put((route, draft.author_message), draft, draft.opened)
        self._ended.pop((route, draft.author_message))
        self._ended.fade(draft.opened)

    def get(self, route: Route, author_message: int) -> OpenDraft | None:
        return self._open.get((route, author_message))

    def of(self, route: Route) -> list[OpenDraft]:
        """Return every open draft of a chat, for /cancel."""
        return [draft for (owner, _), draft in self._open.items() if owner == route]

    def by_words(self, route: Route, words_message: int) -> OpenDraft | None:
        """Return the draft whose words stand in this message, apart from its picture."""
        return next((d for d in self.of(route) if d.words_message == words_message), None)

    def end(self, route: Route, author_message: int, now: datetime) -> OpenDraft | None:
        """End a draft that was published or cancelled: an edit of this message changes nothing any
        more."""
        draft = self._open.pop((route, author_message))
        for message in (author_message, *(draft.messages if draft else ())):
            self._ended.put((route, message), True, now)
            self.forget(route, message)
        return draft

    def drop(self, route: Route, author_message: int) -> None:
        """Drop a draft whose preview is gone; the message may still become a draft by another
        edit."""
        self.forget(route, author_message)
        self._open.pop((route, author_message))

    def ended(self, route: Route, author_message: int) -> bool:
        return (route, author_message) in self._ended
