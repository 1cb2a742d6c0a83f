"""What a bot takes of the machine, from /proc."""

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Memory:
    """Bytes: of the bot's process, and of all its processes together."""

    bot: int
    all: int


def seconds_of(pid: int) -> float:
    """Of processor, that its processes have taken so far, those that ended and were waited for
    included."""
    group, ticks = os.getpgid(pid), 0
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            if os.getpgid(int(entry.name)) != group:
                continue
            after_name = (entry / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it ended meanwhile
        ticks += sum(int(each) for each in after_name[11:15])
    return ticks / os.sysconf("SC_CLK_TCK")


def files_of(pid: int) -> int:
    """How many it has open."""
    return len(list(Path(f"/proc/{pid}/fd").iterdir()))


def memory_of(pid: int) -> Memory:
    """Of the process and of its group, from /proc."""
    bot = whole = 0
    group = os.getpgid(pid)
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            status = _fields(entry / "status")
            if os.getpgid(int(entry.name)) != group:
                continue
            whole += _share(entry, status)
        except (OSError, ValueError):
            continue  # it ended meanwhile
        if int(entry.name) == pid:
            bot = _kilobytes(status, "VmRSS")
    return Memory(bot, whole)


def _share(process: Path, status: dict[str, str]) -> int:
    try:
        return _kilobytes(_fields(process / "smaps_rollup"), "Pss")
    except PermissionError:  # the bot's processes forbid it to all but root
        return _kilobytes(status, "VmRSS")


def _fields(path: Path) -> dict[str, str]:
    lines = path.read_text().splitlines()
    return dict(line.split(":", 1) for line in lines if ": " in line or ":\t" in line)


def _kilobytes(fields: dict[str, str], name: str) -> int:
    """In bytes."""
    return int(fields[name].split()[0]) * 1024
