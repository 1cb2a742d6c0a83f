"""Two short questions whose answers are mostly known: the readers' time zone and language. And
what nobody is asked but all should hear: how long a card may wait."""

import os
from collections.abc import Mapping, Sequence
from datetime import timedelta
from difflib import get_close_matches
from pathlib import Path
from zoneinfo import available_timezones

from bot.domain.counted import counted
from bot.domain.mixing import PRESETS
from bot.i18n import SOURCE_LANGUAGE, offered, spoken_as
from bot.ops.setup.terminal import Terminal
from bot.settings.channel import ChannelSettings


async def ask_zone(terminal: Terminal, known: str | None) -> str:
    guess = known or guessed_zone(os.environ, Path("/etc"))
    while True:
        said = await terminal.ask(f"Your readers' time zone [{guess}]", guess)
        meant = zone_meant(said)
        if isinstance(meant, str):
            return meant
        hint = f" Do you mean {', '.join(meant)}?" if meant else ""
        terminal.say(
            f"I don't know the time zone {said}; write one like Europe/Paris.{hint}", "warned"
        )


async def ask_language(terminal: Terminal, known: str | None) -> str:
    guess = known or guessed_language(os.environ)
    while True:
        said = await terminal.ask(
            f"Language of the channel's posts: {', '.join(offered())} [{guess}]", guess
        )
        meant, short = spoken_as(said)
        if meant.short == short and meant.code in offered():
            return meant.code
        one_of = ", ".join(offered())
        terminal.say(f"One of {one_of}. People get answers in their own language.", "warned")


def waits_told(settings: ChannelSettings) -> str:
    """Say how long a card waits at most with each preset of SOTTO_MIX, and which one holds."""
    before, mixed = list[str](), list[str]()
    for name, preset in PRESETS.items():
        now = name == settings.mix
        rules = settings.mixing_rules if now else preset.readers
        longest = preset.readers.max_age if rules.instant else rules.max_age
        mixed.append(f"{name}{' (now)' if now else ''} {_told(longest)}")
        before.append(_told(preset.moderators.max_age))
    first = f"; before that, up to {', '.join(before)} until moderators see it"
    return (
        "Cards wait to be mixed with others, so that the time says little about who wrote. "
        f"SOTTO_MIX says how long at most: {', '.join(mixed)}"
        f"{first if settings.moderators is not None else ''}. A new channel is quiet and hides "
        "its authors less well: below about twenty whispers a day, strong is the better choice "
        "(docs/privacy.md). To change it: the line SOTTO_MIX=strong in .env, or later /settings in "
        "the moderators' chat."
    )


def _told(longest: timedelta) -> str:
    minutes = round(longest.total_seconds() / 60)
    if minutes % 60:
        return counted(minutes, "minute", "minutes")
    days, hours = divmod(minutes // 60, 24)
    return counted(days * 24 + hours, "hour", "hours") if hours else counted(days, "day", "days")


def zone_meant(said: str) -> str | Sequence[str]:
    """Return the zone that is meant (``paris`` is Europe/Paris); where that is not clear, the names
    that come near."""
    wanted = said.strip().replace(" ", "_").casefold()
    names = sorted(available_timezones(), key=lambda name: (name.count("/") != 1, name))
    towns: dict[str, list[str]] = {}
    for name in names:
        if name.casefold() == wanted:
            return name
        towns.setdefault(name.rpartition("/")[2].casefold(), []).append(name)
    if (found := towns.get(wanted)) is not None:
        return found[0] if len(found) == 1 or found[0].count("/") == 1 else found
    return [towns[town][0] for town in get_close_matches(wanted, towns, 4, 0.7)]


def guessed_zone(environment: Mapping[str, str], etc: Path) -> str:
    """Return this machine's zone, by TZ, /etc/timezone or where /etc/localtime leads; else UTC."""
    names = available_timezones()
    candidates = [environment.get("TZ", "").removeprefix(":")]
    file, link = etc / "timezone", etc / "localtime"
    if file.is_file():
        candidates.append(file.read_text("utf-8", "replace").strip())
    if link.is_symlink():
        candidates.append(str(link.readlink()).partition("zoneinfo/")[2])
    found = next((each for each in candidates if each in names), "UTC")
    return "UTC" if found in ("Etc/UTC", "Etc/UCT", "UCT", "Zulu", "Etc/Zulu") else found


def guessed_language(environment: Mapping[str, str]) -> str:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        meant, short = spoken_as(environment.get(name, "").partition(".")[0] or None)
        if name in environment and meant.short == short and meant.code in offered():
            return meant.code
    return SOURCE_LANGUAGE
