"""The two chats that flows write to: the public channel and the moderators' chat.

``bot.botapi`` has the real ones; tests use them too, against the sandbox. No method raises for
anything that Telegram or the network can do: the end of a call is its value. Captions and texts
are Telegram HTML.
"""

from collections.abc import Sequence
from typing import Protocol

from bot.domain.outcome import ChannelName, FoundPost, Outcome, Refused, TryLater, Unknown
from bot.domain.review import RoomTopic
from bot.flows.moderation.buttons import ModeratorButton


class Channel(Protocol):
    """The channel, with all that the publisher may do in it. Captions and texts are Telegram
    HTML."""

    @property
    def chat_id(self) -> int:
        """The number of the channel's chat, which names the channel."""

    @property
    def can_look(self) -> bool:
        """Whether there is a staging chat into which ``look`` can forward."""

    async def send_photo(
        self, photo: bytes, caption: str, *, spoiler: bool = False, silent: bool = False
    ) -> Outcome: ...

    async def send_text(
        self, text: str, *, silent: bool = True, reply_to: int | None = None
    ) -> Outcome:
        """Send a text. ``reply_to``: a message of the same chat. Refused(gone=True): it is not
        there any more, and nothing was sent."""

    async def edit_photo(
        self, message_id: int, photo: bytes, caption: str, *, spoiler: bool = False
    ) -> Outcome: ...

    async def edit_caption(self, message_id: int, caption: str) -> Outcome:
        """Change a caption. An edit that changes nothing counts as Delivered: the message is
        there."""

    async def edit_text(self, message_id: int, text: str) -> Outcome: ...

    async def delete(self, message_id: int) -> Outcome: ...

    async def delete_discussion_copy(self, chat: int, message_id: int) -> Outcome:
        """Delete the copy that Telegram made in the linked discussion group."""

    async def name(self) -> ChannelName | Refused | TryLater | Unknown:
        """Return what the channel is called now."""

    async def is_protected(self) -> bool | Refused | TryLater | Unknown:
        """Whether the channel's messages cannot be forwarded at all."""

    async def look(self, message_id: int) -> FoundPost | Refused | TryLater | Unknown:
        """Forward the message silently into the staging chat, read it, delete the copy.

        Refused(gone=True): there is no message with this id.
        Refused(staging_unusable=True): the staging chat cannot be used (or there is none).
        Refused(chat_unusable=True): the channel itself lets us look at nothing. Any other Refused:
        the message is there but cannot be forwarded (a service message, protected content)."""


Rows = Sequence[Sequence[ModeratorButton]]
"""Buttons row by row."""


class ModeratorsChat(Protocol):
    @property
    def chat_id(self) -> int: ...

    def in_topic(self, topic: int | None) -> "ModeratorsChat":
        """Return the same chat, where whatever is new goes into this topic. None: as it was."""

    def for_queue(self, queue: RoomTopic, asked: int | None = None) -> "ModeratorsChat":
        """Return the same chat, where whatever is new goes into the topic of this queue, if there
        is one, or into the one where somebody ``asked`` for it."""

    def pinned(self, topic: int | None) -> "ModeratorsChat":
        """Return the same chat under the number that it has now: should the chat move, no id that
        means a message of this one is taken for one of the next."""

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
        """Change text and buttons of a message without a picture."""

    async def relabel(self, message_id: int, html: str, *, rows: Rows = ()) -> Outcome:
        """Change caption and buttons under the same picture."""

    async def redraw(self, message_id: int, photo: bytes, html: str) -> Outcome:
        """Change picture and caption, and take the buttons away."""

    async def delete(self, message_id: int) -> Outcome: ...
