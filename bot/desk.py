"""The moderators' chat as the bot uses it. Texts are Telegram HTML.

``bot/botapi/moderators_chat.py`` is the real one. As with the channel, no method raises for
anything that Telegram or the network can do: the end of a call is its value.
"""

from collections.abc import Sequence
from typing import Protocol

from bot.domain.outcome import Outcome

Rows = Sequence[Sequence[tuple[str, str]]]
"""Buttons row by row, each as (label, callback data)."""


class Desk(Protocol):
    @property
    def chat_id(self) -> int: ...

    def in_topic(self, topic: int | None) -> "Desk":
        """The same chat, where whatever is new goes into this topic. None: as it was."""

    def pinned(self, topic: int | None) -> "Desk":
        """The same, under the number that it has now: should the chat move, no id that means a
        message of this one is taken for one of the next."""

    async def say(self, html: str, *, rows: Rows = (), silent: bool = False) -> Outcome: ...

    async def show(
        self,
        photo: bytes,
        html: str,
        *,
        rows: Rows = (),
        spoiler: bool = False,
        silent: bool = False,
    ) -> Outcome: ...

    async def rewrite(self, message_id: int, html: str, *, rows: Rows = ()) -> Outcome:
        """Another text, and other buttons, for a message without a picture."""

    async def relabel(self, message_id: int, html: str, *, rows: Rows = ()) -> Outcome:
        """Another caption, and other buttons, under the same picture."""

    async def redraw(self, message_id: int, photo: bytes, html: str) -> Outcome:
        """Another picture and caption, without buttons."""

    async def delete(self, message_id: int) -> Outcome: ...
