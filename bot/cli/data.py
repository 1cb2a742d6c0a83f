"""Commands on the data: they write to the database, and the running bot picks it up in a second.

None of them needs the bot to run, and none of them talks to Telegram. Each loads what it does when
it does it: ``sotto status`` opens the database, too.
"""

import asyncio
import os
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import TypeVar

from bot.domain.counted import counted
from bot.domain.whisper import State
from bot.errors import DatabaseUnusable, DataFolderUnusable, SettingsWrong
from bot.ops.data_folder import is_held, is_private, open_folder
from bot.ops.known_channels import KnownChannel, known_channels, the_channel
from bot.settings import Settings, load_configuration
from storage import DiskFull, Storage, StorageUnavailable, open_storage
from storage.inspect import database_path, inspect

T = TypeVar("T")


@asynccontextmanager
async def opened_storage(settings: Settings) -> AsyncIterator[Storage]:
    """Yield the bot's database, which must exist. Raises SettingsWrong, DatabaseUnusable and
    DataFolderUnusable; temporary failures become sentences too."""
    _require_database(settings)
    open_folder(settings.data)
    try:
        storage = await open_storage(settings.database_address)
        try:
            yield storage
        finally:
            await storage.close()
    except DiskFull:
        raise DatabaseUnusable("The disk is full. Free some space and try again.") from None
    except StorageUnavailable:
        raise DatabaseUnusable("The database is busy. Try again in a moment.") from None


def _require_database(settings: Settings) -> None:
    """Raise SettingsWrong where there is no database: a mistyped folder is not made, and files of
    another user's bot are not made unusable."""
    path = database_path(settings.database_address)
    if path is None:
        return  # a role and its password keep others out
    if inspect(settings.database_address)[0] == "absent":
        raise SettingsWrong(
            [f"SOTTO_DATA: there's no database in {settings.data} yet. sotto run creates it."]
        )
    if path.stat().st_uid != os.geteuid():
        raise DataFolderUnusable(
            f"SOTTO_DATA: the database in {settings.data} belongs to another user. Run this "
            "command as the user that runs the bot."
        )


def can_be_read(settings: Settings) -> bool:
    """Tell whether there is a database of this version and user, in a folder that opening it leaves
    as it is."""
    if inspect(settings.database_address)[0] != "current" or not is_private(settings.data):
        return False
    path = database_path(settings.database_address)
    return path is None or path.stat().st_uid == os.geteuid()


def on_storage(settings: Settings, work: Callable[[Storage], Awaitable[T]]) -> T:
    """Open the database, do one piece of work, close it."""

    async def done() -> T:
        async with opened_storage(settings) as storage:
            return await work(storage)

    return asyncio.run(done())


def on_channel(
    named: str | None, work: Callable[[KnownChannel], Awaitable[T]]
) -> tuple[T, KnownChannel]:
    """Do one piece of work for the channel of this name, or for the only one, and say which it was.
    Raises SettingsWrong: it is not clear which one is meant."""
    configuration = load_configuration()

    async def done(storage: Storage) -> tuple[T, KnownChannel]:
        channel = the_channel(await known_channels(storage, configuration), named, configuration)
        return await work(channel), channel

    return on_storage(configuration.settings, done)


def when_it_happens(settings: Settings) -> str:
    """Return the end of a sentence about something that the bot itself does."""
    if is_held(settings.data):
        return "The running bot will do it in a moment."
    return "No bot is running: it will be done after the next sotto run."


def remove(number: int, channel: str | None = None) -> int:
    """Take a published whisper down. Exit status 0, or 1 when there is no such whisper."""
    from bot.flows.moderation.remove import take_down

    gone, chosen = on_channel(
        channel,
        lambda known: take_down(
            storage=known.storage,
            number=number,
            to=State.REMOVED,
            reason=None,
            now=datetime.now(UTC),
        ),
    )
    which = f"#{number}{chosen.where}"
    if not gone:
        print(f"There's no published whisper {which}, or it was already removed.")
        return 1
    print(f"{which} is removed: deleted, or blanked out if it's older than 48 hours.")
    print(when_it_happens(chosen.settings))
    return 0


def release(channel: str | None = None) -> int:
    """Empty the pool at once."""
    from bot.flows.authors.release import release_due

    count, chosen = on_channel(
        channel,
        lambda known: release_due(
            storage=known.storage,
            now=datetime.now(UTC),
            mixing=known.settings.mixing_rules,
            rng=random.SystemRandom(),
            everything=True,
            zone=known.settings.timezone,
            places=known.settings.place_rule,
        ),
    )
    if count == 0:
        print(f"Nothing{chosen.where} is waiting, or publishing is paused: see sotto status")
        return 0
    print(
        f"Published {counted(count, 'whisper', 'whispers')}{chosen.where}, not mixed any further: "
        "anyone who watched what came in can tell more easily who wrote. "
        f"{when_it_happens(chosen.settings)}"
    )
    return 0


def digest(channel: str | None = None) -> int:
    """Ask for today's digest."""
    from bot.flows.digest import ask_digest

    _none, chosen = on_channel(
        channel,
        lambda known: ask_digest(
            storage=known.storage, now=datetime.now(UTC), zone=known.settings.timezone
        ),
    )
    print(
        f"Today's digest{chosen.where} is requested. It will be posted unless it already was, "
        f"or fewer than two whispers have reactions. {when_it_happens(chosen.settings)}"
    )
    return 0
