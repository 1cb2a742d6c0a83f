"""The context gives every handler the channels and their services, typed, besides the update."""

from typing import Any

from telegram.ext import Application, CallbackContext, ExtBot

from bot.i18n import Translator, translator_for
from bot.services import AuthorServices, ModeratorServices
from bot.services.channels import Channels

CHANNELS = "channels"
"""The key of the channels in ``bot_data``, which itself must stay a dict."""

Data = dict[Any, Any]


class Context(CallbackContext[ExtBot[None], Data, Data, Data]):
    @property
    def channels(self) -> Channels:
        found: Channels = self.bot_data[CHANNELS]
        return found

    @property
    def author(self) -> AuthorServices:
        """The services for what authors and readers write and press in a private chat, whichever
        channel it is about: what is known of people is the same in all. Its storage, rules and
        place are the first channel's."""
        return self.channels.first.author

    @property
    def moderators(self) -> ModeratorServices:
        """The services for what concerns no channel more than another. Its storage is the first
        channel's."""
        return self.channels.first.moderators

    @staticmethod
    def speak(language: str | None) -> Translator:
        """Return the translator of the author's app language; English otherwise."""
        return translator_for(language)


class App(Application[Any, Context, Data, Data, Data, None]):
    """PTB's application, less its notes: for a persistence that we do not have, it would keep the
    ids of all who ever wrote, as long as the process lives."""

    __slots__ = ()

    def _mark_for_persistence_update(self, **_: object) -> None:
        """Do nothing: nobody is noted."""
