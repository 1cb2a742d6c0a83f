"""One of several processes that do everything at once on one database, round by round:
``python -m tests.flows.racer ADDRESS FOLDER NUMBER OF_HOW_MANY ROUNDS [--without-turns]``.

Each says at the end, as JSON, what it believes to have done.
"""

import asyncio
import contextlib
import fcntl
import json
import random
import sys
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.mixing import INSTANT, Mixing
from bot.domain.receipts import new_code, receipt_hash
from bot.domain.reports import Reason
from bot.domain.review import Verdict
from bot.flows.authors.receipts import withdraw
from bot.flows.authors.release import release_due
from bot.flows.authors.submit import Accepted, submit
from bot.flows.digest import DigestRules, digest_due
from bot.flows.moderation.report import Reported, report
from bot.flows.moderation.review import Decided, decide, settle
from bot.flows.publishing.publish import publish_next
from bot.flows.publishing.publisher import Publisher, Tempo
from bot.flows.react import record_reactions
from storage import Storage, StorageBusy, open_storage
from storage.engines import postgresql
from tests.flows.test_submit import RULES, Author, reading_of, state_of
from tests.kit.authors import AuthorsBy
from tests.kit.works import START, ManualClock, ModelChannel, Standing, make_works

SLOTS = Mixing(timedelta(minutes=15), 3, timedelta(hours=1))
DIGEST = DigestRules(at=time(12, 40), zone=ZoneInfo("UTC"))
"""Due once all rounds are over, when enough is loved in every run."""
SHARED = 4
"""Drafts of a round that all processes publish: one that is pressed in each of them."""
OWN = 3
PATIENCE = 120.0
PRESSES = (Verdict.APPROVE, Verdict.REJECT)


class SharedChannel(ModelChannel):
    """Ids are handed out by a file that all processes write: one channel for all of them."""

    log: Path

    def put(self, standing: Standing) -> int:
        with self.log.open("a+", encoding="utf-8") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            file.seek(0)
            self.highest = len(file.readlines()) + 1
            file.write(f"{standing.first_line}\n")
        self.messages[self.highest] = standing
        return self.highest

    async def edit_caption(self, message_id: int, caption: str) -> Any:
        self.messages.setdefault(message_id, Standing(caption))
        return await super().edit_caption(message_id, caption)


