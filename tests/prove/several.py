"""A bot with two channels and a room for each, and what a link that somebody followed leaves."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.sandbox.chats import Channel
from bot.sandbox.messages import Message
from bot.sandbox.people import Person
from tests.kit.several import toml_lines
from tests.prove.authors import clean, only, publish
from tests.prove.examine import rows_of
from tests.prove.town import PLAIN, ProofTown, town_of

NAMES = ("love", "work")
OWN = ("moderation", "pace", "release_every", "release_keep", "release_max_age", "release_share")
"""What the second channel has of the settings that the environment gives to the first."""


class TwoChannels(ProofTown):
    """``channel`` is love; work has a room of its own."""

    work: Channel

    def open_work(self) -> None:
        world = self.world
        self.work = world.add_channel("At work", username="sotto_at_work")
        self.work.admit(
            self.bot, can_post_messages=True, can_edit_messages=True, can_delete_messages=True
        )
        room = world.add_group("Moderators of work", supergroup=True)
        room.admit(self.bot)
        own = {name: self.environment()[f"SOTTO_{name.upper()}"] for name in OWN}
        entries = (
            {"name": "love", "title": "Love letters", "channel": self.channel.id},
            {"name": "work", "title": "At work", "channel": self.work.id, "moderators": room.id},
        )
        file = self.folder / "cwd" / "sotto.toml"
        tables = ["[defaults]\n" + toml_lines(own)]
        tables += ["[[channels]]\n" + toml_lines(entry) for entry in entries]
        file.write_text("\n".join(tables), encoding="utf-8")

    def cards_of(self, name: str) -> list[Message]:
        posts = (self.channel if name == "love" else self.work).posts
        return [each for each in posts if each.photo and (each.caption or "").startswith("#")]

    def follow(self, author: Person, name: str) -> None:
        author.start(self.bot, f"write_{name}")

    async def publish_in(self, name: str, author: Person, words: str) -> str:
        """By the channel's link."""
        self.follow(author, name)
        await self.until(lambda: only(author.chat, lambda m: m.sender is self.bot))
        return await publish(self, author, words)


@asynccontextmanager
async def two_channels(folder: Path, count: int) -> AsyncIterator[TwoChannels]:
    async with town_of(folder, count, TwoChannels) as town:
        town.open_work()
        yield town


async def arrivals_told(town: TwoChannels, leak: str | None = None) -> set[str]:
    """After a first visit two people follow each link, in turns. What rows and log say both times
    for one channel, and never for the other, tells which it was. Returns the names of the promises
    that do not hold."""
    program = PLAIN if leak is None else ("tests.prove.leaks", leak)
    life = await town.start(program=program)
    rows, lines = [set[str]()], [set[str]()]
    for author, name in zip(town.people, ("love", *NAMES, *NAMES), strict=True):
        before = len(life.printed)
        town.follow(author, name)
        await town.until(lambda a=author: only(a.chat, lambda m: m.sender is town.bot))
        await clean(town, author)
        rows.append(_rows(town))
        lines.append(_events(bytes(life.printed[before:])))
    told = {"no row tells it": rows, "no log line tells it": lines}
    return {promise for promise, seen in told.items() if _tells(*seen[2:])}


def _tells(love: set[str], work: set[str], love_again: set[str], work_again: set[str]) -> bool:
    of_love, of_work = love & love_again, work & work_again
    return bool(of_love - work - work_again or of_work - love - love_again)


def _rows(town: ProofTown) -> set[str]:
    return {f"{table} {row}" for table, row in rows_of(town.folder / "data" / "sotto.db")}


def _events(printed: bytes) -> set[str]:
    """Lines of the log without their moment."""
    told = set()
    for line in printed.decode(errors="replace").splitlines():
        try:
            event = json.loads(line)
        except json.JSONDecodeError:
            event = {"event": line}
        told.add(json.dumps({k: v for k, v in event.items() if k != "at"}, sort_keys=True))
    return told
