"""The channels at a start: each is found at Telegram, and known to the tables from then on."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from bot.botapi.client import RawBot
from bot.botapi.connect import administrator_of, find_channel, patiently
from bot.builders.outside import FoundChannel
from bot.domain.channel_info import ChannelInfo
from bot.errors import ChannelUnusable
from bot.logs import Event, log
from bot.settings import ChannelConfig, Configuration, Settings
from storage import ChannelPhase, ChannelRow, Scope, Storage

_PATIENT_TRIES = 3
"""The tries for a channel that the tables know, while Telegram answers for another."""


@dataclass(frozen=True, slots=True)
class _Place:
    config: ChannelConfig
    info: ChannelInfo


async def find_channels(
    bots: Mapping[str, RawBot],
    configuration: Configuration,
    storage: Storage,
    stop: asyncio.Event,
) -> tuple[FoundChannel, ...] | None:
    """Find all channels that are set, in the operator's order, and after them those that were and
    are closed. None: ``stop`` came before Telegram answered. Raises ChannelUnusable: one that the
    tables have never seen cannot be used; one that they know waits until it can."""
    places = await _find_all(bots, configuration.channels, storage, stop)
    if places is None:
        return None
    _refuse_twins(places)
    chats = {place.config.name: place.info.id for place in places}
    async with storage.transaction() as tables:
        rows = {row.name: row for row in await tables.channels.open_only(chats)}
    closed = [
        row for row in rows.values() if row.state is ChannelPhase.CLOSED and row.chat is not None
    ]
    listed = len(places) + len(closed) > 1
    set_ones = [
        _set(place, rows[place.config.name], storage, bots, listed=listed) for place in places
    ]
    closed_ones = [
        await _closed(row, configuration.settings, storage, tuple(bots.values())) for row in closed
    ]
    return tuple(_scoped([*set_ones, *closed_ones], storage))


async def _find_all(
    bots: Mapping[str, RawBot],
    configs: Sequence[ChannelConfig],
    storage: Storage,
    stop: asyncio.Event,
) -> list[_Place] | None:
    """Ask for each once; then for those that got no answer, patiently. While Telegram answers for
    others, one that the tables know is not waited for: it would hold all of them up."""
    known = await _known(configs, storage)
    found: dict[str, ChannelInfo] = {}
    for tries in (1, _PATIENT_TRIES):
        for config in configs:
            if config.name in found or stop.is_set():
                continue
            fallback = known.get(config.name)
            bot = bots[config.bots.poster]
            waits = tries > 1 and (fallback is None or not found)
            find = partial(_find, bot, config, fallback)
            info = await patiently(find, stop, server=bot.server, tries=None if waits else tries)
            if info is None and tries > 1 and fallback is not None and not stop.is_set():
                log(Event.CHANNEL_UNUSABLE)
                info = fallback
            if info is not None:
                found[config.name] = info
    if len(found) < len(configs):
        return None
    return [_Place(config, found[config.name]) for config in configs]


async def _known(configs: Sequence[ChannelConfig], storage: Storage) -> dict[str, ChannelInfo]:
    """Return the channels of the file that the tables know, as far as it can be told without
    Telegram."""
    async with storage.reading() as tables:
        chats = {row.name: row.chat for row in await tables.channels.all()}
    known = {}
    for config in configs:
        chat, written = chats.get(config.name), str(config.settings.channel)
        if chat is not None and config.file is not None:
            username = written.removeprefix("@") if written.startswith("@") else None
            known[config.name] = ChannelInfo(chat, config.name, username)
    return known


async def _find(bot: RawBot, config: ChannelConfig, known: ChannelInfo | None) -> ChannelInfo:
    try:
        return await find_channel(bot, config.settings, named=_written(config))
    except ChannelUnusable:
        if known is None:
            raise
        log(Event.CHANNEL_UNUSABLE)  # the others go on; its publisher tells what Telegram says
        return known


def _written(config: ChannelConfig) -> str:
    """How the operator has written which channel it is."""
    place = config.place_of("channel")
    return f"{config.name} in {place}" if place == config.file else config.name_of("channel")


def _refuse_twins(places: Sequence[_Place]) -> None:
    first: dict[int, str] = {}
    for place in places:
        other = first.setdefault(place.info.id, place.config.name)
        if other != place.config.name:
            raise ChannelUnusable(
                f"{other} and {place.config.name} are the same channel, {place.info.imprint}. Give "
                "each a channel of its own."
            )


def _set(
    place: _Place,
    row: ChannelRow,
    storage: Storage,
    bots: Mapping[str, RawBot],
    *,
    listed: bool,
) -> FoundChannel:
    config = place.config
    takes = config.kind == "whispers"
    info = replace(
        place.info,
        key=row.id,
        name=config.name if listed else None,
        titles=config.title,
        abouts=config.about,
        language=config.settings.language,
    )
    shows = () if takes else config.of
    poster = bots[config.bots.poster]
    offered_by = frozenset(bots[name].id for name in config.bots.offered_by)
    return FoundChannel(
        config.settings, info, storage, poster, offered_by, takes, shows, config.deployed
    )


async def _closed(
    row: ChannelRow, first: Settings, storage: Storage, bots: Sequence[RawBot]
) -> FoundChannel:
    """Return a closed channel, which takes nothing new. What it has can be withdrawn, removed and
    reported; the first channel's moderators look."""
    assert row.chat is not None
    poster = await administrator_of(row.chat, bots)
    settings = first.model_copy(update={"channel": row.chat})
    info = ChannelInfo(row.chat, row.name, None, key=row.id, name=row.name)
    return FoundChannel(settings, info, storage, poster, takes_whispers=False)


def _scoped(found: Sequence[FoundChannel], storage: Storage) -> Iterator[FoundChannel]:
    """Yield each with its own view of the tables. Channels with one moderators' chat share a
    room."""
    rooms: dict[int, list[int]] = {}
    for each in found:
        if each.settings.moderators is not None:
            rooms.setdefault(each.settings.moderators, []).append(each.place.key)
    for each in found:
        room = rooms.get(each.settings.moderators or 0, [each.place.key])
        yield replace(each, storage=storage.within(Scope(each.place.key, tuple(room))))
