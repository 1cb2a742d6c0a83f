"""Telling the operator of trouble: in the log at once, and in the moderators' chat as soon as it
can be reached. Trouble often begins just when it cannot."""

import asyncio
from collections import deque

from telegram import Bot

from bot.botapi.moderators_chat import sent_in_topic
from bot.domain.channel_info import ChannelInfo
from bot.domain.outcome import Outcome, Refused, TryLater, Unknown
from bot.domain.review import RoomTopic
from bot.flows.publishing.alerts import Alert, AlertKind
from bot.i18n import translator_for
from bot.logs import Event, log
from bot.memory.private_groups import PrivateGroups
from bot.settings import Settings

AGAIN = 30.0
"""The seconds between tries to say what could not be said."""

_OF_ALL = (AlertKind.POLLER_SILENT, AlertKind.UPDATES_STUCK, AlertKind.CHANNEL_STUCK)
"""The troubles of the installation, or of a channel that ``sotto status`` names."""

_MOST = 50
"""The most troubles kept for later; the oldest give way. All are in the log."""


class Alerts:
    """The alerts for the operator. ``tell`` is what flows get. Each is said once, in order, in the
    channel's language."""

    def __init__(
        self, bot: Bot, settings: Settings, rooms: PrivateGroups, place: ChannelInfo
    ) -> None:
        self._bot = bot
        self._place = place
        self._rooms = rooms
        self._t = translator_for(settings.language)
        self._untold: deque[Alert] = deque(maxlen=_MOST)
        self._turn = asyncio.Lock()

    async def tell(self, trouble: Alert) -> None:
        log(Event.OPERATOR_TOLD, kind=trouble.kind.value)
        if self._rooms.moderators is not None:
            self._untold.append(trouble)
            await self.say_untold()

    async def say_untold(self) -> None:
        """A tick: say what waits, until something cannot be said just now."""
        async with self._turn:
            while self._untold and (chat := self._rooms.moderators) is not None:
                trouble = self._untold[0]
                named = self._place.name is not None and trouble.kind not in _OF_ALL
                about = f"📮 {self._place.called(self._t.language)}: " if named else ""
                words = f"⚠️ {about}{trouble.sentence(self._t)}"
                outcome = await self._sent(chat, words)
                not_now = isinstance(outcome, Refused) and outcome.chat_unusable
                if not_now or isinstance(outcome, TryLater | Unknown):
                    log(Event.ANSWER_FAILED, error=type(outcome).__name__)
                    return
                if isinstance(outcome, Refused):
                    log(Event.MODERATORS_REFUSED)
                if self._untold and self._untold[0] is trouble:
                    self._untold.popleft()

    async def _sent(self, chat: int, words: str) -> Outcome:
        """Send an alert into its topic, where there is one."""
        return await sent_in_topic(
            lambda topic: self._bot.send_message(chat, words, message_thread_id=topic),
            self._rooms.topics.get(RoomTopic.TROUBLES),
            self._rooms,
        )
