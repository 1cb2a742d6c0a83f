"""All channels with their settings: from ``sotto.toml`` when it is there, else one channel made of
the environment and ``.env``.

For the first channel the environment wins over the file. What is one for the whole process comes
from the environment alone.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from bot.errors import SettingsWrong
from bot.settings.bots import (
    ONLY_BOT,
    SERVED_BY_ONE,
    BotConfig,
    ChannelBots,
    assign_bots,
    read_bots,
)
from bot.settings.channel import DIGEST_SETTINGS, ChannelSettings
from bot.settings.cross_check import cross_check
from bot.settings.deployment import DeploymentSettings
from bot.settings.entries import (
    ChannelEntry,
    ChannelKind,
    FileMistakes,
    read_defaults,
    read_entries,
)
from bot.settings.environment import name_in_environment, no_file_hint, strange_names, written
from bot.settings.mistakes import Mistake, read_settings
from bot.settings.toml_file import Place, TomlFile, read_toml
from bot.settings.whole import FILE, Settings

CONFIG_FILE = Path("sotto.toml")
ONLY = "main"
"""The name of the one channel that is there without a file."""


@dataclass(frozen=True, slots=True)
class ChannelConfig:
    """The configuration of one channel. ``name`` stands in links and commands; ``title`` and
    ``about`` tell authors of it, by language, and may be empty: then the Telegram channel's own
    title is told. ``of`` names the channels that a digest shows."""

    name: str
    kind: ChannelKind
    title: Mapping[str, str]
    about: Mapping[str, str]
    of: tuple[str, ...]
    settings: Settings
    file: str | None = None
    """The file where it stands; None: in the environment and ``.env`` alone."""
    in_environment: frozenset[str] = frozenset()
    """Those of its own settings that the environment says, over the file."""
    deployed: Settings | None = None
    """The settings of the operator, where ``settings`` are changed by vote."""
    bots: ChannelBots = SERVED_BY_ONE
    """The bots that serve it. ``settings.token`` is its poster's."""

    def name_of(self, setting: str) -> str:
        """Return a setting's name for a sentence about it: ``SOTTO_PACE``, or ``pace in
        sotto.toml``."""
        if self.place_of(setting) == self.file:
            return f"{setting} in {self.file}"
        return name_in_environment(setting)

    def line_of(self, setting: str, value: str | int) -> str:
        """Return the line as it is written there: ``SOTTO_MIX=strong``, or ``mix = "strong"``."""
        if self.place_of(setting) == self.file:
            return f"{setting} = {json.dumps(value, ensure_ascii=False)}"
        return f"{name_in_environment(setting)}={value}"

    def place_of(self, setting: str) -> str:
        """Return the file in which a setting stands, or belongs."""
        return FILE if self.file is None or setting in self.in_environment else self.file

    def title_in(self, language: str) -> str | None:
        """Return the title in the language, else in the channel's, else in any."""
        return self._said_in(self.title, language)

    def about_in(self, language: str) -> str | None:
        return self._said_in(self.about, language)

    def _said_in(self, words: Mapping[str, str], language: str) -> str | None:
        for each in (language, self.settings.language):
            if each in words:
                return words[each]
        return next(iter(words.values()), None)


@dataclass(frozen=True, slots=True)
class Configuration:
    """The channels, at least one. The first takes whispers. ``bots`` are in the operator's order,
    at least one."""

    channels: tuple[ChannelConfig, ...]
    bots: tuple[BotConfig, ...]

    @classmethod
    def only(cls, settings: Settings) -> Self:
        """Return the configuration of one channel, whose settings these are."""
        return cls.of_one_bot([ChannelConfig(ONLY, "whispers", {}, {}, (), settings)])

    @classmethod
    def of_one_bot(cls, channels: Sequence[ChannelConfig]) -> Self:
        """Return the configuration of channels that one bot serves: the one whose token they
        have."""
        return cls(tuple(channels), (BotConfig(ONLY_BOT, channels[0].settings.token),))

    @property
    def settings(self) -> Settings:
        """The first channel's settings: for what is one for the whole process."""
        return self.channels[0].settings

    @property
    def taking_whispers(self) -> tuple[ChannelConfig, ...]:
        return tuple(channel for channel in self.channels if channel.kind == "whispers")

    def named(self, name: str) -> ChannelConfig | None:
        return next((channel for channel in self.channels if channel.name == name), None)


def load_settings(**overrides: Any) -> Settings:
    """Load the first channel's settings, or the only one's: for what needs one channel or none.
    Raises SettingsWrong naming every mistake."""
    return load_configuration(**overrides).settings


def load_without_bot() -> Settings:
    """Load the settings of a process that serves no channel. It looks neither at ``sotto.toml`` nor
    for a token: those need not be on its machine. Raises SettingsWrong naming every mistake."""
    problems = strange_names()
    nobody = {"token": "0:none", "channel": "@sotto_voce"}
    found = _from_environment({**written(), **nobody}, problems)
    if problems or found is None:
        raise SettingsWrong(problems)
    return found.settings


