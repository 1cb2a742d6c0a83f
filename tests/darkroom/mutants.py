"""Mutated files of every kind for ``adopt``, in a process that may die of them.

    python -m tests.darkroom.mutants SEED COUNT

Prints one line of JSON: how each ended, the longest time of the processor in seconds, and by how
many MB the process grew after its first hundred. HEIC files are decoded in a process each.
"""

import collections
import json
import os
import random
import resource
import signal
import sys
import time
from collections.abc import Iterator

from bot.darkroom.headers import PhotoRefused
from bot.darkroom.photo import adopt
from tests.darkroom.hostile import HEIC, file, scene

KINDS = {
    "JPEG": lambda: file(scene(520, 510), "JPEG"),
    "progressive": lambda: file(scene(520, 510), "JPEG", progressive=True),
    "PNG": lambda: file(scene(520, 510), "PNG"),
    "interlaced": lambda: file(scene(520, 510).quantize(16), "PNG", bits=4),
    "WebP": lambda: file(scene(520, 510), "WEBP"),
    "lossless": lambda: file(scene(520, 510).convert("RGBA"), "WEBP", lossless=True),
    "AVIF": lambda: file(scene(520, 510), "AVIF"),
    "HEIC": lambda: HEIC,
}


def mutants(seed: int, count: int) -> Iterator[tuple[str, bytes]]:
    """Kind by kind; most changes fall into the head, where structure is."""
    chance = random.Random(seed)
    plain = {name: make() for name, make in KINDS.items()}
    names = list(plain)
    for number in range(count):
        name = names[number % len(names)]
        data = bytearray(plain[name])
        for _ in range(chance.choice((1, 1, 2, 5, 20))):
            _change(data, chance, plain[chance.choice(names)])
        yield name, bytes(data)


def _change(data: bytearray, chance: random.Random, other: bytes) -> None:
    reach = len(data) if chance.random() < 0.4 else min(len(data), 600)
    at = chance.randrange(reach) if reach else 0
    match chance.randrange(7):
        case 0:
            data[at : at + 1] = bytes([chance.randrange(256)])
        case 1:
            data[at : at + 4] = chance.choice(
                (b"\0\0\0\0", b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff")
            )
        case 2:
            del data[at : at + chance.randrange(1, 64)]
        case 3:
            data[at:at] = data[at : at + chance.randrange(1, 200)] * chance.choice((1, 3, 50))
        case 4:
            start = chance.randrange(len(other))
            data[at:at] = other[start : start + chance.randrange(1, 100)]
        case 5:
            del data[chance.randrange(len(data) + 1) :]
        case _:
            for place in range(at, min(at + 8, len(data))):
                data[place] ^= 1 << chance.randrange(8)


def main(seed: int, count: int) -> None:
    ended: collections.Counter[str] = collections.Counter()
    longest, settled = 0.0, 0
    for number, (name, data) in enumerate(mutants(seed, count)):
        before = time.process_time()
        if name == "HEIC":
            ended[_apart(data)] += 1
        else:
            ended[_outcome(data)] += 1
        longest = max(longest, time.process_time() - before)
        if number == min(100, count // 2):
            settled = _largest()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    told = {
        "ended": ended,
        "longest": longest,
        "grown": (_largest() - settled) / 1024,
        "heic_seconds": used.ru_utime + used.ru_stime,
        "heic_largest": used.ru_maxrss / 1024,
    }
    sys.stdout.write(json.dumps(told) + "\n")


def _outcome(data: bytes) -> str:
    try:
        adopt(data)
    except PhotoRefused as refused:
        return refused.reason
    return "taken"


def _apart(data: bytes) -> str:
    """In a process of its own, as the keeper does: libheif's Python side can die of a file whose
    metadata claims to be endless."""
    process = os.fork()
    if process == 0:
        resource.setrlimit(resource.RLIMIT_CPU, (2, 2))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        _outcome(data)
        os._exit(0)
    _, status = os.waitpid(process, 0)
    if status == 0:
        return "HEIC answered"
    return "HEIC over 2 s" if os.WTERMSIG(status) == signal.SIGXCPU else "HEIC died"


def _largest() -> int:
    """KB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
