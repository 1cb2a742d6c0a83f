"""A bot with nothing to do does next to nothing."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine

from bot.flows.authors.release import release_due
from tests.kit.town import BEAT, ModeratedTown


@contextmanager
def statements() -> Iterator[list[str]]:
    """Whatever this process asks its databases meanwhile."""
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        asked.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(Engine, "before_cursor_execute", note)


async def test_an_idle_bot_leaves_its_tables_alone(moderated: ModeratedTown) -> None:
    """One number a beat is asked for (whether anything was written), and that is no statement of
    the tables' connections."""
    async with moderated.running(reports_every=timedelta(hours=1)):
        await moderated.publish(moderated.alice, "I keep his scarf in the freezer.")
        await moderated.later(
            timedelta(hours=1)
        )  # so long it is looked whether the post is doubled
        beats = 4

        async def rest() -> list[str]:
            with statements() as asked:
                await asyncio.sleep(beats * BEAT)
            return asked

        async with asyncio.timeout(60):
            while await rest():
                pass  # the first looks have to settle


async def test_a_bot_at_rest_hears_what_another_process_writes(moderated: ModeratedTown) -> None:
    """``sotto release --now`` and its like write to the same file."""
    async with moderated.running(release="mixed", release_every=timedelta(hours=6)) as running:
        await moderated.submit(moderated.alice, "I keep his scarf in the freezer.")
        await asyncio.sleep(3 * BEAT)
        services, pool = running.services.shared, running.services.author.rules.mixing
        released = await release_due(
            storage=services.storage,
            now=services.clock.now(),
            mixing=pool,
            rng=services.rng,
            everything=True,
        )
        assert released == 1
        await moderated.until(lambda: moderated.cards)


async def test_a_bot_that_looks_at_reports_all_the_time_writes_nothing_meanwhile(
    moderated: ModeratedTown,
) -> None:
    async with moderated.running(reports_every=timedelta(0)):
        await moderated.publish(moderated.alice, "I keep his scarf in the freezer.")
        await moderated.later(timedelta(hours=1))

        async def written() -> list[str]:
            with statements() as asked:
                await asyncio.sleep(4 * BEAT)
            return [each for each in asked if each.startswith(("INSERT", "UPDATE", "DELETE"))]

        async with asyncio.timeout(60):
            while await written():
                pass  # the first looks have to settle
