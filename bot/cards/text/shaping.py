"""A text made ready for setting: faces chosen, pieces measured, order of reading known.

Nothing here depends on the size of type: all measures are in em.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import uharfbuzz as hb

from bot.cards.text import bidi, emoji, line_breaks
from bot.cards.text.choosing import choose
from bot.cards.text.clusters import Cluster, split
from bot.cards.text.fonts import FontFace, Voice
from bot.cards.text.lines import PieceGroups, groups_of, pieces_of

_CURSIVE = {"Arabic", "Syriac", "Devanagari", "Bengali", "Gurmukhi", "Mongolian", "Thaana"}
_CURSIVE |= {"Adlam", "Nko", "Mandaic", "Phags_Pa", "Hanifi_Rohingya", "Chakma"}
"""Scripts whose letters hang together: no space is put between them."""


class Glyph(NamedTuple):
    """A glyph of ``face``, ``x`` em right of its run's start, ``y`` em above the baseline."""

    face: FontFace
    number: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring clusters in one face and one direction, shaped. Width in em."""

    glyphs: tuple[Glyph, ...]
    width: float
    emoji: str | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of the author's."""

    clusters: tuple[Cluster, ...]
    faces: tuple[FontFace | None, ...]  # None: an emoji, or no ink at all
    levels: tuple[int, ...]
    base: int  # 1 when it is written right to left
    widths: tuple[float, ...]
    above: tuple[float, ...]  # ink over and under the baseline, for each cluster
    below: tuple[float, ...]
    grouped: PieceGroups  # what no line may split


class Ruler(Protocol):
    """Measures clusters. The real one asks HarfBuzz; tests bring a wooden one."""

    def faces(self, lines: Sequence[Sequence[Cluster]]) -> list[list[FontFace | None]]:
        """Return a face for each cluster. Raises CannotSet: uncovered."""

    def measure(
        self, clusters: Sequence[Cluster], faces: Sequence[FontFace | None], levels: Sequence[int]
    ) -> tuple[list[float], list[float], list[float]]:
        """(widths, ink above, ink below) of each cluster in em."""


def compose(words: str, ruler: Ruler) -> tuple[Paragraph, ...]:
    """Raises CannotSet."""
    lines = split(words)
    faces = ruler.faces(lines)
    overall = bidi.base_level(words)
    return tuple(
        _paragraph(line, line_faces, ruler, overall)
        for line, line_faces in zip(lines, faces, strict=True)
    )


def _paragraph(
    clusters: tuple[Cluster, ...], faces: list[FontFace | None], ruler: Ruler, overall: int
) -> Paragraph:
    text = "".join(cluster.text for cluster in clusters)
    base = bidi.base_level(text, fallback=overall)
    by_char = bidi.levels(text, base)
    levels, at = [], 0
    for cluster in clusters:
        levels.append(by_char[at])
        at += len(cluster.text)
    widths, above, below = ruler.measure(clusters, faces, levels)
    spaces = [cluster.is_space for cluster in clusters]
    return Paragraph(
        clusters,
        tuple(faces),
        tuple(levels),
        base,
        tuple(widths),
        tuple(above),
        tuple(below),
        groups_of(pieces_of(widths, spaces, line_breaks.prices(clusters))),
    )


class TypeRuler:
    """Measures with the faces of a voice; ``tracking`` is em between letters."""

    def __init__(self, voice: Voice, *, tracking: float = 0.0) -> None:
        self._voice = voice
        self._tracking = tracking
        self._features = dict.fromkeys(("kern", "liga", *voice.features), True)

    def faces(self, lines: Sequence[Sequence[Cluster]]) -> list[list[FontFace | None]]:
        return choose(lines, self._voice)

    def measure(
        self, clusters: Sequence[Cluster], faces: Sequence[FontFace | None], levels: Sequence[int]
    ) -> tuple[list[float], list[float], list[float]]:
        count = len(clusters)
        widths, above, below = [0.0] * count, [0.0] * count, [0.0] * count
        start = 0
        while start < count:
            end = run_end(clusters, faces, levels, start)
            self._measure_run(
                clusters, faces[start], levels[start], start, end, widths, above, below
            )
            start = end
        return widths, above, below

    def _measure_run(
        self,
        clusters: Sequence[Cluster],
        face: FontFace | None,
        level: int,
        start: int,
        end: int,
        widths: list[float],
        above: list[float],
        below: list[float],
    ) -> None:
        if face is None:
            for at in range(start, end):
                if emoji.name_of(clusters[at].text):
                    widths[at] = emoji.ADVANCE
                    above[at], below[at] = emoji.TILE - emoji.DEPTH, emoji.DEPTH
            return
        owners = [at for at in range(start, end) for _ in clusters[at].text]
        buffer = self._shape(clusters[start:end], face, level)
        em, ink = face.em, face.ink
        for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
            owner = owners[info.cluster]
            widths[owner] += place.x_advance * em
            over, under = ink(info.codepoint)
            rise = place.y_offset * em
            if over + rise > above[owner]:
                above[owner] = over + rise
            if under - rise > below[owner]:
                below[owner] = under - rise
        if self._tracking:
            for at in range(start, end):
                if clusters[at].script not in _CURSIVE:
                    widths[at] += self._tracking

    def run(self, clusters: Sequence[Cluster], face: FontFace | None, level: int) -> Run:
        """Shape neighbours for drawing."""
        if face is None:
            name = emoji.name_of(clusters[0].text)
            return Run((), emoji.ADVANCE if name else 0.0, name)
        buffer = self._shape(clusters, face, level)
        owners = [at for at, cluster in enumerate(clusters) for _ in cluster.text]
        em = face.em
        glyphs: list[Glyph] = []
        x, last = 0.0, -1
        for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
            owner = owners[info.cluster]
            if self._tracking and last not in (-1, owner):
                x += self._tracking if clusters[owner].script not in _CURSIVE else 0.0
            last = owner
            spot = x + place.x_offset * em
            glyphs.append(Glyph(face, info.codepoint, spot, place.y_offset * em))
            x += place.x_advance * em
        if self._tracking and clusters[-1].script not in _CURSIVE:
            x += self._tracking
        return Run(tuple(glyphs), x)

    def _shape(self, clusters: Sequence[Cluster], face: FontFace, level: int) -> hb.Buffer:
        buffer = hb.Buffer()
        buffer.add_str("".join(cluster.text for cluster in clusters))
        buffer.guess_segment_properties()
        buffer.direction = "rtl" if level % 2 else "ltr"
        buffer.language = "und"  # else taken from the machine's locale
        hb.shape(face.font, buffer, self._features)
        return buffer


def run_end(
    clusters: Sequence[Cluster], faces: Sequence[FontFace | None], levels: Sequence[int], start: int
) -> int:
    """Return where the run that begins at ``start`` ends (exclusive): same face, level and
    script."""
    end = start + 1
    if faces[start] is None:
        return end
    script = clusters[start].script
    while end < len(clusters) and faces[end] is faces[start] and levels[end] == levels[start]:
        other = clusters[end].script
        if script == "Common":
            script = other
        elif other not in (script, "Common"):
            break
        end += 1
    return end
