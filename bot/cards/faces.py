"""Fonts: which files a voice is made of, and what HarfBuzz knows about each of them.

All files come with Python packages (OFL, or Bitstream's for DejaVu) except those of the system,
which are asked last. A variable font is used as it is: HarfBuzz shapes and draws its outlines
directly, so no static instance has to be prepared.
"""

import functools
import unicodedata
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

import uharfbuzz as hb

from bot.cards.clusters import Cluster, visible

_SYSTEM = Path("/usr/share/fonts")


@dataclass(frozen=True, slots=True)
class Cut:
    """One font file at one place of its axes. ``scale`` evens out how large faces look."""

    package: str  # importable package, or "system"
    file: str  # path inside it
    axes: tuple[tuple[str, float], ...] = ()
    scale: float = 1.0

    @property
    def path(self) -> Path | None:
        """Where the file is; None when it is not installed."""
        if self.package == "system":
            return next(iter(sorted(_SYSTEM.rglob(self.file))), None)
        spec = find_spec(self.package)
        if spec is None or spec.origin is None:
            return None
        path = Path(spec.origin).parent / self.file
        return path if path.exists() else None


@dataclass(slots=True)
class Face:
    """A loaded cut. Measures are in em of the type size (``scale`` is within)."""

    font: hb.Font
    cut: Cut
    em: float = field(init=False)  # font units -> em
    _known: dict[str, bool] = field(default_factory=dict)
    _ink: dict[int, tuple[float, float]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.em = self.cut.scale / self.font.face.upem

    def covers(self, cluster: Cluster) -> bool:
        """Whether each code point (or their composed form) has a glyph here."""
        known = self._known.get(cluster.text)
        if known is None:
            text = visible(cluster.text)
            known = self._has(text) or self._has(unicodedata.normalize("NFC", text))
            self._known[cluster.text] = known
        return known

    def _has(self, text: str) -> bool:
        """Private characters count as missing: fonts keep all sorts of things there."""
        return all(
            self.font.get_nominal_glyph(ord(char)) and unicodedata.category(char) != "Co"
            for char in text
        )

    def ink(self, glyph: int) -> tuple[float, float]:
        """(above, below) the baseline in em, both positive outwards."""
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
def load(cut: Cut) -> Face | None:
    """The face, its file mapped into memory; None when the file is not installed."""
    path = cut.path
    if path is None:
        return None
    font = hb.Font(hb.Face(hb.Blob.from_file_path(str(path))))
    if cut.axes:
        font.set_variations(dict(cut.axes))
    return Face(font, cut)


def google(family: str, file: str, *, scale: float = 1.0, **axes: float) -> Cut:
    """A family packaged by fontpkg."""
    return Cut(f"fontpkg_{family}", f"files/{file}", tuple(axes.items()), scale)


def noto(package: str, file: str, *, scale: float = 1.0, **axes: float) -> Cut:
    """A family of justmytype; its folder is the file's name without axes, in small letters."""
    folder = file.split("[")[0].split("-")[0].lower()
    path = f"fonts/ofl/{folder}/{file}.ttf"
    return Cut(f"justmytype_{package}", path, tuple(axes.items()), scale)


def dejavu(file: str, scale: float = 1.0) -> Cut:
    """A file of DejaVu, which matplotlib carries."""
    return Cut("matplotlib", f"mpl-data/fonts/ttf/{file}.ttf", (), scale)


_WORLD = (
    ("intl_rtl", "NotoSansArabic[wdth,wght]"),
    ("intl_rtl", "NotoSansHebrew[wdth,wght]"),
    ("intl_south_asia", "NotoSansDevanagari[wdth,wght]"),
    ("intl_south_asia", "NotoSansBengali[wdth,wght]"),
    ("intl_south_asia", "NotoSansTamil[wdth,wght]"),
    ("intl_south_asia", "NotoSansTelugu[wdth,wght]"),
    ("intl_sea", "NotoSansThai[wdth,wght]"),
    ("intl_sea", "NotoSansLao[wdth,wght]"),
    ("intl_sea", "NotoSansKhmer[wdth,wght]"),
    ("intl_sea", "NotoSansMyanmar[wdth,wght]"),
    ("intl_africa", "NotoSansEthiopic[wdth,wght]"),
)
_EAST_ASIA = ("SC", "TC", "JP", "KR")
_SYSTEM_SCRIPTS = """
    Georgian Armenian Gujarati Gurmukhi Kannada Malayalam Sinhala Oriya Tibetan Mongolian
    Thaana Syriac Cherokee NKo
"""


def world(weight: int, *, width: float = 100.0, scale: float = 1.0) -> tuple[Cut, ...]:
    """What follows the faces of a voice: every script at about its weight."""
    bold = weight >= 600
    return (
        *(noto(package, file, scale=scale, wght=weight, wdth=width) for package, file in _WORLD),
        *(
            noto("intl_cjk", f"NotoSans{name}[wght]", scale=scale, wght=weight)
            for name in _EAST_ASIA
        ),
        noto("western_core", "NotoSans[wdth,wght]", scale=scale, wght=weight, wdth=width),
        *(
            Cut("system", f"NotoSans{name}-{'Bold' if bold else 'Regular'}.ttf", (), scale)
            for name in _SYSTEM_SCRIPTS.split()
        ),
        dejavu("DejaVuSans-Bold" if bold else "DejaVuSans", scale * 0.94),
        noto("western_core", "NotoSansSymbols2-Regular", scale=scale),
        dejavu("DejaVuSans", scale * 0.94),
        noto("western_core", "STIXTwoMath-Regular", scale=scale),
    )


@dataclass(frozen=True, slots=True)
class Voice:
    """A chain of faces, the first the one that gives the text its voice."""

    name: str
    cuts: tuple[Cut, ...]
    features: tuple[str, ...] = ()  # OpenType features switched on for the whole text

    def faces(self, east_asia: str = "SC") -> tuple[Face, ...]:
        """The installed faces in order, with the Han of ``east_asia`` (SC, TC, JP, KR) first."""
        return _chain(self.cuts, east_asia)


@functools.cache
def _chain(cuts: tuple[Cut, ...], east_asia: str) -> tuple[Face, ...]:
    han = [cut for cut in cuts if cut.package.endswith("_cjk")]
    preferred = sorted(han, key=lambda cut: f"NotoSans{east_asia}" not in cut.file)
    swaps = dict(zip(han, preferred, strict=True))
    faces = (load(swaps.get(cut, cut)) for cut in cuts)
    return tuple(face for face in faces if face is not None)


ROUND = Voice(
    "round",
    (
        google("nunito", "Nunito[wght].ttf", wght=800),
        noto("western_core", "Inter[opsz,wght]", wght=750, opsz=32),
        *world(750, scale=0.98),
    ),
)
SERIF = Voice(
    "serif",
    (
        noto("western_core", "SourceSerif4[opsz,wght]", wght=480, opsz=36),
        google("amiri", "Amiri-Regular.ttf", scale=1.12),
        google("frank_ruhl_libre", "FrankRuhlLibre[wght].ttf", wght=480),
        dejavu("DejaVuSerif", 0.9),
        *world(450, scale=0.95),
    ),
    ("onum",),
)
HAND = Voice(
    "hand",
    (
        google("caveat", "Caveat[wght].ttf", wght=700, scale=1.0),
        google("kalam", "Kalam-Regular.ttf", scale=0.86),
        google("dancing_script", "DancingScript[wght].ttf", wght=650, scale=0.95),
        noto("western_core", "SourceSerif4-Italic[opsz,wght]", wght=500, opsz=36, scale=0.86),
        google("amiri", "Amiri-Italic.ttf"),
        *world(500, scale=0.82),
    ),
)
MONO = Voice(
    "mono",
    (
        google("ibm_plex_mono", "IBMPlexMono-Medium.ttf"),
        noto("western_core", "JetBrainsMono[wght]", wght=500),
        *world(500),
    ),
)
CONDENSED = Voice(
    "condensed",
    (
        google("anton", "Anton-Regular.ttf", scale=0.9),
        google("oswald", "Oswald[wght].ttf", wght=700),
        noto("western_core", "NotoSans[wdth,wght]", wght=900, wdth=62.5, scale=1.1),
        *world(900, width=75),
    ),
)
PLAIN = Voice(
    "plain",
    (noto("western_core", "Inter[opsz,wght]", wght=700, opsz=32), *world(700)),
)
ITALIC = Voice(
    "italic",
    (
        google("instrument_serif", "InstrumentSerif-Italic.ttf", scale=1.12),
        google("newsreader", "Newsreader-Italic[opsz,wght].ttf", wght=420, opsz=72),
        google("lora", "Lora-Italic[wght].ttf", wght=450, scale=0.94),
        noto("western_core", "SourceSerif4-Italic[opsz,wght]", wght=420, opsz=60),
        google("amiri", "Amiri-Regular.ttf", scale=1.14),
        google("frank_ruhl_libre", "FrankRuhlLibre[wght].ttf", wght=420),
        dejavu("DejaVuSerif", 0.9),
        *world(400, scale=0.95),
    ),
)
GROTESQUE = Voice(
    "grotesque",
    (
        google("bricolage_grotesque", "BricolageGrotesque[opsz,wdth,wght].ttf", wght=650, opsz=48),
        noto("western_core", "Inter[opsz,wght]", wght=650, opsz=32, scale=0.96),
        *world(650, scale=0.95),
    ),
)
SMALL = Voice(
    "small",
    (noto("western_core", "Inter[opsz,wght]", wght=600, opsz=14), *world(600)),
)

VOICES = (ROUND, SERIF, HAND, MONO, CONDENSED, PLAIN, ITALIC, GROTESQUE, SMALL)
