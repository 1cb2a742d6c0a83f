"""What every handler gets besides the update: the services, typed."""

from typing import Any

from telegram.ext import Application, CallbackContext, ExtBot

from bot.i18n import Translator, translator_for
from bot.services import Services

SERVICES = "services"
"""Key of the bundle in ``bot_data``, which itself must stay a dict."""

Data = dict[Any, Any]


class Context(CallbackContext[ExtBot[None], Data, Data, Data]):
    @property
    def services(self) -> Services:
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
