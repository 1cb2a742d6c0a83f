"""No face draws a sign as another sign."""

import json
from pathlib import Path

import pytest
import uharfbuzz as hb

from bench.twins import look
from bot.cards import STYLES
from bot.cards.text import twins
from bot.cards.text.clusters import split
from bot.cards.text.fonts import FontFace, load
from bot.cards.text.shaping import TypeRuler
from bot.cards.text.voices import VOICES

FACES = {cut: face for voice in VOICES for cut in voice.cuts if (face := load(cut))}


def face_of(file: str) -> FontFace:
    return next(face for cut, face in FACES.items() if cut.file.endswith(file))


def drawing(face: FontFace, char: str) -> object:
    """The outline and advance that a face gives to a character."""
    glyph = face.font.get_nominal_glyph(ord(char))
    pen = twins._Pen()
    face.font.draw_glyph_with_pen(glyph, pen)
    return face.font.get_glyph_h_advance(glyph), tuple(pen.strokes)


def test_the_table_tells_what_every_face_that_we_bring_feigns() -> None:
    assert json.loads(twins.TABLE.read_text()) == look(), "run: python -m bench.twins"


@pytest.mark.parametrize(
    ("file", "sign", "other"),
    [
        ("Anton-Regular.ttf", "≠", "="),
        ("Anton-Regular.ttf", "₵", "¢"),
        ("Anton-Regular.ttf", "Ƙ", "K"),
        ("FrankRuhlLibre[wght].ttf", "Ģ", "G"),
        ("DancingScript[wght].ttf", "Ẵ", "Ẫ"),
        ("KurintoSans-Bd.ttf", "Ṵ", "Ũ"),
    ],
)
def test_a_sign_drawn_as_another_counts_as_missing_in_that_face(file, sign, other) -> None:
    face = face_of(file)
    assert drawing(face, sign) == drawing(face, other)
    covered = [face.covers(split(char)[0][0]) for char in (sign, other)]
    assert covered == [False, True]


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.name)
@pytest.mark.parametrize("words", ["me ≠ you", "me =\u0338 you", "₵5 Ƙano Ģirts Ẵ Ṵ"])
def test_what_a_voice_says_is_drawn_with_outlines_of_its_own(style, words) -> None:
    (line,) = split(words)
    (faces,) = TypeRuler(style.voice).faces([line])
    for cluster, face in zip(line, faces, strict=True):
        if face is not None and not cluster.is_space:
            assert not {ord(char) for char in cluster.text} & face.feigned


@pytest.mark.parametrize("twin", ["AА", "AΑ", "ΩΩ", "−–", "‑‐", "µμ", "ĐÐ", "ىی", "IІ", "ËЁ", "…⋯"])
def test_twins_by_nature_are_no_fault(twin: str) -> None:
    assert twins.may_look_alike(*twin)


@pytest.mark.parametrize("pair", ["=≠", "GĢ", "KƘ", "¢₵", "2²", "1①", "Oº", "ŨṴ", "E€", "Б6"])
def test_two_signs_of_different_meaning_may_not_share_a_drawing(pair: str) -> None:
    assert not twins.may_look_alike(*pair)


def test_a_file_that_we_do_not_bring_is_looked_at_itself(tmp_path: Path) -> None:
    """The machine's own fonts: their names and sizes are in no table."""
    path = face_of("Anton-Regular.ttf").cut.path
    assert path is not None
    strange = tmp_path / "NotoSansStrange-Regular.ttf"
    strange.write_bytes(path.read_bytes())
    font = hb.Font(hb.Face(hb.Blob.from_file_path(str(strange))))
    assert {ord("≠"), ord("Ƙ"), ord("₵")} <= twins.feigned(strange, font)
    other_version = tmp_path / path.name
    other_version.write_bytes(path.read_bytes() + bytes(4))
    assert ord("≠") in twins.feigned(other_version, font)
    assert twins.feigned(path, font) == twins.reckon(font)
