"""Checks on this machine: folders, room, database, fonts, helplines, addresses."""

import asyncio
import os
import shutil
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.cards import uncovered
from bot.cards.pictures.operators import OwnFolder
from bot.cards.plates import MOST_BYTES
from bot.cards.samples import SCRIPTS, words_in
from bot.cards.text.voices import VOICES
from bot.domain.helplines import RECHECK_AFTER, countries, stale
from bot.errors import SettingsWrong
from bot.ops.data_folder import is_held, is_private
from bot.ops.doctor.finding import DoctorFinding, failed, fine, warned
from bot.ops.doctor.memory import examine_memory
from bot.ops.doctor.server import server_findings
from bot.ops.http import parse_address, parse_loopback
from bot.settings import Settings
from storage.engines.look import look_at_once
from storage.inspect import database_path, inspect

ROOM_NEEDED = 10 * 1024 * 1024
"""The bytes that are needed: a few authors' pictures and the journal."""
ROOM_WANTED = 200 * 1024 * 1024
_MEGA = 1024 * 1024


async def examine_machine(
    settings: Settings, now: datetime, rules: Iterable[DoctorFinding] = ()
) -> list[DoctorFinding]:
    """Examine this machine. ``rules``: what was found about the channels' own settings; they are
    told before the rest."""
    return [
        fine("settings", "All settings are valid."),
        *_data(settings),
        _room(settings.data),
        *await asyncio.to_thread(_database, settings),
        *await examine_memory(settings),
        *rules,
        await asyncio.to_thread(_fonts),
        _cache(settings.cache_folder),
        *await asyncio.to_thread(_pictures, settings.pictures),
        _helplines(now),
        *_addresses(settings),
    ]


def _data(settings: Settings) -> list[DoctorFinding]:
    folder = settings.data
    if not folder.exists():
        parent = _nearest(folder)
        if os.access(parent, os.W_OK | os.X_OK):
            return [fine("data folder", f"{folder} will be created at the first start.")]
        said = f"{folder} doesn't exist and can't be created in {parent}."
        return [failed("data folder", said, "Create it, owned by this user, or change SOTTO_DATA.")]
    if not folder.is_dir():
        return [failed("data folder", f"{folder} isn't a folder.", "Set SOTTO_DATA to a folder.")]
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        said = f"This user can't write in {folder}."
        return [failed("data folder", said, "Give it to this user, or change SOTTO_DATA.")]
    open_paths = [path for path in (folder, *folder.rglob("*")) if not is_private(path)]
    if open_paths:
        said = f"Other users can read {open_paths[0]}."
        return [warned("data folder", said, f"chmod -R go-rwx {folder}")]
    running = "the bot is running on it" if is_held(folder) else "no bot is running on it"
    return [fine("data folder", f"{folder} is private and writable; {running}.")]


def _nearest(folder: Path) -> Path:
    """Return the folder itself, or the one above it that is there already."""
    return next(each for each in (folder, *folder.absolute().parents) if each.exists())


def _room(folder: Path) -> DoctorFinding:
    """Judge the room on the disk. A full one loses nothing, but nothing is taken in either."""
    free = shutil.disk_usage(_nearest(folder)).free
    said = f"{free // _MEGA:,} MB free on the disk of {folder}."
    if free >= ROOM_WANTED:
        return fine("room", said)
    judge = failed if free < ROOM_NEEDED else warned
    return judge("room", said, "Free some space, or move SOTTO_DATA to a larger disk.")


