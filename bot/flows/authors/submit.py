"""Submit: a draft that its author publishes becomes a whisper, once per handle.

What the author wrote is stored here for the first time, and nothing of who wrote it. Times are
aware UTC; the receipt's code is made by the caller and only its hash is kept.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.mixing import Mixing
from bot.domain.receipts import receipt_hash
from bot.domain.review import Mode
from bot.domain.whisper import Look, State, Whisper, WhisperKey
from bot.flows.authors.release import room_left
from bot.flows.moderation.mode import looked_at_first
from storage import Storage
from storage.whispers import Added


@dataclass(frozen=True, slots=True)
class Submission:
    """What the author saw in the preview and pressed Publish under."""

    words: str
    look: Look
    handle_hash: bytes
    photo: bytes | None = None  # redrawn by us
    cover: bool = False
    findings: tuple[str, ...] = ()
    repeated: bool = False  # nearly the same was published lately, by anybody
    guarded: bool = False  # cruel to somebody, where moderators can look first
    care: bool = False  # speaks of suicide or self-harm: for people's eyes, and stored nowhere


@dataclass(frozen=True, slots=True)
class Accepted:
    """It is stored. ``again``: it was already, and the receipt's hash now is the new code's."""

    state: State
    again: bool = False


@dataclass(frozen=True, slots=True)
class Backlog:
    """The channel is more than a day behind: kindly refused, nothing is stored."""


@dataclass(frozen=True, slots=True)
class NotNow:
    """This author may not publish at present; whoever asked knows why."""


async def submit(
    submission: Submission,
    *,
    storage: Storage,
    mixing: Mixing,
    review: Mixing,
    default_mode: Mode,
    pace: timedelta,
    key: WhisperKey,
    code: str,
    receipt_delivered: bool,
    allowed: Callable[[], bool],
    now: datetime,
) -> Accepted | Backlog | NotNow:
    """Take a whisper in. ``allowed`` is asked only about a new one: a redelivered press must find
    its whisper whatever the author's limit is by now."""
    hashed = receipt_hash(code)
    room = await room_left(storage=storage, pace=pace)
    async with storage.transaction() as tables:
        known = await tables.whispers.by_handle(submission.handle_hash)
        if known is not None:
            if not receipt_delivered:
                await tables.whispers.replace_receipt(known.key, hashed)
            return Accepted(known.state, again=True)
        if not allowed():
            return NotNow()
        if not room:
            return Backlog()
        mode = await tables.runtime_settings.mode.get() or default_mode
        reviewed = looked_at_first(
            mode,
            lambda: bool(submission.findings) or submission.care,
            guarded=submission.guarded,
        )
        whisper = Whisper(
            key=key,
            state=State.REVIEW if reviewed else State.POOL,
            words=submission.words,
            look=submission.look,
            photo=submission.photo,
            cover=submission.cover,
            findings=_findings(submission) if reviewed else (),
            deadline=_deadline(review if reviewed else mixing, now),
        )
        added = await tables.whispers.add(
            whisper, handle_hash=submission.handle_hash, receipt_hash=hashed
        )
        assert isinstance(added, Added)  # we hold the only writing transaction
        return Accepted(whisper.state)


def _findings(submission: Submission) -> tuple[str, ...]:
    """For moderators, who see it anyway: repetition is a note to them, never a reason."""
    found = {*submission.findings, "spam"} if submission.repeated else submission.findings
    return tuple(sorted(found))


def _deadline(pool: Mixing, now: datetime) -> datetime | None:
    """The slot, or the batch, at which it goes at the latest; from the approval on it counts
    anew."""
    return None if pool.instant else pool.deadline_for(now)
