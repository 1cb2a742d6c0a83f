"""The shelf: painted pictures and the operators' own, as JPEG files in the cache folder.

Files are named after the picture's id, written aside and moved into place, so that several
processes may share a folder; what is missing or damaged is painted again when it is asked for.
"""

import io
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, TypeVar

from PIL import Image

from bot.cards.pictures import aside
from bot.cards.pictures.edition import EDITION
from bot.cards.pictures.library import LIBRARY, painted
from bot.cards.pictures.operators import OwnFolder
from bot.cards.pictures.registry import RETIRED, picture_id
from bot.domain.picture_choice import is_quiet
from bot.domain.pictures import PictureInfo
from bot.domain.whisper import PictureId

T = TypeVar("T")
Progress = Callable[[str, float], None]
Complain = Callable[[str, str], None]
"""Called with the name of a file and why it was left out."""

_QUALITY = 88
_WORTH_PROCESSES = 4  # pictures: fewer are painted here, sooner than a process starts
_PAINTED = {info.id for info in LIBRARY}
_STAND_INS = tuple(info.id for info in LIBRARY if is_quiet(info))
"""The stand-ins for a picture that is not there, under words of which nothing is known here: one
of an operator's that has left, or one of a campaign's in a digest or a feed, where no campaign
shows."""


class Shelf:
    """The pictures by id. ``infos`` are those that may be proposed now; see ``refresh``."""

    def __init__(self, cache: Path, folder: Path | None, complain: Complain | None = None) -> None:
        self._cache = cache / "pictures"
        with suppress(OSError):  # read-only: what is missing is painted each time
            self._cache.mkdir(parents=True, exist_ok=True)
        self._own = OwnFolder(folder, self._cache, complain) if folder else None
        self.refresh()

    def refresh(self) -> bool:
        """Look at the operators' folder again; True when something there has changed."""
        return self._own.read() if self._own else False

    @property
    def infos(self) -> tuple[PictureInfo, ...]:
        return LIBRARY + (self._own.infos if self._own else ())

    def standing(self, picture: PictureId) -> PictureId:
        """Return what ``open`` opens for this picture: itself, as long as there is a copy of it."""
        if picture in _PAINTED or self._path(picture).exists():
            return picture
        if self._own and self._own.read(anew=True) and self._path(picture).exists():
            return picture
        if picture in RETIRED:
            return picture_id(RETIRED[picture])
        return _STAND_INS[int.from_bytes(picture) % len(_STAND_INS)]

    def open(self, picture: PictureId) -> Image.Image:
        """Return RGB, at least 1080 pixels wide. See ``read``."""
        return self.read(picture, _loaded)

    def read(self, picture: PictureId, decode: Callable[[BinaryIO], T]) -> T:
        """Return what ``decode`` makes of the picture's JPEG, at least 1080 pixels wide; it raises
        OSError for a damaged one.

        An operators' picture that has since left the folder opens as long as its copy is in the
        cache; after that a painted one stands in for it, always the same, so that no whisper waits.
        """
        path = self._path(picture)
        try:
            with aside.opened(path) as file:
                return decode(file)
        except OSError:
            with suppress(OSError):
                path.unlink(missing_ok=True)
        if picture in _PAINTED:
            return decode(io.BytesIO(_keep(painted(picture), path)))
        if (standing := self.standing(picture)) != picture:
            return self.read(standing, decode)
        with aside.opened(path) as file:
            return decode(file)

    def ensure(self, picture: PictureId) -> None:
        """Paint it if it is ours and missing, as far as there is room for it."""
        path = self._path(picture)
        if picture in _PAINTED and not path.exists():
            _keep(painted(picture), path)

    def missing(self) -> tuple[PictureInfo, ...]:
        """Return the painted pictures that are not in the cache yet."""
        return tuple(info for info in LIBRARY if not self._path(info.id).exists())

    def paint(self, infos: Sequence[PictureInfo], progress: Progress | None = None) -> None:
        """Fill the cache, in as many processes as there are processors (four at the most)."""
        work = [(info, self._path(info.id)) for info in infos]
        for done, name in enumerate(_painted_by_many(work), start=1):
            if progress:
                progress(name, done / len(work))

    def sweep(self) -> None:
        """Drop pictures that an earlier edition of the program painted, and what was left aside."""
        aside.sweep(self._cache)
        for path in self._cache.glob("painted-*"):
            if not path.name.endswith(f"-{EDITION}.jpg"):
                with suppress(OSError):
                    path.unlink(missing_ok=True)

    def _path(self, picture: PictureId) -> Path:
        if picture in _PAINTED:
            return self._cache / f"painted-{picture.hex()}-{EDITION}.jpg"
        return self._cache / f"own-{picture.hex()}.jpg"


def open_shelf(
    cache: Path,
    folder: Path | None,
    progress: Progress | None = None,
    *,
    complain: Complain | None = None,
    lazy: bool = False,
) -> Shelf:
    """Open the shelf over ``cache``, filled with what is missing.

    ``folder``: the operators' pictures. ``progress``: called with a picture's name and the share
    done. ``lazy``: paint nothing now; each picture is painted when it is first opened.
    """
    shelf = Shelf(cache, folder, complain)
    if not lazy:
        shelf.sweep()
        if missing := shelf.missing():
            shelf.paint(missing, progress)
    return shelf


def _loaded(file: BinaryIO) -> Image.Image:
    with Image.open(file, formats=("JPEG",)) as image:
        return image.convert("RGB")


def _painted_by_many(work: Sequence[tuple[PictureInfo, Path]]) -> Iterator[str]:
    painters = min(4, os.cpu_count() or 1)
    if painters == 1 or len(work) < _WORTH_PROCESSES:
        for info, path in work:
            yield _paint_one(info, path)
        return
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(painters, mp_context=spawn, initializer=_become_painter) as pool:
        waiting = [pool.submit(_paint_one, info, path) for info, path in work]
        try:
            for one in as_completed(waiting):
                yield one.result()
        finally:
            pool.shutdown(cancel_futures=True)


def _become_painter() -> None:
    """Leave Ctrl-C to the parent, and end when it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
        os._exit(1)


def _paint_one(info: PictureInfo, path: Path) -> str:
    _keep(painted(info.id), path)
    return info.name


def _keep(image: Image.Image, path: Path) -> bytes:
    """Return the picture as JPEG, and keep it in the cache if there is room for it."""
    out = io.BytesIO()
    image.save(out, "JPEG", quality=_QUALITY, subsampling="4:2:0")
    with suppress(OSError):
        aside.put(path, (out.getbuffer(),))
    return out.getvalue()
