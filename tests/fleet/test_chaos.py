"""A short chaos in a fleet, at each run of the suite."""

from pathlib import Path

import pytest

from tests import servers
from tests.fleet.chaos import chaos
from tests.kills.process import PLAIN

pytestmark = pytest.mark.skipif(
    (servers.postgresql_folder() is None or servers.valkey_program() is None)
    and not servers.required(),
    reason="no PostgreSQL or Valkey here: apt install postgresql redis-server",
)


async def test_nothing_is_lost_or_doubled_while_a_fleet_is_broken(
    tmp_path: Path, cache: Path
) -> None:
    """Its gaps are those of this machine, which may be busy: they are measured by the long run."""
    figures = await chaos(
        seed=3,
        whispers=24,
        channels=3,
        bots=2,
        workers=4,
        folder=tmp_path,
        cache=cache,
        program=PLAIN,
        pause=(16.0, 18.0),
        longest=300.0,
    )
    assert (figures.lost, figures.doubled, figures.wrong) == (0, 0, 0)
    assert (figures.accepted, figures.posted) == (24, 24)
    assert figures.digests == figures.due
