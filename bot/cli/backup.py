"""``sotto backup``, ``sotto restore`` and ``sotto move``."""

import asyncio
from pathlib import Path

from bot.cli.data import on_storage
from bot.domain.counted import counted
from bot.errors import AlreadyRunning
from bot.flows.backup import Copied, back_up, restore_backup, restore_into_server
from bot.flows.move_database import move_database
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
    path = database_path(settings.database_address)
    with hold(settings.data):
        if path is None:
            work = restore_into_server(file=file, address=settings.database_address)
        else:
            work = restore_backup(file=file, database=path)
        copied = asyncio.run(work)
    print(f"Restored {_count(copied)}.")
    print(
        "Before it numbers anything, sotto run reads what the channel received since the "
        "backup. It needs the moderators' or the staging chat for that."
    )


def move(to: str) -> None:
    """Raises AlreadyRunning, DatabaseUnusable, SettingsWrong."""
    settings = load_settings()
    if is_held(settings.data):
        raise AlreadyRunning(f"A bot is running on {settings.data}. Stop it first.")
    address = settings.model_copy(update={"database": to}).database_address
    with hold(open_folder(settings.data)):
        moved = on_storage(settings, lambda storage: move_database(source=storage, address=address))
    print(f"Moved: {counted(moved.rows, 'row', 'rows')}. Now set SOTTO_DATABASE={to}")
    print(
        "The bot does not start on the old database any more. It still holds what waited and what "
        "is banned: delete it once the bot runs on the other."
    )


def _count(copied: Copied) -> str:
    whispers = counted(copied.whispers, "whisper", "whispers")
    return f"{whispers} and {counted(copied.posts, 'post', 'posts')}"
