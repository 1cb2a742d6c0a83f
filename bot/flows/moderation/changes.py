"""Settings that moderators have changed by vote, and the days on which something was changed, or
decided about a campaign.

What was changed is kept, never by whom. The bot takes it over at its next start, which it begins
itself (``bot/app.py``)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.domain.review import mode_in
from bot.settings import Configuration, Settings
from bot.settings.changeable import OF_ALL, value_of, with_changes
from storage import Storage, Tables

KEPT = timedelta(days=90)
MOST = 400
"""The number of changes that are kept, however many there were."""
CAMPAIGN = "campaign"


@dataclass(frozen=True, slots=True)
class SettingChange:
    """A change that was noted. ``what`` is a setting, ``paused``, or ``CAMPAIGN``, whose name
    stands in ``before``. An empty value: as deployed."""

    day: date
    what: str
    before: str
    after: str


async def changes_now(*, storage: Storage) -> Mapping[str, str]:
    """Return field -> the value that was voted for, of this channel and of all."""
    async with storage.reading() as tables:
        return await _changes(tables)


async def changes_in(
    channels: Collection[int], *, storage: Storage
) -> Mapping[int, Mapping[str, str]]:
    """Return the same of each of these channels, as it was at one moment."""
    async with storage.reading() as tables:
        return {key: await _changes(tables.of(key)) for key in channels}


async def _changes(tables: Tables) -> dict[str, str]:
    settings = tables.runtime_settings
    return {**await settings.changed_for_all.get(), **await settings.changed_here.get()}


async def change(
    *, storage: Storage, deployed: Settings, field: str, value: str | None, day: date
) -> None:
    """Change a setting. ``value`` None: as deployed again. The mode has a key of its own, since
    ``/mode`` sets it at once."""
    async with storage.transaction() as tables:
        settings = tables.runtime_settings
        before = await _value(tables, deployed, field)
        if field == "moderation":
            mode = None if value is None else mode_in(value)
            await (settings.mode.drop() if mode is None else settings.mode.put(mode))
        else:
            key = settings.changed_for_all if field in OF_ALL else settings.changed_here
            left = {name: kept for name, kept in (await key.get()).items() if name != field}
            await key.put({**left, field: value} if value is not None else left)
        after = value if value is not None else value_of(deployed, field)
        await _note(tables, SettingChange(day, field, before, after))


async def note_change(what: str, before: str, after: str, *, storage: Storage, day: date) -> None:
    """Note that something was changed at once, by a command."""
    if before != after:
        async with storage.transaction() as tables:
            await _note(tables, SettingChange(day, what, before, after))


async def note_campaign(tables: Tables, token: str, fate: str, day: date) -> None:
    """Note that a campaign was decided, ended or removed. Everybody can see it, so it may be
    named."""
    await _note(tables, SettingChange(day, CAMPAIGN, token, fate))


async def history(*, storage: Storage, today: date) -> Sequence[SettingChange]:
    """Return the changes of the last ninety days, oldest first."""
    async with storage.reading() as tables:
        kept = await tables.runtime_settings.change_log.get()
    return [each for each in map(_read, kept) if each.day > today - KEPT]


async def as_changed(configuration: Configuration, *, storage: Storage) -> Configuration:
    """Return the deployed configuration with what was voted for in each channel that the tables
    know."""
    async with storage.reading() as tables:
        rows = {row.name: row.id for row in await tables.channels.all()}
        only = next(iter(rows.values())) if len(rows) == 1 else None
        channels = []
        for config in configuration.channels:
            key = rows.get(config.name, only if len(configuration.channels) == 1 else None)
            voted = {} if key is None else await _changes(tables.of(key))
            settings = with_changes(config.settings, voted)
            channels.append(replace(config, settings=settings, deployed=config.settings))
    return replace(configuration, channels=tuple(channels))


async def _value(tables: Tables, deployed: Settings, field: str) -> str:
    if field == "moderation" and (mode := await tables.runtime_settings.mode.get()) is not None:
        return mode
    return (await _changes(tables)).get(field, value_of(deployed, field))


async def _note(tables: Tables, made: SettingChange) -> None:
    log = tables.runtime_settings.change_log
    kept = [each for each in await log.get() if _read(each).day > made.day - KEPT]
    new = (made.day.isoformat(), made.what, made.before, made.after)
    await log.put((*kept, new)[-MOST:])


def _read(kept: tuple[str, str, str, str]) -> SettingChange:
    day, what, before, after = kept
    return SettingChange(date.fromisoformat(day), what, before, after)
