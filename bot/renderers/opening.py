"""The studio of a bot, with the renderers that its settings name."""

from collections.abc import Awaitable, Callable
from typing import Any

from bot.cards.studio import Studio
from bot.logs import Event, log
from bot.renderers.renderers import Renderers
from bot.settings import DeploymentSettings


def studio_of(settings: DeploymentSettings) -> Callable[..., Awaitable[Studio]]:
    """Return what opens the studio, as ``Studio.open`` does. It raises SettingsWrong when the
    secret cannot be read."""

    async def open_studio(**wanted: Any) -> Studio:
        secret = settings.render_secret
        studio = await Studio.open(**wanted)
        if settings.renderers:
            renderers = Renderers(settings.renderers.split(), secret, studio.shelf)
            studio.elsewhere = renderers
            await renderers.open()
        return studio

    return open_studio


def left_out(name: str, _reason: str) -> None:
    """Log that a picture of the operators' is not used; ``sotto doctor`` tells the reason."""
    log(Event.PICTURE_BAD, file=name)


def told(what: str, share: float) -> None:
    """Log how far the first start has come."""
    log(Event.PREPARING, part=what, percent=round(share * 100))
