"""Chaos: people confess while Telegram loses replies, resets, floods, breaks, and the process is
killed again and again. At the end each accepted whisper stands in the channel exactly once.

    make chaos SEED=7 WHISPERS=1000          one seed
    make chaos SEEDS=20 WHISPERS=200         seeds 1 to 20, and a table
"""

import argparse
import asyncio
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TextIO

from bot.domain.whisper import State
from bot.sandbox.messages import Message
from bot.sandbox.people import Person
from storage import StorageUnavailable, open_storage
from tests.cache import prepared
from tests.faults.process import Town, preview_of, town

TEXTS = (
    "I still water his plants.",
    "Every morning I rehearse a goodbye that I never say.",
    "J’ai gardé sa lettre toutes ces années.",
    "Я до сих пор слушаю его голосовые.",
    "My mother thinks that I am happy here. 🌧",
)
LONGEST = 900.0
"""Seconds of real time after which a run is given up."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What a run came to."""

    seed: int
    pressed: int  # whispers whose author pressed Publish
    accepted: int  # of these, taken in (stored)
    posted: int
    lost: int  # accepted and not in the channel
    doubled: int  # in the channel more than once
    digests: int
    faults: int
    kills: int
    outages: int
    unknown: int  # sends whose end was not known
    found: int  # of these, found in the channel
    resent: int  # of these, not there: sent once more
    late: int  # late duplicates that were deleted
    recover: float  # seconds from the last trouble until everything was out
    seconds: float

    @property
    def good(self) -> bool:
        return not self.lost and not self.doubled and self.accepted == self.pressed


