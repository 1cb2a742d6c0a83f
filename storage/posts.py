"""Posts: what stands in a channel and in its discussion group. All of it is public already."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Result, Select, bindparam, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.days import Span
from bot.domain.parcel import DigestEntry, ParcelKind
from bot.domain.states import PostState
from bot.domain.whisper import FIRST_CHANNEL
from storage.contents import entries_of_json, entries_to_json, span_of_json
from storage.rows import RowMapper
from storage.schema import digests, posts, snapshots
from storage.scope import Scope
from storage.standings import Standings
from storage.upsert import in_parts, insert_into


@dataclass(frozen=True, slots=True)
class Post:
    chat: int
    message_id: int
    kind: ParcelKind
    first_line: str
    caption: str  # as sent last (HTML)
    posted_at: datetime
    number: int | None = None
    day: date | None = None
    spoiler: bool = False
    state: PostState = PostState.LIVE
    entries: tuple[DigestEntry, ...] = ()  # of a digest
    echo_chat: int | None = None
    echo_id: int | None = None
    thread: int | None = None  # of a reply: the whisper's number
    ordinal: int | None = None
    channel: int = FIRST_CHANNEL  # the post's own; whoever adds it is within that channel
    file: str | None = None  # Telegram's name of a card's picture, while it stands
    campaign: int | None = None  # number of the campaign that it shows
    span: Span = Span.DAY  # of a digest


_POSTS = RowMapper(Post, posts, apart={"entries", "campaign", "span"})


def _newest(condition: ColumnElement[bool]) -> Select[Any]:
    return select(posts).where(condition).order_by(posts.c.message_id.desc()).limit(1)


_BY_NUMBER = _newest(
    (posts.c.channel == bindparam("here", type_=posts.c.channel.type))
    & (posts.c.number == bindparam("number", type_=posts.c.number.type))
)
_BY_MESSAGE = _newest(
    (posts.c.chat == bindparam("chat", type_=posts.c.chat.type))
    & (posts.c.message_id == bindparam("message", type_=posts.c.message_id.type))
)
"""Built once: nearly every flow asks for a post."""


class Posts:
    def __init__(self, connection: AsyncConnection, scope: Scope) -> None:
        self._db = connection
        self._channel = scope.channel

    async def add(self, post: Post) -> float | None:
        """Store a post that stands. Return what the reactions are worth that came before it. None:
        that message, or that number, is known already. A comment that was taken down gives its
        place to the next one of the same reply."""
        if post.thread is not None:
            down = posts.c.state.not_in((PostState.LIVE, PostState.HIDDEN))
            await self._db.execute(
                update(posts)
                .where(self._comments(post.thread), posts.c.ordinal == post.ordinal, down)
                .values(thread=None, ordinal=None)
            )
        seen = select(snapshots.c.score).where(
            snapshots.c.chat == post.chat, snapshots.c.message_id == post.message_id
        )
        score = 0 if post.campaign is not None else func.coalesce(seen.scalar_subquery(), 0)
        row = insert_into(self._db, posts).values(
            _values(post) | {"channel": self._channel, "score": score}
        )
        added = await self._db.scalar(row.on_conflict_do_nothing().returning(posts.c.score))
        return None if added is None else float(added)

    async def by_number(self, number: int) -> Post | None:
        found = await self._db.execute(_BY_NUMBER, {"here": self._channel, "number": number})
        return _first(found)

    async def by_numbers(self, numbers: Collection[int]) -> dict[int, Post]:
        """Return number -> post, for those of these that were posted."""
        rows = await self._db.execute(
            select(posts).where(posts.c.channel == self._channel, posts.c.number.in_(numbers))
        )
        return {row.number: _post(row) for row in rows}

    async def by_message(self, chat: int, message_id: int) -> Post | None:
        return _first(await self._db.execute(_BY_MESSAGE, {"chat": chat, "message": message_id}))

    async def comment(self, thread: int, ordinal: int) -> Post | None:
        """Return the comment that shows this reply in the discussion group."""
        return await self._one(self._comments(thread) & (posts.c.ordinal == ordinal))

    async def comments(self, thread: int) -> tuple[Post, ...]:
        """Return the comments that show replies to this whisper and were not taken down, in their
        order."""
        rows = await self._db.execute(
            select(posts)
            .where(self._comments(thread), posts.c.state.in_((PostState.LIVE, PostState.HIDDEN)))
            .order_by(posts.c.ordinal)
        )
        return tuple(_post(row) for row in rows)

    async def digest_of(self, chat: int, day: date) -> Post | None:
        its_post = select(digests.c.message_id).where(digests.c.chat == chat, digests.c.day == day)
        return await self._one(
            (posts.c.chat == chat) & (posts.c.message_id == its_post.scalar_subquery())
        )

    async def with_first_line(self, chat: int, first_line: str) -> Post | None:
        return await self._one((posts.c.chat == chat) & (posts.c.first_line == first_line))

    async def all_with_first_line(self, first_line: str) -> tuple[Post, ...]:
        """Return all posts with this line: a campaign's posts have it in common, and each turn
        makes another."""
        rows = await self._db.execute(
            select(posts).where(posts.c.first_line == first_line).order_by(posts.c.message_id)
        )  # of all channels: else SQLite takes the key for one of them, and reads all of it
        return tuple(_post(row) for row in rows if row.channel == self._channel)

    async def last(self, chat: int, most: int) -> tuple[Post, ...]:
        """Return the newest messages of ours, whatever became of them; newest first."""
        rows = await self._db.execute(
            select(posts)
            .where(posts.c.chat == chat)
            .order_by(posts.c.message_id.desc())
            .limit(most)
        )
        return tuple(_post(row) for row in rows)

    async def campaigns_since(self, chat: int, since: datetime) -> tuple[datetime, ...]:
        """Return when campaigns were posted, from then on."""
        rows = await self._db.scalars(
            select(posts.c.posted_at).where(
                posts.c.chat == chat,
                posts.c.posted_at >= since,
                posts.c.kind == ParcelKind.CAMPAIGN,
            )
        )
        return tuple(rows)

    async def newest(self, chat: int, state: PostState = PostState.LIVE) -> Post | None:
        return await self._one((posts.c.chat == chat) & (posts.c.state == state))

    async def loved(self, chat: int, since: datetime, most: int) -> tuple[int, ...]:
        """Return message ids of the most loved since then, whatever became of them: so many, and
        all that are loved as much as the last of them. Best first."""
        recent = (posts.c.chat == chat, posts.c.posted_at >= since, posts.c.score > 0)
        last = (
            select(posts.c.score)
            .where(*recent)
            .order_by(posts.c.score.desc())
            .limit(1)
            .offset(most - 1)
        )
        ids = await self._db.scalars(
            select(posts.c.message_id)
            .where(*recent, posts.c.score >= func.coalesce(last.scalar_subquery(), 0))
            .order_by(posts.c.score.desc())
        )
        return tuple(ids)

    async def cards_of(self, chat: int, message_ids: Sequence[int]) -> tuple[Post, ...]:
        """Return those of these messages that are cards and stand unhidden."""
        found: list[Post] = []
        for part in in_parts(list(message_ids)):
            rows = await self._db.execute(
                select(posts).where(
                    posts.c.chat == chat,
                    posts.c.message_id.in_(part),
                    posts.c.kind == ParcelKind.CARD,
                    posts.c.state == PostState.LIVE,
                )
            )
            found += map(_post, rows)
        return tuple(found)

    async def ids_since(
        self, chat: int, since: datetime, until: datetime | None = None
    ) -> tuple[int, ...]:
        """Return message ids of all that was posted since then, and before ``until``."""
        ids = select(posts.c.message_id).where(posts.c.chat == chat, posts.c.posted_at >= since)
        if until is not None:
            ids = ids.where(posts.c.posted_at < until)
        return tuple(await self._db.scalars(ids))

    async def set_scores(self, chat: int, scores: Mapping[int, float]) -> None:
        """Store message id -> how much it is loved; campaigns rank nothing."""
        if scores:
            await self._db.execute(
                update(posts)
                .where(posts.c.chat == chat, posts.c.message_id == bindparam("its_id"))
                .where(posts.c.kind != ParcelKind.CAMPAIGN)
                .values(score=bindparam("its_score")),
                [{"its_id": each, "its_score": score} for each, score in scores.items()],
            )

    async def live_numbers(self, *, after: int, most: int) -> tuple[int, ...]:
        """Return the numbers of cards that stand unhidden in this channel, the lowest above
        ``after``."""
        rows = await self._db.scalars(
            select(posts.c.number)
            .where(
                posts.c.channel == self._channel,
                posts.c.number > after,
                posts.c.state == PostState.LIVE,
            )
            .order_by(posts.c.number)
            .limit(most)
        )
        return tuple(rows)

    async def cards_since(self, chat: int, since: datetime) -> int:
        """How many cards were posted since then, whatever became of them."""
        rows = await self._db.execute(
            select(func.count())
            .select_from(posts)
            .where(
                posts.c.chat == chat, posts.c.kind == ParcelKind.CARD, posts.c.posted_at >= since
            )
        )
        return int(rows.scalar_one())

    async def hidden(self) -> tuple[Post, ...]:
        """Return the cards that wait for moderators to look, by number."""
        rows = await self._db.execute(
            select(posts)
            .where(
                posts.c.channel == self._channel,
                posts.c.kind == ParcelKind.CARD,
                posts.c.state == PostState.HIDDEN,
            )
            .order_by(posts.c.number)
        )
        return tuple(_post(row) for row in rows)

    async def ids_between(self, chat: int, after: int, before: int) -> frozenset[int]:
        """Return our message ids with after < id < before."""
        rows = await self._db.execute(
            select(posts.c.message_id).where(
                posts.c.chat == chat, posts.c.message_id > after, posts.c.message_id < before
            )
        )
        return frozenset(row.message_id for row in rows)

    async def set_state(self, chat: int, message_id: int, state: PostState) -> bool:
        """Set a post's state. What does not stand as it was published is in no feed from the same
        moment on."""
        return await self._becomes(chat, message_id, state)

    async def edited(
        self,
        chat: int,
        message_id: int,
        *,
        state: PostState,
        caption: str,
        file: str | None = None,
    ) -> bool:
        """Store how the post looks now. ``file``: the picture's new name, where it has one."""
        named = {} if file is None else {"file": file}
        return await self._becomes(chat, message_id, state, caption=caption, **named)

    async def forget_files(self, chat: int) -> None:
        """Forget the names of this chat's pictures: another bot does not know them."""
        named = posts.c.file.is_not(None)
        await self._db.execute(update(posts).where(posts.c.chat == chat, named).values(file=None))

    async def free(self, chat: int, message_id: int) -> bool:
        """Free the place of a comment that is deleted, or will be: its reply may get another
        one."""
        return await self._update(chat, message_id, thread=None, ordinal=None)

    async def set_echo(
        self, chat: int, message_id: int, echo_chat: int | None, echo_id: int | None
    ) -> bool:
        """Record where the linked discussion group keeps its copy."""
        return await self._update(chat, message_id, echo_chat=echo_chat, echo_id=echo_id)

    def _comments(self, thread: int) -> ColumnElement[bool]:
        return (posts.c.channel == self._channel) & (posts.c.thread == thread)

    async def _becomes(self, chat: int, message_id: int, state: PostState, **values: Any) -> bool:
        if state is PostState.LIVE:
            return await self._update(chat, message_id, state=state, **values)
        gone = {**values, "state": state, "file": None}
        changed = await self._db.execute(
            update(posts)
            .where(posts.c.chat == chat, posts.c.message_id == message_id)
            .values(**gone)
            .returning(posts.c.channel, posts.c.number)
        )
        row = changed.first()
        if row is not None and row.number is not None:
            await Standings(self._db, Scope(row.channel)).leave(row.number)
        return row is not None

    async def _update(self, chat: int, message_id: int, **values: Any) -> bool:
        done = await self._db.execute(
            update(posts)
            .where(posts.c.chat == chat, posts.c.message_id == message_id)
            .values(**values)
        )
        return done.rowcount == 1

    async def _one(self, condition: ColumnElement[bool]) -> Post | None:
        """Return the newest that fits."""
        return _first(await self._db.execute(_newest(condition)))


def _first(found: Result[Any]) -> Post | None:
    row = found.first()
    return None if row is None else _post(row)


def _values(post: Post) -> dict[str, Any]:
    content = entries_to_json(post.entries, post.span) if post.kind is ParcelKind.DIGEST else {}
    if post.campaign is not None:
        content = {"campaign": post.campaign}
    return {**_POSTS.values(post), "content": content}


def _post(row: Any) -> Post:
    return _POSTS.value(
        row,
        entries=entries_of_json(row.content),
        campaign=row.content.get("campaign"),
        span=span_of_json(row.content),
    )
