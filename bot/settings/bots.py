"""The bots of ``sotto.toml``: one for each token, and which of them serve a channel.

A token never stands in the file: ``token_file`` names a file that holds it, ``token_env`` a
variable of the environment or of ``.env``. Without ``[[bots]]`` there is one bot, whose token is
SOTTO_TOKEN.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from dotenv import dotenv_values
from pydantic import SecretStr, TypeAdapter, ValidationError

from bot.settings.entries import NAME, ChannelEntry, FileMistakes
from bot.settings.toml_file import Place
from bot.settings.values import Token
from bot.settings.whole import FILE

ONLY_BOT = "main"
"""The name of the one bot that is there without ``[[bots]]``."""

MOST_BOTS = 40
"""The most bots: each has connections of its own."""

_KEYS = ("name", "token_file", "token_env")
_TOKEN: TypeAdapter[SecretStr] = TypeAdapter(Token)


@dataclass(frozen=True, slots=True)
class BotConfig:
    """A bot of the installation. ``name`` stands in the file, in the log and in commands."""

    name: str
    token: SecretStr = field(repr=False)


@dataclass(frozen=True, slots=True)
class ChannelBots:
    """The bots of a channel, by name: the one that posts in it, and those in whose chats one can
    write for it, the first of all bots first."""

    poster: str
    offered_by: tuple[str, ...]


SERVED_BY_ONE = ChannelBots(ONLY_BOT, (ONLY_BOT,))


def read_bots(wrong: FileMistakes) -> tuple[BotConfig, ...]:
    """Return the bots that the file names, in its order; none where it names none."""
    found = wrong.file.content.get("bots", [])
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        wrong.add(("bots",), "begin each bot with a line of its own: [[bots]]")
        return ()
    if len(found) > MOST_BOTS:
        wrong.add(("bots", MOST_BOTS), f"at most {MOST_BOTS} bots, not {len(found)}")
    read = [_bot(("bots", place), each, wrong) for place, each in enumerate(found)]
    bots = tuple(each for each in read if each is not None)
    names, numbers = set[str](), set[str]()
    for place, each in enumerate(read):
        if each is None:
            continue
        number = each.token.get_secret_value().partition(":")[0]
        if each.name in names:
            wrong.add(("bots", place, "name"), f"name: another bot is named {each.name} already")
        elif number in numbers:
            wrong.add(("bots", place), f"{each.name} has the token of another bot")
        names.add(each.name)
        numbers.add(number)
    return bots


def _bot(place: Place, found: Mapping[str, Any], wrong: FileMistakes) -> BotConfig | None:
    for key in found:
        if key == "token":
            said = "a token does not belong into this file: name a token_file or a token_env"
            wrong.add((*place, key), said)
        elif key not in _KEYS:
            wrong.add((*place, key), f"{key} isn't a key of a bot: {', '.join(_KEYS)}")
    name = found.get("name")
    if not isinstance(name, str) or not NAME.fullmatch(name):
        said = "write up to 24 small letters a-z, digits or hyphens, a letter first"
        where = place if name is None else (*place, "name")
        wrong.add(where, f"name: {said}" + ("" if name is None else f", not {name!r}"))
        return None
    ways = [key for key in ("token_file", "token_env") if key in found]
    if len(ways) != 1 or not isinstance(found[ways[0]], str):
        wrong.add(place, f"{name} needs its token: either token_file or token_env, in quotes")
        return None
    key = ways[0]
    secret = _written(key, found[key])
    if isinstance(secret, ValueError):
        wrong.add((*place, key), f"{key}: {secret}")
        return None
    try:
        return BotConfig(name, _TOKEN.validate_python(secret))
    except ValidationError as error:
        said = error.errors()[0]["msg"].removeprefix("Value error, ")
        wrong.add((*place, key), f"{key}: {said}")
        return None


def _written(key: str, named: str) -> str | ValueError:
    """Return what is written there, or why it cannot be read."""
    if key == "token_env":
        secret = os.environ.get(named) or dotenv_values(FILE, interpolate=False).get(named)
        return secret or ValueError(f"{named} is not set in the environment or in {FILE}")
    try:
        return Path(named).read_text("utf-8").strip()
    except UnicodeDecodeError:
        return ValueError(f"{named} does not hold a token")
    except OSError as error:
        return ValueError(f"{named} cannot be read: {error.strerror}")


def assign_bots(
    bots: Sequence[BotConfig], entries: Sequence[ChannelEntry], wrong: FileMistakes
) -> tuple[ChannelBots, ...]:
    """Return the bots of each channel. A channel that says nothing is the first bot's; it is
    offered by its poster in any case."""
    names = [each.name for each in bots] or [ONLY_BOT]
    assigned = []
    for entry in entries:
        for said, key in _unknown(entry, names, known=bool(bots)):
            wrong.add((*entry.place, key), f"{key}: {said}")
        poster = entry.poster if entry.poster in names else names[0]
        offering = {poster, *(entry.bots or ())} if entry.kind == "whispers" else set()
        assigned.append(ChannelBots(poster, tuple(name for name in names if name in offering)))
    _idle(bots, assigned, wrong)
    return tuple(assigned)


def _unknown(
    entry: ChannelEntry, names: Sequence[str], *, known: bool
) -> Iterator[tuple[str, str]]:
    asked = [(entry.poster, "poster")] if entry.poster else []
    for name, key in [*asked, *((name, "bots") for name in entry.bots or ())]:
        if not known:
            yield "no bot is named here: begin one with a line [[bots]]", key
        elif name not in names:
            near = next(iter(get_close_matches(name, names, 1, 0.6)), None)
            yield f"no bot is named {name}" + (f". Do you mean {near}?" if near else ""), key


def _idle(bots: Sequence[BotConfig], assigned: Sequence[ChannelBots], wrong: FileMistakes) -> None:
    if wrong.found:
        return  # who serves what is not known
    offering = {name for each in assigned for name in each.offered_by}
    for place, each in enumerate(bots):
        if each.name not in offering:
            said = f"nobody can write for any channel at {each.name}: add it to one's bots"
            wrong.add(("bots", place), said)