def load_configuration(**overrides: Any) -> Configuration:
    """Load every channel. ``overrides`` win over the environment. Raises SettingsWrong naming every
    mistake, of the environment and of the file together."""
    environment = {**written(), **overrides}
    problems = strange_names()
    named = environment.get("config")
    found: Configuration | None = None
    if named is None and not CONFIG_FILE.exists():
        found = _from_environment(environment, problems)
    elif named is not None and not Path(named).exists():
        problems.append(f"SOTTO_CONFIG: there's no file {named}")
    else:
        found = _from_file(read_toml(Path(named or CONFIG_FILE)), environment, problems)
    if problems or found is None:
        raise SettingsWrong(problems)
    return found


def _from_environment(environment: Mapping[str, Any], problems: list[str]) -> Configuration | None:
    settings = read_settings(Settings, environment)
    if isinstance(settings, list):
        problems += _told(settings)
        return None
    return Configuration.only(settings)


def _from_file(
    file: TomlFile | str, environment: Mapping[str, Any], problems: list[str]
) -> Configuration | None:
    if isinstance(file, str):
        problems += [*_deployment_mistakes(environment), file]
        return None
    in_file = FileMistakes(file)
    bots = read_bots(in_file)
    if bots:
        environment = {**environment, "token": bots[0].token.get_secret_value()}
    defaults = read_defaults(in_file)
    entries = read_entries(in_file)
    serving = assign_bots(bots, entries, in_file)
    cross_check(entries, environment.get("channel"), in_file)
    problems += _deployment_mistakes(environment)
    tokens = {each.name: each.token.get_secret_value() for each in bots}
    whispers = tuple(entry.name for entry in entries if entry.kind == "whispers")
    channels = []
    for entry, served in zip(entries, serving, strict=True):
        first = environment if entry is entries[0] else _deployment(environment)
        if served.poster in tokens:
            first = {**first, "token": tokens[served.poster]}
        settings = read_settings(Settings, _layers(defaults, entry, first))
        if isinstance(settings, list):
            for mistake in settings:
                if mistake.field in DeploymentSettings.model_fields:
                    continue  # told once for all channels
                if mistake.field in first:
                    problems.append(mistake.say(name_in_environment))
                else:
                    in_file.add(_place(mistake, entry, defaults), mistake.say(str))
            continue
        of = () if entry.kind == "whispers" else entry.of or whispers
        channels.append(
            ChannelConfig(
                entry.name,
                entry.kind,
                entry.title,
                entry.about,
                of,
                settings,
                file=file.name,
                in_environment=frozenset(first.keys() & ChannelSettings.model_fields.keys()),
                bots=served,
            )
        )
    _one_bot_a_room(channels, entries, in_file)
    problems += in_file.sentences()
    if problems:
        return None
    return Configuration(tuple(channels), bots) if bots else Configuration.of_one_bot(channels)


def _one_bot_a_room(
    channels: Sequence[ChannelConfig], entries: Sequence[ChannelEntry], wrong: FileMistakes
) -> None:
    """A private group speaks with one bot: two would both answer what is said there."""
    first: dict[int, ChannelConfig] = {}
    places = {entry.name: entry.place for entry in entries}
    for channel in channels:
        for key in ("moderators", "campaigns"):
            room = getattr(channel.settings, key)
            if room is None:
                continue
            other = first.setdefault(room, channel)
            if other.bots.poster != channel.bots.poster:
                said = (
                    f"{key}: {other.name} shares this group and has another poster. Give it a "
                    "group of its own, or the same poster"
                )
                wrong.add((*places[channel.name], key), said)


def _layers(
    defaults: Mapping[str, str], entry: ChannelEntry, environment: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the settings of a channel: what is nearest wins. An empty text takes a default away
    again."""
    beneath = defaults
    if entry.kind == "digest":
        beneath = {name: value for name, value in defaults.items() if name in DIGEST_SETTINGS}
    values = {**beneath, **entry.values, **environment}
    return {name: value for name, value in values.items() if value != ""}


def _deployment(environment: Mapping[str, Any]) -> dict[str, Any]:
    known = DeploymentSettings.model_fields
    return {name: value for name, value in environment.items() if name in known}


def _deployment_mistakes(environment: Mapping[str, Any]) -> list[str]:
    read = read_settings(DeploymentSettings, _deployment(environment))
    return _told(read) if isinstance(read, list) else []


def _place(mistake: Mistake, entry: ChannelEntry, defaults: Mapping[str, str]) -> Place:
    """Return where the mistake was written: in the channel or in the defaults."""
    name = mistake.field
    if mistake.about == "value" and name in defaults and name not in entry.values:
        return ("defaults", name)
    return (*entry.place, name)


def _told(mistakes: Sequence[Mistake]) -> list[str]:
    """Say mistakes as those of the environment. Where nothing is set up yet, neither bot nor
    channel, that is said in place of what is missing."""
    missing = [mistake for mistake in mistakes if mistake.about == "missing"]
    hint = no_file_hint() if missing else ""
    if hint and len(missing) > 1:
        others = [mistake for mistake in mistakes if mistake.about != "missing"]
        return [hint, *(mistake.say(name_in_environment) for mistake in others)]
    told = [mistake.say(name_in_environment) for mistake in mistakes]
    if hint:
        told[mistakes.index(missing[-1])] += f" {hint}"
    return told
