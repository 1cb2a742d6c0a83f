"""The only place that knows SQL. ``transaction()`` is the only way to write.

    storage = await open_storage(settings.database_address)
    async with storage.transaction() as tables:
        await tables.whispers.add(whisper, handle_hash=…, receipt_hash=…)

What is private stays private on disk too: random keys in tables without row ids (row order tells
no arrival order), nothing that says who wrote or when, deleted bytes overwritten. The pragmas
that do this are asserted on every connection; see ``storage/engines``.
"""

from storage.channels import ChannelPhase, ChannelRow
from storage.database import Storage, open_storage
from storage.errors import DiskFull, StorageBusy, StorageUnavailable
from storage.scope import Scope
from storage.tables import Tables
from storage.whispers import Waiting

__all__ = [
    "ChannelPhase",
    "ChannelRow",
    "DiskFull",
    "Scope",
    "Storage",
    "StorageBusy",
    "StorageUnavailable",
    "Tables",
    "Waiting",
    "open_storage",
]
