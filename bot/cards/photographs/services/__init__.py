"""The services that are asked for photographs: what each is asked, and how it answers.

The only place that knows their addresses. A service is pure: ``visitor`` does the talking.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Protocol

from bot.cards.photographs.found import Search, SearchAnswer
from bot.cards.photographs.services.openverse import Openverse
from bot.cards.photographs.services.pexels import Pexels
from bot.cards.photographs.services.pixabay import Pixabay
from bot.cards.photographs.services.wikimedia import Wikimedia

__all__ = ["SERVICES", "Service"]


class Service(Protocol):
    """A service of photographs. ``root`` may be another server's, for tests. ``key_name``: the
    setting of its key, if any."""

    @property
    def name(self) -> str: ...
    @property
    def label(self) -> str:
        """The service's name as it writes itself."""
        ...

    @property
    def pause(self) -> float:
        """The seconds between two requests, by what the service allows."""
        ...

    @property
    def key_name(self) -> str | None: ...
    @property
    def wants_contact(self) -> bool:
        """Whether it asks its callers to say how they can be reached."""
        ...

    def question(self, words: str, page: int, key: str, *, credited: bool) -> Search:
        """Return the request for page ``page``, from 1. ``credited``: licences that ask for credit
        are welcome too."""
        ...

    def answer(self, data: Any, page: int) -> SearchAnswer:
        """Raises KeyError, TypeError or ValueError for what is no answer of this service."""
        ...


SERVICES: Mapping[str, type[Openverse | Wikimedia | Pexels | Pixabay]] = MappingProxyType(
    {"openverse": Openverse, "wikimedia": Wikimedia, "pexels": Pexels, "pixabay": Pixabay}
)
