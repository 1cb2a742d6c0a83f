"""The settings as all code gets them: as one channel sees them."""

from collections.abc import Mapping
from typing import Any, Self

from pydantic import BaseModel
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

    @classmethod
    def made_of(cls, values: Mapping[str, Any]) -> Self:
        """Of these values alone: neither the environment nor ``.env`` is looked at. Raises
        ValidationError."""
        made = cls.__new__(cls)
        BaseModel.__init__(made, **values)
        return made
