"""Chaos in a fleet: people confess to several bots for several channels while processes are killed,
stopped for a while and replaced one after the other, and the servers of tables and of memory die.
At the end each whisper that was taken in stands once, in its channel; each channel has its digest
once; and none stood still for more than twenty seconds while it had something to post.

    make chaos-fleet SEED=7 WHISPERS=400
    make chaos-fleet SEEDS=20 WHISPERS=400 CHANNELS=3 BOTS=2 WORKERS=4
"""

import argparse
import asyncio
import random
import signal
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.flows.digest import ask_digest
from tests.fleet.fleet import BOTS, INTAKE, PUBLISH, Fleet, fleet
from tests.kills.crowd import Crowd
from tests.kills.held import HeldUp
from tests.kills.process import PLAIN, REAL, TITLES
from tests.kills.refusal import Refusal
from tests.kills.tally import Tally
from tests.kills.trace import Trace
from tests.kills.views import nothing_left, open_views, patiently
from tests.kit.cache import prepared

LONGEST = 900.0
"""Seconds of real time after which a run is given up."""
GAP = 20.0
"""Seconds for which a channel may stand still though it has something to post."""
SHOWN = 5
"""Posts of a digest: a channel with fewer has none."""
AT_ONCE = 30
"""People who write at the same time."""
PAUSE = (20.0, 60.0)
"""Seconds for which a process is stopped."""


@dataclass(frozen=True, slots=True)
class FleetFigures:
    """What a run came to."""

    seed: int
    accepted: int  # whispers taken in (stored)
    posted: int  # of these, in a channel at the end
    lost: int  # accepted and in no channel; or told so and not accepted
    doubled: int  # in a channel more than once, or taken in twice
    wrong: int  # in another channel than the one that was chosen
    digests: int
    due: int  # channels that had enough to show
    kills: int
    pauses: int
    servers: int  # of tables and of memory that died
    rolls: int
    gap: float  # the longest in seconds that a channel stood still
    recover: float  # seconds from the last trouble until everything was out
    seconds: float

    @property
    def good(self) -> bool:
        whole = not (self.lost or self.doubled or self.wrong)
        return whole and self.digests == self.due and self.gap <= GAP


