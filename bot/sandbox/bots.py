"""A bot: an account with a token, an inbox, and a private counter of message ids."""

from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any

from bot.sandbox.accounts import Account
from bot.sandbox.inbox import Inbox

if TYPE_CHECKING:
    from bot.sandbox.world import World

Perform = Callable[["Bot", str, Mapping[str, Any]], Awaitable[Any]]
"""(bot, method, parameters) -> the method's result. Raises ApiError."""


class Bot(Account):
    """A bot. ``id`` is the number before the colon of its token."""

    def __init__(
        self, world: "World", perform: Perform, token: str, username: str, name: str
    ) -> None:
        super().__init__(int(token.split(":")[0]), name, username, is_bot=True)
        self.world = world
        self._perform = perform
        self.token = token
        self.inbox = Inbox(world.clock, world.rng.randrange(10**8, 9 * 10**8))
        self.inbox.on_webhook = lambda: world.on_update(self)
        self.reads_all_groups = False
        """Privacy mode switched off: it gets every message of its groups."""
        self.inline = False
        """Inline mode, as switched on in @BotFather."""
        self.commands: dict[str, list[dict[str, str]]] = {}
        self.about: dict[str, dict[str, str]] = {}
        """setMyName / setMyDescription / setMyShortDescription: field -> language -> text."""
        self._highest = 0

    def next_private_id(self) -> int:
        self._highest += 1
        return self._highest

    async def call(self, method: str, **parameters: Any) -> Any:
        """Makes a Bot API call without HTTP. Raises ApiError."""
        return await self._perform(self, method, parameters)

    def profile(self) -> dict[str, Any]:
        """Return what getMe gives."""
        return {
            **self.json(),
            "can_join_groups": True,
            "can_read_all_group_messages": self.reads_all_groups,
            "supports_inline_queries": self.inline,
            "can_connect_to_business": False,
            "has_main_web_app": False,
        }
