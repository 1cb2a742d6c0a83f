"""What every handler gets besides the update: the services, typed."""

from typing import Any

from telegram.ext import Application, CallbackContext, ExtBot

from bot.i18n import Translator, translator_for
from bot.services import AuthorServices, ModeratorServices, Services, SharedServices

SERVICES = "services"
"""Key of the bundle in ``bot_data``, which itself must stay a dict."""

Data = dict[Any, Any]


class Context(CallbackContext[ExtBot[None], Data, Data, Data]):
    @property
    def author(self) -> AuthorServices:
        """For what authors and readers write and press in a private chat."""
        return self._services.author

    @property
    def moderators(self) -> ModeratorServices:
        """For what moderators write and press in their chat."""
        return self._services.moderators

    @property
    def shared(self) -> SharedServices:
        """For what happens in the channel."""
        return self._services.shared

    @property
    def _services(self) -> Services:
        services: Services = self.bot_data[SERVICES]
        return services

    @staticmethod
    def speak(language: str | None) -> Translator:
        """The author's app language decides; English otherwise."""
        return translator_for(language)


class App(Application[Any, Context, Data, Data, Data, None]):
    """PTB's application, less its notes: for a persistence that we do not have, it would keep the
    ids of all who ever wrote, as long as the process lives."""

    __slots__ = ()

    def _mark_for_persistence_update(self, **_: object) -> None:
        """Nobody is noted."""
