"""The strip beside the chats: time, the crowd, trouble, and what is stored now."""

import asyncio
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from bot.demo.page.crowd import Crowd
from bot.demo.page.scene import Scene
from bot.demo.page.views import person_view
from bot.domain.whisper import State
from bot.sandbox.floods import FloodLimit
from bot.sandbox.people import Person
from storage.inspect import contents, database_path

Json = dict[str, Any]

_A_BIT = timedelta(seconds=1)
_SLOWED = FloodLimit(every=timedelta(seconds=8), burst=2)
_LOST_SHARE = 0.5
_BEFORE_MODERATORS = (State.REVIEW, State.HELD)
_ENDED = (State.REJECTED, State.REMOVED, State.WITHDRAWN)
_ROWS = 1000
_MOMENT, _LOOKS = 0.3, 20
"""Real seconds that the bot has to draw at a slot; how often the page looks whether all is out."""


class Control:
    """The visitor's hand on the world. Nothing here reaches into the bot."""

    def __init__(self, scene: Scene, crowd: Crowd) -> None:
        self._scene, self._crowd = scene, crowd
        self._troubles: set[str] = set()

    # Time

    async def skip(self, to: str) -> None:
        """Skip forward to the next release, the next digest or by an hour. It stops at each slot
        on the way for as long as something waits: what is due there comes out there, not at the
        end."""
        clock, mixing = self._scene.world.clock, self._scene.mixing
        now = clock.now()
        goals: dict[str, Callable[[], datetime]] = {
            "release": lambda: mixing.next_slot(now) + _A_BIT,
            "digest": lambda: self._scene.next_digest(now) + _A_BIT,
            "hour": lambda: now + timedelta(hours=1),
        }
        goal = goals[to]()
        while (slot := mixing.next_slot(clock.now()) + _A_BIT) < goal and await self._waits():
            clock.skip(slot - clock.now())
            if not await self._settles():
                break
        clock.skip(max(goal - clock.now(), timedelta()))

    async def _waits(self) -> bool:
        """Whether a whisper or a reply is still to come out."""
        tables = await self._contents("whispers", "replies", "outbox")
        return bool(_on_its_way(tables)) or any(
            row["state"] == State.POOL
            for name in ("whispers", "replies")
            for row in _rows(tables, name)
        )

    async def _settles(self) -> bool:
        """Tell, after the bot had a moment to draw, whether all that it drew is out soon."""
        for _ in range(_LOOKS):
            await asyncio.sleep(_MOMENT)
            if not _on_its_way(await self._contents("outbox")):
                return True
        return False

    # Trouble

    def trouble(self, name: str, *, on: bool) -> None:
        """Switch one on or off: ``lose``, ``flood`` or ``outage``."""
        self._troubles = (self._troubles | {name}) if on else (self._troubles - {name})
        world = self._scene.world
        world.faults.recover()
        for channel in self._scene.channels:
            if "flood" in self._troubles:
                world.floods.switch_on(channel, _SLOWED)
            else:
                world.floods.switch_off(channel)
            if "lose" in self._troubles:
                world.faults.lose_reply("sendPhoto", chat=channel, times=None, chance=_LOST_SHARE)
        if "outage" in self._troubles:
            world.faults.outage()

    # What to show

    def state(self) -> Json:
        scene, now = self._scene, self._scene.world.clock.now()
        faults = scene.world.faults
        return {
            "now": now.isoformat(),
            "release": scene.mixing.next_slot(now).isoformat(),
            "digest": scene.next_digest(now).isoformat(),
            "ready": scene.ready,
            "crowd": self._crowd.busy,
            "troubles": sorted(self._troubles),
            "lost": faults.counts["drop after"],
            "flooded": sum(
                call.error is not None and "Too Many Requests" in call.error
                for call in scene.world.calls
            ),
            "people": [person_view(person) for person in scene.personas],
            "moderators": [person_view(person) for person in scene.moderators],
            "manager": person_view(scene.manager),
        }

    async def balance(self) -> Json:
        """Count what was taken in, waits, and is in the channel; and whether any came out twice or
        not at all."""
        # before the channel: then a post under way is in one
        tables = await self._contents("whispers", "channels", "outbox")
        whispers = _rows(tables, "whispers")
        places = {row["id"]: row["chat"] for row in _rows(tables, "channels")}
        standing = Counter(
            (channel.id, (post.caption or "").partition("\n")[0])
            for channel in self._scene.channels
            for post in channel.posts
            if post.photo
        )

        def line(row: Json) -> tuple[int, str]:
            """Return where it belongs, and how its post begins."""
            return places[row["channel"]], f"#{row['number']}"

        released = {line(row) for row in whispers if row["state"] == State.RELEASED}
        under_way = {line(row) for row in _on_its_way(tables)}
        return {
            "taken": len(whispers),
            "looked_at": sum(row["state"] in _BEFORE_MODERATORS for row in whispers),
            "waiting": sum(row["state"] == State.POOL for row in whispers),
            "under_way": len(under_way - set(standing)),
            "out": len(released & set(standing)),
            "ended": sum(row["state"] in _ENDED for row in whispers),
            "twice": sum(times > 1 for post, times in standing.items() if post in released),
            "lost": len(released - set(standing) - under_way),
        }

    async def stored(self, person: Person) -> Json:
        """Return every table, and whether this person's number is anywhere in the files."""
        assert self._scene.settings is not None
        folder = self._scene.settings.data
        needles = _spellings(person.id)

        def look() -> tuple[int, bool]:
            files = [path for path in folder.rglob("*") if path.is_file()]
            found = [path.read_bytes() for path in files]
            size = sum(len(data) for data in found)
            return size, any(needle in data for data in found for needle in needles)

        size, known = await asyncio.to_thread(look)
        return {"tables": await self._contents(), "bytes": size, "known": known}

    async def _contents(self, *only: str) -> dict[str, Any]:
        assert self._scene.settings is not None
        path = database_path(self._scene.settings.database_address)
        assert path is not None  # the demo has a file of its own
        return await asyncio.to_thread(contents, path, _ROWS, only)


def _spellings(number: int) -> tuple[bytes, ...]:
    """How a number could stand in a file: as text, or in six or eight bytes."""
    return (str(number).encode(), *(number.to_bytes(6, order) for order in ("big", "little")))


def _rows(tables: Json, name: str) -> list[Json]:
    return list(tables.get(name, {"rows": []})["rows"])


def _on_its_way(tables: Json) -> list[Json]:
    """Return the cards that were drawn and are not out yet."""
    return [row for row in _rows(tables, "outbox") if row["kind"] == "card"]