class Chaos:
    def __init__(self, place: Town, seed: int, whispers: int, kills: int) -> None:
        self.place = place
        self.seed = seed
        self.whispers = whispers
        self.kills = kills
        self.dice = random.Random(seed)
        self.pressed: set[str] = set()
        self.outages = 0
        self.killed = 0
        self.killing = False

    async def run(self) -> Figures:
        began = time.monotonic()
        place = self.place
        await place.start()
        self.break_things()
        async with asyncio.timeout(LONGEST):
            trouble = asyncio.create_task(self.make_trouble())
            waves = [asyncio.create_task(self.people(n)) for n in range(8)]
            watch = asyncio.create_task(self.watch())
            await self.unless(watch, asyncio.gather(trouble, *waves))
            place.world.faults.recover()
            calm = time.monotonic()
            await self.unless(watch, place.world.wait_until(self.all_out, LONGEST))
            await self.unless(watch, self.quiet())
            recovered = time.monotonic() - calm
            watch.cancel()
        status = await place.sotto.stop()
        assert status == 0, place.sotto.log.read_text()[-2000:]
        return await self.figures(began, recovered)

    async def watch(self) -> None:
        """Ends when the process does, though nobody killed it."""
        while True:
            await asyncio.sleep(0.5)
            if not self.killing and not self.place.sotto.running:
                return

    async def unless(self, watch: asyncio.Task[None], work: Awaitable[object]) -> None:
        task = asyncio.ensure_future(work)
        await asyncio.wait({watch, task}, return_when=asyncio.FIRST_COMPLETED)
        if not task.done():
            task.cancel()
            raise AssertionError("the bot ended:\n" + self.place.sotto.log.read_text()[-2000:])
        await task

    def break_things(self) -> None:
        """Chances per call. The channel gets more of everything; private chats get their share."""
        faults, channel = self.place.world.faults, self.place.channel
        for chance, fault in (
            (0.05, faults.lose_reply),
            (0.05, faults.reset),
            (0.03, faults.server_error),
            (0.04, faults.garbage),
        ):
            fault("sendPhoto", chat=channel, times=None, chance=chance)
            fault(times=None, chance=chance / 4)
        faults.server_error("sendPhoto", at="after", chat=channel, times=None, chance=0.03)
        faults.flood(1, "sendPhoto", chat=channel, times=None, chance=0.02)
        faults.flood(1, times=None, chance=0.005)
        faults.delay(0.4, times=None, chance=0.05)
        faults.delay(0.3, at="after", times=None, chance=0.03)

    async def make_trouble(self) -> None:
        """Kills and outages, spread over the progress of the run."""
        events = ["kill"] * self.kills + ["refused", "bad_gateway"]
        self.dice.shuffle(events)
        for index, event in enumerate(events, 1):
            goal = self.whispers * index // (len(events) + 1)
            await self.place.world.wait_until(lambda goal=goal: len(self.pressed) >= goal, LONGEST)
            await self.place.world.clock.sleep(self.dice.random())
            if event == "kill":
                self.killing = True
                await self.place.sotto.kill()
                self.killed += 1
                await self.place.start()
                self.killing = False
            else:
                await self.outage(event)

    async def outage(self, how: str) -> None:
        self.outages += 1
        faults = self.place.world.faults
        if how == "refused":
            faults.outage(how="refused")
            await asyncio.sleep(3)
            faults._switch(down=False)
        else:
            faults.server_error(code=502, lasting=timedelta(seconds=3))
            await asyncio.sleep(3)

    async def people(self, wave: int) -> None:
        for number in range(wave, self.whispers, 8):
            await self.confess(f"whisper-{number:04}")

    async def confess(self, token: str) -> None:
        """As people do: wait for the preview, press, and press again while nothing happens."""
        person = self.place.person()
        words = f"{token} {self.dice.choice(TEXTS)}"
        sent = person.send(words)
        while True:
            preview = await self.preview(person, sent)
            if preview is None:
                return  # taken in
            self.pressed.add(token)
            person.press(preview, "Publish")
            gone = preview.deleted or await self.happens(lambda p=preview: p.deleted, 5.0)
            if gone:
                return

    async def preview(self, person: Person, sent: Message) -> Message | None:
        """None: the words are gone from the chat, so they were taken in."""
        while True:
            if sent.deleted:
                return None
            if await self.happens(lambda: preview_of(person) or sent.deleted, 20.0):
                return preview_of(person)

    async def happens(self, what: object, seconds: float) -> bool:
        try:
            await self.place.world.wait_until(what, seconds)  # type: ignore[arg-type]
        except TimeoutError:
            return False
        return True

    def all_out(self) -> bool:
        return len(self.place.posted()) >= len(self.pressed)

    async def quiet(self) -> None:
        """The outbox is empty and nothing late is watched for."""
        storage = await open_storage(f"sqlite+aiosqlite:///{self.place.data / 'sotto.db'}")
        try:
            while True:
                try:
                    async with storage.reading() as tables:
                        lanes = await tables.lanes.all()
                        busy = await tables.outbox.oldest() is not None
                except StorageUnavailable:
                    busy = True
                if not busy and all(lane.watch_until is None for lane in lanes):
                    return
                await asyncio.sleep(0.1)
        finally:
            await storage.close()

    async def figures(self, began: float, recovered: float) -> Figures:
        place = self.place
        posted = place.posted()
        storage = await open_storage(f"sqlite+aiosqlite:///{place.data / 'sotto.db'}")
        async with storage.reading() as tables:
            taken = await tables.whispers.by_state(State.RELEASED)
        await storage.close()
        accepted = {each.words.split()[0] for each in taken}
        log = place.sotto.log.read_text()
        lines = Counter(
            (post.caption or post.text or "").split("\n")[0] for post in place.channel.posts
        )
        counts = place.world.faults.counts
        return Figures(
            seed=self.seed,
            pressed=len(self.pressed),
            accepted=len(accepted),
            posted=len(posted),
            lost=len(accepted - posted.keys()),
            doubled=sum(n > 1 for n in posted.values()) + sum(n > 1 for n in lines.values()),
            digests=sum(line.startswith("Most loved") for line in lines),
            faults=sum(counts.values()),
            kills=self.killed,
            outages=self.outages,
            unknown=log.count('"event": "send_unknown"'),
            found=log.count('"why": "found"'),
            resent=log.count('"why": "not_there"'),
            late=log.count('"event": "duplicate_deleted"'),
            recover=round(recovered, 1),
            seconds=round(time.monotonic() - began, 1),
        )


async def chaos(seed: int, *, whispers: int, kills: int, folder: Path, cache: Path) -> Figures:
    """One run."""
    digest = datetime.now(UTC) + timedelta(seconds=45)
    async with town(
        folder,
        cache,
        seed=seed,
        digest_time=digest.strftime("%H:%M:%S"),
        release="mixed",
        release_every="1s",
        release_keep="0",
        release_max_age="2s",
        pace="40ms",
    ) as place:
        return await Chaos(place, seed, whispers, kills).run()


def show(figures: Figures, out: TextIO, *, head: bool) -> None:
    row = asdict(figures)
    if head:
        out.write("  ".join(f"{name:>8}" for name in row) + "\n")
    out.write("  ".join(f"{value:>8}" for value in row.values()) + "\n")
    out.flush()


def main() -> int:
    """Exit status 0: nothing lost, nothing twice."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seeds", type=int, default=1, help="how many, from --seed on")
    parser.add_argument("--whispers", type=int, default=200)
    parser.add_argument("--kills", type=int, default=5)
    chosen = parser.parse_args()
    good = True
    for index, seed in enumerate(range(chosen.seed, chosen.seed + chosen.seeds)):
        with tempfile.TemporaryDirectory(prefix="sotto-chaos-") as folder:
            figures = asyncio.run(
                chaos(
                    seed,
                    whispers=chosen.whispers,
                    kills=chosen.kills,
                    folder=Path(folder),
                    cache=prepared(),
                )
            )
        show(figures, sys.stdout, head=index == 0)
        good = good and figures.good
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
