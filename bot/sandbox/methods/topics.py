"""https://core.telegram.org/bots/api#createforumtopic and its like."""

from typing import Any

from bot.sandbox.api import Call, ChatId, method
from bot.sandbox.errors import bad
from bot.sandbox.topics import Topics


def _topics(call: Call, chat_id: ChatId) -> Topics:
    """Return the topics of a forum in which the bot may manage them."""
    chat = call.chat(chat_id)
    topics: Topics | None = getattr(chat, "topics", None)
    if topics is None:
        raise bad("the chat is not a forum")
    if not chat.member(call.bot).may("can_manage_topics"):
        raise bad("not enough rights to create a topic")
    return topics


@method("createForumTopic")
def create_forum_topic(
    call: Call,
    chat_id: ChatId,
    name: str,
    icon_color: int | None = None,
    icon_custom_emoji_id: str | None = None,
) -> dict[str, Any]:
    if not 1 <= len(name) <= 128:
        raise bad("TOPIC_TITLE_EMPTY")
    topic = _topics(call, chat_id).open(name)
    return {"message_thread_id": topic.id, "name": name, "icon_color": 7322096}


@method("editForumTopic")
def edit_forum_topic(
    call: Call,
    chat_id: ChatId,
    message_thread_id: int,
    name: str | None = None,
    icon_custom_emoji_id: str | None = None,
) -> bool:
    topic = _topics(call, chat_id).find(message_thread_id)
    if topic is None:
        raise bad("TOPIC_ID_INVALID")
    if name in (None, topic.name):
        raise bad("TOPIC_NOT_MODIFIED")
    topic.name = name or topic.name
    return True
