"""One run of the chaos: what happens in it, in which order, and what it came to."""

import asyncio
import random
import time
from collections.abc import Awaitable
from datetime import UTC, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from bot.domain.whisper import State
from bot.flows.digest import ask_digest
from bot.flows.moderation.remove import take_down
from bot.sandbox.world import WorldEvent
from tests.kills.breaking import break_channel, break_whatever
from tests.kills.campaigning import Campaigns
from tests.kills.crowd import Crowd
from tests.kills.figures import Figures, OfChannel
from tests.kills.held import HeldUp
from tests.kills.process import ProcessTown
from tests.kills.readers import GROUP_PACE, Readers
from tests.kills.refusal import Refusal
from tests.kills.tally import Tally
from tests.kills.trace import Trace
from tests.kills.upheaval import Upheaval
from tests.kills.views import nothing_left, open_views, patiently

LONGEST = 600.0
"""Seconds of real time after which a run is given up."""
AT_ONCE = 40
"""People who write at the same time."""
ANEW = 2
"""Times that update ids begin anew."""
REMOVED = 2
"""Whispers that the operator removes in the middle of everything."""
ANSWERS = 4
"""People who answer a question that stands, while the bot is killed once more."""


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
        replies: int = 0,
        campaigns: int = 0,
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
        self.readers = Readers(place, replies)
        if replies:
            self.readers.open_groups()
        self.campaigns = Campaigns(place, campaigns)
        self.crowd.asking = self.campaigns.asking
        self.longest = LONGEST + GROUP_PACE * 2 * replies * whispers
        self.removed: set[str] = set()
        self.outages = 0
        self.anew = 0
        self.killed = 0
        self.killing = False
        self.away = False  # all of Telegram
        last = [*place.channels.values()][-1]
        self.refusal = Refusal(place, last, random.Random(f"{seed}/refusal"))
        self.held = HeldUp(place, lambda: self.killing or self.away, self.refusal)
        self.came = 0
        """Posts that reached the channels so far, duplicates and the digest among them."""
        place.world.subscribe(self.count)

    def count(self, event: WorldEvent) -> None:
        if event.kind == "sent" and event.chat in self.place.channels.values():
            self.came += event.account is self.place.bot

    async def run(self) -> Figures:
        began = time.monotonic()
        place = self.place
        await place.start()
        for channel in place.channels.values():
            break_channel(place.world.faults, channel)
        break_whatever(place.world.faults)
        try:
            async with asyncio.timeout(self.longest):
                recovered = await self.to_the_end()
        except TimeoutError as late:
            raise AssertionError(
                f"{self.longest:.0f} s and no end: {len(self.crowd.pressed)} pressed, "
                f"{self.came} came, {self.killed} kills\n{self.crowd.unfinished()}\n"
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
        if self.readers.each:
            others.append(asyncio.create_task(self.readers.read()))
        if len(place.channels) > 1:
            others.append(asyncio.create_task(self.held.look_on()))
            self.refusal.begin()
        if self.reviewed:
            others.append(asyncio.create_task(self.upheaval.ask()))
        if self.campaigns.wanted:  # after a kill it takes two to approve one
            others.append(asyncio.create_task(self.crowd.moderate()))
            self.campaigns.begin()
        upheaval = self.upheaval.happen(self.progress, self.whispers, cards=self.reviewed)
        watch = asyncio.create_task(self.watch())
        await self.unless(watch, asyncio.gather(trouble, upheaval, *waves))
        if self.campaigns.wanted:
            await self.unless(watch, self.give_room())
            await self.unless(watch, self.answer())
        await self.unless(watch, place.world.wait_until(self.nearly_out, LONGEST))
        if self.readers.each:
            await self.unless(watch, self.reply())
        if len(place.channels) > 1:
            await self.refusal.end()
        place.world.faults.recover()
        calm = time.monotonic()
        await self.unless(watch, self.quiet())
        for task in (watch, *others):
            task.cancel()
        return time.monotonic() - calm

    async def reply(self) -> None:
        """All replies, and two kills: while people write, and when the last one has written."""
        await asyncio.gather(self.readers.finish(), self.kill())
        await self.kill()
        self.readers.look()
        await self.readers.finish()

    async def give_room(self) -> None:
        """Whispers, until the campaigns that are due have come between two of them."""
        await self.campaigns.finish()
        while len(self.campaigns.standing()) < self.campaigns.due:
            await self.crowd.confess(f"whisper-{self.whispers:04}")
            self.whispers += 1

    async def answer(self) -> None:
        """A kill among the answers, which moderators decide before and after it."""
        tokens = [f"whisper-{self.whispers + n:04}" for n in range(ANSWERS)]
        self.whispers += ANSWERS
        await asyncio.gather(
            self.kill(), *(self.crowd.confess(each, answers=True) for each in tokens)
        )

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
        self.away = True
        faults = self.place.world.faults
        if how == "refused":
            faults.switch(down=True)
            await asyncio.sleep(3)
            faults.switch(down=False)
        else:
            faults.server_error(code=502, lasting=timedelta(seconds=3))
            await asyncio.sleep(3)
        self.away = False

    async def begin_anew(self) -> None:
        """As after a week without updates: nothing waits, and the ids are lower than ever."""
        inbox = self.place.inbox
        await self.place.world.wait_until(lambda: not inbox.waiting, LONGEST)
        inbox.begin_anew(self.dice.randrange(1, inbox.next_id // 2))
        self.anew += 1

    def loved(self, name: str) -> bool:
        posts = self.place.channels[name].posts
        found = (each for each in posts if each.caption and each.reactions_by)
        return len(list(islice(found, 5))) == 5

    async def remove(self) -> None:
        """``sotto remove`` of anything that was released, wherever it is on its way."""
        async with open_views(self.place) as views:
            storage = views[self.dice.choice([*views])]
            async with storage.reading() as tables:
                taken = await tables.whispers.by_state(State.RELEASED)
            if taken:
                chosen = self.dice.choice(taken)
                token, number = chosen.words.split()[0], chosen.number
                now = datetime.now(UTC)
                assert number is not None
                if await patiently(
                    lambda: take_down(
                        storage=storage, number=number, to=State.REMOVED, reason=None, now=now
                    )
                ):
                    self.removed.add(token)

    async def ask_digest(self) -> None:
        """``sotto digest --now`` of the first channel, once there is something to show."""
        first = next(iter(self.place.channels))
        await self.place.world.wait_until(lambda: self.loved(first), LONGEST)
        async with open_views(self.place) as views:
            storage, now = views[first], datetime.now(UTC)
            await patiently(lambda: ask_digest(storage=storage, now=now, zone=ZoneInfo("UTC")))

    async def people(self, wave: int) -> None:
        for number in range(wave, self.whispers, AT_ONCE):
            await self.crowd.confess(f"whisper-{number:04}")

    def nearly_out(self) -> bool:
        """So few are left that it is the recovery which is measured from now on."""
        return self.came >= self.whispers * 0.95 - REMOVED

    async def quiet(self) -> None:
        """Nothing is taken in any more, the outbox is empty, nothing late is watched for."""
        calm = 0
        async with open_views(self.place) as views:
            while calm < 10:  # a late copy is looked for after its post was recorded
                await asyncio.sleep(0.1)
                left = [each for each in views.values() if not await nothing_left(each)]
                calm = 0 if left else calm + 1

    async def figures(self, began: float, recovered: float) -> Figures:
        place = self.place
        tally = Tally(place, self.crowd.meant, self.crowd.told, self.removed)
        async with open_views(place) as views:
            await tally.take(views)
            moved = int(await self.upheaval.followed(views[next(iter(views))]))
            replies = await self.readers.outcome(views) if self.readers.each else None
            made = self.campaigns.wanted > 0
            first = views[next(iter(views))]
            campaigns = await self.campaigns.outcome(first) if made else None
        log = place.sotto.log.read_text()
        return Figures(
            seed=self.seed,
            accepted=len(tally.taken_in()),
            posted=len(place.posted()),
            removed=len(self.removed),
            lost=len(tally.lost()),
            doubled=tally.doubled(),
            digests=tally.digests,
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
            replies=replies,
            campaigns=campaigns,
            channels=tuple(self.of_channel(tally, name) for name in place.channels if name),
        )

    def of_channel(self, tally: Tally, name: str) -> OfChannel:
        place = self.place
        refused = self.refusal.share if place.channels[name] is self.refusal.channel else 0.0
        return OfChannel(
            channel=name,
            accepted=len(tally.taken_in(name)),
            posted=len(place.posted(name)),
            removed=len(tally.meant_for(self.removed, name)),
            lost=len(tally.lost(name)),
            doubled=tally.doubled(name),
            wrong=tally.wrong(name),
            refused=round(100 * refused),
            held=round(self.held.longest[name], 1),
            held_else=round(self.held.otherwise[name], 1),
        )
