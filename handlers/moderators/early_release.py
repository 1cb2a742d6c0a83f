"""/release: moderators vote on letting go early of what waits. How much that is, nobody is told: it
would tell the second of each tap on Publish."""

from datetime import datetime

from bot.flows.moderation.buttons import Action, button
from bot.flows.moderation.early_release import ask_early, asked_early, take_back_early
from bot.flows.moderation.pause import is_paused
from bot.flows.moderation.voting import cast, vote_button
from bot.flows.ports import Rows
from bot.i18n import Translator
from bot.services import ModeratorServices
from handlers.incoming.moderators import Moderator, ModeratorPress
from handlers.moderators.access import vote_said, voter

_SUBJECT = "release"
_YES = "early"


async def propose(services: ModeratorServices, member: Moderator, t: Translator) -> None:
    """Handle /release, which is the first vote; the others vote under the answer."""
    if services.moderators_chat is None:
        return
    if (why_not := await _why_not(services, t)) is not None:
        await services.moderators_chat.say(why_not)
        return
    tag = voter(services, member)
    if tag is not None:
        await services.votes.cast(_SUBJECT, tag, _YES)
    html, rows = await _face(services, t)
    await services.moderators_chat.say(html, rows=rows)


async def pressed(services: ModeratorServices, press: ModeratorPress, t: Translator) -> None:
    """Take one more vote for it."""
    tag = voter(services, press.member)
    if tag is None or services.moderators_chat is None:
        return
    if (why_not := await _why_not(services, t)) is not None:
        await services.shared.chats.answer(press.query, why_not)
        await services.moderators_chat.rewrite(press.message_id, why_not)
        return
    vote = await cast(services.votes, _SUBJECT, tag, _YES)
    await services.shared.chats.answer(press.query, vote_said(vote, t))
    html, rows = await _face(services, t)
    await services.moderators_chat.rewrite(press.message_id, html, rows=rows)


async def kept(services: ModeratorServices, press: ModeratorPress, t: Translator) -> None:
    """Take it back, since one moderator says no: nothing goes early until somebody asks again."""
    voted = await services.votes.count(_SUBJECT, _YES) > 0
    await services.votes.forget(_SUBJECT)
    decided = await take_back_early(storage=services.shared.storage)
    said = (
        t("Nothing will be published early.") if voted or decided else t("That’s already decided.")
    )
    await services.shared.chats.answer(press.query, said)
    if services.moderators_chat is not None:
        await services.moderators_chat.rewrite(press.message_id, said)


async def _why_not(services: ModeratorServices, t: Translator) -> str | None:
    """Say why nothing can be released early. None: it can."""
    if services.shared.settings.mixing_rules.instant:
        return t("Whispers are published right away here: nothing is waiting.")
    if await is_paused(storage=services.shared.storage):
        return t("Publishing is paused. Send /resume first.")
    return None


async def _face(services: ModeratorServices, t: Translator) -> tuple[str, Rows]:
    """Return the question, or what is decided. Enough votes decide it."""
    at = await asked_early(storage=services.shared.storage)
    needed, votes = services.shared.settings.votes, await services.votes.count(_SUBJECT, _YES)
    if at is None and votes >= needed:
        at = services.shared.settings.review_rules.next_slot(services.shared.clock.now())
        await ask_early(storage=services.shared.storage, at=at)
        await services.votes.forget(_SUBJECT)
    cancel = button("✖️ " + t("Cancel"), Action.KEEP)
    if at is not None:
        return "⏩ " + t("Agreed: publishing early at {time}.", time=_time(at, services, t)), [
            [cancel]
        ]
    question = t(
        "Publish early, at {time}? What’s waiting will be less mixed: anyone who saw who was "
        "writing can tell more easily whose it is. Votes: {votes} of {needed}.",
        time=_time(
            services.shared.settings.review_rules.next_slot(services.shared.clock.now()),
            services,
            t,
        ),
        votes=votes,
        needed=needed,
    )
    floor = t.n(
        "Something from {n} author still stays for later.",
        "Something from {n} authors still stays for later.",
        services.shared.settings.mixing_rules.keep,
    )
    release = vote_button("⏩ " + t("Publish early"), votes, needed, Action.RELEASE, t=t)
    return f"{question} {floor}", [[release, cancel]]


def _time(at: datetime, services: ModeratorServices, t: Translator) -> str:
    return t.clock(at.astimezone(services.shared.settings.timezone))
