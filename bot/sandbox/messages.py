"""Messages, their buttons and their reactions."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from bot.sandbox.accounts import Account
from bot.sandbox.entities import Words
from bot.sandbox.media import Media

if TYPE_CHECKING:
    from bot.sandbox.chats import Chat


@dataclass(frozen=True, slots=True)
class Button:
    """An inline button; exactly one of ``data``, ``url``, ``copy`` and ``share`` is set."""

    label: str
    data: str | None = None
    url: str | None = None
    copy: str | None = None
    style: str | None = None
    share: dict[str, Any] | None = None
    """Chooses a chat and types behind the bot's name there."""

    def json(self) -> dict[str, Any]:
        found: dict[str, Any] = {"text": self.label}
        if self.data is not None:
            found["callback_data"] = self.data
        if self.url is not None:
            found["url"] = self.url
        if self.copy is not None:
            found["copy_text"] = {"text": self.copy}
        if self.share is not None:
            found["switch_inline_query_chosen_chat"] = self.share
        if self.style is not None:
            found["style"] = self.style
        return found


NO_WORDS = Words()
Keyboard = tuple[tuple[Button, ...], ...]


_EMOJI = """
👍 👎 ❤ 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤‍🔥
🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 👨‍💻 👀 🎃 🙈 😇 😨
🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷‍♂ 🤷 🤷‍♀ 😡
"""
STANDARD_REACTIONS = frozenset(_EMOJI.split())
"""The emoji of https://core.telegram.org/bots/api#reactiontypeemoji, without U+FE0F."""


@dataclass(frozen=True, slots=True)
class Reaction:
    """A reaction. ``kind``: emoji, custom_emoji or paid.
    https://core.telegram.org/bots/api#reactiontype"""

    kind: str
    emoji: str = ""

    def json(self) -> dict[str, Any]:
        if self.kind == "emoji":
            return {"type": "emoji", "emoji": self.emoji}
        if self.kind == "custom_emoji":
            return {"type": "custom_emoji", "custom_emoji_id": self.emoji}
        return {"type": "paid"}


@dataclass(frozen=True, slots=True)
class Origin:
    """The origin of a forwarded message: a channel's post, a user, or a hidden user."""

    date: datetime
    chat: "Chat | None" = None
    message_id: int | None = None
    sender: Account | None = None
    hidden_name: str | None = None


@dataclass(eq=False)
class Message:
    """A message in a chat. ``eq`` is identity: an edit changes it in place.

    ``ids`` holds its number as each bot sees it; in channels and supergroups everybody sees the
    same one, kept under None. ``words`` is the text, or the caption when there is media."""

    chat: "Chat"
    date: datetime
    sender: Account | None
    words: Words = NO_WORDS
    media: Media | None = None
    keyboard: Keyboard = ()
    markup: dict[str, Any] | None = None
    """A reply keyboard or force_reply, as sent (people see it, bots do not get it back)."""
    reply_to: "Message | None" = None
    origin: Origin | None = None
    automatic: bool = False
    """The discussion group's copy of a channel post (``is_automatic_forward``)."""
    album: str | None = None
    protected: bool = False
    silent: bool = False
    preview_off: bool = False
    service: dict[str, Any] = field(default_factory=dict)
    ids: dict[int | None, int] = field(default_factory=dict)
    topic: int | None = None
    """The topic in a group with topics; None: General, or there are none."""
    vanishes: datetime | None = None
    """When the chat's timer deletes it."""
    edited: datetime | None = None
    deleted: bool = False
    via_chat: "Chat | None" = None
    """The chat that speaks, for channel posts and automatic forwards (``sender_chat``)."""
    reactions_by: dict[Account, tuple[Reaction, ...]] = field(default_factory=dict)
    paid: int = 0
    via_bot: Account | None = None
    """The bot whose inline result it is."""

    @property
    def message_id(self) -> int:
        """Its number; in private chats and basic groups the one that the first bot sees."""
        return next(iter(self.ids.values()))

    @property
    def text(self) -> str | None:
        return None if self.media or self.service else self.words.text

    @property
    def caption(self) -> str | None:
        return self.words.text if self.media else None

    @property
    def photo(self) -> bytes | None:
        """The bytes that were uploaded, when it is a photo."""
        return self.media.data if self.media and self.media.kind == "photo" else None

    @property
    def spoiler(self) -> bool:
        return bool(self.media and self.media.spoiler)

    @property
    def html(self) -> str:
        return self.words.html()

    @property
    def labels(self) -> list[str]:
        """The labels of its buttons, row by row."""
        return [button.label for row in self.keyboard for button in row]

    @property
    def links(self) -> dict[str, str]:
        """Text links: the words that carry them -> the address."""
        return {
            self.words.part(entity): dict(entity.extra)["url"]
            for entity in self.words.entities
            if entity.kind == "text_link"
        }

    def button(self, wanted: str) -> Button:
        """Return the button whose label is or contains ``wanted``, or whose data it is."""
        every = [button for row in self.keyboard for button in row]
        exact = [button for button in every if wanted in (button.label, button.data)]
        near = [button for button in every if wanted.casefold() in button.label.casefold()]
        for button in exact + near:
            return button
        raise LookupError(f"no button {wanted!r} among {self.labels}")

    @property
    def reactions(self) -> dict[str, int]:
        """Emoji -> how many people; "paid" for stars."""
        return {r.emoji or r.kind: count for r, count in self.counts()}

    def counts(self) -> list[tuple[Reaction, int]]:
        found: dict[Reaction, int] = {}
        if self.paid:
            found[Reaction("paid")] = self.paid
        for chosen in self.reactions_by.values():
            for reaction in chosen:
                found[reaction] = found.get(reaction, 0) + 1
        return sorted(found.items(), key=lambda item: -item[1])

    def __repr__(self) -> str:
        what = self.media.kind if self.media else next(iter(self.service), "text")
        return f"<{what} {self.message_id if self.ids else '?'}: {self.words.text[:40]!r}>"
