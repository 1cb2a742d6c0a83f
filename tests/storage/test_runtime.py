"""Run-time settings: each has its type, its default and its place in a backup."""

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import insert

from storage import Storage
from storage.archive import SETTINGS
from storage.runtime import RuntimeSettings, declared
from storage.schema import runtime_settings
from tests.kit.engines import rows_in

SLOT = datetime(2026, 11, 25, 12, 15, tzinfo=UTC)

KEPT: dict[str, tuple[Any, str]] = {
    "mode": ("hybrid", '"hybrid"'),
    "paused": (True, "true"),
    "summary": (True, "true"),
    "summary_day": (date(2026, 11, 25), '"2026-11-25"'),
    "changed_here": ({"mix": "strong"}, '{"mix": "strong"}'),
    "changed_for_all": ({"author_limit": "5"}, '{"author_limit": "5"}'),
    "change_log": (
        (("2026-11-25", "mix", "balanced", "strong"),),
        '[["2026-11-25", "mix", "balanced", "strong"]]',
    ),
    "next_number": (12, "12"),
    "last_slot": (SLOT, "1795608900.0"),
    "last_batch": (SLOT, "1795608900.0"),
    "last_care_batch": (SLOT, "1795608900.0"),
    "release_early": (SLOT, "1795608900.0"),
    "ranked_by": ("0123456789abcdef", '"0123456789abcdef"'),
    "digest_asked": (date(2026, 11, 25), '"2026-11-25"'),
    "week_asked": (date(2026, 11, 23), '"2026-11-23"'),
    "year_asked": (date(2026, 1, 1), '"2026-01-01"'),
    "reports_slot": (SLOT, '"2026-11-25T12:15:00+00:00"'),
    "reports_restored": ((date(2026, 11, 25), 2), '["2026-11-25", 2]'),
    "reply_reports_slot": (SLOT, '"2026-11-25T12:15:00+00:00"'),
    "reply_reports_restored": ((date(2026, 11, 25), 2), '["2026-11-25", 2]'),
    "places_rule": ("town 3", '"town 3"'),
    "places_slot": (SLOT, "1795608900.0"),
    "ban_key": (b"\x01\xff" * 16, f'"{"01ff" * 16}"'),
    "clean_stop": (True, "true"),
    "walk_first": (41, "41"),
    "walk_group_first": (True, "true"),
    "discussion_group": (-1002000104730, "-1002000104730"),
    "discussion_shut": (True, "true"),
    "ordinals_after": ((41, 9), "[41, 9]"),
    "poster": (42, "42"),
    "last_mark": (7, "7"),
    "backup": (True, "true"),
    "moved_away": (True, "true"),
    "feeds_filled": (("1", 41), '["1", 41]'),
    "feeds_left": (True, "true"),
    "feeds_moving": (True, "true"),
    "feeds_aside": (True, "true"),
    "moderators_chat": (-100222, "-100222"),
    "moderators_high": (9, "9"),
    "room_topics": ({"chat": -100222, "new": 5}, '{"chat": -100222, "new": 5}'),
    "moderators_kept": (frozenset({9, 3}), "[3, 9]"),
    "moved_chats": ({-5: -1005}, '{"-5": -1005}'),
}
"""Name: (a value, how the previous version wrote it)."""


SHARED = (
    "ban_key",
    "clean_stop",
    "backup",
    "feeds_left",
    "feeds_moving",
    "feeds_aside",
    "moved_chats",
    "changed_for_all",
    "moved_away",
)


def test_every_setting_is_tried_here() -> None:
    assert sorted(each.name for each in declared()) == sorted(KEPT)


def kept_under(name: str) -> int:
    """The channel under which it lies: 0 for what all channels share."""
    return 0 if name in SHARED else 1


@pytest.mark.parametrize("name", KEPT)
async def test_a_setting_that_the_previous_version_wrote_is_read(
    storage: Storage, name: str
) -> None:
    value, written = KEPT[name]
    row = {"channel": kept_under(name), "name": name, "value": json.loads(written)}
    async with storage.engine.writer.begin() as plain:
        await plain.execute(insert(runtime_settings), row)
    async with storage.reading() as tables:
        assert await getattr(tables.runtime_settings, name).get() == value


@pytest.mark.parametrize("name", KEPT)
async def test_a_setting_is_written_as_the_previous_version_wrote_it(
    storage: Storage, engine: str, name: str
) -> None:
    value, written = KEPT[name]
    async with storage.transaction() as tables:
        await getattr(tables.runtime_settings, name).put(value)
    [(channel, stored_name, stored)] = await rows_in(storage, "runtime_settings")
    assert (channel, stored_name) == (kept_under(name), name)
    if engine == "sqlite":
        stored = json.loads(str(stored))  # a server's driver has read it already
    assert stored == json.loads(written)


@pytest.mark.parametrize("name", KEPT)
async def test_a_setting_that_is_dropped_has_its_default_again(storage: Storage, name: str) -> None:
    async with storage.transaction() as tables:
        setting = getattr(tables.runtime_settings, name)
        before = await setting.get()
        await setting.put(KEPT[name][0])
        await setting.drop()
        assert await setting.get() == before == getattr(RuntimeSettings, name).default


def test_a_backup_carries_what_moderators_set_and_no_mark_of_this_installation() -> None:
    changed = ["change_log", "changed_for_all", "changed_here"]
    assert sorted(SETTINGS) == [
        *changed,
        "discussion_group",
        "mode",
        "next_number",
        "ordinals_after",
        "paused",
    ]