class FleetChaos:
    def __init__(self, place: Fleet, seed: int, whispers: int, trace: Trace) -> None:
        self.place, self.seed, self.whispers, self.trace = place, seed, whispers, trace
        self.dice = random.Random(seed)
        self.crowd = Crowd(place, random.Random(f"{seed}/crowd"))
        self.kills = self.pauses = self.died = self.rolls = 0
        self.busy: set[str] = set()
        """Workers that are killed, stopped or replaced just now."""
        calm = Refusal(place, place.channel, random.Random(seed))  # never begun: none is refused
        self.held = HeldUp(place, lambda: False, calm)

    async def run(self) -> FleetFigures:
        began = time.monotonic()
        await self.place.start()
        async with asyncio.timeout(LONGEST):
            recovered = await self.to_the_end()
        ended = {name: await each.stop() for name, each in self.place.workers.items()}
        assert set(ended.values()) == {0}, ended
        return await self.figures(began, recovered)

    async def to_the_end(self) -> float:
        """Everything that happens. Returns how many seconds it took to recover."""
        aside = [asyncio.create_task(each) for each in (self.crowd.read(), self.held.look_on())]
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self.trouble())
                for wave in range(AT_ONCE):
                    group.create_task(self.people(wave))
            calm = time.monotonic()
            await self.quiet()
        finally:
            for task in aside:
                task.cancel()
            await asyncio.gather(*aside, return_exceptions=True)
        return time.monotonic() - calm

    async def people(self, wave: int) -> None:
        for number in range(wave, self.whispers, AT_ONCE):
            await self.crowd.confess(f"whisper-{number:04}")

    async def trouble(self) -> None:
        """All of it, spread over the progress of the run. Pauses go on beside the rest."""
        events = ["kill"] * 3 + ["pause"] * 2 + ["tables", "memory"]
        self.dice.shuffle(events)
        events += ["digests", "roll"]
        async with asyncio.TaskGroup() as group:
            for index, event in enumerate(events, 1):
                goal = self.whispers * index // (len(events) + 1)
                await self.place.world.wait_until(
                    lambda goal=goal: len(self.crowd.pressed) >= goal, LONGEST
                )
                self.trace.note(event)
                match event:
                    case "pause":
                        group.create_task(self.pause(self.one_of_two()))
                    case "kill":
                        await self.kill(self.one_of_two())
                    case "tables":
                        await self.restart_tables()
                    case "memory":
                        await self.restart_memory()
                    case "digests":
                        await self.ask_digests()
                    case _:
                        await self.roll()

    def one_of_two(self) -> str:
        """A worker whose like goes on working; it is busy from now on."""
        workers = self.place.workers
        roles = {workers[name].arguments for name in self.busy}
        able = [name for name, each in workers.items() if each.arguments not in roles]
        found = self.dice.choice(able or [name for name in workers if name not in self.busy])
        self.busy.add(found)
        return found

    async def kill(self, name: str) -> None:
        worker, times = self.place.workers[name], self.place.starts_of(name)
        await worker.kill()
        self.kills += 1
        await asyncio.sleep(self.dice.uniform(0.0, 3.0))
        worker.start()
        await self.place.until_works(name, times + 1)
        self.busy.remove(name)

    async def pause(self, name: str) -> None:
        process = self.place.workers[name].process
        assert process is not None
        process.send_signal(signal.SIGSTOP)
        self.pauses += 1
        await asyncio.sleep(self.dice.uniform(*PAUSE))
        process.send_signal(signal.SIGCONT)
        self.busy.remove(name)

    async def restart_tables(self) -> None:
        """As if its machine had died, and came back."""
        tables = self.place.server_of_tables
        await asyncio.to_thread(tables.stop, signal.SIGQUIT)
        self.died += 1
        await asyncio.sleep(self.dice.uniform(0.0, 3.0))
        await asyncio.to_thread(tables.start)

    async def restart_memory(self) -> None:
        """It comes back empty."""
        memory = self.place.server_of_memory
        await asyncio.to_thread(memory.stop, signal.SIGKILL)
        self.died += 1
        await asyncio.sleep(self.dice.uniform(0.0, 3.0))
        await asyncio.to_thread(memory.start)

    async def ask_digests(self) -> None:
        """``sotto digest --now`` of each channel, once it has something to show."""
        async with open_views(self.place) as views:
            for name, storage in views.items():
                channel = self.place.channels[name]
                await self.place.world.wait_until(
                    lambda where=channel: any(p.caption and p.reactions_by for p in where.posts),
                    LONGEST,
                )
                now = datetime.now(UTC)
                await patiently(
                    lambda storage=storage, now=now: ask_digest(
                        storage=storage, now=now, zone=ZoneInfo("UTC")
                    )
                )

    async def roll(self) -> None:
        """One process after the other is told to end, and begun again when it has ended."""
        for name, worker in self.place.workers.items():
            while name in self.busy:
                await asyncio.sleep(0.2)
            self.busy.add(name)
            times = self.place.starts_of(name)
            assert await worker.stop() == 0, worker.log.read_text()[-2000:]
            worker.start()
            await self.place.until_works(name, times + 1)
            self.busy.remove(name)
        self.rolls += 1

    async def quiet(self) -> None:
        """Nothing is taken in any more, the outboxes are empty, the digests are out."""
        calm = 0
        async with open_views(self.place) as views:
            while calm < 10:
                await asyncio.sleep(0.2)
                left = [each for each in views.values() if not await nothing_left(each)]
                tally = Tally(self.place, self.crowd.meant, set(), set())
                calm = 0 if left or tally.digests < self.digests_due() else calm + 1

    def digests_due(self) -> int:
        """How many channels have enough to show."""
        return sum(len(self.place.posted(name)) >= SHOWN for name in self.place.channels)

    async def figures(self, began: float, recovered: float) -> FleetFigures:
        tally = Tally(self.place, self.crowd.meant, self.crowd.told, set())
        async with open_views(self.place) as views:
            await tally.take(views)
        held = [*self.held.longest.values(), *self.held.otherwise.values()]
        return FleetFigures(
            seed=self.seed,
            accepted=len(tally.taken_in()),
            posted=len(self.place.posted()),
            lost=len(tally.lost()),
            doubled=tally.doubled(),
            wrong=sum(tally.wrong(name) for name in self.place.channels),
            digests=tally.digests,
            due=self.digests_due(),
            kills=self.kills,
            pauses=self.pauses,
            servers=self.died,
            rolls=self.rolls,
            gap=round(max(held), 1),
            recover=round(recovered, 1),
            seconds=round(time.monotonic() - began, 1),
        )


