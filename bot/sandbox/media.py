"""Files and what wraps them: photos, documents, stickers and the rest.

Photos are decoded when they arrive, as Telegram does, and refused with its words. Limits:
https://core.telegram.org/bots/api#sendphoto (10 MB, width + height <= 10000, ratio <= 20) and
``#getfile`` (a bot downloads up to 20 MB).
"""

import io
import warnings
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any

from PIL import Image, ImageOps

from bot.darkroom.headers import PhotoRefused, judge
from bot.sandbox.errors import bad

PHOTO_BYTES = 10 * 1024 * 1024
DOWNLOAD_BYTES = 20 * 1024 * 1024
UPLOAD_BYTES = 50 * 1024 * 1024
_SIDES = (90, 320, 800, 1280)
_FORGET_AFTER = 300


@dataclass(eq=False)
class File:
    """Something that getFile can find. ``load`` gives the bytes when they are asked for."""

    file_id: str
    unique_id: str
    path: str
    load: Callable[[], bytes]
    size: int
    tells_size: bool = True
    """``file_size`` is optional in the API."""

    def id_for(self, bot: int) -> str:
        """Return the name by which this bot knows the file: another one's means nothing to it."""
        return f"{self.file_id}{bot:x}"

    def json(self, bot: int) -> dict[str, Any]:
        told = {"file_size": self.size} if self.tells_size else {}
        return {"file_id": self.id_for(bot), "file_unique_id": self.unique_id, **told}


@dataclass(eq=False)
class Media:
    """An attachment. ``kind`` is its field in a Message; ``data`` what was uploaded."""

    kind: str
    data: bytes = b""
    file: File | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)
    sizes: tuple[tuple[File, int, int], ...] = ()
    spoiler: bool = False

    @property
    def width(self) -> int:
        return self.sizes[-1][1] if self.sizes else int(self.extra.get("width", 0))

    @property
    def height(self) -> int:
        return self.sizes[-1][2] if self.sizes else int(self.extra.get("height", 0))

    @property
    def has_caption(self) -> bool:
        return self.kind in ("photo", "document", "video", "animation", "audio", "voice")

    def json(self, bot: int) -> Any:
        if self.kind == "photo":
            return [{**file.json(bot), "width": w, "height": h} for file, w, h in self.sizes]
        return {**(self.file.json(bot) if self.file else {}), **self.extra}


