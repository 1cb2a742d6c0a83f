from datetime import UTC, datetime, timedelta

import pytest

from bot.ops.last_status import read_status, write_status
from bot.ops.status import ChannelStatus, Facts, LeaseFacts, WorkerFacts, judge, state_of
from bot.ops.status_text import status_rows, tell_status

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def facts(**changed) -> Facts:
    return Facts(**{"at": NOW, "started": NOW - 60 * MINUTE, "last_poll": NOW, **changed})


@pytest.mark.parametrize(
    ("changed", "health", "problems"),
    [
        ({}, "ok", ()),
        ({"started": None, "last_poll": None}, "down", ("not_running",)),
        ({"last_poll": NOW - 4 * MINUTE}, "ok", ()),
        ({"last_poll": NOW - 5 * MINUTE}, "down", ("poller_silent",)),
        ({"started": NOW - MINUTE, "last_poll": None}, "ok", ()),
        ({"last_poll": None}, "down", ("poller_silent",)),
        ({"channels": (ChannelStatus(None, 3, NOW - 6 * MINUTE),)}, "down", ("channel_stuck",)),
        ({"channels": (ChannelStatus(None, 3, NOW - MINUTE),)}, "ok", ()),
        ({"again": 2}, "ok", ()),
        ({"again": 3}, "down", ("updates_repeated",)),
        ({"stuck_since": NOW - 4 * MINUTE}, "ok", ()),
        ({"stuck_since": NOW - 5 * MINUTE}, "down", ("updates_stuck",)),
        ({"moderators_refused_since": NOW - 9 * MINUTE}, "ok", ()),
        ({"moderators_refused_since": NOW - 4 * MINUTE, "with_moderators": 1}, "ok", ()),
        (
            {"moderators_refused_since": NOW - 5 * MINUTE, "with_moderators": 1},
            "down",
            ("moderators_stuck",),
        ),
        ({"tables_at": NOW - 6 * MINUTE}, "down", ("storage_silent",)),
        ({"set_aside": 1}, "degraded", ("set_aside",)),
        ({"paused": True, "set_aside": 1}, "degraded", ("set_aside", "paused")),
    ],
)
def test_health_follows_from_the_facts(changed, health, problems):
    status = judge(facts(**changed))
    assert (status.health, status.problems) == (health, problems)


@pytest.mark.parametrize(
    ("channel", "state"),
    [
        (ChannelStatus(), "ready"),
        (ChannelStatus(not_before=NOW + timedelta(seconds=3)), "waiting"),
        (ChannelStatus(not_before=NOW - timedelta(seconds=3)), "ready"),
        (ChannelStatus(not_before=NOW + timedelta(seconds=10_000)), "stuck"),
        (ChannelStatus(failures=1, failing_since=NOW - MINUTE), "failing"),
        (ChannelStatus(failures=9, failing_since=NOW - 5 * MINUTE), "stuck"),
    ],
)
def test_a_lane_is_stuck_after_five_minutes(channel, state):
    assert state_of(channel, NOW) == state


def test_what_is_not_known_is_not_shown_as_a_figure():
    names = {name for name, _, _ in judge(Facts(at=NOW)).gauges()}
    assert "updates_handled_total" not in names
    assert {"pool_whispers", "backlog_parcels", "up"} <= names


def test_the_backlog_tells_its_age():
    status = judge(facts(backlog=2, oldest_due=NOW - 3 * MINUTE))
    assert status.as_json()["backlog_age_seconds"] == 180


def test_campaigns_are_told_where_there_are_any() -> None:
    none = status_rows(judge(Facts(at=NOW)), UTC, ())
    assert "campaigns" not in dict(none)
    some = status_rows(judge(Facts(at=NOW, campaigns=2, campaigns_asked=1)), UTC, ())
    assert dict(some)["campaigns"] == "2 approved, 1 with moderators"


SINCE = datetime(2026, 11, 25, 11, 0, tzinfo=UTC)
WORKERS = (
    WorkerFacts("a:1:ff", "all", "1.0", SINCE, (LeaseFacts("bot:42", SINCE),)),
    WorkerFacts("b:2:00", "publish", "1.1", SINCE),
)


def test_who_works_and_what_each_of_them_holds_is_told(tmp_path, capsys):
    told = judge(facts(workers=WORKERS))
    tell_status(told, UTC, (), as_json=False)
    lines = capsys.readouterr().out.splitlines()[-3:]
    assert lines == [
        "a:1:ff  all, version 1.0, since 2026-11-25 11:00:00 UTC",
        "    bot:42  since 2026-11-25 11:00:00 UTC",
        "b:2:00  publish, version 1.1, since 2026-11-25 11:00:00 UTC, stands by",
    ]
    gauges = {name: value for name, _said, value in told.gauges()}
    assert (gauges["workers"], gauges["worker_versions"], gauges["leases_held"]) == (2, 2, 1)
    assert told.as_json()["workers"][0]["leases"] == {"bot:42": "2026-11-25T11:00:00+00:00"}
    write_status(tmp_path, told.facts)
    assert read_status(tmp_path, told.facts.at) == told.facts


def test_one_that_stands_by_is_well_and_alone_there_are_no_workers():
    assert judge(facts(started=None, stands_by=True)).health == "ok"
    assert judge(facts(started=None)).problems == ("not_running",)
    assert "workers" not in {name for name, _said, _value in judge(facts()).gauges()}
