"""Small fonts made for a test, to stand for those that a machine has of its own."""

from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

from bot.cards.text import cuts, fonts


def make_font(path: Path, letters: str) -> None:
    """Each of ``letters`` is a box of another width, so that none is drawn as another."""
    codes = sorted({ord(letter) for letter in letters if not letter.isspace()})
    names = {code: f"u{code:04X}" for code in codes}
    builder = FontBuilder(1000)
    builder.setupGlyphOrder([".notdef", *names.values()])
    builder.setupCharacterMap(names)
    widths = {".notdef": 500, **{name: 400 + 5 * at for at, name in enumerate(names.values())}}
    builder.setupGlyf({name: _box(width) for name, width in widths.items()})
    builder.setupHorizontalMetrics({name: (width, 0) for name, width in widths.items()})
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": path.stem, "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    builder.save(path)


def _box(width: int) -> object:
    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    for corner in ((0, 700), (width - 60, 700), (width - 60, 0)):
        pen.lineTo(corner)
    pen.closePath()
    return pen.glyph()


def forget_fonts() -> None:
    """What was found among the machine's fonts is looked for anew."""
    cuts.of_the_machine.cache_clear()
    fonts._of_the_machine.cache_clear()
