"""A Valkey (or Redis) server that several processes share, as memory: it keeps nothing on a disk.

Names are keyed hashes and values are sealed, both under a key that the first process makes and
that itself lives only in the server. A server that comes back empty gets another key: whoever still
has the old one is told so by the first script that it runs, and begins anew, as after a restart.
"""

import asyncio
import secrets
import struct
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import blake2b, sha1
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV
from redis.asyncio import BlockingConnectionPool, Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import NoScriptError, RedisError

from bot.errors import MemoryUnusable
from bot.logs import Event, log
from bot.memory.away import MemoryAway
from bot.memory.shared.look import look_at

KEY = b"sotto"
"""The one name that is no hash; it holds the key, and since when it is used."""
PATIENCE = 2.0
"""The seconds that one question may take."""
_AGAIN = 0.5
"""The seconds between two tries to reach a server that is away."""
_FRESH = 1.0
"""The seconds for which an answer shows that it is there."""
_CONNECTIONS = 32
_CHECK, _SECRET, _NONCE = 8, 32, 12

_GUARD = f"""
if redis.call('GETRANGE', KEYS[1], 0, {_CHECK - 1}) ~= ARGV[1] then
  return redis.error_reply('ANEW another key is in use')
end
local K, A = {{}}, {{}}
for i = 2, #KEYS do K[i - 1] = KEYS[i] end
for i = 2, #ARGV do A[i - 1] = ARGV[i] end
"""
"""The beginning of each script. ``K`` and ``A`` are its keys and arguments."""


class Script:
    """A Lua script that runs as one step; ``K`` are its keys, ``A`` its arguments."""

    def __init__(self, lua: str) -> None:
        self.text = _GUARD + lua
        self.sha = sha1(self.text.encode(), usedforsecurity=False).hexdigest()


@dataclass(frozen=True, slots=True)
class _Key:
    check: bytes = field(repr=False)  # tells that it is this key; no secret
    secret: bytes = field(repr=False)
    born: float  # seconds since 1970

    @classmethod
    def new(cls) -> "_Key":
        return cls(secrets.token_bytes(_CHECK), secrets.token_bytes(_SECRET), time.time())

    @classmethod
    def read(cls, value: bytes) -> "_Key":
        check, secret, born = struct.unpack(f">{_CHECK}s{_SECRET}sd", value)
        return cls(check, secret, born)

    def __bytes__(self) -> bytes:
        return struct.pack(f">{_CHECK}s{_SECRET}sd", self.check, self.secret, self.born)


