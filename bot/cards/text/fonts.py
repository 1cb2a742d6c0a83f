"""Faces: what HarfBuzz knows about a font file, and which of them a voice asks in turn.

A variable font is used as it is: HarfBuzz shapes and draws its outlines directly, so no static
instance has to be prepared.
"""

import functools
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

import uharfbuzz as hb

from bot.cards.text import twins
from bot.cards.text.clusters import Cluster, visible
from bot.cards.text.cuts import Cut, of_the_machine


@dataclass(slots=True)
class FontFace:
    """A loaded cut. Measures are in em of the type size (``scale`` is within)."""

    font: hb.Font
    cut: Cut
    em: float = field(init=False)  # font units -> em
    _known: dict[str, bool] = field(default_factory=dict)
    _ink: dict[int, tuple[float, float]] = field(default_factory=dict)
    _feigned: frozenset[int] | None = None

    def __post_init__(self) -> None:
        self.em = self.cut.scale / self.font.face.upem

    def covers(self, cluster: Cluster) -> bool:
        """Whether each code point (or their composed form) has a glyph of its own here."""
        known = self._known.get(cluster.text)
        if known is None:
            text = visible(cluster.text)
            composed = unicodedata.normalize("NFC", text)  # which HarfBuzz prefers
            known = (self._has(text) or self._has(composed)) and not self._feigns(text + composed)
            self._known[cluster.text] = known
        return known

    def _has(self, text: str) -> bool:
        """Tell whether the font has all of it. Private characters count as missing: fonts keep all
        sorts of things there."""
        return all(
            self.font.get_nominal_glyph(ord(char)) and unicodedata.category(char) != "Co"
            for char in text
        )

    def _feigns(self, text: str) -> bool:
        return not text.isascii() and any(ord(char) in self.feigned for char in text)

    @property
    def feigned(self) -> frozenset[int]:
        """Code points that this face has, yet draws as another sign or as nothing."""
        if self._feigned is None:
            path = self.cut.path
            assert path is not None, "a face is loaded from its file"
            self._feigned = twins.feigned(path, self.font)
        return self._feigned

    def ink(self, glyph: int) -> tuple[float, float]:
        """Return (above, below) the baseline in em, both positive outwards."""
        known = self._ink.get(glyph)
        if known is None:
            extents = self.font.get_glyph_extents(glyph)
            if extents is None or extents.height == 0:
                known = (0.0, 0.0)
            else:
                top = extents.y_bearing
                known = (top * self.em, -(top + extents.height) * self.em)
            self._ink[glyph] = known
        return known


@functools.cache
def load(cut: Cut) -> FontFace | None:
    """Return the face, its file mapped into memory. None: the file is not installed."""
    path = cut.path
    if path is None:
        return None
    font = hb.Font(hb.Face(hb.Blob.from_file_path(str(path))))
    if cut.axes:
        font.set_variations(dict(cut.axes))
    return FontFace(font, cut)


@dataclass(frozen=True, slots=True)
class Chain:
    """Faces in the order in which they are asked; the machine's own last, loaded when asked."""

    shipped: tuple[FontFace, ...]
    weight: float  # of the machine's faces, 100..900
    scale: float

    def __iter__(self) -> Iterator[FontFace]:
        yield from self.shipped
        yield from _of_the_machine(self.weight, self.scale)


@functools.cache
def _of_the_machine(weight: float, scale: float) -> tuple[FontFace, ...]:
    faces = (load(cut) for cut in of_the_machine(weight, scale))
    return tuple(face for face in faces if face is not None)


@dataclass(frozen=True, slots=True, eq=False)
class Voice:
    """A chain of faces, the first the one that gives the text its voice. Each is one of a kind, so
    that it is found in a table without its forty faces being compared."""

    name: str
    cuts: tuple[Cut, ...]
    features: tuple[str, ...] = ()  # OpenType features switched on for the whole text
    weight: float = 400.0  # of what follows ``cuts``: the faces that the machine has
    scale: float = 1.0

    def faces(self, east_asia: str = "SC") -> Chain:
        """Return the installed faces in order, with the Han of ``east_asia`` (SC, TC, JP, KR)
        first."""
        return _chain(self, east_asia)


@functools.cache
def _chain(voice: Voice, east_asia: str) -> Chain:
    han = [cut for cut in voice.cuts if cut.package.endswith("_cjk")]
    preferred = sorted(han, key=lambda cut: f"NotoSans{east_asia}" not in cut.file)
    swaps = dict(zip(han, preferred, strict=True))
    faces = (load(swaps.get(cut, cut)) for cut in voice.cuts)
    shipped = tuple(face for face in faces if face is not None)
    return Chain(shipped, voice.weight, voice.scale)
