"""The channels of ``sotto.toml``: which keys stand where, and what only a channel of several has.

Values of settings stay as they are written; ``configuration`` puts them over the defaults and has
them checked like the environment's.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from difflib import get_close_matches
from typing import Any, Literal, get_args

from bot.settings.channel import DIGEST_SETTINGS, ChannelSettings
from bot.settings.deployment import DeploymentSettings
from bot.settings.environment import name_in_environment
from bot.settings.toml_file import Place, TomlFile

ChannelKind = Literal["whispers", "digest"]

NAME = re.compile(r"[a-z][a-z0-9-]{0,23}")
"""The form of a channel's name. It stands in deep links between underscores,
``reply_<name>_<number>``, of at most 64 signs."""

MOST = 255
"""The most channels: an author's choice is one byte in a button."""

LONGEST_TITLE = 30
"""The most graphemes of a title, which a button shows."""
LONGEST_ABOUT = 100
"""The most graphemes of a description: twelve channels are listed in one message."""

LANGUAGES: tuple[str, ...] = get_args(ChannelSettings.model_fields["language"].annotation)

_ENTRY = ("name", "title", "about", "kind", "of", "poster", "bots")
_PARTS = ("defaults", "bots", "channels")
_SETTINGS = tuple(ChannelSettings.model_fields)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


@dataclass(slots=True)
class FileMistakes:
    """Mistakes of one file, each with its line."""

    file: TomlFile
    found: list[tuple[int, str]] = field(default_factory=list)

    def add(self, place: Place, said: str) -> None:
        self.found.append((self.file.line_of(place), said))

    def sentences(self) -> list[str]:
        """Return the mistakes from the top of the file to its end, each once."""
        ordered = sorted(dict.fromkeys(self.found), key=lambda found: found[0])
        return [f"{self.file.name}, line {line}: {said}" for line, said in ordered]


@dataclass(frozen=True, slots=True)
class ChannelEntry:
    """An entry ``[[channels]]``. ``values`` are the settings that it names itself, as text."""

    place: Place
    name: str
    kind: ChannelKind
    title: Mapping[str, str]
    about: Mapping[str, str]
    of: tuple[str, ...] | None
    values: Mapping[str, str]
    poster: str | None = None
    bots: tuple[str, ...] | None = None


def read_defaults(wrong: FileMistakes) -> dict[str, str]:
    found = wrong.file.content.get("defaults", {})
    if not isinstance(found, dict):
        wrong.add(("defaults",), "write the settings under a line of its own: [defaults]")
        return {}
    known = [name for name in _SETTINGS if name != "channel"]
    for key in [key for key in found if key in (*_ENTRY, "channel")]:
        wrong.add(("defaults", key), f"{key} is each channel's own: write it under [[channels]]")
    settings = {key: value for key, value in found.items() if key not in (*_ENTRY, "channel")}
    return _settings(("defaults",), settings, known, wrong)


def read_entries(wrong: FileMistakes) -> list[ChannelEntry]:
    content = wrong.file.content
    for key in content:
        if key not in _PARTS:
            wrong.add((key,), _strange(key, _PARTS))
    found = content.get("channels", [])
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        wrong.add(("channels",), "begin each channel with a line of its own: [[channels]]")
        return []
    if not found:
        wrong.add((), "no channel is named here: begin one with a line [[channels]]")
    if len(found) > MOST:
        wrong.add(("channels", MOST), f"at most {MOST} channels, not {len(found)}")
    return [_entry(("channels", place), each, wrong) for place, each in enumerate(found)]


def _entry(place: Place, found: Mapping[str, Any], wrong: FileMistakes) -> ChannelEntry:
    kind: ChannelKind = "digest" if found.get("kind") == "digest" else "whispers"
    if found.get("kind", kind) != kind:
        wrong.add((*place, "kind"), f"kind: write whispers or digest, not {found['kind']!r}")
    if kind == "whispers" and "of" in found:
        wrong.add((*place, "of"), 'of belongs to a channel of kind = "digest"')
    if kind == "digest" and "bots" in found:
        wrong.add((*place, "bots"), "bots: nobody writes for a digest; name its poster alone")
    settings = {key: value for key, value in found.items() if key not in _ENTRY}
    if kind == "digest":
        for key in [key for key in settings if key in _SETTINGS and key not in DIGEST_SETTINGS]:
            said = f"{key} has no meaning for a digest, which takes no whispers: remove it"
            wrong.add((*place, key), said)
            del settings[key]
    return ChannelEntry(
        place=place,
        name=_name(place, found, wrong),
        kind=kind,
        title=_sentences(place, "title", found, LONGEST_TITLE, wrong),
        about=_sentences(place, "about", found, LONGEST_ABOUT, wrong),
        of=_names(place, "of", found, '["love", "work"]', wrong) if kind == "digest" else None,
        values=_settings(place, settings, _SETTINGS, wrong, _ENTRY),
        poster=_poster(place, found, wrong),
        bots=_names(place, "bots", found, '["first", "second"]', wrong),
    )


