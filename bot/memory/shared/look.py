"""The look at what a Valkey or Redis server keeps beyond its memory, and the sentences that mend
it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from redis.asyncio import Redis
from redis.exceptions import ResponseError

_WANTED = {
    "save": "",
    "appendonly": "no",
    "maxmemory-policy": "noeviction",
    "slowlog-max-len": "0",
    "commandlog-slow-execution-max-len": "0",
    "commandlog-large-request-max-len": "0",
    "commandlog-large-reply-max-len": "0",
}
_WHY = {
    "save": "writes snapshots of its memory to a disk",
    "appendonly": "writes each command to a disk",
    "maxmemory-policy": "may drop what is remembered when it is full, limits and bans among it",
    "slowlog-max-len": "keeps a log of slow commands",
    "commandlog-slow-execution-max-len": "keeps a log of slow commands",
    "commandlog-large-request-max-len": "keeps a log of large commands",
    "commandlog-large-reply-max-len": "keeps a log of large answers",
}


@dataclass(frozen=True, slots=True)
class MemoryLook:
    """The facts that a server tells of itself."""

    version: str
    role: str
    copies: int
    """The number of replicas that follow it."""
    config: Mapping[str, str] | None
    """The settings of the server. None: it does not tell them."""

    def refusals(self, *, replicas: bool) -> list[str]:
        """Return why it may not be used, each with the command that mends it. Empty: it may."""
        if self.config is None:
            return [
                "The memory's server does not tell its settings, so nobody knows what it writes "
                "down. Allow this user CONFIG GET and INFO: ACL SETUSER sotto +config|get +info"
            ]
        found = [
            f"The memory's server {_WHY[name]}: CONFIG SET {name} {wanted or _EMPTY}"
            for name, wanted in _WANTED.items()
            if name in self.config and self.config[name] != wanted
        ]
        if self.role != "master":
            found.append("The memory's server is a replica of another one: REPLICAOF NO ONE")
        if self.copies and not replicas:
            found.append(
                "Another server keeps a copy of the memory. Stop it, or allow it with "
                "SOTTO_MEMORY_REPLICAS=yes if it writes nothing to a disk either."
            )
        return found


_EMPTY = '""'


async def look_at(client: Redis) -> MemoryLook:
    """Raises RedisError, OSError."""
    try:
        info: dict[str, Any] = await client.info("everything")
        config = dict[str, str]()
        for name in _WANTED:
            found = await client.config_get(name)
            config.update({_text(each): _text(value) for each, value in found.items()})
    except ResponseError:
        return MemoryLook("", "master", 0, None)
    return MemoryLook(
        version=str(info.get("valkey_version") or info.get("redis_version", "")),
        role=str(info.get("role", "")),
        copies=int(info.get("connected_slaves", 0)),
        config=config,
    )


def _text(value: bytes | str | None) -> str:
    return value.decode() if isinstance(value, bytes) else value or ""
