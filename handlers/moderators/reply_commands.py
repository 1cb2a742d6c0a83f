"""Commands of the moderators' chat about replies: look through a thread, lock it, remove one."""

import re

from bot.flows.moderation.buttons import Action
from bot.flows.moderation.remove import REMOVE
from bot.flows.moderation.voting import cast
from bot.flows.replies.removal import (
    Lock,
    lock,
    open_page,
    page_with,
    remove_reply,
    replies_before_moderators,
    reply_removal,
    reply_stands,
)
from bot.flows.replies.review_sheets import PAGE_STAYS
from bot.flows.replies.sheet_text import ON_PAGE
from bot.i18n import Translator
from bot.services import ModeratorServices
from handlers.incoming.moderators import Moderator, ModeratorPress
from handlers.moderators.access import voter

REPLY = re.compile(r"#?([1-9]\d{0,8})\.([1-9]\d{0,5})")
"""A reply as moderators name it: ``12.3``."""

ACTIONS = (Action.THREAD, Action.LOCK, Action.UNLOCK)
"""The actions by which a command goes on where several channels share the chat."""


async def waiting(services: ModeratorServices, topic: int | None, t: Translator) -> str | None:
    """Answer /replies: what was set aside comes again. What has no sheet yet is not told."""
    sheets = services.reply_sheets
    if sheets is None:
        return None
    sheets.look_for_all()
    if await sheets.call_held(topic):
        await sheets.sync()
        return None
    count = await replies_before_moderators(storage=services.shared.storage)
    said = t.n("{n} reply is waiting for you.", "{n} replies are waiting for you.", count)
    return said + " " + t("Nothing else is on hold.")


async def thread(
    services: ModeratorServices, number: int, topic: int | None, t: Translator, page: int = 0
) -> str | None:
    """Answer /replies 12: what is out, each with a cross to remove it. Returns what is said
    instead."""
    if services.reply_sheets is None:
        return None
    name = await open_page(
        storage=services.shared.storage,
        number=number,
        page=page,
        stays=PAGE_STAYS,
        rng=services.shared.rng,
        now=services.shared.clock.now(),
    )
    if name is None:
        return t("No published replies to #{number}.", number=number)
    services.reply_sheets.in_topic(name, topic)
    await services.reply_sheets.sync()
    return None


async def locked(services: ModeratorServices, number: int, t: Translator, *, to: bool) -> str:
    """Answer /lock 12 and /unlock 12."""
    done = await lock(storage=services.shared.storage, number=number, locked=to)
    if done is Lock.UNKNOWN:
        return t("There’s no whisper number {number}.", number=number)
    if to:
        return "🔒 " + t(
            "Nobody can reply to #{number} any more; published replies stay. /unlock {number} "
            "opens it again.",
            number=number,
        )
    return "🔓 " + t(
        "People can reply to #{number} again, unless its author closed replies.", number=number
    )


async def chosen(
    services: ModeratorServices, action: Action, number: int, topic: int | None, t: Translator
) -> str:
    """Do one of ``ACTIONS`` in the channel that was pressed. Returns what is said instead."""
    if action is Action.THREAD:
        return await thread(services, number, topic, t) or f"💬 #{number}"
    return await locked(services, number, t, to=action is Action.LOCK)


async def chosen_removal(
    services: ModeratorServices, press: ModeratorPress, reply: re.Match[str], t: Translator
) -> str:
    """Handle /remove 12.3 in the channel that was pressed. Returns what is said instead."""
    named = (int(reply[1]), int(reply[2]))
    said = await removed(services, press.member, named, press.topic, t)
    return said or f"💬 {reply[0]}"


async def removed(
    services: ModeratorServices,
    member: Moderator,
    named: tuple[int, int],
    topic: int | None,
    t: Translator,
) -> str | None:
    """Handle /remove 12.3, which is the first vote; the others press the cross on the page that
    comes."""
    (number, ordinal), storage = named, services.shared.storage
    name = f"{number}.{ordinal}"
    if not await reply_stands(storage=storage, number=number, ordinal=ordinal):
        return t("{name} is no longer there.", name=name)
    tag, needed = voter(services, member), services.shared.settings.votes
    votes = 0
    if tag is not None:
        vote = await cast(services.votes, reply_removal(number, ordinal), tag, REMOVE)
        votes = vote.votes
    if votes >= needed:
        await remove_reply(
            number,
            ordinal,
            storage=storage,
            votes=services.votes,
            zone=services.shared.settings.timezone,
            now=services.shared.clock.now(),
        )
        return "🗑 " + t("{name} was removed.", name=name)
    page = await page_with(storage=storage, number=number, ordinal=ordinal, each=ON_PAGE)
    return await thread(services, number, topic, t, page)
