"""A composed post is ready to be sent: the picture, the caption, and its public first line."""

from dataclasses import dataclass

from bot.domain.places.place import Place
from bot.domain.whisper import Whisper


@dataclass(frozen=True, slots=True)
class Composed:
    photo: bytes
    caption: str
    first_line: str
    spoiler: bool = False
    shown: tuple[tuple[int | None, int], ...] = ()  # a digest's: channel (None: its own), number
    place: Place | None = None  # the one that it prints
    whisper: Whisper | None = None  # the one that a card shows
    silent: bool = False  # nobody's phone makes a sound
