"""The shared memory cannot be reached just now. A memory of this process is never away."""


class MemoryAway(Exception):
    """The shared memory is away, and nothing was promised: whoever asked is to be served again once
    it is back. What was under way may have been noted or not, as when a process is killed."""
