"""Checks on this machine: folders, room, database, clock zone, fonts, helplines, addresses."""

import asyncio
import os
import shutil
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.cards import uncovered
from bot.cards.pictures.operators import OwnFolder
from bot.cards.samples import SCRIPTS, words_in
from bot.cards.text.voices import VOICES
from bot.domain.days import next_moment
from bot.domain.helplines import RECHECK_AFTER, countries, stale
from bot.domain.mixing import Mixing
from bot.errors import SettingsWrong
from bot.ops.data_folder import is_held, is_private
from bot.ops.doctor.finding import DoctorFinding, failed, fine, warned
from bot.ops.http import parse_address, parse_loopback
from bot.settings import Settings
from bot.settings.values import write_duration
from storage.inspect import database_path, inspect

ROOM_NEEDED = 10 * 1024 * 1024
"""Bytes: a few authors' pictures and the journal."""
ROOM_WANTED = 200 * 1024 * 1024


async def examine_machine(settings: Settings, now: datetime) -> list[DoctorFinding]:
    return [
        fine("settings", "All settings are readable."),
        *_data(settings),
        _room(settings.data),
        *await asyncio.to_thread(_database, settings),
        _zone(settings),
        _digest(settings, now),
        *_mixing(settings),
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
            return [fine("data folder", f"{folder} will be made at the first start.")]
        said = f"{folder} does not exist and cannot be made in {parent}."
        return [failed("data folder", said, "Make it, owned by this user, or change SOTTO_DATA.")]
    if not folder.is_dir():
        return [failed("data folder", f"{folder} is no folder.", "Name a folder in SOTTO_DATA.")]
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        said = f"This user may not write in {folder}."
        return [failed("data folder", said, "Give it to this user, or change SOTTO_DATA.")]
    open_paths = [path for path in (folder, *folder.rglob("*")) if not is_private(path)]
    if open_paths:
        said = f"Other users can read {open_paths[0]}."
        return [warned("data folder", said, f"chmod -R go-rwx {folder}")]
    running = "the bot is running on it" if is_held(folder) else "no bot is running on it"
    return [fine("data folder", f"{folder} is private and writable; {running}.")]


def _nearest(folder: Path) -> Path:
    """The folder itself, or the one above it that is there already."""
    return next(each for each in (folder, *folder.absolute().parents) if each.exists())


def _room(folder: Path) -> DoctorFinding:
    """On the disk. A full one loses nothing, but nothing is taken in either."""
    free = shutil.disk_usage(_nearest(folder)).free
    said = f"{free // (1024 * 1024):,} MB are free on the disk of {folder}."
    if free >= ROOM_WANTED:
        return fine("room", said)
    judge = failed if free < ROOM_NEEDED else warned
    return judge("room", said, "Free some space, or move SOTTO_DATA to a larger disk.")


def _database(settings: Settings) -> list[DoctorFinding]:
    state, revision = inspect(settings.database_address)
    path = database_path(settings.database_address)
    match state:
        case "absent":
            return [fine("database", f"{path.name} will be made at the first start.")]
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
    return [fine("database", f"Revision {revision}, as this program wants it.")]


def _zone(settings: Settings) -> DoctorFinding:
    """UTC that somebody wrote down is a choice; UTC by default is a forgotten line."""
    if "timezone" in settings.model_fields_set:
        return fine("time zone", f"Authors read times of {settings.timezone.key}.")
    return warned(
        "time zone",
        "SOTTO_TIMEZONE is not set: authors are told UTC times, and the digest goes by them.",
        "Name the zone of your readers in .env, such as SOTTO_TIMEZONE=Europe/Paris.",
    )


def _digest(settings: Settings, now: datetime) -> DoctorFinding:
    due = next_moment(now, settings.digest_time, settings.timezone)
    local = due.astimezone(settings.timezone)
    said = f"The next digest is at {local:%Y-%m-%d %H:%M %Z} ({settings.timezone.key})."
    return fine("digest", said)


def _mixing(settings: Settings) -> list[DoctorFinding]:
    return [_release(settings), *([] if settings.moderators is None else [_batches(settings)])]


def _release(settings: Settings) -> DoctorFinding:
    mixing = settings.mixing_rules
    if mixing.instant:
        return warned(
            "mixing",
            "SOTTO_RELEASE=instant: whoever watches sees when a whisper was written.",
            "Set SOTTO_RELEASE=mixed for a real channel.",
        )
    return fine(
        "mixing", f"Every {write_duration(mixing.every)} whispers come out; {_rules(mixing)}"
    )


def _batches(settings: Settings) -> DoctorFinding:
    """The pool before the other: what moderators look at first."""
    review = settings.review_rules
    if review.instant:
        return warned(
            "batches",
            "SOTTO_REVIEW_EVERY=0s: moderators see when a whisper was written.",
            "Leave SOTTO_REVIEW_EVERY to the preset for a real channel.",
        )
    return fine(
        "batches", f"Every {write_duration(review.every)} moderators get cards; {_rules(review)}"
    )


def _rules(mixing: Mixing) -> str:
    return (
        f"each that waits with a chance of {mixing.share:.0%}, while something of {mixing.keep} "
        f"authors stays; none waits longer than {write_duration(mixing.max_age)}."
    )


def _fonts() -> DoctorFinding:
    """Asks what the studio asks, for words in each script."""
    cuts = {cut for voice in VOICES for cut in voice.cuts}
    if lost := sorted({cut.file for cut in cuts if cut.path is None}):
        return failed("fonts", f"Missing: {', '.join(lost)}.", "Install Sotto anew: make setup")
    absent = [script for script in SCRIPTS if uncovered(words_in(script))]
    if not absent:
        return fine("fonts", f"Cards can be drawn in {len(SCRIPTS)} scripts.")
    said = f"Cards can be drawn in {len(SCRIPTS) - len(absent)} scripts, but not in "
    return fine("fonts", f"{said}{', '.join(absent)}: Debian's fonts-noto-core has more.")


def _cache(folder: Path) -> DoctorFinding:
    if folder.is_dir() and any(folder.iterdir()):
        return fine("cards", f"Fonts and pictures are prepared in {folder}.")
    parent = next(parent for parent in folder.absolute().parents if parent.exists())
    if not os.access(folder if folder.exists() else parent, os.W_OK | os.X_OK):
        said = f"Fonts and pictures cannot be prepared in {folder}: it is not writable."
        return failed("cards", said, "Name a writable folder in SOTTO_CACHE.")
    return fine("cards", f"Fonts and pictures will be prepared in {folder} at the first start.")


def _pictures(folder: Path | None) -> list[DoctorFinding]:
    """The operator's own, each file that the bot would leave out with its reason."""
    if folder is None:
        return []
    left_out: list[str] = []
    with TemporaryDirectory() as aside:
        own = OwnFolder(folder, Path(aside), lambda name, why: left_out.append(f"{name}: {why}"))
        own.read()
    findings = [
        warned("pictures", f"Left out. {said}.", "Mend the file or take it away.")
        for said in left_out
    ]
    return findings or [fine("pictures", f"{len(own.infos)} of your own in {folder}.")]


def _helplines(now: datetime) -> DoctorFinding:
    old = stale(now.date())
    if old:
        return warned(
            "helplines",
            f"{len(old)} of {len(countries())} countries' helplines were last compared with "
            f"their sources more than {RECHECK_AFTER.days} days ago.",
            "Install a newer version, or compare bot/domain/helplines.toml with its sources.",
        )
    said = f"{len(countries())} countries, compared with their sources in the last half-year."
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
    return [failed("addresses", problem, "Mend it in .env.") for problem in problems]
