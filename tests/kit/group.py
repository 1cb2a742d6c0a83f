"""A discussion group in memory beside the channel, and the publisher that brings replies there."""

import random
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.domain.replies.reply import Reply, ReplyKey
from bot.domain.whisper import State
from bot.flows.publishing.publish import publish_due
from bot.flows.publishing.publisher import Publisher
from bot.flows.publishing.resolve import note_echo
from bot.flows.replies.posts import put_reply, take_reply_post_down
from bot.flows.replies.release import release_replies
from storage.posts import Post
from tests.kit.outbox import pass_ticks, post_of, rest_of
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
        clock, both = self.works.clock, (self.works.press, self.press)
        end = clock.now() + timedelta(minutes=minutes)
        while clock.now() < end:
            steps = [await publish_due(press) for press in both]
            async with self.works.storage.glancing() as tables:
                if await tables.outbox.oldest() is None:
                    states = await tables.channel_states.all()
                    if all(each.watch_until is None for each in states):
                        return
            rests = [timedelta(0)] if any(steps) else [await rest_of(press) for press in both]
            pass_ticks(clock, min(*rests, end - clock.now()), step)

    @property
    def comments(self) -> list[str]:
        """First lines of what the bot has written in the group."""
        return [m.first_line for m in self.group.messages.values() if not m.by_others]


def group_works(works: Works, group: ModelChannel | None = None) -> GroupWorks:
    group = group or ModelChannel(works.clock, chat_id=GROUP)
    return GroupWorks(works, group, replace(works.press, channel=group, group=True))


async def comment_of(place: GroupWorks, ordinal: int) -> Post | None:
    async with place.works.storage.reading() as tables:
        return await tables.posts.comment(1, ordinal)


async def caption(works: Works, number: int = 1) -> str:
    post = await post_of(works, number)
    assert post is not None
    return works.channel.messages[post.message_id].caption


async def withdraw(place: GroupWorks, ordinal: int) -> None:
    async with place.works.storage.transaction() as tables:
        reply = await tables.replies.by_ordinal(1, ordinal)
        assert reply is not None
        assert await tables.replies.take_down(reply.key, State.WITHDRAWN, None)
        await take_reply_post_down(tables, reply, place.works.clock.now())


async def hide(place: GroupWorks) -> None:
    async with place.works.storage.transaction() as tables:
        reply = await tables.replies.by_ordinal(1, 1)
        assert reply is not None
        hidden = await tables.replies.hide(reply.key)
        assert hidden is not None
        await take_reply_post_down(tables, hidden, place.works.clock.now())


async def restore(place: GroupWorks) -> None:
    async with place.works.storage.transaction() as tables:
        reply = await tables.replies.by_ordinal(1, 1)
        assert reply is not None
        restored = await tables.replies.restore(reply.key)
        assert restored is not None
        assert await put_reply(tables, restored, place.works.clock.now())
