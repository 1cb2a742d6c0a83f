"""The roles of the processes of a fleet. A process that stands alone does everything."""

from enum import StrEnum


class Role(StrEnum):
    """The role of a process. ``intake``: fetches updates, answers, releases, and speaks with
    moderators: all that needs what is known of people. ``publish``: posts in the channels, edits
    and deletes there."""

    ALL = "all"
    INTAKE = "intake"
    PUBLISH = "publish"

    @property
    def takes_updates(self) -> bool:
        return self is not Role.PUBLISH

    @property
    def publishes(self) -> bool:
        return self is not Role.INTAKE
