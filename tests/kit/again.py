"""Updates that Telegram delivers once more."""

from collections.abc import Mapping
from typing import Any

from bot.botapi.window import ticket_of
from bot.running import Running
from tests.kit.town import Town


async def bring_again(town: Town, running: Running, raw: Mapping[str, Any]) -> None:
    """Handle an update that was handled already, as after a death before its confirmation."""
    await town.idle()
    running.intake.window.forget(ticket_of(raw))
    task = running.intake.start(raw)
    assert task is not None
    await task
