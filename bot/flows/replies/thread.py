"""A thread: the whisper, whether it takes replies, and what stands there."""

from dataclasses import dataclass, field

from bot.domain.checks.care import Care, assess
from bot.domain.replies.reply import Reply
from bot.domain.states import PostState
from bot.domain.whisper import State, Whisper
from bot.flows.replies.refusals import Shut
from bot.flows.replies.rules import ReplyRules
from storage import Storage, Tables

_POSTS = {PostState.LIVE: None, PostState.HIDDEN: Shut.HIDDEN}


@dataclass(frozen=True, slots=True)
class Thread:
    """A whisper and its replies, as those see it who reply to it."""

    shut: Shut | None  # why it takes no reply; None: it takes some
    whisper: Whisper | None = field(default=None, repr=False)  # None: it cannot be shown
    message_id: int | None = None  # the id of its post
    replies: tuple[Reply, ...] = field(default=(), repr=False)

    @property
    def fragile(self) -> bool:
        """Whether it is covered, or somebody in it is not well: then people look at every reply."""
        return self.whisper is not None and is_fragile(self.whisper)


def is_fragile(whisper: Whisper) -> bool:
    return whisper.cover or assess(whisper.words) is not Care.NONE


async def thread_of(*, storage: Storage, number: int, rules: ReplyRules) -> Thread:
    async with storage.reading() as tables:
        return await read_thread(tables, number, rules)


async def read_thread(tables: Tables, number: int, rules: ReplyRules) -> Thread:
    """Read a thread within a transaction; ``replies`` in the order in which they came out."""
    whisper = await tables.whispers.by_number(number)
    post = await tables.posts.by_number(number)
    if whisper is None:
        return Thread(Shut.UNKNOWN)
    if whisper.state is not State.RELEASED:
        return Thread(Shut.GONE)
    if post is None:
        return Thread(Shut.COMING)
    if post.state is not PostState.LIVE:
        return Thread(_POSTS.get(post.state, Shut.GONE))
    decided = await tables.threads.of(number)
    replies = await tables.replies.thread(number)
    shut = None
    if not rules.takes or (is_fragile(whisper) and not rules.moderated):
        shut = Shut.OFF
    elif decided.locked:
        shut = Shut.LOCKED
    elif decided.closed:
        shut = Shut.CLOSED
    return Thread(shut, whisper, post.message_id, replies)


async def set_closed(*, storage: Storage, number: int, closed: bool) -> None:
    """Close or open a thread for the whisper's author, who is known by the receipt."""
    async with storage.transaction() as tables:
        await tables.threads.set(number, closed=closed)
