"""The operators' own folder: pictures with their themes in the file name or in a sidecar file.

``quiet-lake.sea.night.jpg`` has the themes ``sea`` and ``night``; so has ``IMG_2041.jpg`` with an
``IMG_2041.toml`` beside it that says ``name = "Quiet lake"`` and ``themes = ["sea", "night"]``. A
tag may be a theme's name, any word of our lexicons (``whale`` means sea), or a word of its own,
which then fits texts that contain it.
"""

import io
import tomllib
from collections.abc import Callable, Iterable
from hashlib import blake2s
from pathlib import Path

from PIL import Image, ImageOps

from bot.cards.draw.background import is_bright
from bot.cards.pictures import aside
from bot.domain.keywords import themes_of_word
from bot.domain.pictures import PictureInfo
from bot.domain.themes import THEMES
from bot.domain.whisper import PictureId

KINDS = frozenset((".jpg", ".jpeg", ".png", ".webp"))
NARROWEST = 500  # pixels: below this a picture is not worth enlarging to a card
_LEAST, _MOST = 1200, 2000  # pixels: width of the copy that we keep, longest side of it
_PIXELS = 60_000_000
_QUALITY = 90


class _LeftOut(Exception):
    """The reason why a file is not used; the message is for the log."""


class OwnFolder:
    """The operator's folder, read again only when a file in it has changed."""

    def __init__(
        self, folder: Path, cache: Path, complain: Callable[[str, str], None] | None
    ) -> None:
        self._folder, self._cache, self._complain = folder, cache, complain
        self._seen: tuple[tuple[str, int, int], ...] = ()
        self._known: dict[tuple[str, int, int], PictureId | None] = {}
        self._light: dict[PictureId, bool] = {}
        self.infos: tuple[PictureInfo, ...] = ()

    def read(self, *, anew: bool = False) -> bool:
        """Read the folder. True: ``infos`` was made again. ``anew``: even if nothing seems to have
        changed."""
        seen = tuple(_signature(path) for path in self._files())
        if seen == self._seen and not anew:
            return False
        self._seen = seen
        found: dict[PictureId, PictureInfo] = {}
        for path in self._files():
            if path.suffix.lower() in KINDS and (info := self._take(path)):
                found[info.id] = info
        self.infos = tuple(found.values())
        return True

    def _files(self) -> list[Path]:
        try:
            return sorted(path for path in self._folder.iterdir() if path.is_file())
        except OSError as problem:
            self._say(self._folder.name, f"the folder cannot be read: {problem.strerror}")
            return []

    def _take(self, path: Path) -> PictureInfo | None:
        signature = _signature(path)
        try:
            name, tags = _described(path)
            picture = self._known.get(signature) or _copied(path, self._cache)
        except _LeftOut as reason:
            if signature not in self._known:
                self._say(path.name, str(reason))
            self._known[signature] = None
            return None
        self._known[signature] = picture
        return PictureInfo(picture, name, tags, light=self._is_light(picture))

    def _is_light(self, picture: PictureId) -> bool:
        """Tell whether the picture is bright. It is looked at once, in small: the copy is a
        JPEG."""
        if picture not in self._light:
            try:
                with Image.open(_kept(self._cache, picture), formats=("JPEG",)) as copy:
                    copy.draft("L", (256, 256))
                    self._light[picture] = is_bright(copy)
            except OSError:  # gone meanwhile; whoever opens the picture sees to that
                return False
        return self._light[picture]

    def _say(self, name: str, reason: str) -> None:
        if self._complain:
            self._complain(name, reason)


def _signature(path: Path) -> tuple[str, int, int]:
    try:
        stat = path.stat()
    except OSError:
        return path.name, 0, 0
    return path.name, stat.st_mtime_ns, stat.st_size


def _described(path: Path) -> tuple[str, tuple[str, ...]]:
    """Name and themes, from the sidecar if there is one. Raises _LeftOut."""
    name, *tags = path.stem.split(".")
    beside = (path.with_name(f"{stem}.toml") for stem in (path.stem, name))
    sidecar = next((file for file in beside if file.is_file()), None)
    if sidecar:
        try:
            said = tomllib.loads(sidecar.read_text("utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
            raise _LeftOut(f"{sidecar.name} cannot be read: {problem}") from problem
        tags = said.get("themes", tags)
        name = said.get("name", name)
        if not isinstance(name, str) or not _words(tags):
            raise _LeftOut(f'{sidecar.name}: write name = "…" and themes = ["sea", "night"]')
    return name.replace("-", " ").replace("_", " ").strip(), _themes(tags)


def _words(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _themes(tags: Iterable[str]) -> tuple[str, ...]:
    themes: list[str] = []
    for tag in (tag.strip().casefold() for tag in tags):
        meant = (tag,) if tag in THEMES else themes_of_word(tag) or (tag,)
        themes.extend(meant)
    return tuple(dict.fromkeys(theme for theme in themes if theme))


def _copied(path: Path, cache: Path) -> PictureId:
    """Redraw the file as a JPEG in the cache, named after its bytes. Raises _LeftOut."""
    try:
        data = path.read_bytes()
    except OSError as problem:
        raise _LeftOut(f"cannot be read: {problem.strerror}") from problem
    digest = blake2s(data, person=b"own", digest_size=4).digest()
    kept = _kept(cache, PictureId(digest))
    if not kept.exists():
        copy = io.BytesIO()
        _redrawn(path).save(copy, "JPEG", quality=_QUALITY)
        try:
            aside.put(kept, (copy.getbuffer(),))
        except OSError as problem:
            raise _LeftOut(f"cannot be kept in {cache}: {problem.strerror}") from problem
    return PictureId(digest)


def _kept(cache: Path, picture: PictureId) -> Path:
    return cache / f"own-{picture.hex()}.jpg"


def _redrawn(path: Path) -> Image.Image:
    try:
        with Image.open(path, formats=("JPEG", "PNG", "WEBP")) as image:
            if image.width * image.height > _PIXELS:
                raise _LeftOut(f"too many pixels: {image.width} x {image.height}")
            upright = ImageOps.exif_transpose(image).convert("RGB")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as problem:
        raise _LeftOut(f"is not a picture that we can read: {problem}") from problem
    width, height = upright.size
    if min(width, height) < NARROWEST:
        raise _LeftOut(f"too small: {width} x {height}, at least {NARROWEST} are needed")
    scale = max(_LEAST / width, min(1.0, _MOST / max(width, height)))
    if max(width, height) * scale > 3 * _MOST:
        raise _LeftOut(f"too narrow for a card: {width} x {height}")
    size = (round(width * scale), round(height * scale))
    clean = Image.new("RGB", size)
    clean.paste(upright.resize(size, Image.Resampling.LANCZOS))
    return clean
