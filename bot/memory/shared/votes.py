"""Moderators' votes in the shared memory: whichever process hears a press."""

from datetime import timedelta

from bot.memory.shared.codec import milliseconds
from bot.memory.shared.store import Script, SharedStore

VOTES_FOR = timedelta(days=30)
"""The time after the last vote on a subject for which votes are kept; nothing waits for longer."""

_COUNT = """
local votes = 0
for _, choice in ipairs(redis.call('HVALS', K[1])) do
  if choice == A[1] then votes = votes + 1 end
end
return votes
"""
_CAST = Script("redis.call('HSET', K[1], A[2], A[1]) redis.call('PEXPIRE', K[1], A[3])" + _COUNT)
_HOW_MANY = Script(_COUNT)
_FORGET = Script("return redis.call('DEL', K[1])")


class SharedVotes:
    """The ``bot.memory.votes.VoteBook`` of one channel. Voters and choices are hashed for each
    subject anew: nobody can tell that somebody voted twice."""

    def __init__(self, store: SharedStore, channel: int) -> None:
        self._store, self._channel = store, str(channel).encode()

    async def cast(self, subject: str, voter: bytes, choice: str) -> int:
        name = self._name(subject)
        voted = self._store.name(b"voter", name, voter)
        args: list[bytes | int] = [self._choice(name, choice), voted, milliseconds(VOTES_FOR)]
        return int(await self._store.run(_CAST, [name], args))

    async def count(self, subject: str, choice: str) -> int:
        name = self._name(subject)
        return int(await self._store.run(_HOW_MANY, [name], [self._choice(name, choice)]))

    async def forget(self, subject: str) -> None:
        await self._store.run(_FORGET, [self._name(subject)])

    def _name(self, subject: str) -> bytes:
        return self._store.name(b"votes", self._channel, subject.encode())

    def _choice(self, name: bytes, choice: str) -> bytes:
        return self._store.name(b"choice", name, choice.encode())