class SharedStore:
    """The server that is shared. ``address`` as in SOTTO_MEMORY, ``replicas``: copies of it on
    other servers are wanted."""

    def __init__(
        self, address: str, *, password: str | None = None, replicas: bool = False
    ) -> None:
        self._client = client_of(address, password)
        self._replicas = replicas
        self._key: _Key | None = None
        self._sealer: AESGCMSIV | None = None
        self._away = False
        self._tried = self._heard = float("-inf")
        self._turn = asyncio.Lock()

    async def open(self) -> None:
        """Raises MemoryUnusable."""
        try:
            await self._begin()
        except MemoryAway as away:
            raise MemoryUnusable(f"The server of SOTTO_MEMORY cannot be reached: {away}") from None

    async def close(self) -> None:
        await self._client.aclose()

    async def ready(self) -> bool:
        """Whether it is there. Costs a question unless one was answered just now."""
        if time.monotonic() - self._heard < _FRESH:
            return True
        try:
            await self.run(_NOTHING)
        except MemoryAway:
            return False
        return True

    @property
    def age(self) -> float:
        """The seconds since its key was made: nothing older is known."""
        return 0.0 if self._key is None else max(0.0, time.time() - self._key.born)

    @property
    def beginning(self) -> bytes:
        """What tells its key from others; empty while there is none."""
        return b"" if self._key is None else self._key.check

    @property
    def secret(self) -> bytes:
        """The key for digests of one's own. Raises MemoryAway."""
        return self._in_use.secret

    def name(self, *parts: bytes) -> bytes:
        """Return a keyed hash: nobody can tell from it what it names. Raises MemoryAway."""
        whole = b"".join(struct.pack(">I", len(part)) + part for part in parts)
        return blake2b(whole, key=self._in_use.secret, digest_size=16).digest()

    def seal(self, value: bytes, about: bytes) -> bytes:
        """Seal a value. ``about``: where it is kept; it opens nowhere else. Raises MemoryAway."""
        sealer = self._sealer
        if sealer is None:
            raise MemoryAway("no key yet")
        nonce = secrets.token_bytes(_NONCE)
        return nonce + sealer.encrypt(nonce, value, about)

    def unseal(self, sealed: bytes, about: bytes) -> bytes:
        """Raises MemoryAway, also for what another key has sealed."""
        sealer = self._sealer
        if sealer is None:
            raise MemoryAway("no key yet")
        try:
            return sealer.decrypt(sealed[:_NONCE], sealed[_NONCE:], about)
        except InvalidTag:
            raise MemoryAway("sealed under another key") from None

    async def run(
        self, script: Script, keys: Sequence[bytes] = (), args: Sequence[bytes | int | str] = ()
    ) -> Any:
        """Raises MemoryAway."""
        key = await self._reached()
        given = (KEY, *keys, key.check, *args)
        try:
            try:
                answer = await self._client.evalsha(script.sha, len(keys) + 1, *given)
            except NoScriptError:
                answer = await self._client.eval(script.text, len(keys) + 1, *given)
        except (RedisError, OSError, TimeoutError) as error:
            self._lost(type(error).__name__)
            raise MemoryAway(type(error).__name__) from None
        self._heard = time.monotonic()
        return answer

    @property
    def _in_use(self) -> _Key:
        if self._key is None:
            raise MemoryAway("no key yet")
        return self._key

    async def _reached(self) -> _Key:
        """Return the key; once the server was away, only after another look at it."""
        if self._key is not None and not self._away:
            return self._key
        async with self._turn:
            if self._key is not None and not self._away:
                return self._key
            if time.monotonic() - self._tried < _AGAIN:
                raise MemoryAway("tried just now")
            self._tried, before = time.monotonic(), self._key
            try:
                await self._begin()
            except MemoryUnusable as unusable:
                log(Event.MEMORY_REFUSED)
                raise MemoryAway(str(unusable)) from None
            if self._in_use != before:
                raise MemoryAway("begun anew: what was asked for was named under the old key")
            return self._in_use

    async def _begin(self) -> None:
        """Look whether it may be used, and agree on the key. Raises MemoryUnusable, MemoryAway."""
        before = self._key
        try:
            await self._client.connection_pool.disconnect()
            look = await look_at(self._client)
            if refusals := look.refusals(replicas=self._replicas):
                raise MemoryUnusable("\n".join(refusals))
            await self._client.set(KEY, bytes(_Key.new()), nx=True)
            value = await self._client.get(KEY)
        except (RedisError, OSError, TimeoutError) as error:
            self._lost(type(error).__name__)
            raise MemoryAway(type(error).__name__) from None
        if not isinstance(value, bytes):
            self._lost("no key")
            raise MemoryAway("no key")
        key = _Key.read(value)
        self._key, self._sealer = key, AESGCMSIV(key.secret)
        self._heard = time.monotonic()
        if self._away:
            log(Event.MEMORY_BACK if before == key else Event.MEMORY_ANEW)
        self._away = False

    def _lost(self, why: str) -> None:
        self._heard = float("-inf")
        if not self._away:
            log(Event.MEMORY_AWAY, error=why)
        self._away = True


_NOTHING = Script("return 1")


def client_of(address: str, password: str | None = None) -> Redis:
    """Return a client. It says nothing of itself to the server, and never asks twice by itself:
    what was not answered may have happened."""
    scheme, _, rest = address.partition("://")
    named = {"valkey": "redis", "valkeys": "rediss"}.get(scheme, scheme)
    known = {} if password is None else {"password": password}
    pool = BlockingConnectionPool.from_url(
        f"{named}://{rest}",
        max_connections=_CONNECTIONS,
        timeout=PATIENCE,
        socket_timeout=PATIENCE,
        socket_connect_timeout=PATIENCE,
        retry=Retry(NoBackoff(), 0),
        protocol=2,
        driver_info=None,
        **known,
    )
    return Redis.from_pool(pool)
