"""What is open in each private chat: drafts, and questions that wait for an answer. Memory only: a
restart forgets it, unless the memory is shared."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol, TypeVar, cast

from bot.memory.drafts import KeptPicture, OpenDraft
from bot.memory.expiring import ExpiringDict
from bot.memory.identity import ROUTE_LIFE, Route
from bot.memory.place_questions import PlaceQuestion

DRAFT_LIFE = ROUTE_LIFE
"""The time for which an open draft is known, and that one has ended."""
_MOST_ASKED = 30_000
MOST_ENDED = 100_000
"""The most messages of which a process remembers that their draft has ended: some 30 MB. They are
forgotten once the chat is burnt, so there are so many only where Telegram deletes nothing for long.
Above it the oldest are forgotten: should one of those be edited while it still stands, it becomes a
draft again."""


@dataclass(frozen=True, slots=True)
class FollowedQuestion:
    """The campaign whose question somebody has followed: what they write next may answer it."""

    channel: int
    campaign: int


Asked = KeptPicture | PlaceQuestion | FollowedQuestion
"""What waits for an answer. Of each kind a chat has the newest one."""
A = TypeVar("A", KeptPicture, PlaceQuestion, FollowedQuestion)

Forget = Callable[[Route, int], None]
"""Drops what else this process holds of a draft: its picture."""


@dataclass(frozen=True, slots=True)
class Slate:
    """What is open in one chat, as it was when it was asked for."""

    drafts: tuple[OpenDraft, ...] = ()
    wordless: KeptPicture | None = None
    """The newest picture that waits for its words: a hint for who just writes on. Whoever replies
    to the picture, or to our answer, needs none."""
    place: PlaceQuestion | None = None
    followed: FollowedQuestion | None = None
    ended: frozenset[int] = field(default=frozenset())
    """Those of the messages asked about whose draft has ended."""

    def draft(self, author_message: int) -> OpenDraft | None:
        return next((each for each in self.drafts if each.author_message == author_message), None)

    def by_words(self, words_message: int) -> OpenDraft | None:
        """Return the draft whose words stand in this message, apart from its picture."""
        return next((each for each in self.drafts if each.words_message == words_message), None)


class SlateBook(Protocol):
    """The book of slates. Raises MemoryAway where it is a server's and cannot be reached."""

    async def of(self, route: Route, now: datetime, *, messages: Collection[int] = ()) -> Slate:
        """Return all that is open in a chat, in one go. ``messages``: of these it is told whether
        their draft has ended."""

    async def put(
        self, route: Route, draft: OpenDraft, *, yields: bool = False
    ) -> OpenDraft | None:
        """Remember a draft, and return what was known of one of the same message. ``yields``: only
        if there is none."""

    async def end(self, route: Route, author_message: int, now: datetime) -> OpenDraft | None:
        """End a draft that was published or cancelled: an edit of this message changes nothing any
        more."""

    async def forget_ended(self, route: Route, messages: Collection[int]) -> None:
        """Note that these messages of a draft that has ended are gone, and that whatever was sent
        about them has been handled by this process: one that is alone forgets them."""

    async def drop(self, route: Route, author_message: int) -> None:
        """Drop a draft whose preview is gone; the message may still become a draft by another
        edit."""

    async def ask(self, route: Route, asked: A, now: datetime) -> A | None:
        """Let this wait for an answer, and return what of its kind waited before."""

    async def turn(self, route: Route, asked: A, into: A | None, now: datetime) -> bool:
        """Let this wait in place of that, or nothing. False: by now something else waits."""

    async def settle(self, route: Route, kind: type[A], now: datetime) -> A | None:
        """Let nothing of this kind wait any more, and return what did."""


def identity_of(asked: Asked) -> object:
    """Return what tells it from others of its kind. A picture is the same whatever asks for its
    words."""
    return asked.message if isinstance(asked, KeptPicture) else asked


class Slates:
    """The slates of this process. ``waits``: how long an answer is waited for."""

    def __init__(self, *, waits: timedelta, forget: Forget = lambda _route, _message: None) -> None:
        self._forget = forget
        self._open: ExpiringDict[Route, dict[int, OpenDraft]] = ExpiringDict(DRAFT_LIFE)
        self._ended: ExpiringDict[tuple[Route, int], bool] = ExpiringDict(
            DRAFT_LIFE, most=MOST_ENDED
        )
        self._asked: ExpiringDict[tuple[Route, type[Asked]], Asked] = ExpiringDict(
            waits, most=_MOST_ASKED
        )

    async def of(self, route: Route, now: datetime, *, messages: Collection[int] = ()) -> Slate:
        self._open.fade(now)
        self._ended.fade(now)
        self._asked.fade(now)
        return Slate(
            tuple(self._drafts(route, now).values()),
            self._waits(route, KeptPicture),
            self._waits(route, PlaceQuestion),
            self._waits(route, FollowedQuestion),
            frozenset(each for each in messages if (route, each) in self._ended),
        )

    async def put(
        self, route: Route, draft: OpenDraft, *, yields: bool = False
    ) -> OpenDraft | None:
        drafts = self._drafts(route, draft.opened)
        before = drafts.get(draft.author_message)
        if before is None or not yields:
            self._open.put(route, {**drafts, draft.author_message: draft}, draft.opened)
            self._ended.pop((route, draft.author_message))
            self._ended.fade(draft.opened)
        return before

    async def end(self, route: Route, author_message: int, now: datetime) -> OpenDraft | None:
        draft = self._take(route, author_message)
        for message in (author_message, *(draft.messages if draft else ())):
            self._ended.put((route, message), True, now)
            self._forget(route, message)
        return draft

    async def forget_ended(self, route: Route, messages: Collection[int]) -> None:
        for message in messages:
            self._ended.pop((route, message))

    async def drop(self, route: Route, author_message: int) -> None:
        self._forget(route, author_message)
        self._take(route, author_message)

    async def ask(self, route: Route, asked: A, now: datetime) -> A | None:
        before = self._waits(route, type(asked))
        self._asked.put((route, type(asked)), asked, now)
        return before

    async def turn(self, route: Route, asked: A, into: A | None, now: datetime) -> bool:
        waits = self._waits(route, type(asked))
        if waits is None or identity_of(waits) != identity_of(asked):
            return False
        if into is None:
            self._asked.pop((route, type(asked)))
        else:
            self._asked.put((route, type(asked)), into, now)
        return True

    async def settle(self, route: Route, kind: type[A], now: datetime) -> A | None:
        self._asked.fade(now)
        return cast(A | None, self._asked.pop((route, kind)))

    def _waits(self, route: Route, kind: type[A]) -> A | None:
        return cast(A | None, self._asked.get((route, kind)))

    def _drafts(self, route: Route, now: datetime) -> dict[int, OpenDraft]:
        drafts = self._open.get(route) or {}
        return {key: each for key, each in drafts.items() if now - each.opened < DRAFT_LIFE}

    def _take(self, route: Route, author_message: int) -> OpenDraft | None:
        drafts = self._open.get(route) or {}
        draft = drafts.pop(author_message, None)
        if not drafts:
            self._open.pop(route)
        return draft
