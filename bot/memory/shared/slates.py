"""What is open in each private chat, in the shared memory: whichever process hears what comes next.

One hash for each chat, read in one question."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, cast

from bot.memory.drafts import KeptPicture, OpenDraft
from bot.memory.identity import Route
from bot.memory.place_questions import PlaceQuestion
from bot.memory.shared import slate_scripts as scripts
from bot.memory.shared.codec import microseconds, milliseconds, pack, route_bytes, ticks, unpack
from bot.memory.shared.store import SharedStore
from bot.memory.slates import (
    DRAFT_LIFE,
    A,
    Asked,
    FollowedQuestion,
    Forget,
    Slate,
    identity_of,
)


class SharedSlates:
    """The ``bot.memory.slates.SlateBook`` of the shared memory. ``forget`` reaches this process
    alone: what others hold of a draft, their copy of its picture, fades by itself."""

    def __init__(self, store: SharedStore, *, waits: timedelta, forget: Forget) -> None:
        self._store, self._waits, self._forget = store, waits, forget

    async def of(self, route: Route, now: datetime, *, messages: Collection[int] = ()) -> Slate:
        chat, asked_about = self._chat(route), list(messages)
        names = [self._message(chat, each) for each in asked_about]
        found, *ended = await self._store.run(scripts.READ, [chat, *names])
        drafts: list[OpenDraft] = []
        waiting: dict[type[Any], Any] = {}
        for name, entry in zip(found[::2], found[1::2], strict=True):
            each = self._opened(name, entry, now)
            if isinstance(each, OpenDraft):
                drafts.append(each)
            elif each is not None:
                waiting[type(each)] = each
        return Slate(
            tuple(sorted(drafts, key=lambda each: each.opened)),
            waiting.get(KeptPicture),
            waiting.get(PlaceQuestion),
            waiting.get(FollowedQuestion),
            frozenset(
                each
                for each, at in zip(asked_about, ended, strict=True)
                if at is not None and _is_alive(int(at), DRAFT_LIFE, now)
            ),
        )

    async def put(
        self, route: Route, draft: OpenDraft, *, yields: bool = False
    ) -> OpenDraft | None:
        chat = self._chat(route)
        field = self._field(chat, draft.author_message)
        entry = self._entry(chat, field, draft, draft.opened)
        ended = self._message(chat, draft.author_message)
        found = await self._put(chat, field, entry, draft.opened, ended=ended, yields=yields)
        return cast(OpenDraft | None, found)

    async def end(self, route: Route, author_message: int, now: datetime) -> OpenDraft | None:
        chat = self._chat(route)
        field = self._field(chat, author_message)
        args: list[bytes | int] = [field, ticks(now), milliseconds(DRAFT_LIFE)]
        found = await self._store.run(
            scripts.END, [chat, self._message(chat, author_message)], args
        )
        draft = cast(OpenDraft | None, self._opened(field, found, now))
        for message in (author_message, *(draft.messages if draft else ())):
            self._forget(route, message)
        return draft

    async def forget_ended(self, route: Route, messages: Collection[int]) -> None:
        """Do nothing: a process that was stopped for a while may yet come to an edit of then."""

    async def drop(self, route: Route, author_message: int) -> None:
        self._forget(route, author_message)
        chat = self._chat(route)
        await self._store.run(scripts.TAKE, [chat], [self._field(chat, author_message)])

    async def ask(self, route: Route, asked: A, now: datetime) -> A | None:
        chat = self._chat(route)
        field = self._slot(chat, type(asked))
        found = await self._put(chat, field, self._entry(chat, field, asked, now), now)
        return cast(A | None, found)

    async def turn(self, route: Route, asked: A, into: A | None, now: datetime) -> bool:
        chat = self._chat(route)
        field = self._slot(chat, type(asked))
        entry = b"" if into is None else self._entry(chat, field, into, now)
        args: list[bytes | int] = [field, self._mark(chat, asked), entry, milliseconds(DRAFT_LIFE)]
        return bool(await self._store.run(scripts.TURN, [chat], args))

    async def settle(self, route: Route, kind: type[A], now: datetime) -> A | None:
        chat = self._chat(route)
        field = self._slot(chat, kind)
        found = await self._store.run(scripts.TAKE, [chat], [field])
        return cast(A | None, self._opened(field, found, now))

    async def _put(
        self,
        chat: bytes,
        field: bytes,
        entry: bytes,
        now: datetime,
        *,
        ended: bytes | None = None,
        yields: bool = False,
    ) -> OpenDraft | Asked | None:
        keys = [chat] if ended is None else [chat, ended]
        args: list[bytes | int] = [field, entry, ticks(now), microseconds(DRAFT_LIFE)]
        args += [milliseconds(DRAFT_LIFE), int(yields)]
        return self._opened(field, await self._store.run(scripts.PUT, keys, args), now)

    def _entry(self, chat: bytes, field: bytes, value: OpenDraft | Asked, now: datetime) -> bytes:
        if isinstance(value, OpenDraft):
            marks = [self._message(chat, each) for each in value.messages]
        else:
            marks = [self._mark(chat, value)]
        sealed = self._store.seal(pack(value), field)
        return b"%d|%d|" % (ticks(now), len(marks)) + b"".join(marks) + sealed

    def _opened(self, field: bytes, entry: bytes | None, now: datetime) -> OpenDraft | Asked | None:
        """Return what an entry holds. None: nothing, or what is over."""
        if entry is None:
            return None
        at, marks, rest = entry.split(b"|", 2)
        value: Any = unpack(self._store.unseal(rest[16 * int(marks) :], field))
        life = DRAFT_LIFE if isinstance(value, OpenDraft) else self._waits
        return value if _is_alive(int(at), life, now) else None

    def _chat(self, route: Route) -> bytes:
        return self._store.name(b"slate", route_bytes(route))

    def _message(self, chat: bytes, message: int) -> bytes:
        return self._store.name(b"ended", chat, b"%d" % message)

    def _field(self, chat: bytes, message: int) -> bytes:
        return self._store.name(b"draft", chat, b"%d" % message)

    def _slot(self, chat: bytes, kind: type[Any]) -> bytes:
        return self._store.name(b"asked", chat, kind.__name__.encode())

    def _mark(self, chat: bytes, asked: Asked) -> bytes:
        return self._store.name(b"mark", chat, pack(identity_of(asked)))


def _is_alive(at: int, life: timedelta, now: datetime) -> bool:
    return ticks(now) - at < microseconds(life)
