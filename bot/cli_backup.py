"""``sotto backup`` and ``sotto restore``."""

import asyncio
from pathlib import Path

from bot.cli_database import on_storage
from bot.errors import AlreadyRunning
from bot.flows.backup import back_up, restore_backup
from bot.lock import hold, is_held, open_folder
from bot.settings import load_settings
from storage.peek import database_path


def backup(file: Path) -> None:
    """Raises BackupRefused, and SettingsWrong when there is nothing to back up."""
    settings = load_settings()
    copied = on_storage(settings, lambda storage: back_up(storage=storage, file=file))
    print(f"{file}: {copied.whispers} whispers, {copied.posts} posts, receipts and settings.")
    if copied.left_out:
        print(
            f"Not in it: {copied.left_out} whispers that wait to be published. They are in this "
            "data folder only."
        )


def restore(file: Path) -> None:
    """Raises BackupRefused, AlreadyRunning, DatabaseUnusable."""
    settings = load_settings()
    open_folder(settings.data)
    if is_held(settings.data):
        raise AlreadyRunning(
            f"A bot is running on {settings.data}. Restore into an empty folder: set SOTTO_DATA."
        )
    with hold(settings.data):
        copied = asyncio.run(
            restore_backup(file=file, database=database_path(settings.database_address))
        )
    print(f"Restored {copied.whispers} whispers and {copied.posts} posts.")
    print(
        "Before it numbers anything, sotto run reads what the channel got since the backup; for "
        "that it needs the moderators' or the staging chat."
    )
