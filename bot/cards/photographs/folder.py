"""The folder of photographs: pictures, each with its credit in a sidecar, and what was left out.

A sidecar is written before its picture, so that no picture ever lies there without its credit; one
without a picture is what an interrupted fetch leaves, and is written over.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from bot.cards.photographs.found import KnownPhotograph, Licence
from bot.cards.pictures import aside
from bot.cards.pictures.operators import KINDS

LEFT_OUT = "left-out.tsv"
"""A line for each photograph that is not to be fetched again: its key and why."""

DROPPED = "dropped"
"""The folder within the folder where dropped pictures lie until somebody deletes them."""

_MODE = 0o644
"""The mode of files: the operator fetches, the bot's own user reads."""


@dataclass(frozen=True, slots=True)
class Photograph:
    """A picture of the folder. ``credit`` is None for one that the operator put there."""

    file: Path
    name: str
    themes: tuple[str, ...]
    credit: "Credit | None"
    looked_at: bool = False
    """Whether the operator has kept it in ``sotto pictures review``."""


@dataclass(frozen=True, slots=True)
class Credit:
    """The credit of a photograph: who made it, where it stands, and under which licence."""

    key: str
    author: str
    page: str
    licence: Licence


class PhotographFolder:
    """The folder of photographs, read anew each time: other programs write there too. Raises
    OSError."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def make(self) -> None:
        self.path.mkdir(parents=True, exist_ok=True)

    def photographs(self) -> Iterator[Photograph]:
        """Yield all pictures of the folder, ours and the operator's, by name."""
        return map(_read, self._files())

    def named(self, name: str) -> Photograph | None:
        """Return the picture in that file. None: there is none, whatever the name says."""
        return next((_read(file) for file in self._files() if file.name == name), None)

    def _files(self) -> Iterator[Path]:
        for file in sorted(self.path.iterdir()):
            if file.suffix.lower() in KINDS and file.is_file():
                yield file

    def left_out(self) -> frozenset[str]:
        """Return the keys of what is not to be fetched again."""
        try:
            lines = (self.path / LEFT_OUT).read_text("utf-8").splitlines()
        except FileNotFoundError:
            return frozenset()
        return frozenset(line.partition("\t")[0] for line in lines)

    def leave_out(self, key: str, why: str) -> None:
        with (self.path / LEFT_OUT).open("a", encoding="utf-8") as file:
            file.write(f"{key}\t{why}\n")

    def put(self, one: KnownPhotograph, theme: str, jpeg: bytes) -> Photograph:
        """Keep a photograph under a name that its key gives, the same at each attempt."""
        file = self.path / f"{theme}-{one.key.replace(':', '-')}.jpg"
        name = " ".join(one.title.split())[:80] or theme
        credit = Credit(one.key, one.author, one.page, one.licence)
        photograph = Photograph(file, name, (theme,), credit)
        self.describe(photograph)
        _put(file, jpeg)
        return photograph

    def describe(self, photograph: Photograph) -> None:
        """Write its sidecar anew."""
        _put(photograph.file.with_suffix(".toml"), _sidecar(photograph).encode())

    def tag(self, photograph: Photograph, themes: tuple[str, ...]) -> None:
        """Say what it shows, and that somebody has looked."""
        self.describe(replace(photograph, themes=themes, looked_at=True))

    def drop(self, photograph: Photograph) -> None:
        """Lay it aside: the bot does not see it, and a fetch does not bring it back."""
        (self.path / DROPPED).mkdir(exist_ok=True)
        if photograph.credit:
            self.leave_out(photograph.credit.key, "dropped")
        for file in (photograph.file, photograph.file.with_suffix(".toml")):
            if file.exists():
                file.replace(self.path / DROPPED / file.name)

    def bring_back(self, name: str) -> bool:
        """Undo ``drop``; False when no such picture lies there."""
        dropped = {file.name: file for file in (self.path / DROPPED).glob("*")}
        if name not in dropped:
            return False
        for file in (dropped[name].with_suffix(".toml"), dropped[name]):  # the sidecar first
            if file.exists():
                file.replace(self.path / file.name)
        return True


def _put(path: Path, data: bytes) -> None:
    aside.put(path, (data,))
    path.chmod(_MODE)


def _read(file: Path) -> Photograph:
    name, *tags = file.stem.split(".")
    said = _said(file)
    themes = said.get("themes", tags)
    about = said.get("credit")
    credit = None
    if isinstance(about, dict):
        text = {key: str(value) for key, value in about.items()}
        licence = Licence(
            text.get("code", ""), text.get("licence", ""), text.get("licence_address", "")
        )
        credit = Credit(text.get("key", ""), text.get("author", ""), text.get("page", ""), licence)
    return Photograph(
        file,
        str(said.get("name", name)),
        tuple(str(each) for each in themes) if isinstance(themes, list) else (),
        credit,
        said.get("looked_at") is True,
    )


def _said(file: Path) -> dict[str, object]:
    """Return the sidecar's words; none when none can be read, which the shelf complains of."""
    for stem in (file.stem, file.name.partition(".")[0]):
        try:
            return tomllib.loads(file.with_name(f"{stem}.toml").read_text("utf-8"))
        except FileNotFoundError:
            continue
        except (UnicodeDecodeError, tomllib.TOMLDecodeError):
            return {}
    return {}


def _sidecar(photograph: Photograph) -> str:
    lines = [
        f"name = {_quoted(photograph.name)}",
        f"themes = [{', '.join(_quoted(theme) for theme in photograph.themes)}]",
    ]
    if photograph.looked_at:
        lines.append("looked_at = true")
    if photograph.credit:
        credit, licence = photograph.credit, photograph.credit.licence
        said = {
            "key": credit.key,
            "author": credit.author,
            "page": credit.page,
            "code": licence.code,
            "licence": licence.name,
            "licence_address": licence.address,
        }
        lines += ["", "[credit]", *(f"{key} = {_quoted(said[key])}" for key in said)]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """Return a basic string of TOML, whatever a stranger put into a title."""
    sign = {"\\": "\\\\", '"': '\\"'}
    return (
        '"'
        + "".join(
            sign.get(c, c if c.isprintable() else f"\\u{min(ord(c), 0xFFFF):04x}") for c in text
        )
        + '"'
    )
