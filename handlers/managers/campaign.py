"""``/campaign`` in the managers' group: New and All, or with ``c7``, or ``love c7``, that one."""

import re

from telegram import Update

from bot.flows.campaigns.drafting import find_campaign
from handlers.context import Context
from handlers.managers import pages
from handlers.managers.access import managers_language, speaking
from handlers.managers.showing import go_on, show
from handlers.moderators import unknown

_NAMED = re.compile(r"(?:([a-z][a-z0-9-]*) )?c?([1-9]\d{0,8})", re.IGNORECASE)


async def commanded(update: Update, context: Context) -> None:
    """Handle /campaign. From anybody else it is passed over in silence, and in the moderators' chat
    it is none of the commands."""
    said = await speaking(update, context)
    if said is None:
        await unknown.asked(update, context)
        return
    services = said.here[0]
    t = managers_language(services)
    argument = said.note.text.partition(" ")[2].strip()
    named = _NAMED.fullmatch(argument)
    if named is None:
        html, rows = pages.menu(said.here, t)
        await services.group.say(html, rows=rows, topic=said.note.topic)
        return
    meant = [each for each in said.here if named[1] in (None, each.shared.place.name)]
    campaign = None
    if meant:
        services = meant[0]
        storage, number = services.shared.storage, int(named[2])
        campaign = await find_campaign(storage=storage, number=number)
    if campaign is None:
        await services.group.say(
            t("I can’t find a campaign with that name."), topic=said.note.topic
        )
    elif campaign.state.is_open:
        await go_on(campaign, services, t, topic=said.note.topic)
    elif campaign.label:
        await show(campaign, services, t, topic=said.note.topic)
    else:
        await services.group.say(t("It was discarded."), topic=said.note.topic)
