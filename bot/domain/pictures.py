"""What the rules know of a picture: its name and its themes, never its pixels."""

from dataclasses import dataclass

from bot.domain.whisper import PictureId


@dataclass(frozen=True, slots=True)
class PictureInfo:
    """One picture of the shelf. ``themes``: names from ``bot.domain.themes``, the fittest first."""

    id: PictureId
    name: str
    themes: tuple[str, ...]