@dataclass
class Racer:
    """What one process does, and what came of it."""

    storage: Storage
    folder: Path
    me: int
    of: int
    channel: SharedChannel
    clock: ManualClock
    rng: random.Random
    did: Counter[str] = field(default_factory=Counter)
    draws: list[tuple[int, int]] = field(default_factory=list)  # (round, how many came out)
    wrong: list[str] = field(default_factory=list)
    known: dict[str, int] = field(default_factory=dict)
    own: list[str] = field(default_factory=list)  # receipts

    async def meet(self, round_: int) -> None:
        """Nobody goes on before all are here."""
        (self.folder / f"at {round_} {self.me}").touch()
        async with asyncio.timeout(PATIENCE):
            while len(list(self.folder.glob(f"at {round_} *"))) < self.of:
                await asyncio.sleep(0.01)

    async def play(self, round_: int) -> None:
        does: list[Callable[[], Awaitable[Any]]] = [
            *(lambda n=n: self.take_in(round_, n, 99) for n in range(SHARED)),
            *(lambda n=n: self.take_in(round_, n, self.me) for n in range(OWN)),
            *[lambda: self.draw(round_)] * 2,
            *[self.publish] * 2,
            *[self.react] * 2,
            *[self.report] * 2,
            *[self.vote] * 2,
            *[self.digest] * 2,
            *[self.look] * 3,
        ]
        self.rng.shuffle(does)
        await asyncio.gather(*(self.patiently(each) for each in does))
        await self.patiently(self.take_back)

    async def patiently(self, does: Callable[[], Awaitable[Any]]) -> None:
        """As the jobs do it: what found the database busy comes again."""
        async with asyncio.timeout(PATIENCE):
            while True:
                try:
                    await does()
                except StorageBusy:
                    self.did["busy"] += 1
                    await asyncio.sleep(self.rng.random() / 50)
                else:
                    return

    async def take_in(self, round_: int, n: int, whose: int) -> None:
        author, code = Author(self.storage, most=1000), new_code(random.SystemRandom())
        draft = author.draft(f"I still think of summer {round_}, day {n}, with number {whose}.")
        reading = reading_of(draft)
        state = state_of(reading, bytes([round_, n, whose] * 4))
        end = await submit(
            draft, reading, state, code=code, storage=self.storage, routes=author.routes,
            memory=author.memory, rules=replace(RULES, mixing=SLOTS), now=self.clock.now(),
        )  # fmt: skip
        assert isinstance(end, Accepted), end
        self.did["taken in"] += not end.again
        if whose == self.me and not end.again:
            self.own.append(code)

    async def draw(self, round_: int) -> None:
        drawn = await release_due(
            storage=self.storage, now=self.clock.now(), mixing=SLOTS, rng=self.rng,
            authors=AuthorsBy(lambda key: key),
        )  # fmt: skip
        if drawn:
            self.draws.append((round_, drawn))

    @property
    def press(self) -> Publisher:
        works = make_works(self.storage, self.channel)
        return replace(works.press, tempo=Tempo(pace=timedelta(0)))

    async def publish(self) -> None:
        press = self.press
        while await publish_next(press):
            pass

    async def digest(self) -> None:
        decided = await digest_due(self.press, DIGEST)
        self.did["digests"] += decided

    def posts(self) -> list[int]:
        with contextlib.suppress(FileNotFoundError):
            return list(range(1, len(self.channel.log.read_text().splitlines()) + 1))
        return []

    async def react(self) -> None:
        """Snapshots come in any order, the newest of all last."""
        for message_id in self.rng.sample(self.posts(), k=min(6, len(self.posts()))):
            await record_reactions(
                storage=self.storage, chat_id=self.channel.chat_id, message_id=message_id,
                counts={"❤": self.rng.randint(1, 9), "🔥": self.rng.randint(0, 3)},
                date=self.clock.now() + timedelta(milliseconds=self.rng.randint(0, 9999)),
            )  # fmt: skip

    async def report(self) -> None:
        counted = await report(
            storage=self.storage, number=self.rng.randint(1, 4), reason=Reason.SPAM, light=False,
            refusal=nothing_against_it, day=START.date(),
        )  # fmt: skip
        self.did["reports"] += counted is Reported.COUNTED

    async def vote(self) -> None:
        """Two moderators press different things under one card."""
        async with self.storage.reading() as tables:
            open_ones = [each for each in await tables.review_cards.all() if not each.verdict]
        for name in [each.name for each in open_ones[:4]]:
            done = await decide(
                storage=self.storage, name=name, verdict=self.rng.choice(PRESSES), reason="spam",
                undo=timedelta(0), now=self.clock.now(),
            )  # fmt: skip
            self.did["decided"] += done is Decided.DONE
        settled = await settle(storage=self.storage, mixing=INSTANT, now=self.clock.now())
        self.did["settled"] += len(settled)

    async def decide_the_rest(self) -> None:
        while True:
            async with self.storage.reading() as tables:
                left = [each for each in await tables.review_cards.all() if each.whisper]
            if not left:
                return
            await self.vote()

    async def take_back(self) -> None:
        if self.own:
            code = self.own.pop()
            gone = await withdraw(
                storage=self.storage, hashed=receipt_hash(code), chat_id=self.channel.chat_id,
                now=self.clock.now(),
            )  # fmt: skip
            self.did["taken back"] += gone

    async def look(self) -> None:
        """What may never be seen, by anybody, at any moment."""
        before = dict(self.known)  # what another look learns meanwhile may be younger than this one
        async with self.storage.reading() as tables:
            waiting = {each.key for each in await tables.whispers.pool()}
            parcels = [each for n in range(1, 40) for each in await tables.outbox.of_number(n)]
            high = (await tables.channel_states.of(self.channel.chat_id)).high or 0
            numbers = await tables.runtime_settings.next_number.get()
        if waiting & {each.whisper for each in parcels}:
            self.wrong.append("in pool and outbox both")
        for name, value in (("the last message id", high), ("the next number", numbers)):
            if value < before.get(name, 0):
                self.wrong.append(f"{name} went back from {before[name]} to {value}")
            self.known[name] = max(value, self.known.get(name, 0))


async def nothing_against_it() -> None:
    """Everybody may report."""


async def main(address: str, folder: Path, me: int, of: int, rounds: int) -> None:
    opened = await open_storage(address)
    clock = ManualClock()
    there = SharedChannel(clock)
    there.log = folder / "channel"
    racer = Racer(opened, folder, me, of, there, clock, random.Random(me))
    for round_ in range(rounds):
        await racer.meet(round_)
        await racer.play(round_)
        clock.pass_(minutes=15)
    ends = (racer.decide_the_rest, racer.publish, racer.react, racer.digest, racer.publish)
    for n, what in enumerate(ends):
        await racer.meet(rounds + n)
        await racer.patiently(what)
    await opened.close()
    told = {"did": racer.did, "draws": racer.draws, "wrong": racer.wrong}
    print(json.dumps(told))  # noqa: T201  this is how the test learns of it


if __name__ == "__main__":
    if "--without-turns" in sys.argv:
        postgresql._wait_for = lambda _turn: "SELECT 1"
    where, inside, number, many, times = sys.argv[1:6]
    asyncio.run(main(where, Path(inside), int(number), int(many), int(times)))
