"""Server-Sent Events tell every open page the events of the world.

Each notice has a number; a page that lost its connection asks for what came after the last one it
saw (``Last-WorldEvent-ID``), and is told to start over when that is too long ago.
"""

import asyncio
import json
from collections import deque
from collections.abc import AsyncIterator
from dataclasses import dataclass

from bot.demo.page.scene import Scene
from bot.demo.page.views import Keys, chat_name, message_view
from bot.sandbox.accounts import Account
from bot.sandbox.chats import Chat
from bot.sandbox.messages import Message
from bot.sandbox.world import WorldEvent

_KEPT = 2000
_HEARTBEAT = 15.0  # seconds


@dataclass(frozen=True, slots=True)
class Viewer:
    """The person who looks: the persona, and the moderator whose view of the moderators' chat is
    shown."""

    persona: Account
    moderator: Account


@dataclass(frozen=True, slots=True)
class _Notice:
    number: int
    kind: str  # message | gone | clock
    chat: Chat | None = None
    message: Message | None = None
    key: int = 0


class Live:
    """Listens to the world for as long as the page is served."""

    def __init__(self, scene: Scene, keys: Keys) -> None:
        self._scene, self._keys = scene, keys
        self._notices: deque[_Notice] = deque(maxlen=_KEPT)
        self._bells: set[asyncio.Event] = set()
        self._closed = False
        self.last = 0
        self._leave = scene.world.subscribe(self._hear)

    def close(self) -> None:
        """End every stream. May be called again."""
        if self._closed:
            return
        self._closed = True
        self._leave()
        self._ring()

    def _hear(self, event: WorldEvent) -> None:
        if event.kind == "skipped":
            self._note("clock")
        elif event.message is not None and event.kind in ("sent", "edited", "reacted"):
            self._note("message", event.chat, event.message)
        elif event.message is not None and event.kind == "deleted":
            self._note("gone", event.chat, event.message)

    def _note(self, kind: str, chat: Chat | None = None, message: Message | None = None) -> None:
        self.last += 1
        key = self._keys.of(message) if message is not None else 0
        kept = message if kind == "message" else None  # what is gone is not kept here either
        self._notices.append(_Notice(self.last, kind, chat, kept, key))
        self._ring()

    def _ring(self) -> None:
        for bell in self._bells:
            bell.set()

    async def follow(self, viewer: Viewer, after: int) -> AsyncIterator[str]:
        """Yield the stream for one page, in the format of text/event-stream."""
        bell = asyncio.Event()
        self._bells.add(bell)
        try:
            yield ": hello\n\n"
            oldest = self._notices[0].number if self._notices else self.last + 1
            if after > self.last or after < oldest - 1:
                yield _event(self.last, "reset", {})
                after = self.last
            while not self._closed:
                bell.clear()
                for notice in [n for n in self._notices if n.number > after]:
                    after = notice.number
                    told = self._tell(notice, viewer)
                    if told is not None:
                        yield told
                try:
                    async with asyncio.timeout(_HEARTBEAT):
                        await bell.wait()
                except TimeoutError:
                    yield ": still here\n\n"
        finally:
            self._bells.discard(bell)

    def _tell(self, notice: _Notice, viewer: Viewer) -> str | None:
        now = self._scene.world.clock.now().isoformat()
        if notice.kind == "clock":
            return _event(notice.number, "clock", {"now": now})
        name = chat_name(self._scene, notice.chat)
        if name is None or (name == "private" and notice.chat not in self._private(viewer)):
            return None
        if notice.kind == "gone":
            return _event(notice.number, "gone", {"chat": name, "key": notice.key})
        message = notice.message
        if message is None or message.deleted:
            return None
        groups = {"moderators": viewer.moderator, "managers": self._scene.manager}
        who = groups.get(name, viewer.persona)
        return _event(notice.number, "message", message_view(self._scene, self._keys, message, who))

    def _private(self, viewer: Viewer) -> tuple[Chat | None, ...]:
        key = (viewer.persona.id, self._scene.bot.id)
        return (self._scene.world.private.get(key),)


def _event(number: int, kind: str, data: dict[str, object]) -> str:
    return f"id: {number}\nevent: {kind}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
