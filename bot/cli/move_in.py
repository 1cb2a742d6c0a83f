"""``sotto import``: an older bot's posts, from an export of the channel by Telegram Desktop."""

import asyncio
import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bot.cards import CannotSet, propose_style, uncovered, worker
from bot.cli.data import on_channel
from bot.darkroom.door import Darkroom, DarkroomBusy
from bot.darkroom.headers import PhotoRefused
from bot.domain.checks.care import Care, assess
from bot.domain.contacts import HIDDEN
from bot.domain.past.export import ChannelExport, NotAChannel, read_export
from bot.domain.past.whispers import Past, PastWhisper, past_whispers
from bot.domain.picture_choice import suggest
from bot.domain.whisper import OWN_PHOTO, Look
from bot.errors import ExportRefused
from bot.flows.move_in import MovedIn, move_in
from bot.ops.known_channels import KnownChannel

_REFUSALS: dict[NotAChannel, str] = {
    "account": (
        "This is an export of a whole account: other people's private chats are in it. Delete it, "
        "and export the channel alone: open it in Telegram Desktop, ⋮, Export chat history, JSON."
    ),
    "private": (
        "This is an export of a private chat or a group, and what was said there is private. "
        "Export the channel: open it in Telegram Desktop, ⋮, Export chat history, JSON."
    ),
    "unreadable": (
        "This isn't a channel export. In Telegram Desktop open the channel, ⋮, Export chat "
        "history, and choose JSON: result.json is the file."
    ),
}


def bring_in(
    file: Path, channel: str | None, *, dry_run: bool = False, pictures: bool = True
) -> None:
    """Raises ExportRefused, SettingsWrong, DatabaseUnusable."""
    data = _read(file)

    async def work(known: KnownChannel) -> None:
        export = read_export(data, known.settings.timezone)
        if not isinstance(export, ChannelExport):
            raise ExportRefused(_REFUSALS[export])
        await _check_channel(export, known)
        past = past_whispers(export.posts, _can_be_set)
        _tell(export, past, pictures=pictures)
        if dry_run:
            print("Nothing was changed. Run it without --dry-run to import them.")
            return
        moved = await _moved(export, past, known, file.parent, pictures=pictures)
        _tell_moved(moved)

    on_channel(channel, work)


def _read(file: Path) -> object:
    try:
        return json.loads(file.read_text("utf-8"))
    except OSError as error:
        raise ExportRefused(f"{file} can't be read ({error.strerror}).") from None
    except ValueError:  # no JSON, or no UTF-8
        raise ExportRefused(_REFUSALS["unreadable"]) from None


async def _check_channel(export: ChannelExport, known: KnownChannel) -> None:
    """Refuse an export of another channel: links lead to posts, which must stand in the channel
    that the bot writes to."""
    async with known.storage.reading() as tables:
        rows = await tables.channels.all()
    chat = next((row.chat for row in rows if row.id == known.storage.scope.channel), None)
    if chat is None:
        raise ExportRefused("The bot hasn't seen its channel yet. Start it once: sotto run")
    if chat != export.chat:
        raise ExportRefused(
            f"“{export.title}” isn't the bot's channel. Old posts can only be imported in "
            "their own channel: point the bot to it (SOTTO_CHANNEL)."
        )


async def _moved(
    export: ChannelExport, past: Past, known: KnownChannel, folder: Path, *, pictures: bool
) -> MovedIn:
    settings = known.settings
    infos = await asyncio.to_thread(
        lambda: worker.prepare(settings.cache_folder, settings.pictures).infos
    )
    darkroom = Darkroom()

    async def look_of(whisper: PastWhisper) -> tuple[Look, bytes | None]:
        calm = assess(whisper.words) is not Care.NONE
        style = propose_style(whisper.words, calm=calm).code
        photo = await _photo(darkroom, folder, whisper) if pictures else None
        if photo is not None:
            return Look(OWN_PHOTO, style), photo
        seed = str(whisper.post.message_id).encode()
        return Look(suggest(whisper.words, infos, seed=seed, calm=calm)[0], style), None

    try:
        return await move_in(
            past.whispers,
            storage=known.storage,
            chat=export.chat,
            look_of=look_of,
            weights=settings.ranking_weights,
            now=datetime.now(UTC),
        )
    finally:
        await darkroom.close()


async def _photo(darkroom: Darkroom, folder: Path, whisper: PastWhisper) -> bytes | None:
    """Return the post's own picture, drawn anew. None: it has none, or none that can be used."""
    if whisper.post.photo is None:
        return None
    data = await asyncio.to_thread(_inside, folder, whisper.post.photo)
    try:
        return None if data is None else await darkroom.adopt(data)
    except (PhotoRefused, DarkroomBusy):
        return None


def _inside(folder: Path, name: str) -> bytes | None:
    """Read a file of the export's folder. None: it cannot be read, or lies outside of that
    folder."""
    path = (folder / name).resolve()
    try:
        return path.read_bytes() if path.is_relative_to(folder.resolve()) else None
    except OSError:
        return None


def _can_be_set(words: str) -> bool:
    try:
        return not uncovered(words)
    except CannotSet:
        return False


def _tell(export: ChannelExport, past: Past, *, pictures: bool) -> None:
    table = Table.grid(padding=(0, 2))
    for count, one, many in _rows(export, past, pictures=pictures):
        table.add_row(str(count), one if count == 1 else many)
    console = Console(highlight=False)
    console.print(f"“{export.title}”", markup=False)
    console.print(table)
    if past.whispers:
        console.print("\nOne of them, as it would be here:")
        console.print(_example(past.whispers), markup=False)


def _rows(export: ChannelExport, past: Past, *, pictures: bool) -> Iterator[tuple[int, str, str]]:
    """Yield a count, what it counts when it is one, and when it is not."""
    numbered = sum(whisper.number is not None for whisper in past.whispers)
    yield len(past.whispers), "post becomes a past whisper", "posts become past whispers"
    free = "if it isn't taken here"
    yield numbered, f"of them keeps its number, {free}", f"of them keep their number, {free}"
    if pictures:
        with_picture = sum(whisper.post.photo is not None for whisper in past.whispers)
        has = "a picture in the export (--no-pictures: import none)"
        yield with_picture, f"has {has}", f"have {has}"
    reacted = sum(bool(whisper.post.reactions) for whisper in past.whispers)
    yield reacted, "has reactions", "have reactions"
    hidden = sum(whisper.words.count(HIDDEN) for whisper in past.whispers)
    out = f"blotted out in their words ({HIDDEN})"
    yield hidden, f"name, number or address {out}", f"names, numbers or addresses {out}"
    for why, count in past.left_out.items():
        yield count, f"post left out: {why.value}", f"posts left out: {why.value}"
    others = "joined, pinned, polls, forwarded, files"
    yield export.others, f"message isn't a post: {others}", f"messages aren't posts: {others}"


def _example(whispers: Sequence[PastWhisper]) -> str:
    """Return the words of one whisper, if possible of one in which something was blotted out."""
    shown = next((each for each in whispers if HIDDEN in each.words), whispers[0])
    number = "" if shown.number is None else f"#{shown.number}  "
    return f"{number}{shown.words}"


def _tell_moved(moved: MovedIn) -> None:
    said = [f"{moved.taken} imported."]
    if moved.known:
        said.append(f"Already here: {moved.known}.")
    if moved.renumbered:
        said.append(f"Under a new number: {moved.renumbered}.")
    said.append("Now delete the export: it names people. Sotto hasn't kept the names.")
    print(" ".join(said))