def crew(workers: int) -> Mapping[str, Sequence[str]]:
    """Return the workers by name: half of them answer, half of them post."""
    found: dict[str, Sequence[str]] = {}
    for number in range(workers):
        answers = number % 2 == 0
        kind = "intake" if answers else "publish"
        found[f"{kind}-{number // 2 + 1}"] = INTAKE if answers else PUBLISH
    return found


async def chaos(
    seed: int,
    *,
    whispers: int,
    channels: int,
    bots: int,
    workers: int,
    folder: Path,
    cache: Path,
    program: str = REAL,
    traces: Path | None = None,
) -> FleetFigures:
    """One run. ``traces``: a folder that gets the order of events of a run that was not good."""
    async with fleet(
        folder,
        cache,
        seed=seed,
        channels=channels,
        bots=bots,
        workers=crew(workers),
        program=program,
        release="mixed",
        release_every="1s",
        release_keep="0",
        release_max_age="2s",
        digest_time="23:59:59",
        timezone="UTC",
    ) as place:
        trace = Trace(place)
        figures: FleetFigures | None = None
        try:
            figures = await FleetChaos(place, seed, whispers, trace).run()
        finally:
            if traces is not None and (figures is None or not figures.good):
                trace.write(traces / f"fleet-{seed}.txt")
        return figures


def main() -> int:
    """Exit status 0: nothing lost, nothing twice, nothing in the wrong channel, none held up."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seeds", type=int, default=1, help="how many, from --seed on")
    parser.add_argument("--whispers", type=int, default=400)
    parser.add_argument("--channels", type=int, default=3, choices=range(2, len(TITLES) + 1))
    parser.add_argument("--bots", type=int, default=2, choices=range(1, len(BOTS) + 1))
    parser.add_argument("--workers", type=int, default=4, choices=range(4, 9))
    parser.add_argument("--plain", action="store_true", help="cards of one colour")
    parser.add_argument(
        "--traces", type=Path, default=Path(tempfile.gettempdir()), help="folder for bad runs"
    )
    chosen = parser.parse_args()
    good = True
    for index, seed in enumerate(range(chosen.seed, chosen.seed + chosen.seeds)):
        with tempfile.TemporaryDirectory(prefix="sotto-fleet-") as folder:
            figures = asyncio.run(
                chaos(
                    seed,
                    whispers=chosen.whispers,
                    channels=chosen.channels,
                    bots=chosen.bots,
                    workers=chosen.workers,
                    folder=Path(folder),
                    cache=prepared(),
                    program=PLAIN if chosen.plain else REAL,
                    traces=chosen.traces,
                )
            )
        row = asdict(figures)
        if index == 0:
            sys.stdout.write("  ".join(f"{name:>8}" for name in row) + "\n")
        sys.stdout.write("  ".join(f"{value:>8}" for value in row.values()) + "\n")
        sys.stdout.flush()
        good = good and figures.good
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
