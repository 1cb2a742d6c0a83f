"""The studio of a bot, with the renderers that its settings name."""

from collections.abc import Awaitable, Callable
from typing import Any

from bot.cards.studio import Studio
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
