"""Removing what is published: moderators vote under a message in their chat."""

from datetime import datetime

from bot.domain.tallies import Counted
from bot.domain.whisper import State
from bot.flows.moderation.find import find
from bot.flows.moderation.remove import take_down
from bot.flows.ports import Rows
from bot.i18n import Translator
from bot.services import Services
from handlers.incoming.moderators import Moderator, ModeratorPress
from handlers.moderators.access import voter
from handlers.moderators.stats import count

REMOVE = "remove"


def subject(number: int) -> str:
    return f"remove {number}"


def votes(services: Services, number: int) -> int:
    """How many moderators want it removed so far."""
    return services.votes.count(subject(number), REMOVE)


async def propose(services: Services, member: Moderator, number: int, t: Translator) -> None:
    """/remove 12 is the first vote; the others vote under the answer."""
    if services.moderators_chat is None:
        return
    if not await _stands(services, number):
        await services.moderators_chat.say(
            t("#{number} does not stand in the channel.", number=number)
        )
        return
    tag = voter(services, member)
    votes = (
        services.votes.cast(subject(number), tag, REMOVE)
        if tag
        else services.votes.count(subject(number), REMOVE)
    )
    if votes >= services.settings.votes:
        await services.moderators_chat.say(await _remove(services, number, t))
    else:
        await services.moderators_chat.say(
            _question(number, votes, services, t), rows=buttons(number, votes, services, t)
        )


async def pressed(services: Services, press: ModeratorPress, number: int, t: Translator) -> None:
    """One more vote to remove it."""
    tag = voter(services, press.member)
    if tag is None or services.moderators_chat is None:
        return
    if not await _stands(services, number):  # somebody was a moment earlier
        said = t("#{number} does not stand in the channel.", number=number)
        await services.chats.answer(press.query, said)
        await services.moderators_chat.rewrite(press.message_id, said)
        return
    before = services.votes.count(subject(number), REMOVE)
    votes = services.votes.cast(subject(number), tag, REMOVE)
    if votes >= services.settings.votes:
        html = await _remove(services, number, t)
        await services.chats.answer(press.query, t("Removed."))
        await services.moderators_chat.rewrite(press.message_id, html)
        return
    if votes == before:
        await services.chats.answer(press.query, t("Your vote counts already. Others must press."))
        return
    await services.chats.answer(press.query, t("Your vote counts."))
    await services.moderators_chat.rewrite(
        press.message_id,
        _question(number, votes, services, t),
        rows=buttons(number, votes, services, t),
    )


async def kept(services: Services, press: ModeratorPress, number: int, t: Translator) -> None:
    """One moderator says no: nothing is removed, until somebody asks again."""
    services.votes.forget(subject(number))
    await services.chats.answer(press.query, t("It stays."))
    if services.moderators_chat is not None:
        await services.moderators_chat.rewrite(
            press.message_id, t("#{number} stays.", number=number)
        )


async def _stands(services: Services, number: int) -> bool:
    found = await find(storage=services.storage, number=number)
    return found is not None and found.state is State.RELEASED


def buttons(number: int, votes: int, services: Services, t: Translator) -> Rows:
    label = f"🗑 {t('Remove')} · {votes}/{services.settings.votes}"
    return [[(label, f"m:remove:{number}"), ("✖️ " + t("Let it stand"), f"m:stay:{number}")]]


def _question(number: int, votes: int, services: Services, t: Translator) -> str:
    return t(
        "Remove #{number} from the channel? It cannot be brought back. Votes: {votes} of {needed}.",
        number=number,
        votes=votes,
        needed=services.settings.votes,
    )


async def carry_out(services: Services, number: int, shown_at: datetime | None = None) -> bool:
    """The votes are enough. ``shown_at``: since when it is shown. False: it stands no more."""
    services.votes.forget(subject(number))
    gone = await take_down(
        storage=services.storage,
        number=number,
        to=State.REMOVED,
        reason=None,
        now=services.clock.now(),
    )
    if gone:
        await count(services, Counted.REMOVED, shown_at)
    return gone


async def _remove(services: Services, number: int, t: Translator) -> str:
    if not await carry_out(services, number):
        return t("#{number} does not stand in the channel.", number=number)
    return "🗑 " + t("#{number} was removed.", number=number)
