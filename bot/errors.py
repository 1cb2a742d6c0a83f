"""Errors that do not pass by themselves. The message is the sentence that a person reads; the
status is the exit's.

SottoError
├── BackupRefused      1
├── ExportRefused      1
├── PhotographsRefused 1
├── SettingsWrong      2
├── TokenRefused       3
├── ChannelUnusable    4
├── AlreadyRunning     5
├── DatabaseUnusable   6
├── DataFolderUnusable 7
└── MemoryUnusable     8
"""

from collections.abc import Sequence


class SottoError(Exception):
    """A failure that only a person can mend."""

    status = 1


class BackupRefused(SottoError):
    """A file is in the way, or is no backup of ours."""


class ExportRefused(SottoError):
    """The folder or file to be imported is no export of this channel."""


class PhotographsRefused(SottoError):
    """A service gives no photographs, or their folder cannot be written."""


class SettingsWrong(SottoError):
    """One or more settings are missing or unreadable."""

    status = 2

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


class TokenRefused(SottoError):
    """Telegram does not accept the token."""

    status = 3


class ChannelUnusable(SottoError):
    """The channel does not exist, or the bot may not post there."""

    status = 4


class AlreadyRunning(SottoError):
    """Another instance uses this data folder or this token."""

    status = 5


class DatabaseUnusable(SottoError):
    """The database cannot be opened, is newer than this program, or is not private enough."""

    status = 6


class DataFolderUnusable(SottoError):
    """The data folder cannot be made, written or made private."""

    status = 7


class MemoryUnusable(SottoError):
    """The shared memory's server cannot be reached, or keeps more than memory."""

    status = 8
