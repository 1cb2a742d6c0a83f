"""Forum topics of a supergroup: https://core.telegram.org/bots/api#forumtopic

A topic is named by the id of the service message that made it; General has none. Nobody but admins
who may manage topics writes in one that is closed.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.sandbox.accounts import Account
from bot.sandbox.errors import bad

if TYPE_CHECKING:
    from bot.sandbox.chats import Chat, Supergroup
    from bot.sandbox.messages import Message

_COLOUR = 7322096


@dataclass(eq=False)
class Topic:
    """A topic. ``id`` None: General."""

    name: str
    id: int | None
    closed: bool = False


class Topics:
    """The topics of one group."""

    def __init__(self, group: "Supergroup") -> None:
        self._group = group
        self.general = Topic("General", None)
        self._others: dict[int, Topic] = {}

    def open(self, name: str) -> Topic:
        """Make a topic, which leaves a service message."""
        body = {"name": name, "icon_color": _COLOUR}
        made = self._group.world.post(
            self._group, sender=None, service={"forum_topic_created": body}
        )
        made.topic = made.message_id
        topic = self._others[made.topic] = Topic(name, made.topic)
        return topic

    def close(self, topic: Topic) -> None:
        topic.closed = True
        self._tell("forum_topic_closed", topic)

    def reopen(self, topic: Topic) -> None:
        topic.closed = False
        self._tell("forum_topic_reopened", topic)

    def delete(self, topic: Topic) -> None:
        """Deletes a topic with all that was written in it."""
        assert topic.id is not None
        del self._others[topic.id]
        for message in self._group.messages:
            if message.topic == topic.id:
                self._group.world.delete(message, by=self._group.world.owner)

    def _tell(self, what: str, topic: Topic) -> None:
        self._group.world.post(self._group, sender=None, service={what: {}}, topic=topic.id)

    def find(self, topic: int | None) -> Topic | None:
        return self.general if topic is None else self._others.get(topic)


def topic_for(
    chat: "Chat", writer: Account, wanted: int | None, reply: "Message | None"
) -> int | None:
    """Gives the topic that a message goes into. Raises ApiError: there is none, or it is closed."""
    topics: Topics | None = getattr(chat, "topics", None)
    if topics is None:
        return None
    topic = topics.find(reply.topic if reply is not None and wanted is None else wanted)
    if topic is None:
        raise bad("message thread not found")
    if topic.closed and not chat.member(writer).may("can_manage_topics"):
        raise bad("TOPIC_CLOSED")
    return topic.id
