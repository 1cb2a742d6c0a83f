"""The house stays one that a newcomer finds their way in."""

import ast
import importlib
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
ROOMS = ("bot", "handlers", "storage")

ALLOWED_TWICE = {
    "Channel": "the sandbox names Telegram's own things as Telegram does",
}
"""Class names that stand in two modules, and why."""


_CLASS = re.compile(r"^class (\w+)[(:[]", re.MULTILINE)


def texts(*rooms: str) -> Iterator[tuple[str, str]]:
    """File -> what stands in it."""
    for room in rooms:
        for path in sorted((ROOT / room).rglob("*.py")):
            yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")


def sources(*rooms: str, holding: str = "") -> Iterator[tuple[str, ast.Module]]:
    """File -> its tree. ``holding``: of those alone where this pattern is found, since a tree takes
    long to make and to walk through."""
    for name, text in texts(*rooms):
        if re.search(holding, text):
            yield name, ast.parse(text)


def test_a_class_name_stands_in_one_module() -> None:
    places: dict[str, set[str]] = defaultdict(set)
    for name, text in texts(*ROOMS):
        for found in _CLASS.findall(text):
            if not found.startswith("_"):
                places[found].add(name)
    twice = {name: found for name, found in places.items() if len(found) > 1}
    assert twice.keys() == ALLOWED_TWICE.keys(), twice


def test_every_room_says_what_belongs_in_it_and_what_must_not() -> None:
    silent = [
        name
        for name, text in texts(*ROOMS)
        if name.endswith("__init__.py") and not (ast.get_docstring(ast.parse(text)) or "").strip()
    ]
    assert silent == []


def test_no_file_is_longer_than_400_lines() -> None:
    long = {
        path.relative_to(ROOT).as_posix(): lines
        for room in (*ROOMS, "tests", "bench")
        for path in (ROOT / room).rglob("*.py")
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 400
    }
    assert long == {}


def test_every_word_of_the_list_that_is_a_class_exists() -> None:
    """docs/words.md names what is in the code, not what was there once."""
    classes = {found for _, text in texts(*ROOMS) for found in _CLASS.findall(text)}
    rows = (ROOT / "docs" / "words.md").read_text(encoding="utf-8").splitlines()
    named = {
        word.strip("`")
        for row in rows
        if row.startswith("| **")
        for word in row.split("|")[2].replace(",", " ").split()
        if word.startswith("`") and word.strip("`").isidentifier()
    }
    assert named
    assert named <= classes, sorted(named - classes)


def test_no_sentence_is_said_inside_an_f_string() -> None:
    """Before Python 3.12 an f-string is one token, and ``make messages`` finds nothing in it: the
    sentence would stay English everywhere."""
    hidden = [
        f"{name}:{call.lineno}"
        for name, tree in sources("bot", "handlers", holding=r"""\b[rR]?[fF][rR]?["']""")
        for text in ast.walk(tree)
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and _says(call)
    ]
    assert hidden == []


def test_no_test_asserts_a_private_field() -> None:
    """What nobody outside can see is no promise: a test of it holds the code back, and proves
    nothing that a reader of the code may rely on. ``self._x`` is the test's own."""
    private = [
        f"{name}:{each.lineno}"
        for name, tree in sources("tests", holding=r"\._[^_]")
        for statement in ast.walk(tree)
        if isinstance(statement, ast.Assert)
        for each in ast.walk(statement)
        if isinstance(each, ast.Attribute)
        and each.attr.startswith("_")
        and not each.attr.startswith("__")
        and ast.unparse(each.value) != "self"
    ]
    assert private == []


def _says(call: ast.Call) -> bool:
    """``t("…")``, ``house.t("…")``, ``t.n("…", "…", n)`` and their like."""
    said = call.args and isinstance(call.args[0], ast.Constant)
    return bool(said) and "t" in ast.unparse(call.func).split(".")[-2:]


def test_every_bench_finds_what_it_imports() -> None:
    """Nothing else runs them: what they use of the tests may be moved away from them."""
    names = sorted(path.stem for path in (ROOT / "bench").glob("*.py"))
    assert [importlib.import_module(f"bench.{name}").__name__ for name in names]
