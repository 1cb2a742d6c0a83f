"""Checks on a PostgreSQL server: reached, private enough, and what it cannot promise."""

from collections.abc import Iterator

from bot.domain.counted import counted
from bot.ops.doctor.finding import DoctorFinding, failed, fine, warned
from bot.ops.workers import workers_among
from storage.engines.look import ServerLook

_LESS = (
    "What a file overwrites at once, a server's pages and log keep for a while: words that are "
    "taken back, and in which order and about when waiting whispers came. Nobody's name. "
    "docs/privacy.md"
)


def server_findings(look: ServerLook) -> list[DoctorFinding]:
    if look.state == "unreachable":
        return [failed("database", look.why, "Fix it, or remove SOTTO_DATABASE.")]
    found = [
        failed("database", "The server is not private enough.", each) for each in look.refusals
    ]
    found += [warned("database", said, mend) for said, mend in look.doubts]
    if look.state in ("foreign", "newer"):
        what = "holds another program's tables" if look.state == "foreign" else "is newer than this"
        mend = "Name another database in SOTTO_DATABASE, or install the newer version."
        return [failed("database", f"The server's database {what}.", mend), *found]
    told = {
        "absent": "The server's database is empty; the first start fills it.",
        "older": f"Revision {look.revision}; the next start brings it up to date.",
    }.get(look.state, f"A server's, revision {look.revision}, as this program wants it.")
    return [fine("database", f"{told} {_LESS}"), *found, *_processes(look)]


def _processes(look: ServerLook) -> Iterator[DoctorFinding]:
    """Say who works on it, and with which versions."""
    workers = workers_among(look.leases) if look.leases is not None else ()
    versions = sorted({each.version for each in workers})
    said = f"{counted(len(workers), 'works', 'work')} on it, with version {' and '.join(versions)}."
    if len(versions) > 1:
        yield warned("processes", said, "Finish the update: stop those that are older.")
    elif workers:
        idle = sum(not each.leases for each in workers)
        yield fine("processes", f"{said} {counted(idle, 'stands', 'stand')} by.")
