"""Buttons under a case: a whisper that readers have reported. What was decided shows at the
next tick of ``bot/flows/moderation/hidden_posts.py``, however it was decided."""

from bot.domain.tallies import Counted
from bot.flows.moderation.hidden_posts import case_face
from bot.flows.moderation.remove import (
    REMOVE,
    carry_out_removal,
    hide_standing,
    is_open_case,
    removal_subject,
    removal_votes,
    restore,
)
from bot.flows.moderation.stats import count_decision
from bot.flows.moderation.voting import cast
from bot.i18n import Translator
from bot.services import ModeratorServices
from handlers.incoming.moderators import ModeratorPress
from handlers.moderators.access import vote_said, voter


async def restored(
    services: ModeratorServices, press: ModeratorPress, number: int, t: Translator
) -> None:
    """Show it again: one vote is enough."""
    await services.votes.forget(removal_subject(number))
    now = services.shared.clock.now()
    done = await restore(storage=services.shared.storage, number=number, now=now)
    if done:
        await count_decision(
            Counted.RESTORED,
            storage=services.shared.storage,
            zone=services.shared.settings.timezone,
            now=now,
            shown_at=press.shown_at,
        )
    await services.shared.chats.answer(press.query, t("Restored.") if done else _decided(t))


async def hidden(
    services: ModeratorServices, press: ModeratorPress, number: int, t: Translator
) -> None:
    """Hide what the brake has left standing: one vote is enough."""
    now = services.shared.clock.now()
    done = await hide_standing(storage=services.shared.storage, number=number, now=now)
    await services.shared.chats.answer(press.query, t("Hidden.") if done else _decided(t))
    if done:
        await _relabel(services, press, number, t)


async def _relabel(
    services: ModeratorServices, press: ModeratorPress, number: int, t: Translator
) -> None:
    face = await case_face(
        number,
        storage=services.shared.storage,
        votes=await removal_votes(services.votes, number),
        needed=services.shared.settings.votes,
        username=services.shared.place.username,
        t=t,
    )
    if face is not None and services.moderators_chat is not None:
        await services.moderators_chat.relabel(press.message_id, face.html, rows=face.rows)


async def dropped(
    services: ModeratorServices, press: ModeratorPress, number: int, t: Translator
) -> None:
    """Take one more vote to remove it from the channel for good."""
    tag = voter(services, press.member)
    if tag is None or services.moderators_chat is None:
        return
    if not await is_open_case(storage=services.shared.storage, number=number):
        await services.shared.chats.answer(press.query, _decided(t))
        return
    vote = await cast(services.votes, removal_subject(number), tag, REMOVE)
    if vote.votes < services.shared.settings.votes:
        await services.shared.chats.answer(press.query, vote_said(vote, t))
        await _relabel(services, press, number, t)
        return
    done = await carry_out_removal(
        number,
        storage=services.shared.storage,
        votes=services.votes,
        zone=services.shared.settings.timezone,
        now=services.shared.clock.now(),
        shown_at=press.shown_at,
    )
    await services.shared.chats.answer(press.query, t("Removed.") if done else _decided(t))


def _decided(t: Translator) -> str:
    return t("That’s already decided.")
