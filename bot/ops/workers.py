"""The processes that work on one database, and what each of them holds."""

from datetime import UTC, datetime

from bot.ops.status import LeaseFacts, WorkerFacts
from storage import Storage
from storage.leases import LeaseRow, LeasesNow

WORKER = "worker"
"""The beginning of leases that only say: this process is there."""


def worker_name(role: str, holder: str) -> str:
    return f"{WORKER}:{role}:{holder}"


async def workers_of(storage: Storage) -> tuple[WorkerFacts, ...]:
    """Return the workers that are alive, the eldest first. Empty where the database is a file."""
    if not storage.shared:
        return ()
    async with storage.glancing() as tables:
        return workers_among(await tables.leases.all())


def workers_among(leases: LeasesNow) -> tuple[WorkerFacts, ...]:
    alive = leases.alive
    own = {row.holder: row for row in alive if row.name.startswith(f"{WORKER}:")}
    return tuple(
        WorkerFacts(
            holder=row.holder,
            role=row.name.split(":")[1],
            version=row.version,
            since=_moment(row),
            leases=tuple(
                LeaseFacts(each.name, _moment(each))
                for each in alive
                if each.holder == row.holder and each is not row
            ),
        )
        for row in sorted(own.values(), key=lambda row: row.since)
    )


def _moment(row: LeaseRow) -> datetime:
    return datetime.fromtimestamp(row.since, UTC)