def _database(settings: Settings) -> list[DoctorFinding]:
    path = database_path(settings.database_address)
    if path is None:
        return server_findings(look_at_once(settings.database_address))
    state, revision = inspect(settings.database_address)
    match state:
        case "absent":
            return [fine("database", f"{path.name} will be created at the first start.")]
        case "older":
            return [fine("database", f"Revision {revision}; the next start brings it up to date.")]
        case "newer":
            return [
                failed(
                    "database",
                    f"The database is newer than this program (revision {revision}).",
                    "Install the newer version, or restore a backup into an empty data folder.",
                )
            ]
        case "foreign" | "damaged":
            what = "belongs to another program" if state == "foreign" else "cannot be read"
            mend = "Set SOTTO_DATABASE or SOTTO_DATA, or restore a backup into an empty folder."
            return [failed("database", f"{path} {what}.", mend)]
    if path.exists() and not is_private(path):
        return [warned("database", f"Other users can read {path}.", f"chmod 600 {path}")]
    return [fine("database", f"Revision {revision}, up to date.")]


def _fonts() -> DoctorFinding:
    """Ask for fonts as the studio does, for words in each script."""
    cuts = {cut for voice in VOICES for cut in voice.cuts}
    if lost := sorted({cut.file for cut in cuts if cut.path is None}):
        return failed("fonts", f"Missing: {', '.join(lost)}.", "Reinstall Sotto: make setup")
    absent = [script for script in SCRIPTS if uncovered(words_in(script))]
    if not absent:
        return fine("fonts", f"Cards can be drawn in {len(SCRIPTS)} scripts.")
    said = f"Cards can be drawn in {len(SCRIPTS) - len(absent)} scripts, but not in "
    return fine("fonts", f"{said}{', '.join(absent)}: Debian's fonts-noto-core has more.")


def _cache(folder: Path) -> DoctorFinding:
    if folder.is_dir() and any(folder.iterdir()):
        if not os.access(folder, os.W_OK | os.X_OK):
            said = f"{folder} isn't writable: anything missing is prepared again for every card."
            return warned("cards", said, f"chmod u+wx {folder}")
        held = sum(each.stat().st_size for each in folder.rglob("*") if each.is_file())
        said = f"Fonts and pictures are prepared in {folder}: {held // _MEGA:,} MB now."
        most = f"The limit for pictures is {MOST_BYTES // _MEGA:,} MB."
        return fine("cards", f"{said} {most}")
    parent = next(parent for parent in folder.absolute().parents if parent.exists())
    if not os.access(folder if folder.exists() else parent, os.W_OK | os.X_OK):
        said = f"Fonts and pictures can't be prepared in {folder}: it isn't writable."
        return failed("cards", said, "Set SOTTO_CACHE to a writable folder.")
    return fine("cards", f"Fonts and pictures will be prepared in {folder} at the first start.")


def _pictures(folder: Path | None) -> list[DoctorFinding]:
    """Judge the operator's own pictures: each file that the bot would leave out, with its
    reason."""
    if folder is None:
        return []
    left_out: list[str] = []
    with TemporaryDirectory() as aside:
        own = OwnFolder(folder, Path(aside), lambda name, why: left_out.append(f"{name}: {why}"))
        own.read()
    findings = [
        warned("pictures", f"Left out. {said}.", "Fix the file or remove it.") for said in left_out
    ]
    return findings or [fine("pictures", f"{len(own.infos)} of your own pictures in {folder}.")]


def _helplines(now: datetime) -> DoctorFinding:
    old = stale(now.date())
    if old:
        return warned(
            "helplines",
            f"{len(old)} of {len(countries())} countries' helplines were last checked against "
            f"their sources more than {RECHECK_AFTER.days} days ago.",
            "Install a newer version, or check bot/domain/helplines.toml against its sources.",
        )
    said = f"{len(countries())} countries, checked against their sources in the last six months."
    return fine("helplines", said)


def _addresses(settings: Settings) -> list[DoctorFinding]:
    problems: list[str] = []
    for setting, value, parse in (
        ("SOTTO_HTTP", settings.http, parse_loopback),
        ("SOTTO_WEBHOOK_LISTEN", settings.webhook_listen, parse_address),
    ):
        try:
            if value is not None:
                parse(setting, value)
        except SettingsWrong as wrong:
            problems += wrong.problems
    return [failed("addresses", problem, "Fix it in .env.") for problem in problems]
