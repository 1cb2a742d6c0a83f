"""The rules know a picture by its name, its themes and its brightness, never by its pixels."""

from dataclasses import dataclass

from bot.domain.whisper import PictureId


@dataclass(frozen=True, slots=True)
class PictureInfo:
    """A picture of the shelf. ``themes``: names from ``bot.domain.themes``, the fittest first."""

    id: PictureId
    name: str
    themes: tuple[str, ...]
    light: bool = False  # bright where words would stand: dark ink or paper suit it
