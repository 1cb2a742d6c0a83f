"""A discussion group in memory beside the channel, and the publisher that brings replies there."""

import random
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.domain.replies.reply import Reply, ReplyKey
from bot.domain.whisper import State
from bot.flows.publishing.publish import publish_due
from bot.flows.publishing.publisher import Publisher
from bot.flows.publishing.resolve import note_echo
from bot.flows.replies.release import release_replies
from tests.kit.works import CHAT, ModelChannel, Standing, Works

GROUP = -1002500000001


@dataclass
class GroupWorks:
    works: Works
    group: ModelChannel
    press: Publisher

    async def copied(self, number: int) -> int:
        """The group gets its copy of a card, and the bot sees it."""
        async with self.works.storage.reading() as tables:
            post = await tables.posts.by_number(number)
        assert post is not None
        copy = self.group.put(Standing(f"#{number}", by_others=True))
        await note_echo(
            storage=self.works.storage,
            chat_id=CHAT,
            message_id=post.message_id,
            first_line=f"#{number}",
            echo_chat=self.group.chat_id,
            echo_id=copy,
            now=self.works.clock.now(),
        )
        return copy

    async def answer(self, number: int, *words: str, mask: str | None = "fox") -> Sequence[Reply]:
        """Replies wait for their slot, which has come, and are released."""
        now = self.works.clock.now()
        keys = []
        for each in words:
            reply = Reply(
                ReplyKey(secrets.token_bytes(16)), number, State.POOL, each, mask, slot=now
            )
            async with self.works.storage.transaction() as tables:
                await tables.replies.add(
                    reply,
                    handle_hash=secrets.token_bytes(32),
                    receipt_hash=secrets.token_bytes(32),
                )
            await release_replies(storage=self.works.storage, now=now, rng=random.Random(1))
            keys.append(reply.key)
        async with self.works.storage.reading() as tables:
            found = [await tables.replies.by_key(key) for key in keys]
        return [each for each in found if each is not None]

    async def run(self, minutes: float = 10, step: float = 4) -> None:
        """Both publishers' ticks, until nothing is left in either queue."""
        end = self.works.clock.now().timestamp() + minutes * 60
        while self.works.clock.now().timestamp() < end:
            await publish_due(self.works.press)
            await publish_due(self.press)
            async with self.works.storage.reading() as tables:
                if await tables.outbox.oldest() is None:
                    states = await tables.channel_states.all()
                    if all(each.watch_until is None for each in states):
                        return
            self.works.clock.pass_(seconds=step)

    @property
    def comments(self) -> list[str]:
        """First lines of what the bot has written in the group."""
        return [m.first_line for m in self.group.messages.values() if not m.by_others]


def group_works(works: Works, group: ModelChannel | None = None) -> GroupWorks:
    group = group or ModelChannel(works.clock, chat_id=GROUP)
    return GroupWorks(works, group, replace(works.press, channel=group, group=True))
