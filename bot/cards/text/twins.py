"""Signs that a font draws as other signs: "me ≠ you" must not come out as "me = you".

Some fonts have a code point and yet draw it with the outline of another: ≠ as =, Ƙ as K, ₵ as ¢.
Two code points with one drawing are **twins**. Most are so by nature: Latin A, Greek Α and Cyrillic
А; − and a dash; Ω and the sign for ohm. A twin is *feigned* where the meaning is lost, which is so
unless the two are letters of different alphabets, when

- what they decompose to has other marks, or is raised, lowered or enclosed (≠ is = with a stroke,
  Ģ is G with a cedilla, ² is a raised 2);
- or both are letters of one alphabet (Latin, Greek, Cyrillic) or signs of no script, and Unicode
  neither folds one into the other nor lists them as confusable (UTS #39). Scripts whose letters
  change with their neighbours are left to the first rule: ی and ى are alike only when alone.

Of twins the one encoded first keeps the drawing. A sign drawn as nothing at all is feigned too.
What is feigned counts as missing, so that another face draws it.

For the files that Sotto comes with, the answer stands in ``twins.json``, which ``bench/twins.py``
writes and a test compares with the fonts; for any other file it is reckoned when first asked.
"""

import functools
import json
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import regex
import uharfbuzz as hb

TABLE = Path(__file__).with_name("twins.json")

_SKIPPED = regex.compile(
    r"[\p{C}\p{Z}\p{M}\p{Default_Ignorable_Code_Point}\p{Han}\p{Hangul}\u2800]"
)
"""No ink by nature; marks, which differ by where they are put; Han, whose twins are variants, and
Hangul, which is built of its parts."""

_LARGE = (range(0x3400, 0xA000), range(0xAC00, 0xD7A4), range(0x20000, 0x32000))
"""Han and Hangul, most of them, passed over at once."""

_ALPHABET = regex.compile(r"(?P<Latin>\p{Latin})|(?P<Greek>\p{Greek})|(?P<Cyrillic>\p{Cyrillic})")
_OF_NO_SCRIPT = regex.compile(r"[\p{Common}\p{Inherited}]")
_BY_NATURE = (regex.compile(r"[\p{Pd}−]"), regex.compile("[…⋯]"))  # Chinese fonts centre both
_TELLING = ("<super>", "<sub>", "<circle>", "<square>", "<fraction>")
_ONE_MARK = str.maketrans("\u0326", "\u0327")  # cedilla and comma below: Ţ and Ț are often one


def feigned(path: Path, font: hb.Font) -> frozenset[int]:
    """Return the code points that ``font``, loaded from ``path``, draws as other signs or as
    nothing."""
    told = _table().get(path.name)
    if told is not None and told[0] == path.stat().st_size:
        return told[1]
    return reckon(font)


@functools.cache
def _table() -> dict[str, tuple[int, frozenset[int]]]:
    """Return file name -> (size in bytes, code points)."""
    told: dict[str, dict[str, Any]] = json.loads(TABLE.read_text())
    return {
        name: (each["bytes"], frozenset(int(code, 16) for code in each["feigned"].split()))
        for name, each in told.items()
    }


def reckon(font: hb.Font) -> frozenset[int]:
    """Look at each outline: some 10 to 100 ms."""
    result: set[int] = set()
    for drawing, chars in _drawings(font):
        if drawing:
            result.update(map(ord, _feigned(chars)))
        else:
            result.update(map(ord, chars))
    return frozenset(result)


class _Pen:
    """Writes down what it is told to draw: a point for a line, several for a curve, None where an
    outline is closed. Each outline's first point is where it begins."""

    def __init__(self) -> None:
        self.strokes: list[object] = []
        self.moveTo = self.lineTo = self.strokes.append

    def qCurveTo(self, *points: object) -> None:  # noqa: N802  # as fontTools names it
        self.strokes.append(points)

    curveTo = qCurveTo  # noqa: N815

    def closePath(self) -> None:  # noqa: N802
        self.strokes.append(None)

    endPath = closePath  # noqa: N815


def _drawings(font: hb.Font) -> Iterator[tuple[tuple[object, ...], list[str]]]:
    """Yield (outline, the characters drawn with it on one advance). Outlines of one only are left
    out, unless they are empty."""
    alike: dict[object, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    for code in font.face.unicodes:
        if code >= _LARGE[0].start and any(code in block for block in _LARGE):
            continue
        char = chr(code)
        if _SKIPPED.match(char) is None:
            glyph = font.get_nominal_glyph(code)
            assert glyph is not None, "the face lists it"
            box = font.get_glyph_extents(glyph)
            reach = box and (box.x_bearing, box.y_bearing, box.width, box.height)
            alike[font.get_glyph_h_advance(glyph), reach][glyph].append(char)
    for (_, reach), glyphs in alike.items():  # type: ignore[misc]
        if reach and any(reach) and sum(map(len, glyphs.values())) == 1:
            continue
        drawn: dict[tuple[object, ...], list[str]] = defaultdict(list)
        for glyph, chars in glyphs.items():
            pen = _Pen()
            font.draw_glyph_with_pen(glyph, pen)
            drawn[tuple(pen.strokes)] += chars
        yield from drawn.items()


def _feigned(twins: Iterable[str]) -> Iterator[str]:
    kept: list[str] = []
    for char in sorted(twins):
        if all(may_look_alike(char, other) for other in kept):
            kept.append(char)
        else:
            yield char


def may_look_alike(one: str, other: str) -> bool:
    """Whether two characters with one drawing still say what they mean."""
    added, base = _parts(one)
    others_added, others_base = _parts(other)
    alphabet, others_alphabet = _alphabet(base), _alphabet(others_base)
    if alphabet and others_alphabet and alphabet != others_alphabet:
        return True
    if added != others_added:
        return False
    if base == others_base or alphabet is None or others_alphabet is None:
        return True
    if any(both.match(one) and both.match(other) for both in _BY_NATURE):
        return True
    return bool(_looks(one) & _looks(other) or _looks(base) & _looks(others_base))


@functools.lru_cache(maxsize=4096)
def _parts(char: str) -> tuple[str, str]:
    """Return (how it is raised or enclosed, and its marks; what is left without them)."""
    decomposed = unicodedata.normalize("NFKD", char)
    if decomposed[0] == " ":  # an accent that stands alone
        return "", decomposed
    marks = "".join(sign for sign in decomposed if unicodedata.combining(sign))
    base = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    tag = unicodedata.decomposition(char).partition(" ")[0]
    return (tag if tag in _TELLING else "") + marks.translate(_ONE_MARK), base or char


def _alphabet(base: str) -> str | None:
    """Return ``Latin``, ``Greek``, ``Cyrillic``; empty for signs of no script, None for other
    scripts."""
    match = _ALPHABET.match(base)
    if match is not None:
        return str(match.lastgroup)
    return "" if _OF_NO_SCRIPT.match(base) else None


def _looks(char: str) -> set[str]:
    from confusable_homoglyphs import confusables  # large, and seldom asked

    return {char, *(each["c"] for each in confusables.confusables_data.get(char, ()))}
