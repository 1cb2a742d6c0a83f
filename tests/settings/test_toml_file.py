import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.settings.toml_file import Place, TomlFile, lines_of, read_toml

LETTER = '''# channels
title = "Top"

[defaults]
rules = """
[[channels]]
name = "not a channel"
"""
mix = 'strong'   # a remark with = and [

  [[channels]]
name = "love"
title = {en = "Love", fr = "Amour"}
of = [
  "a",  # first
  "b",
]

[[channels]]
"name" = "work"
title.en = "Work"
[channels.about]
fr = """\\
  En deux \\
  lignes"""

[[channels.rooms]]
number = 1
[[channels.rooms]]
number = 2
'''

LINES = {
    ("title",): 2,
    ("defaults",): 4,
    ("defaults", "rules"): 5,
    ("defaults", "mix"): 9,
    ("channels", 0): 11,
    ("channels", 0, "name"): 12,
    ("channels", 0, "title"): 13,
    ("channels", 0, "title", "fr"): 13,
    ("channels", 0, "of"): 14,
    ("channels", 0, "of", 1): 14,
    ("channels", 1): 19,
    ("channels", 1, "name"): 20,
    ("channels", 1, "title", "en"): 21,
    ("channels", 1, "about"): 22,
    ("channels", 1, "about", "fr"): 23,
    ("channels", 1, "rooms", 0, "number"): 28,
    ("channels", 1, "rooms", 1): 29,
    ("channels", 1, "rooms", 1, "number"): 30,
}


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_each_value_is_found_in_its_line_whatever_stands_around_it(end: str):
    found = lines_of(LETTER.replace("\n", end))
    assert {place: found[place] for place in LINES} == LINES


def test_what_has_no_line_of_its_own_is_told_at_what_is_around_it():
    file = TomlFile("x", tomllib.loads(LETTER), lines_of(LETTER))
    assert file.line_of(("channels", 0, "pace")) == 11
    assert file.line_of(("channels", 1, "title", "fr")) == 21
    assert file.line_of(()) == 1


KEYS = st.sampled_from(["name", "title", "a-b", '"quoted key"', "deep.er", "'x.y'"])
VALUES = st.sampled_from(
    ["1", '"#"', "'''\n[a]\n'''", "[\n1,\n]", "{en = '[[x]]'}", '"""a\n\nb = 1\n"""', "20:00:00"]
)
BLANKS = st.sampled_from(["", "\n", "# [[channels]]\n", "   \t\n"])


@given(st.lists(st.lists(st.tuples(KEYS, VALUES, BLANKS), unique_by=lambda row: row[0])))
def test_a_file_of_any_shape_keeps_its_lines(tables: list[list[tuple[str, str, str]]]):
    text, expected = "", {}
    for index, rows in enumerate(tables):
        expected[("channels", index)] = text.count("\n") + 1
        text += "[[channels]]\n"
        for key, value, blank in rows:
            text += blank
            place: Place = ("channels", index, *_only_path(tomllib.loads(f"{key} = 1")))
            expected[place] = text.count("\n") + 1
            text += f"{key} = {value}\n"
    found = lines_of(text)
    assert {place: found.get(place) for place in expected} == expected


def _only_path(nested: Any) -> Place:
    path: Place = ()
    while isinstance(nested, dict):
        [(key, nested)] = nested.items()
        path += (key,)
    return path


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (b"[[channels]]\nname = love\n", "sotto.toml, line 2, column 8: Invalid value"),
        (b"[[channels]]\nname 'love'\n", "sotto.toml, line 2, column 6: Expected '='"),
        (b"[defaults]\nmix = 'a'\nmix = 'b'\n", "sotto.toml, line 3, column 10: Cannot overwrite"),
        (b"[[channels]]\nof = [", "sotto.toml, at its end: "),
        (b"name = '\xff'", "sotto.toml cannot be read: save it as UTF-8."),
    ],
)
def test_a_file_that_is_no_toml_is_told_with_line_and_column(tmp_path, monkeypatch, text, told):
    monkeypatch.chdir(tmp_path)
    path = tmp_path.relative_to(tmp_path) / "sotto.toml"
    path.write_bytes(text)
    said = read_toml(path)
    assert isinstance(said, str)
    assert said.startswith(told)


def test_a_mark_at_the_start_of_the_file_is_no_mistake(tmp_path):
    (tmp_path / "sotto.toml").write_bytes(b"\xef\xbb\xbf[defaults]\nmix = 'strong'\n")
    file = read_toml(tmp_path / "sotto.toml")
    assert isinstance(file, TomlFile)
    assert file.line_of(("defaults", "mix")) == 2
