"""What happens to the moderators' chat in the chaos: the group becomes a supergroup, and a card is
deleted before anybody could decide it. A moderator asks what waits now and then, as people do."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.sandbox.chats import Group
from bot.sandbox.messages import Message
from bot.sandbox.world import WorldEvent
from storage import Storage
from tests.kills.process import ProcessTown

ASKS_EVERY = 5.0
"""Seconds between two questions what waits."""


@dataclass
class Upheaval:
    place: ProcessTown
    vanished: int = 0  # cards that were deleted undecided
    moved: int = 0  # groups that became supergroups

    async def happen(
        self, progress: Callable[[int], Awaitable[None]], whispers: int, *, cards: bool
    ) -> None:
        """``progress`` waits for so many whispers; ``cards``: moderators look first."""
        if cards:
            await progress(whispers // 5)
            await self._delete_a_card()
        await progress(whispers // 2)
        self._move()
        if cards:
            await progress(whispers * 2 // 3)
            await self._delete_a_card()  # one of the new chat, too

    async def ask(self) -> None:
        """For ever: a moderator asks what waits."""
        noa = self.place.person()
        while True:
            self.place.staging.admit(noa)
            noa.send("/queue", to=self.place.staging)
            await asyncio.sleep(ASKS_EVERY)

    async def _delete_a_card(self) -> None:
        """The next one that comes, under the finger of whoever was to decide it."""
        world = self.place.world
        came: asyncio.Future[Message] = asyncio.get_running_loop().create_future()

        def see(event: WorldEvent) -> None:
            message = event.message
            new = event.kind == "sent" and event.chat is self.place.staging and message is not None
            if new and not came.done() and any("✅" in each for each in message.labels):
                came.set_result(message)

        unsubscribe = world.subscribe(see)
        card = await came
        unsubscribe()
        if not card.deleted:
            world.delete(card, by=world.owner)
            self.vanished += 1

    def _move(self) -> None:
        """Somebody sets a right, or makes the history visible."""
        group = self.place.staging
        assert isinstance(group, Group)
        self.place.staging = self.place.world.upgrade(group)
        self.moved += 1

    async def followed(self, storage: Storage) -> bool:
        """Whether the bot goes on where the group has gone. It learns that at its next call there
        at the latest, which without cards and lost posts never comes."""
        async with storage.reading() as tables:
            return (
                self.place.staging.id in (await tables.runtime_settings.moved_chats.get()).values()
            )
