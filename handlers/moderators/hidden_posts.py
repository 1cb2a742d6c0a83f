"""Buttons under a case: a whisper that readers have reported. What was decided shows at the
next tick of ``bot/flows/moderation/hidden_posts.py``, however it was decided."""

from bot.domain.states import PostState
from bot.domain.tallies import Counted
from bot.flows.moderation.hidden_posts import case_buttons, case_text
from bot.flows.moderation.remove import hide_standing, restore, stands_reported
from bot.i18n import Translator
from bot.services import Services
from handlers.incoming.moderators import ModeratorPress
from handlers.moderators.access import voter
from handlers.moderators.removal import REMOVE, carry_out, subject
from handlers.moderators.stats import count


async def restored(services: Services, press: ModeratorPress, number: int, t: Translator) -> None:
    """One vote shows it again."""
    services.votes.forget(subject(number))
    done = await restore(storage=services.storage, number=number, now=services.clock.now())
    if done:
        await count(services, Counted.RESTORED, press.shown_at)
    await services.chats.answer(press.query, t("Restored.") if done else _decided(t))


async def hidden(services: Services, press: ModeratorPress, number: int, t: Translator) -> None:
    """One vote hides what the brake has left standing."""
    now = services.clock.now()
    done = await hide_standing(storage=services.storage, number=number, now=now)
    await services.chats.answer(press.query, t("Hidden.") if done else _decided(t))
    if done:
        await _relabel(services, press, number, t)


async def _relabel(services: Services, press: ModeratorPress, number: int, t: Translator) -> None:
    async with services.storage.reading() as tables:
        post = await tables.posts.by_number(number)
        reports = await tables.reports.of(number)
    if post is None or services.moderators_chat is None:
        return
    await services.moderators_chat.relabel(
        press.message_id,
        case_text(post, reports, services.place.username, t),
        rows=case_buttons(
            post, services.votes.count(subject(number), REMOVE), services.settings.votes, t
        ),
    )


async def dropped(services: Services, press: ModeratorPress, number: int, t: Translator) -> None:
    """One more vote to take it out of the channel for good."""
    tag = voter(services, press.member)
    if tag is None or services.moderators_chat is None:
        return
    async with services.storage.reading() as tables:
        post = await tables.posts.by_number(number)
        open_ = post is not None and post.state is PostState.HIDDEN
        open_ = open_ or await stands_reported(tables, number)
    if not open_:
        await services.chats.answer(press.query, _decided(t))
        return
    before = services.votes.count(subject(number), REMOVE)
    votes, needed = services.votes.cast(subject(number), tag, REMOVE), services.settings.votes
    if votes < needed:
        again = votes == before
        await services.chats.answer(
            press.query,
            t("Your vote counts already. Others must press.") if again else t("Your vote counts."),
        )
        await _relabel(services, press, number, t)
        return
    done = await carry_out(services, number, press.shown_at)
    await services.chats.answer(press.query, t("Removed.") if done else _decided(t))


def _decided(t: Translator) -> str:
    return t("That is decided already.")
