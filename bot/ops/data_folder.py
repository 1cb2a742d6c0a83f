"""The data folder: private, writable, and used by one instance at a time."""

import fcntl
import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.errors import AlreadyRunning, DataFolderUnusable

PRIVATE_FOLDER = 0o700
PRIVATE_FILES = 0o077  # umask: new files are 0600
LOCK_NAME = "sotto.lock"

_held: set[Path] = set()  # record locks do not exclude their own process


def open_folder(folder: Path) -> Path:
    """Make the folder if need be, make it private, and see that files can be made in it.

    From here on the process makes files that nobody else can read. Raises DataFolderUnusable.
    """
    os.umask(PRIVATE_FILES)
    try:
        folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    except FileExistsError:
        raise DataFolderUnusable(
            f"SOTTO_DATA: {folder} is a file, not a folder. Choose a folder."
        ) from None
    except OSError as error:
        raise DataFolderUnusable(
            f"SOTTO_DATA: the folder {folder} can't be created ({error.strerror}). Create it "
            "yourself, or choose another."
        ) from None
    _make_private(folder)
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise DataFolderUnusable(
            f"SOTTO_DATA: can't write in {folder} ({error.strerror})."
            " Let this user write there, free some space, or name another folder."
        ) from None
    return folder


def is_private(path: Path) -> bool:
    """Tell whether nobody but the owner can read, write or enter it."""
    return stat.S_IMODE(path.stat().st_mode) & PRIVATE_FILES == 0


def _make_private(folder: Path) -> None:
    if is_private(folder):
        return
    try:
        folder.chmod(PRIVATE_FOLDER)
    except OSError:
        raise DataFolderUnusable(
            f"SOTTO_DATA: other users can read {folder}, and Sotto may not change that. Run: "
            f"chmod 700 {folder}"
        ) from None


@contextmanager
def hold(folder: Path) -> Iterator[None]:
    """Keep every other instance off this folder. Raises AlreadyRunning, DataFolderUnusable.

    A record lock: it ends with the process however that dies, and worker processes that were
    forked from it do not keep it alive.
    """
    path = (folder / LOCK_NAME).resolve()
    busy = AlreadyRunning(
        f"Another Sotto is running on the data folder {folder}."
        " Stop it first, or give this one its own SOTTO_DATA."
    )
    if path in _held:
        raise busy
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise DataFolderUnusable(
            f"SOTTO_DATA: {path} can't be opened ({error.strerror})."
        ) from None
    try:
        try:
            fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except (BlockingIOError, PermissionError):
            raise busy from None
        except OSError as error:
            raise DataFolderUnusable(
                f"SOTTO_DATA: {folder} can't be locked ({error.strerror})."
                " Use a folder on a local disk."
            ) from None
        _held.add(path)
        try:
            yield
        finally:
            _held.discard(path)
    finally:
        os.close(descriptor)


def is_held(folder: Path) -> bool:
    """Whether an instance is running on this folder now."""
    path = (folder / LOCK_NAME).resolve()
    if path in _held:
        return True
    try:
        with path.open("rb") as file:
            fcntl.lockf(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except (BlockingIOError, PermissionError):
        return True
    return False
