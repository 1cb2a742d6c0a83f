"""``sotto backup`` and ``sotto restore``."""

import asyncio
from pathlib import Path

from bot.cli.data import on_storage
from bot.errors import AlreadyRunning
from bot.flows.backup import Copied, back_up, restore_backup
from bot.ops.data_folder import hold, is_held, open_folder
from bot.settings import load_settings
from storage.inspect import database_path


def backup(file: Path) -> None:
    """Raises BackupRefused, and SettingsWrong when there is nothing to back up."""
    settings = load_settings()
    copied = on_storage(settings, lambda storage: back_up(storage=storage, file=file))
    print(f"{file}: {_count(copied)}, receipts and settings.")
    if copied.left_out:
        print(
            f"Not included: whispers waiting to be published ({copied.left_out}). They exist "
            "only in this data folder."
        )


def restore(file: Path) -> None:
    """Raises BackupRefused, AlreadyRunning, DatabaseUnusable."""
    settings = load_settings()
    open_folder(settings.data)
    if is_held(settings.data):
        raise AlreadyRunning(
            f"A bot is running on {settings.data}. Restore into an empty folder: choose "
            "another SOTTO_DATA."
        )
    with hold(settings.data):
        copied = asyncio.run(
            restore_backup(file=file, database=database_path(settings.database_address))
        )
    print(f"Restored {_count(copied)}.")
    print(
        "Before it numbers anything, sotto run reads what the channel received since the "
        "backup. It needs the moderators' or the staging chat for that."
    )


def _count(copied: Copied) -> str:
    whispers = f"{copied.whispers} whisper{'' if copied.whispers == 1 else 's'}"
    return f"{whispers} and {copied.posts} post{'' if copied.posts == 1 else 's'}"
