"""Chaos: people confess while Telegram loses replies, resets, floods, breaks, and the process is
killed again and again, while update ids begin anew, the moderators' group becomes a supergroup and
a card in it is deleted. At the end each accepted whisper is decided and stands in the channel
exactly once.

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
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.domain.whisper import State
from bot.flows.digest import ask_digest
from bot.flows.moderation.remove import take_down
from bot.sandbox.world import WorldEvent
from storage import Storage, StorageUnavailable, open_storage
from tests.kills.crowd import Crowd
from tests.kills.figures import Figures, show
from tests.kills.process import ProcessTown, town
from tests.kills.trace import Trace
from tests.kills.upheaval import Upheaval
from tests.kit.cache import prepared

LONGEST = 600.0
"""Seconds of real time after which a run is given up."""
AT_ONCE = 40
"""People who write at the same time."""
ANEW = 2
"""Times that update ids begin anew."""
REMOVED = 2
"""Whispers that the operator removes in the middle of everything."""


class Chaos:
    def __init__(
        self,
        place: ProcessTown,
        seed: int,
        whispers: int,
        kills: int,
        trace: Trace,
        *,
        reviewed: bool,
    ) -> None:
        self.place = place
        self.seed = seed
        self.whispers = whispers
        self.kills = kills
        self.dice = random.Random(seed)
        self.crowd = Crowd(place, random.Random(f"{seed}/crowd"))
        self.trace = trace
        self.reviewed = reviewed  # moderators look first
        self.upheaval = Upheaval(place)
        self.removed: set[str] = set()
        self.outages = 0
        self.anew = 0
        self.killed = 0
        self.killing = False
        self.came = 0
        """Posts that reached the channel so far, duplicates and the digest among them."""
        place.world.subscribe(self.count)

    def count(self, event: WorldEvent) -> None:
        if event.kind == "sent" and event.chat is self.place.channel:
            self.came += event.account is self.place.bot

    async def run(self) -> Figures:
        began = time.monotonic()
        place = self.place
        await place.start()
        self.break_things()
        try:
            async with asyncio.timeout(LONGEST):
                recovered = await self.to_the_end()
        except TimeoutError as late:
            raise AssertionError(
                f"{LONGEST:.0f} s and no end: {len(self.crowd.pressed)} pressed, {self.came} came, "
                f"{self.killed} kills\n{self.crowd.unfinished()}\n"
                + "\n".join(self.trace.lines[-40:])
            ) from late
        status = await place.sotto.stop()
        assert status == 0, place.sotto.log.read_text()[-2000:]
        return await self.figures(began, recovered)

    async def to_the_end(self) -> float:
        """Everything that happens. Returns how many seconds it took to recover."""
        place = self.place
        trouble = asyncio.create_task(self.make_trouble())
        waves = [asyncio.create_task(self.people(n)) for n in range(AT_ONCE)]
        others = [
            asyncio.create_task(each)
            for each in (self.crowd.read(), self.crowd.meddle(), self.crowd.moderate())
        ]
        if self.reviewed:
            others.append(asyncio.create_task(self.upheaval.ask()))
        upheaval = self.upheaval.happen(self.progress, self.whispers, cards=self.reviewed)
        watch = asyncio.create_task(self.watch())
        await self.unless(watch, asyncio.gather(trouble, upheaval, *waves))
        await self.unless(watch, place.world.wait_until(self.nearly_out, LONGEST))
        place.world.faults.recover()
        calm = time.monotonic()
        await self.unless(watch, self.quiet())
        for task in (watch, *others):
            task.cancel()
        return time.monotonic() - calm

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
            (0.025, faults.reset),
            (0.015, faults.server_error),
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
        """Kills, outages, take-downs and a digest, spread over the progress of the run."""
        events = ["kill"] * self.kills + ["refused", "bad_gateway"] + ["remove"] * REMOVED
        events += ["anew"] * ANEW
        self.dice.shuffle(events)
        events.insert(len(events) * 2 // 3, "digest")
        for index, event in enumerate(events, 1):
            await self.progress(self.whispers * index // (len(events) + 1))
            await asyncio.sleep(self.dice.random())
            self.trace.note(event)
            match event:
                case "kill":
                    await self.kill()
                case "remove":
                    await self.remove()
                case "digest":
                    await self.ask_digest()
                case "anew":
                    await self.begin_anew()
                case _:
                    await self.outage(event)

    async def progress(self, goal: int) -> None:
        pressed = self.crowd.pressed
        await self.place.world.wait_until(lambda: len(pressed) + self.came >= 2 * goal, LONGEST)

    async def kill(self) -> None:
        self.killing = True
        await self.place.sotto.kill()
        self.killed += 1
        await self.place.start()
        self.killing = False

    async def outage(self, how: str) -> None:
        self.outages += 1
        faults = self.place.world.faults
        if how == "refused":
            faults.switch(down=True)
            await asyncio.sleep(3)
            faults.switch(down=False)
        else:
            faults.server_error(code=502, lasting=timedelta(seconds=3))
            await asyncio.sleep(3)

    async def begin_anew(self) -> None:
        """As after a week without updates: nothing waits, and the ids are lower than ever."""
        inbox = self.place.inbox
        await self.place.world.wait_until(lambda: not inbox.waiting, LONGEST)
        inbox.begin_anew(self.dice.randrange(1, inbox.next_id // 2))
        self.anew += 1

    def loved(self) -> bool:
        posts = self.place.channel.posts[:40]
        return sum(bool(each.caption and each.reactions_by) for each in posts) >= 5

    async def remove(self) -> None:
        """``sotto remove`` of anything that was released, wherever it is on its way."""
        async with self.tables() as storage:
            async with storage.reading() as tables:
                taken = await tables.whispers.by_state(State.RELEASED)
            if taken:
                chosen = self.dice.choice(taken)
                token, number = chosen.words.split()[0], chosen.number
                now = datetime.now(UTC)
                assert number is not None
                if await take_down(
                    storage=storage, number=number, to=State.REMOVED, reason=None, now=now
                ):
                    self.removed.add(token)

    async def ask_digest(self) -> None:
        """``sotto digest --now``, once there is something to show."""
        await self.place.world.wait_until(self.loved, LONGEST)
        async with self.tables() as storage:
            await ask_digest(storage=storage, now=datetime.now(UTC), zone=ZoneInfo("UTC"))

    async def people(self, wave: int) -> None:
        for number in range(wave, self.whispers, AT_ONCE):
            await self.crowd.confess(f"whisper-{number:04}")

    def nearly_out(self) -> bool:
        """So few are left that it is the recovery which is measured from now on."""
        return self.came >= self.whispers * 0.95 - REMOVED

    async def quiet(self) -> None:
        """Nothing is taken in any more, the outbox is empty, nothing late is watched for."""
        calm = 0
        async with self.tables() as storage:
            while calm < 10:  # a late copy is looked for after its post was recorded
                await asyncio.sleep(0.1)
                calm = calm + 1 if await nothing_left(storage) else 0

    @asynccontextmanager
    async def tables(self) -> AsyncIterator[Storage]:
        storage = await open_storage(f"sqlite+aiosqlite:///{self.place.data / 'sotto.db'}")
        try:
            yield storage
        finally:
            await storage.close()

    async def figures(self, began: float, recovered: float) -> Figures:
        async with self.tables() as storage:
            async with storage.reading() as tables:
                taken = await tables.whispers.by_state(State.RELEASED)
            moved = int(await self.upheaval.followed(storage))
        place = self.place
        accepted = Counter(each.words.split()[0] for each in taken)
        posted = place.posted()
        lost = (accepted.keys() | self.crowd.told) - self.removed - posted.keys()
        twice = [n for n in (*accepted.values(), *posted.values(), *self.first_lines()) if n > 1]
        log = place.sotto.log.read_text()
        return Figures(
            seed=self.seed,
            accepted=len(accepted.keys() | self.removed),
            posted=len(posted),
            removed=len(self.removed),
            lost=len(lost),
            doubled=len(twice) + len(self.removed & posted.keys()),
            digests=sum(line.startswith("Most loved") for line in self.lines()),
            faults=sum(place.world.faults.counts.values()),
            kills=self.killed,
            outages=self.outages,
            moved=moved,
            vanished=self.upheaval.vanished,
            anew=self.anew,
            unknown=log.count('"event": "send_unknown"'),
            found=log.count('"why": "found"'),
            resent=log.count('"why": "not_there"'),
            late=log.count('"event": "duplicate_deleted"'),
            recover=round(recovered, 1),
            seconds=round(time.monotonic() - began, 1),
        )

    def lines(self) -> list[str]:
        """The first lines of the bot's posts."""
        posts = (each for each in self.place.channel.posts if each.sender is self.place.bot)
        return [(post.caption or post.text or "").split("\n")[0] for post in posts]

    def first_lines(self) -> list[int]:
        """How often each stands in the channel."""
        return list(Counter(self.lines()).values())


