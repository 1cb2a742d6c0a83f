"""Every setting once: name, unit, default, and what it is for. All mistakes are reported together.

Settings come from the environment and from ``.env``; the environment wins. Several channels stand
in ``sotto.toml``. Durations are written ``3s``, ``15m``, ``12h``, ``2d`` (a bare number is refused:
of what?). ``deployment`` and ``channel`` hold the settings, ``whole`` puts them together,
``configuration`` loads them, ``entries`` reads the file's channels, ``bots`` its bots,
``toml_file`` the file itself.
"""

from bot.settings.bots import BotConfig, ChannelBots
from bot.settings.channel import ChannelSettings
from bot.settings.configuration import (
    ChannelConfig,
    Configuration,
    load_configuration,
    load_settings,
    load_without_bot,
)
from bot.settings.deployment import DeploymentSettings
from bot.settings.entries import ChannelKind
from bot.settings.whole import Settings

__all__ = [
    "BotConfig",
    "ChannelBots",
    "ChannelConfig",
    "ChannelKind",
    "ChannelSettings",
    "Configuration",
    "DeploymentSettings",
    "Settings",
    "load_configuration",
    "load_settings",
    "load_without_bot",
]
