"""Which discussion group is linked to the channel, and who is told of it."""

from datetime import UTC, datetime

import pytest

from bot.flows.publishing.alerts import Alert, AlertKind
from bot.flows.replies.follow_group import group_moved, linked_now
from storage import Storage

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
OLD, NEW = -1001, -1002


class Told(list[AlertKind]):
    async def __call__(self, alert: Alert) -> None:
        self.append(alert.kind)


@pytest.fixture
def told() -> Told:
    return Told()


async def linked(storage: Storage) -> int | None:
    async with storage.reading() as tables:
        return await tables.runtime_settings.discussion_group.get()


async def test_the_first_group_is_taken_and_nobody_is_told(storage: Storage, told: Told):
    assert await linked_now(storage=storage, group=OLD, tell=told, now=NOW)
    assert not await linked_now(storage=storage, group=OLD, tell=told, now=NOW)
    assert (await linked(storage), told) == (OLD, [])


@pytest.mark.parametrize(
    ("group", "kind"), [(NEW, AlertKind.GROUP_CHANGED), (None, AlertKind.GROUP_UNLINKED)]
)
async def test_another_group_or_none_is_told_once(
    storage: Storage, told: Told, group: int | None, kind: AlertKind
):
    for each in (OLD, group, group):
        await linked_now(storage=storage, group=each, tell=told, now=NOW)
    assert (await linked(storage), told) == (group, [kind])


async def test_a_group_that_became_a_supergroup_is_followed(storage: Storage, told: Told):
    await linked_now(storage=storage, group=OLD, tell=told, now=NOW)
    assert await group_moved(storage=storage, old=OLD, new=NEW, tell=told, now=NOW)
    assert (await linked(storage), told) == (NEW, [AlertKind.GROUP_CHANGED])


async def test_a_move_of_any_other_group_changes_nothing(storage: Storage, told: Told):
    await linked_now(storage=storage, group=OLD, tell=told, now=NOW)
    assert not await group_moved(storage=storage, old=-77, new=NEW, tell=told, now=NOW)
    assert (await linked(storage), told) == (OLD, [])
