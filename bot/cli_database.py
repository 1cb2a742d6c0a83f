"""Commands on the data: they write to the database, and the running bot picks it up in a second.

None of them needs the bot to run, and none of them talks to Telegram.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.errors import DatabaseUnusable
from bot.lock import open_folder
from bot.settings import Settings
from storage import DiskFull, Storage, StorageUnavailable, open_storage


@asynccontextmanager
async def opened_storage(settings: Settings) -> AsyncIterator[Storage]:
    """Raises DatabaseUnusable and DataFolderUnusable; temporary failures become sentences too."""
    open_folder(settings.data)
    try:
        storage = await open_storage(settings.database_address)
        try:
            yield storage
        finally:
            await storage.close()
    except DiskFull:
        raise DatabaseUnusable("There is no room on the disk. Free some and try again.") from None
    except StorageUnavailable:
        raise DatabaseUnusable("The database is busy. Try again in a moment.") from None