def _name(place: Place, found: Mapping[str, Any], wrong: FileMistakes) -> str:
    name = found.get("name")
    if name is None:
        wrong.add(place, 'name is missing. A short one, for links and commands: name = "love"')
    elif not isinstance(name, str) or not NAME.fullmatch(name):
        said = "write up to 24 small letters a-z, digits or hyphens, a letter first"
        wrong.add((*place, "name"), f"name: {said}, not {name!r}")
    else:
        return name
    return ""


def _names(
    place: Place, key: str, found: Mapping[str, Any], such: str, wrong: FileMistakes
) -> tuple[str, ...] | None:
    names = found.get(key)
    if names is None:
        return None
    if isinstance(names, list) and names and all(isinstance(name, str) for name in names):
        return tuple(dict.fromkeys(names))
    of = "channels" if key == "of" else "bots"
    wrong.add((*place, key), f"{key}: write names of {of} in brackets: {key} = {such}")
    return None


def _poster(place: Place, found: Mapping[str, Any], wrong: FileMistakes) -> str | None:
    name = found.get("poster")
    if name is None or isinstance(name, str):
        return name
    wrong.add((*place, "poster"), 'poster: write the name of one bot: poster = "first"')
    return None


def _sentences(
    place: Place, key: str, found: Mapping[str, Any], longest: int, wrong: FileMistakes
) -> dict[str, str]:
    """Return language -> words. One text without languages is for all of them."""
    from bot.domain.words import graphemes  # loads what commands can do without

    written = found.get(key, {})
    if isinstance(written, str):
        words, said_of = dict.fromkeys(LANGUAGES, written), dict.fromkeys(LANGUAGES, key)
    elif isinstance(written, dict):
        words, said_of = written, {name: f"{key}.{name}" for name in written}
    else:
        wrong.add((*place, key), f'{key}: write a text, or one for each language: {{en = "Love"}}')
        return {}
    for language, text in words.items():
        where = (*place, key, language)
        if language not in LANGUAGES:
            known = ", ".join(LANGUAGES)
            wrong.add(where, f"{key}.{language}: authors can only be addressed in {known}")
        elif not isinstance(text, str) or not text.strip() or _CONTROL.search(text):
            wrong.add(where, f"{said_of[language]}: write a few words in one line, in quotes")
        elif graphemes(text) > longest:
            said = f"at most {longest} characters, not {graphemes(text)}"
            wrong.add(where, f"{said_of[language]}: {said}")
    return {language: text.strip() for language, text in words.items() if isinstance(text, str)}


def _settings(
    place: Place,
    found: Mapping[str, Any],
    known: Collection[str],
    wrong: FileMistakes,
    others: Collection[str] = (),
) -> dict[str, str]:
    """Return setting -> what is written, as text: it is read as the environment's is."""
    values = {}
    for key, value in found.items():
        if key not in known:
            wrong.add((*place, key), _strange(key, (*known, *others)))
        elif (text := _text(value)) is None:
            wrong.add((*place, key), f"{key}: write one value, not {_what(value)}")
        else:
            values[key] = text
    return values


def _text(value: object) -> str | None:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, time):
        return value.isoformat()
    return str(value) if isinstance(value, str | int | float) else None


def _what(value: object) -> str:
    if isinstance(value, date):
        return "a date"
    return "a list" if isinstance(value, list) else "a table"


def _strange(key: str, known: Collection[str]) -> str:
    """Say what is wrong with a key that does not belong where it stands."""
    bare = key.lower().removeprefix("sotto_")
    if bare in DeploymentSettings.model_fields:
        return (
            f"{key} applies to the whole bot and belongs in the environment or .env: "
            f"{name_in_environment(bare)}"
        )
    near = next(iter(get_close_matches(bare, known, 1, 0.6)), None)
    hint = f"Do you mean {near}?" if near else "docs/settings.md lists all settings."
    return f"{key} isn't a key here. {hint}"
