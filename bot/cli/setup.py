"""``sotto setup``: the guide in a terminal, then the doctor, then what keeps the bot running."""

import asyncio
import getpass
import os
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from pydantic_settings import EnvSettingsSource

from bot.botapi.client import ALLOWED_UPDATES
from bot.cli.terminal import KeyboardGone, RichTerminal
from bot.errors import AlreadyRunning, SettingsWrong
from bot.ops import doctor
from bot.ops.data_folder import is_held
from bot.ops.doctor.bot_api import BotApi
from bot.ops.setup.env_file import with_settings, write_private
from bot.ops.setup.guide import guide, texts
from bot.ops.setup.preferences_step import waits_told
from bot.ops.setup.service import COMPOSE, Installed, systemd_unit
from bot.settings import load_configuration, load_settings
from bot.settings.configuration import CONFIG_FILE
from bot.settings.deployment import TELEGRAM
from bot.settings.environment import written
from bot.settings.whole import FILE, Settings

Kept = Literal["systemd", "compose"]

_ABOUT = """\
A few questions and Sotto is ready: a token, a channel, a moderators' group.
Press Enter to accept what's in brackets, or to skip a step: all but the token can wait.
Ctrl-C quits: nothing is written."""

_CHOICES = {
    "y": "yes, here, until Ctrl-C (later: sotto run)",
    "s": "as a service: print a systemd unit for this machine",
    "c": "in a container: print compose.yaml",
    "n": "not yet",
}


def set_up(*, start: bool = True) -> int:
    """Run the guide. Exit status: 0 when all is set and well, else 1. Offers to ``start`` the bot
    in this process's place. Raises SettingsWrong and AlreadyRunning before anything is asked."""
    env = Path(FILE).absolute()
    _check(env)
    before = _stamp(env)
    try:
        wish = asyncio.run(_guided(env, start=start))
    except (KeyboardInterrupt, KeyboardGone):
        stays = "Nothing was written." if _stamp(env) == before else f"{FILE} is written."
        print(f"\nStopped. {stays}")
        return 1
    if wish == "s":
        print_kept("systemd")
    elif wish == "c":
        print_kept("compose")
    elif wish == "y":
        sys.stdout.flush()
        os.execv(sys.executable, [sys.executable, "-m", "bot", "run"])
    return 0 if wish else 1


def print_kept(kind: Kept) -> None:
    """Print the systemd unit, or the compose file, filled in. Raises SettingsWrong."""
    if kind == "compose":
        print(COMPOSE, end="")
        return
    settings = load_settings()
    here = Installed(
        account=getpass.getuser(),
        folder=Path.cwd(),
        command=_command(),
        data=settings.data.absolute(),
        cache=settings.cache_folder.absolute(),
        stop_grace=settings.stop_grace.total_seconds(),
    )
    print(systemd_unit(here), end="")


def _check(env: Path) -> None:
    """Check what can be checked before anything is asked. Raises SettingsWrong and
    AlreadyRunning."""
    if not sys.stdin.isatty():
        raise SettingsWrong(["sotto setup asks questions: run it in a terminal."])
    if not os.access(env.parent, os.W_OK | os.X_OK):
        raise SettingsWrong([f"{FILE} cannot be written in {env.parent}: not this user's folder."])
    if is_held(Path(texts(written()).get("data", "data"))):
        raise AlreadyRunning(
            "Sotto is running on this data folder. Stop it first: setup needs to listen in its "
            "place."
        )


def _stamp(env: Path) -> int | None:
    return env.stat().st_mtime_ns if env.exists() else None


async def _guided(env: Path, *, start: bool) -> str:
    """Return what is wished in the end: y(es, start), s(ystemd), c(ompose), n(othing); empty:
    something is to be mended first."""
    with RichTerminal() as terminal:
        terminal.title("sotto setup", _ABOUT)
        known = texts(written())
        answers = await guide(
            terminal,
            lambda token: BotApi(known.get("bot_api", TELEGRAM), token),
            allowed=ALLOWED_UPDATES,
            known=known,
            fixed=texts(EnvSettingsSource(Settings)()).keys(),
            only_bot="config" in known or CONFIG_FILE.exists(),
        )
        _write(env, answers)
        terminal.say(f"Written: {env}, readable by this user only.", "fine")
        return await _last(terminal, start=start)


def _write(env: Path, answers: Mapping[str, str]) -> None:
    """Raises SettingsWrong."""
    try:
        before = env.read_text("utf-8") if env.exists() else ""
        write_private(env, with_settings(before, answers))
    except OSError as error:
        raise SettingsWrong([f"{env} can't be written ({error.strerror})."]) from None


async def _last(terminal: RichTerminal, *, start: bool) -> str:
    """Run the doctor, and ask what is to keep the bot running."""
    terminal.heading("Final check")
    waits = ""
    try:
        configuration = load_configuration()
        findings = await doctor.examine(configuration, datetime.now(UTC))
        waits = waits_told(configuration.channels[0].settings)
    except SettingsWrong as wrong:
        findings = doctor.unreadable_settings(wrong)
    terminal.show(findings)
    if not doctor.healthy(findings):
        terminal.say("Fix what is marked ✗, then run sotto doctor, or sotto setup again.", "warned")
        return ""
    terminal.say(waits)
    if not start:
        return "n"
    choices = choices_on(sys.platform)
    terminal.say("\n" + "\n".join(f"{key}  {_CHOICES[key]}" for key in choices))
    while True:
        said = await terminal.ask(f"Start Sotto now? [{'/'.join(choices).capitalize()}]", "y")
        if said.lower()[:1] in choices:
            return said.lower()[0]


def choices_on(platform: str) -> tuple[str, ...]:
    """Return what can keep the bot running: only Linux has systemd."""
    return tuple(key for key in _CHOICES if key != "s" or platform == "linux")


def _command() -> tuple[str, ...]:
    """Return what starts this program again, by its full path."""
    program = Path(sys.executable).parent / "sotto"
    return (str(program),) if program.is_file() else (sys.executable, "-m", "bot")
