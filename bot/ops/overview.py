"""How the bot is doing: what the tables say, joined with what only the running process knows."""

from datetime import datetime

from bot.domain.mixing import Mixing
from bot.domain.parcel import Progress
from bot.domain.whisper import State
from bot.ops.pulse import Pulse
from bot.ops.status import ChannelStatus, Facts, Status, judge
from storage import Storage, Tables


async def overview(
    *, storage: Storage, mixing: Mixing, now: datetime, pulse: Pulse | None, mode: str
) -> Status:
    """``pulse`` is None when no bot runs; ``mode`` is the one set, unless changed at run time."""
    async with storage.reading() as tables:
        oldest = await tables.outbox.oldest()
        facts = Facts(
            at=now,
            started=pulse.started if pulse else None,
            last_poll=pulse.last_poll if pulse else None,
            handled=pulse.handled if pulse else None,
            failed=pulse.failed if pulse else None,
            unreadable=pulse.unreadable if pulse else None,
            undeleted=pulse.undeleted if pulse else None,
            again=pulse.again if pulse else 0,
            stuck_since=pulse.stuck_since if pulse else None,
            moderators_refused_since=pulse.moderators_refused_since if pulse else None,
            with_moderators=await _at_moderators(tables),
            pool=await tables.whispers.count(State.POOL),
            in_review=await tables.whispers.count(State.REVIEW, State.HELD),
            next_slot=None if mixing.instant else mixing.next_slot(now),
            backlog=await tables.outbox.backlog(),
            oldest_due=oldest if oldest is not None and oldest <= now else None,
            set_aside=len(await tables.outbox.in_state(Progress.ASIDE, Progress.REFUSED)),
            published=await tables.whispers.count(State.RELEASED),
            mode=await tables.runtime_settings.mode.get() or mode,
            paused=await tables.runtime_settings.paused.get(),
            moved=await tables.runtime_settings.moved_chats.get(),
            channels=tuple(
                ChannelStatus(
                    channel_state.failures, channel_state.failing_since, channel_state.not_before
                )
                for channel_state in await tables.channel_states.all()
            ),
        )
    return judge(facts)


async def _at_moderators(tables: Tables) -> int:
    """How much waits for the moderators' chat to take it: to be shown there, or to be emptied."""
    cards = await tables.review_cards.all()
    moving = sum(card.message_id is None or card.whisper is None for card in cards)
    hidden = sum(case.message_id is None for case in await tables.hidden_posts.all())
    return moving + hidden + len(await tables.review_cards.without_card(State.REVIEW))
