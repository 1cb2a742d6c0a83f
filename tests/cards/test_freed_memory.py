"""A process that draws keeps what it frees, for the next card."""

import subprocess
import sys

import pytest

_REPEATED = """
import resource
import numpy
from bot.cards import worker

def faults():
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt

def drawn():
    return [numpy.ones(2**21, numpy.uint8) for _ in range(6)]

worker.settle()
drawn()
before = faults()
for _ in range(20):
    drawn()
print(faults() - before)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="tells glibc")
def test_a_process_that_draws_keeps_the_memory_of_one_card_for_the_next() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _REPEATED], capture_output=True, text=True, check=True, timeout=60
    )
    pages = 20 * 6 * 2**21 // 4096  # as many faults, were each block asked for anew
    assert int(done.stdout) < pages / 10
