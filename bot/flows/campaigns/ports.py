"""The managers' group, as flows may use it. No method raises for anything that Telegram can do."""

from typing import Protocol

from bot.domain.outcome import Outcome
from bot.flows.campaigns.buttons import CampaignRows


class ManagersChat(Protocol):
    async def say(
        self, html: str, *, rows: CampaignRows = (), topic: int | None = None
    ) -> Outcome: ...

    async def ask(self, html: str, *, topic: int | None = None) -> Outcome:
        """Ask a question that is answered by a reply to it."""

    async def show(
        self, photo: bytes, html: str, *, rows: CampaignRows = (), topic: int | None = None
    ) -> Outcome: ...

    async def send_file(
        self, data: bytes, name: str, html: str, *, topic: int | None = None
    ) -> Outcome: ...

    async def rewrite(self, message_id: int, html: str, *, rows: CampaignRows = ()) -> Outcome: ...

    async def redraw(
        self, message_id: int, photo: bytes, html: str, *, rows: CampaignRows = ()
    ) -> Outcome:
        """Change picture, caption and buttons of a message with a picture."""

    async def relabel(self, message_id: int, html: str, *, rows: CampaignRows = ()) -> Outcome:
        """Change caption and buttons under the same picture."""
