"""The channels as commands see them: what the tables know, with what is set."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.errors import SettingsWrong
from bot.flows.moderation.changes import as_changed
from bot.ops.overview import ChannelLook, released_a_day
from bot.ops.status import Kind
from bot.settings import Configuration, Settings
from storage import Scope, Storage


@dataclass(frozen=True, slots=True)
class KnownChannel:
    """A channel that the tables know. ``name``: None where it is the only one. A closed one goes by
    the first one's settings."""

    name: str | None
    settings: Settings
    storage: Storage
    kind: Kind

    @property
    def where(self) -> str:
        """The end of a sentence about something there: empty where it is the only one."""
        return "" if self.name is None else f" in {self.name}"

    @property
    def look(self) -> ChannelLook:
        return ChannelLook(
            self.name,
            self.storage,
            self.settings.mixing_rules,
            self.settings.moderation_mode,
            self.settings.timezone,
            self.kind,
        )


async def known_channels(
    storage: Storage, configuration: Configuration
) -> tuple[KnownChannel, ...]:
    """Return the channels in the operator's order, closed ones last. What was set since the bot
    last ran, and what never had a chat, is not there yet. What moderators have changed by vote
    holds."""
    configuration = await as_changed(configuration, storage=storage)
    async with storage.reading() as tables:
        rows = await tables.channels.all()
    if len(rows) == 1:  # whatever it is called now, it is the one there is
        [row] = rows
        return (
            KnownChannel(None, configuration.settings, storage.within(Scope(row.id)), "whispers"),
        )
    keys = {row.name: row.id for row in rows if row.chat is not None}
    set_ones = [each for each in configuration.channels if each.name in keys]
    closed = [name for name in keys if configuration.named(name) is None]
    found: list[tuple[str, Settings, Kind]] = [
        *((each.name, each.settings, each.kind) for each in set_ones),
        *((name, configuration.settings, "closed") for name in closed),
    ]
    return tuple(
        KnownChannel(name, settings, storage.within(Scope(keys[name])), kind)
        for name, settings, kind in found
    )


async def crowds(
    storage: Storage, configuration: Configuration, now: datetime
) -> Mapping[str, float | None]:
    """Return whispers a day by a channel's name, of those that the tables know; None: it is new."""
    measured: dict[str, float | None] = {}
    for channel in await known_channels(storage, configuration):
        today = now.astimezone(channel.settings.timezone).date()
        async with channel.storage.reading() as tables:
            a_day = await released_a_day(tables, today)
        measured[channel.name or configuration.channels[0].name] = a_day
    return measured


def the_channel(
    channels: tuple[KnownChannel, ...], named: str | None, configuration: Configuration
) -> KnownChannel:
    """Return the channel that is meant: by its name, or the only one. Raises SettingsWrong."""
    only = channels[0] if len(channels) == 1 else None
    if only is not None and named in (None, configuration.channels[0].name):
        return only
    chosen = next((each for each in channels if named is not None and each.name == named), None)
    if chosen is not None:
        return chosen
    if named is not None and configuration.named(named) is not None:
        raise SettingsWrong([f"The bot hasn't run with {named} yet. Start it: sotto run"])
    names = [each.name for each in channels if each.name is not None]
    if not names:
        raise SettingsWrong([f"There's no channel {named}: this installation has only one."])
    which = f"There's no channel {named}." if named is not None else "Which channel?"
    raise SettingsWrong([f"{which} Add --channel and one of these: {', '.join(names)}."])
