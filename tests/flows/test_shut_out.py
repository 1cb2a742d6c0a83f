"""The channel throws the bot out for a while: what is looked for meanwhile can still be found."""

from datetime import timedelta

import pytest

from bot.domain.outcome import Refused, TryLater
from bot.flows.backup import back_up, restore_backup
from bot.flows.publishing.alerts import AlertKind
from bot.flows.publishing.publish import publish_due
from storage import open_storage
from tests.kit.database import address
from tests.kit.outbox import release, run
from tests.kit.works import Standing, Works, make_works

pytestmark = pytest.mark.usefixtures("begun")

THROWN_OUT = Refused("bot was kicked from the channel chat", chat_unusable=True)


async def test_a_lost_post_is_looked_for_once_the_channel_lets_the_bot_in_again(
    works: Works,
) -> None:
    works.channel.script = ["reply_lost"]
    works.channel.looks = [THROWN_OUT] * 3
    await release(works, "one", "two")
    await run(works, minutes=30)
    assert works.channel.lines() == ["#1", "#2", "#3"]
    assert [t.kind for t in works.told] == [AlertKind.CHANNEL_REFUSED]


async def test_a_late_copy_is_deleted_though_the_bot_was_shut_out_when_it_was_looked_for(
    works: Works,
) -> None:
    works.channel.script = ["late"]
    await release(works, "one")
    for _ in range(300):
        await publish_due(works.press)
        if works.channel.lines() == ["#1", "#2"]:
            break
        works.clock.pass_(seconds=1)
    works.channel.arrive()
    works.channel.looks = [THROWN_OUT] * 2
    await run(works, minutes=30)
    assert works.channel.lines() == ["#1", "#2"]
    assert not works.channel.looks


async def test_no_number_is_skipped_because_the_bot_was_shut_out_after_a_restore(
    works: Works, tmp_path
) -> None:
    await back_up(storage=works.storage, file=tmp_path / "backup.db")
    for _ in range(9):
        works.channel.put(Standing("a person's post"))
    works.channel.looks = [THROWN_OUT] * 2
    await restore_backup(file=tmp_path / "backup.db", database=tmp_path / "new" / "sotto.db")
    storage = await open_storage(address(tmp_path / "new" / "sotto.db"))
    again = make_works(storage, works.channel)
    try:
        await run(again, minutes=30)
        await release(again, "new")
        await run(again)
    finally:
        await storage.close()
    assert works.channel.lines()[-1] == "#2"


async def test_the_operator_is_told_that_the_channel_refuses_though_other_calls_failed_before(
    works: Works,
) -> None:
    """And the first refusal is waited out as a first one, not as the fifth failure."""
    works.channel.script = [*[TryLater(None, "502")] * 4, THROWN_OUT, THROWN_OUT]
    await release(works, "one")
    for _ in range(60):
        await publish_due(works.press)
        if works.told:
            break
        works.clock.pass_(seconds=1)
    async with works.storage.reading() as tables:
        state = await tables.channel_states.of(works.channel.chat_id)
    assert state.not_before is not None
    assert state.not_before - works.clock.now() <= timedelta(seconds=30)
    await run(works, minutes=60, step=20)
    assert works.channel.lines() == ["#1", "#2"]
    assert [t.kind for t in works.told] == [AlertKind.CHANNEL_REFUSED]