async def nothing_left(storage: Storage) -> bool:
    try:
        async with storage.reading() as tables:
            channel_states = await tables.channel_states.all()
            return (
                await tables.outbox.oldest() is None
                and await tables.whispers.count(State.REVIEW, State.HELD, State.POOL) == 0
                and all(channel_state.watch_until is None for channel_state in channel_states)
            )
    except StorageUnavailable:
        return False


async def chaos(
    seed: int,
    *,
    whispers: int,
    kills: int,
    folder: Path,
    cache: Path,
    traces: Path | None = None,
    moderation: str = "post",
) -> Figures:
    """One run. ``traces``: a folder that gets the order of events of a run that was not good."""
    async with town(
        folder,
        cache,
        seed=seed,
        release="mixed",
        release_every="1s",
        release_keep="0",
        release_max_age="2s",
        pace="40ms",
        digest_time="23:59:59",
        moderation=moderation,
        review_every="0s",
        undo="0s",
    ) as place:
        trace = Trace(place)
        figures: Figures | None = None
        try:
            run = Chaos(place, seed, whispers, kills, trace, reviewed=moderation == "pre")
            figures = await run.run()
        finally:
            if traces is not None and (figures is None or not figures.good):
                trace.write(traces / f"chaos-{seed}.txt")
        return figures


def main() -> int:
    """Exit status 0: nothing lost, nothing twice."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seeds", type=int, default=1, help="how many, from --seed on")
    parser.add_argument("--whispers", type=int, default=200)
    parser.add_argument("--kills", type=int, default=3)
    parser.add_argument("--moderation", choices=("post", "pre"), default="post")
    parser.add_argument(
        "--traces", type=Path, default=Path(tempfile.gettempdir()), help="folder for bad runs"
    )
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
                    traces=chosen.traces,
                    moderation=chosen.moderation,
                )
            )
        show(figures, sys.stdout, head=index == 0)
        good = good and figures.good
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
