"""The makers of a channel's campaigns, in the shared memory: as hashes that say who it is to nobody
who cannot ask about one."""

from datetime import datetime

from bot.memory.campaign_makers import MAKERS_FOR
from bot.memory.shared.codec import microseconds, milliseconds, ticks
from bot.memory.shared.kept import ALIVE
from bot.memory.shared.store import Script, SharedStore

_SINCE = "since"
_TOUCHED = Script(
    ALIVE
    + f"""
local at = redis.call('HGET', K[1], '{_SINCE}')
if A[5] == '1' or not alive(at, tonumber(A[2]), tonumber(A[3])) then redis.call('DEL', K[1]) end
if A[5] == '0' and redis.call('EXISTS', K[1]) == 0 then return 0 end
redis.call('HSET', K[1], A[1], '', '{_SINCE}', A[2])
redis.call('PEXPIRE', K[1], A[4])
return 1
"""
)
_FORGET = Script("return redis.call('DEL', K[1])")
_MADE = Script(
    ALIVE
    + f"""
local at = redis.call('HGET', K[1], '{_SINCE}')
if not alive(at, tonumber(A[2]), tonumber(A[3])) then return -1 end
return redis.call('HEXISTS', K[1], A[1])
"""
)


class SharedCampaignMakers:
    """The ``bot.memory.campaign_makers.MakerBook`` of one channel."""

    def __init__(self, store: SharedStore, channel: int) -> None:
        self._store, self._channel = store, str(channel).encode()

    async def began(self, campaign: int, maker: bytes | None, now: datetime) -> None:
        if maker is not None:
            await self._note(campaign, maker, now, new=True)

    async def touched(self, campaign: int, maker: bytes | None, now: datetime) -> None:
        if maker is None:
            await self._store.run(_FORGET, [self._name(campaign)])
        else:
            await self._note(campaign, maker, now, new=False)

    async def made(self, campaign: int, who: bytes, now: datetime) -> bool | None:
        name = self._name(campaign)
        args: list[bytes | int] = [self._maker(name, who), ticks(now), microseconds(MAKERS_FOR)]
        found = int(await self._store.run(_MADE, [name], args))
        return None if found < 0 else bool(found)

    async def _note(self, campaign: int, maker: bytes, now: datetime, *, new: bool) -> None:
        name = self._name(campaign)
        args: list[bytes | int] = [self._maker(name, maker), ticks(now), microseconds(MAKERS_FOR)]
        await self._store.run(_TOUCHED, [name], [*args, milliseconds(MAKERS_FOR), int(new)])

    def _name(self, campaign: int) -> bytes:
        return self._store.name(b"makers", self._channel, b"%d" % campaign)

    def _maker(self, name: bytes, who: bytes) -> bytes:
        return self._store.name(b"maker", name, who)
