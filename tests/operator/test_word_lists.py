"""What a start keeps of its word lists for the next one, and what it does with what it finds."""

import os
import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bot.domain import patterns
from bot.domain.checks import inspect
from bot.domain.patterns import EDITION, compiled
from bot.ops import word_lists

ROOT = Path(__file__).parents[2]
WORDS = "I want to kill my neighbour Peter, call 06 12 34 56 78"

START = f"""
import sys
from pathlib import Path
from typing import Any
import regex
from bot.ops import word_lists
cache = Path(sys.argv[1])
word_lists.recall(cache)
long = []
compiling = regex.compile
def compile(pattern, *args, **lists):
    long.append(pattern) if len(pattern) > 150 else None
    return compiling(pattern, *args, **lists)
regex.compile = compile
word_lists.prepare(cache)
regex.compile = compiling
from bot.domain.checks import inspect
print(len([each for each in long if each.startswith("(?")]), inspect({WORDS!r}))
"""


def started(cache: Path) -> tuple[int, str]:
    """(long patterns that had to be compiled, what the checks found) of a start of its own."""
    done = subprocess.run(
        [sys.executable, "-c", START, str(cache)],
        capture_output=True, text=True, cwd=ROOT, timeout=120, check=True,
    )  # fmt: skip
    count, _, found = done.stdout.partition(" ")
    return int(count), found.strip()


def kept_in(cache: Path) -> Path:
    (file,) = cache.glob("word-lists-*")
    return file


def test_a_second_start_compiles_no_list_and_finds_the_same(tmp_path: Path) -> None:
    (tmp_path / "word-lists-0000").write_bytes(b"of an edition that is gone")
    first, found = started(tmp_path)
    second, found_again = started(tmp_path)
    assert first > 100
    assert second < 10
    assert found == found_again == str(inspect(WORDS))
    assert kept_in(tmp_path).name == f"word-lists-{EDITION}"
    assert kept_in(tmp_path).stat().st_mode & 0o077 == 0


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """A cache with one pattern that this process does not know yet."""
    known = {b"a key of nobody": compiled("only (?:here|there)")}
    word_lists._write(tmp_path, pickle.dumps(known))
    return tmp_path


@pytest.fixture
def recalled(monkeypatch: pytest.MonkeyPatch) -> dict[bytes, Any]:
    empty: dict[bytes, Any] = {}
    monkeypatch.setattr(patterns, "_recalled", empty)
    return empty


def test_what_is_whole_is_recalled(cache: Path, recalled: dict[bytes, Any]) -> None:
    word_lists.recall(cache)
    (found,) = recalled.values()
    assert found.fullmatch("only there")


def test_what_is_damaged_is_not_recalled(cache: Path, recalled: dict[bytes, Any]) -> None:
    file = kept_in(cache)
    data = bytearray(file.read_bytes())
    for damaged in (data[:-1], data[:10], b"", data[:-1] + bytes([data[-1] ^ 1])):
        file.write_bytes(damaged)
        word_lists.recall(cache)
        assert recalled == {}


def test_what_others_may_write_is_not_recalled(cache: Path, recalled: dict[bytes, Any]) -> None:
    kept_in(cache).chmod(0o666)
    word_lists.recall(cache)
    assert recalled == {}


def test_nothing_but_patterns_is_made_of_what_was_kept() -> None:
    ran = []

    class Hostile:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            return os.system, ("false",)

    for wrong in (Hostile(), {b"": Hostile()}, ran.append):
        with pytest.raises(ValueError, match="no compiled patterns"):
            patterns.recall(pickle.dumps(wrong))


def test_a_pattern_with_lists_of_words_is_kept_with_them() -> None:
    one = compiled(r"\L<names> sings", names=["Anna", "Bea"])
    assert compiled(r"\L<names> sings", names=["Bea", "Anna"]) is one
    assert compiled(r"\L<names> sings", names=["Carla"]) is not one
    assert pickle.loads(pickle.dumps(one)).fullmatch("Bea sings")


def test_what_a_process_has_written_it_does_not_write_again(
    tmp_path: Path, recalled: dict[bytes, Any]
) -> None:
    word_lists.prepare(tmp_path)
    kept_in(tmp_path).unlink()
    word_lists.prepare(tmp_path)
    assert not list(tmp_path.iterdir())
    compiled("what nobody has looked for before")
    word_lists.prepare(tmp_path)
    assert kept_in(tmp_path).stat().st_size


def test_a_cache_that_cannot_be_written_stops_nobody(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    compiled("something that nobody has compiled before")
    word_lists.prepare(tmp_path / "file")


def test_arranged_lists_are_made_anew_when_a_file_of_the_domain_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, recalled: dict[bytes, Any]
) -> None:
    package = tmp_path / "some_lists"
    (package / "lists").mkdir(parents=True)
    (package / "__init__.py").write_text("")
    (package / "lists" / "words.txt").write_text("one\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(patterns, "_DOMAIN", "some_lists")
    made: list[int] = []

    def make() -> dict[str, tuple[int, ...]]:
        made.append(len(made))
        return {"count": (len(made),)}

    def asked() -> dict[str, tuple[int, ...]]:
        patterns._edition_of.cache_clear()
        return patterns.arranged("words", make)

    assert asked() == asked() == {"count": (1,)}
    (package / "lists" / "words.txt").write_text("one\ntwo\n")
    assert asked() == {"count": (2,)}
    (package / "__init__.py").write_text("# how they are read\n")
    assert asked() == {"count": (3,)}
    assert made == [0, 1, 2]
    patterns._edition_of.cache_clear()
