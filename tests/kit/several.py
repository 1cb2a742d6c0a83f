"""A bot with several channels, each with its name, language and moderators' chat."""

from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from bot.running import Running
from bot.sandbox.bots import Bot
from bot.sandbox.chats import Channel, Supergroup
from bot.sandbox.messages import Message
from bot.sandbox.people import Person
from bot.settings import load_configuration
from tests.kit.town import ModeratedTown

RIGHTS = {"can_post_messages": True, "can_edit_messages": True, "can_delete_messages": True}


@dataclass
class Campus(ModeratedTown):
    """Channels by name, written into a ``sotto.toml`` when the bot starts. ``group`` is the room of
    all those that name no other."""

    places: dict[str, Channel] = field(default_factory=dict)
    entries: dict[str, dict[str, Any]] = field(default_factory=dict)
    bots: dict[str, Bot] = field(default_factory=dict)
    """Bots by name, where there are several."""

    def add(self, name: str, channel: Channel, **entry: Any) -> Channel:
        channel.admit(self.bot, **RIGHTS)
        self.places[name] = channel
        self.entries[name] = {"channel": channel.id, **entry}
        return channel

    def open(self, name: str, title: str, **entry: Any) -> Channel:
        """One more channel of this title; ``entry``: its other lines in the file."""
        username = f"sotto_{name.replace('-', '_')}_channel"
        return self.add(name, self.world.add_channel(title, username=username), **entry)

    def room(self, title: str) -> Supergroup:
        """One more moderators' chat, with Mia and Noa in it."""
        group = self.world.add_group(title, supergroup=True)
        assert isinstance(group, Supergroup)
        group.admit(self.bot)
        for each in (self.mia, self.noa):
            group.admit(each)
        return group

    def with_entries(self, *names: str, **changes: Any) -> AbstractAsyncContextManager[Running]:
        """The bot runs with these channels (all, when none is named)."""
        shared = {
            "release": "instant",
            "pace": "50ms",
            "undo": "0s",
            "moderation": "post",
            "reports_every": "0s",
            **changes,
        }
        chosen = names or tuple(self.entries)
        file = self.folder / "sotto.toml"
        file.write_text(
            "".join(
                f'[[bots]]\nname = "{name}"\ntoken_file = "{self._token_file(bot)}"\n\n'
                for name, bot in self.bots.items()
            )
            + "[defaults]\n"
            + toml_lines({"moderators": self.group.id, **shared})
            + "".join(
                f'\n[[channels]]\nname = "{name}"\n' + toml_lines(self.entries[name])
                for name in chosen
            ),
            encoding="utf-8",
        )
        return self.running_as(
            load_configuration(
                config=file,
                token=self.bot.token,
                bot_api=self.server.root,
                data=self.folder / "data",
                cache=self.cache,
            )
        )

    def _token_file(self, bot: Bot) -> Path:
        file = self.folder / f"token-{bot.id}"
        file.write_text(bot.token + "\n")
        return file

    def cards_in(self, name: str) -> list[Message]:
        """A channel's pictures."""
        return [post for post in self.places[name].posts if post.photo]

    async def card_in(self, name: str, words: str) -> Message:
        """The post of these words in this channel."""
        return await self.until(
            lambda: next((m for m in self.cards_in(name) if words in (m.caption or "")), None)
        )

    async def choose(self, person: Person, preview: Message, title: str) -> None:
        """Open the list under the preview and take this channel."""
        await self.press(person, preview, "📮")
        await self.until(lambda: any("Back" in label for label in preview.labels))
        await self.press(person, preview, title)
        await self.until(lambda: any(f"📮 {title}" in label for label in preview.labels))

    def follow(self, person: Person, payload: str) -> Message:
        """Open the bot by a deep link."""
        return person.start(self.bot, payload)

    async def proposed(self, person: Person, words: str) -> Message:
        """The preview of words that this person writes."""
        old = [m for m in person.chat if m.keyboard]
        person.send(words)
        return await self.fresh_preview(person, old)

    async def publish_in(self, name: str, person: Person, words: str) -> Message:
        """Write, choose this channel by its link, publish, and wait for the post."""
        self.follow(person, f"write_{name}")
        preview = await self.proposed(person, words)
        await self.press(person, preview, "✅")
        return await self.card_in(name, words)


def toml_lines(entry: Mapping[str, Any]) -> str:
    """As ``sotto.toml`` has them."""
    return "".join(f"{name} = {_toml(value)}\n" for name, value in entry.items())


def _toml(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key} = {_toml(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_toml, value)) + "]"
    if isinstance(value, bool | int):
        return str(value).lower()
    return f'"{value}"'


def campus_of(town: ModeratedTown) -> Campus:
    """The same moderators' chat, Alice and an English Ben, and no channel yet."""
    values = {each.name: getattr(town, each.name) for each in fields(town)}
    return Campus(**{**values, "settings": {}, "bob": town.world.add_person("Ben")})


def love_and_work(town: ModeratedTown, *, apart: bool = False) -> Campus:
    """Love and Work in English. ``apart``: the moderators of Work have a room of their own."""
    campus = campus_of(town)
    campus.open("love", "Love letters")
    own = {"moderators": campus.room("Moderators of work").id} if apart else {}
    campus.open("work", "At work", **own)
    return campus


def love_work_and_amitie(town: ModeratedTown) -> Campus:
    """Love and Work in English with the room of all, Amitié in French with one of its own."""
    campus = campus_of(town)
    campus.open("love", "Love letters", about={"en": "love, kisses and jealousy"})
    campus.open("work", "At work", about={"en": "work, the office and the boss"})
    room = campus.room("Modération")
    campus.open("amitie", "Amitiés", language="fr", moderators=room.id)
    return campus