class Files:
    """The files that a world has seen. Those of deleted messages are forgotten after a while."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._by_id: dict[str, tuple[File, Media]] = {}
        self._by_path: dict[str, File] = {}
        self._counter = 0
        self._doomed: OrderedDict[int, Media] = OrderedDict()

    def photo(self, data: bytes, *, spoiler: bool = False) -> Media:
        """Turns an uploaded picture into a photo in its sizes. Raises ApiError 400."""
        width, height = measure(data)
        media = Media("photo", data, spoiler=spoiler)
        sizes, seen = [], set()
        for side in _SIDES:
            scale = min(1.0, side / max(width, height))
            size = (max(1, round(width * scale)), max(1, round(height * scale)))
            if size in seen:
                continue
            seen.add(size)
            load = _Scaled(data, size)
            weight = len(data) if scale == 1.0 else max(1, int(len(data) * scale * scale))
            sizes.append((self._file("photos", ".jpg", load, weight, media), *size))
        media.sizes = tuple(sizes)
        return media

    def other(
        self, kind: str, data: bytes, *, name: str = "", mime: str = "", **extra: Any
    ) -> Media:
        """Keeps a file of any other kind as it is."""
        details = {**extra, **({"file_name": name} if name and kind != "sticker" else {})}
        if mime and kind not in ("sticker",):
            details["mime_type"] = mime
        media = Media(kind, data, extra=details)
        ending = "." + name.rsplit(".", 1)[1] if "." in name else ""
        media.file = self._file(f"{kind}s", ending, lambda: data, len(data), media)
        return media

    def _file(
        self, folder: str, ending: str, load: Callable[[], bytes], size: int, media: Media
    ) -> File:
        self._counter += 1
        file = File(
            file_id=f"AgACAgQAAx{self._rng.getrandbits(120):030x}",
            unique_id=f"AQAD{self._rng.getrandbits(44):011x}",
            path=f"{folder}/file_{self._counter}{ending}",
            load=load,
            size=size,
        )
        self._by_id[file.file_id] = (file, media)
        self._by_path[file.path] = file
        return file

    def media(self, file_id: str, kind: str, bot: int) -> Media:
        """Return what a bot sends again by file_id. Raises ApiError 400."""
        if file_id.startswith(("http://", "https://")):
            raise bad("failed to get HTTP URL content")
        found = self._known(file_id, bot)
        if found is None:
            raise bad("wrong file identifier/HTTP URL specified")
        if found[1].kind != kind:
            raise bad(f"can't use file of type {found[1].kind.title()} as {kind.title()}")
        return found[1]

    def _known(self, file_id: str, bot: int) -> tuple[File, Media] | None:
        own = f"{bot:x}"
        return self._by_id.get(file_id.removesuffix(own)) if file_id.endswith(own) else None

    def find(self, file_id: str, bot: int) -> File:
        found = self._known(file_id, bot)
        if found is None:
            raise bad("invalid file_id")
        if found[0].size > DOWNLOAD_BYTES:
            raise bad("file is too big")
        return found[0]

    def at(self, path: str) -> File | None:
        return self._by_path.get(path)

    def release(self, media: Media) -> None:
        """Forgets, after a while, a file that no message shows any more."""
        self._doomed[id(media)] = media
        while len(self._doomed) > _FORGET_AFTER:
            _, old = self._doomed.popitem(last=False)
            for file in [*(size[0] for size in old.sizes), *([old.file] if old.file else [])]:
                self._by_id.pop(file.file_id, None)
                self._by_path.pop(file.path, None)

    def retain(self, media: Media) -> None:
        self._doomed.pop(id(media), None)


def measure(data: bytes) -> tuple[int, int]:
    """Gives width and height in pixels as shown (EXIF turned), after a full but cheap decode."""
    if not data:
        raise bad("file must be non-empty")
    if len(data) > PHOTO_BYTES:
        raise bad(
            f"file of size {len(data)} bytes is too big for a photo; "
            f"the maximum size is {PHOTO_BYTES} bytes"
        )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            kind = judge(data, smallest=1)  # a hostile file costs the machine nothing here either
            with Image.open(io.BytesIO(data), formats=(kind,)) as image:
                width, height = image.size
                if width + height > 10_000 or max(width, height) > 20 * min(width, height):
                    raise bad("PHOTO_INVALID_DIMENSIONS")
                if image.getexif().get(0x0112, 1) in (5, 6, 7, 8):
                    width, height = height, width
                image.draft("RGB", (max(1, image.width // 8), max(1, image.height // 8)))
                image.load()
    except PhotoRefused as refused:
        too_large = refused.reason == "too_large"
        raise bad("PHOTO_INVALID_DIMENSIONS" if too_large else "IMAGE_PROCESS_FAILED") from None
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise bad("IMAGE_PROCESS_FAILED") from None
    return width, height


class _Scaled:
    """The JPEG that Telegram makes of an upload: turned, shrunk, without metadata. Lazy."""

    def __init__(self, data: bytes, size: tuple[int, int]) -> None:
        self._data, self._size = data, size
        self._made: bytes | None = None

    def __call__(self) -> bytes:
        if self._made is None:
            with Image.open(io.BytesIO(self._data)) as image:
                plain = image.format == "JPEG" and not image.getexif() and image.mode == "RGB"
                if plain and image.size == self._size:
                    self._made = self._data
                else:
                    turned = ImageOps.exif_transpose(image)
                    out = io.BytesIO()
                    turned.convert("RGB").resize(self._size).save(out, "JPEG", quality=87)
                    self._made = out.getvalue()
        return self._made
