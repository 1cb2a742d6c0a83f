"""Channels are checked against each other: names, channels of Telegram, sources of digests."""

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches

from bot.settings.entries import ChannelEntry, ChannelKind, FileMistakes
from bot.settings.values import parse_channel


def cross_check(
    entries: Sequence[ChannelEntry], first_channel: object, wrong: FileMistakes
) -> None:
    """Check the entries against each other. ``first_channel``: the environment's word for the first
    one's, or None."""
    if not entries:
        return
    _twice("name", [entry.name or None for entry in entries], entries, wrong)
    channels: list[object] = [entry.values.get("channel") for entry in entries]
    channels[0] = first_channel or channels[0]
    _twice("channel", [_comparable(channel) for channel in channels], entries, wrong)
    _kinds(entries, wrong)


def _twice(
    key: str,
    values: Sequence[str | int | None],
    entries: Sequence[ChannelEntry],
    wrong: FileMistakes,
) -> None:
    seen: dict[str | int, ChannelEntry] = {}
    for value, entry in zip(values, entries, strict=True):
        if value is None:
            continue
        if value in seen:
            line = wrong.file.line_of((*seen[value].place, key))
            wrong.add((*entry.place, key), f"{key}: {value} is the {key} in line {line} already")
        seen.setdefault(value, entry)


def _comparable(channel: object) -> str | int | None:
    """Return a channel as it can be compared. None: it is missing or unreadable, which is told
    elsewhere. A number and a @name of the same channel cannot be compared without Telegram."""
    try:
        read = parse_channel(channel)
    except ValueError:
        return None
    if isinstance(read, str):
        return read.casefold()
    return read if isinstance(read, int) else None


def _kinds(entries: Sequence[ChannelEntry], wrong: FileMistakes) -> None:
    kinds = {entry.name: entry.kind for entry in reversed(entries) if entry.name}
    for entry in entries:
        for said in _unshown(entry, kinds):
            wrong.add((*entry.place, "of"), f"of: {said}")
    if all(entry.kind == "digest" for entry in entries):
        wrong.add((), "no channel takes whispers: one must be of another kind than digest")
    elif entries[0].kind == "digest":
        said = "the first channel must take whispers: the environment's settings are its own"
        wrong.add(entries[0].place, f"{said}. Move this one down")


def _unshown(entry: ChannelEntry, kinds: Mapping[str, ChannelKind]) -> Iterator[str]:
    for name in entry.of or ():
        if name not in kinds:
            near = next(iter(get_close_matches(name, kinds, 1, 0.6)), None)
            yield f"no channel is named {name}" + (f". Do you mean {near}?" if near else "")
        elif kinds[name] == "digest":
            yield f"{name} is a digest itself and has no whispers to show"
