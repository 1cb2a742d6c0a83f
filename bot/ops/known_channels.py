"""The channels as commands see them: what the tables know, with what is set."""

from dataclasses import dataclass

from bot.errors import SettingsWrong
from bot.ops.overview import ChannelLook
from bot.settings import Configuration, Settings
from storage import Scope, Storage


@dataclass(frozen=True, slots=True)
class KnownChannel:
    """``name``: None where it is the only one. A closed one goes by the first one's settings."""

    name: str | None
    settings: Settings
    storage: Storage

    @property
    def look(self) -> ChannelLook:
        return ChannelLook(
            self.name,
            self.storage,
            self.settings.mixing_rules,
            self.settings.moderation_mode,
            self.settings.timezone,
        )


async def known_channels(
    storage: Storage, configuration: Configuration
) -> tuple[KnownChannel, ...]:
    """In the operator's order, closed ones last. What was set since the bot last ran, and what
    never had a chat, is not there yet."""
    async with storage.reading() as tables:
        rows = await tables.channels.all()
    if len(rows) == 1:  # whatever it is called now, it is the one there is
        [row] = rows
        return (KnownChannel(None, configuration.settings, storage.within(Scope(row.id))),)
    keys = {row.name: row.id for row in rows if row.chat is not None}
    set_ones = [each for each in configuration.channels if each.name in keys]
    closed = [name for name in keys if configuration.named(name) is None]
    found = [(each.name, each.settings) for each in set_ones]
    found += [(name, configuration.settings) for name in closed]
    return tuple(
        KnownChannel(name, settings, storage.within(Scope(keys[name], (keys[name],))))
        for name, settings in found
    )


def the_channel(channels: tuple[KnownChannel, ...], named: str | None) -> KnownChannel:
    """The one that is meant: by its name, or the only one. Raises SettingsWrong."""
    if named is None and len(channels) == 1:
        return channels[0]
    names = [each.name for each in channels if each.name is not None]
    chosen = next((each for each in channels if named is not None and each.name == named), None)
    if chosen is not None:
        return chosen
    if not names:
        raise SettingsWrong([f"There is no channel {named}: this installation has only one."])
    which = f"There is no channel {named}." if named is not None else "Which channel?"
    raise SettingsWrong([f"{which} Write --channel and one of these: {', '.join(names)}."])
