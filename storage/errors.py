"""Errors of an open database. Each is temporary: the caller tries again later.

StorageUnavailable
├── StorageBusy
└── DiskFull
(A database that cannot be used at all is ``bot.errors.DatabaseUnusable``.)
"""


class StorageUnavailable(Exception):
    """The database could not do this now; nothing was changed."""


class StorageBusy(StorageUnavailable):
    """Another program holds the database; nothing was changed."""


class DiskFull(StorageUnavailable):
    """There is no room on the disk; nothing was changed."""
