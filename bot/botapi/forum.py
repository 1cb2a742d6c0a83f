"""The moderators' chat as a forum: a topic for each queue, made when it is missing.

Where the group has no topics, or the bot may not make them, everything stays in one place."""

from collections.abc import Mapping

from telegram import Bot
from telegram.error import BadRequest, TelegramError

from bot.domain.review import RoomTopic
from bot.i18n import Translator, _, _p
from bot.logs import Event, log

NAMES: Mapping[RoomTopic, str] = {
    RoomTopic.NEW: _p("new whispers", "New"),
    RoomTopic.NAMED: _p("whispers that name somebody", "Named"),
    RoomTopic.CARE: _p("people who are not well", "Care"),
    RoomTopic.REPLIES: _("Replies"),
    RoomTopic.REPORTS: _("Reports"),
    RoomTopic.CAMPAIGNS: _("Campaigns"),
    RoomTopic.TROUBLES: _("Troubles"),
}


async def open_topics(
    bot: Bot, chat: int, known: Mapping[RoomTopic, int], t: Translator
) -> dict[RoomTopic, int]:
    """Return queue -> topic; empty: the chat is to be used flat. ``known``: those made before, of
    which somebody may have deleted some."""
    topics: dict[RoomTopic, int] = {}
    try:
        if not (await bot.get_chat(chat)).is_forum:
            return topics
        for queue, name in NAMES.items():
            number = known.get(queue)
            if number is None or not await _stands(bot, chat, number, t(name)):
                number = (await bot.create_forum_topic(chat, t(name))).message_thread_id
            topics[queue] = number
    except TelegramError as error:  # what belongs to the others goes into General
        log(Event.TOPICS_REFUSED, error=type(error).__name__)
    return topics


async def _stands(bot: Bot, chat: int, number: int, name: str) -> bool:
    """Tell whether a topic stands. Giving it its own name again is the only way to ask."""
    try:
        await bot.edit_forum_topic(chat, number, name=name)
    except BadRequest as error:
        return "not_modified" in error.message.lower()
    return True
