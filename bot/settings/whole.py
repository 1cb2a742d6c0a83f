"""The settings as all code gets them: as one channel sees them."""

from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.settings.channel import ChannelSettings
from bot.settings.deployment import DeploymentSettings

PREFIX = "SOTTO_"
FILE = ".env"


class Settings(ChannelSettings, DeploymentSettings, BaseSettings):
    """A channel's own settings, and those that are one for the whole process. Fields and mistakes
    come in the order of the parts from the last to the first: the deployment's before the
    channel's."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=FILE,
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        arbitrary_types_allowed=True,
    )
