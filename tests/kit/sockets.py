"""Connections of this process, as the kernel knows them."""

import os
import socket
from pathlib import Path


def accepted_at(port: int) -> list[socket.socket]:
    """Copies of the sockets that somebody has connected to at this port of loopback; close them."""
    found = []
    for entry in Path("/proc/self/fd").iterdir():
        try:
            if not os.readlink(entry).startswith("socket:"):
                continue
            copy = socket.socket(fileno=os.dup(int(entry.name)))
        except OSError:  # closed meanwhile
            continue
        if copy.family == socket.AF_INET and copy.getsockname()[1] == port and _is_connected(copy):
            found.append(copy)
        else:
            copy.close()
    return found


def _is_connected(its: socket.socket) -> bool:
    try:
        its.getpeername()
    except OSError:
        return False
    return True


def answers_at_once(port: int) -> bool:
    """Whether no part of an answer waits until the one before it was acknowledged, which takes the
    other side up to 40 ms (Nagle's algorithm, switched off by TCP_NODELAY)."""
    connections = accepted_at(port)
    assert connections
    try:
        return all(each.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) for each in connections)
    finally:
        for each in connections:
            each.close()
