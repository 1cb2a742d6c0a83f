"""Outlines of emoji, in a folder or in one archive."""

import multiprocessing
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.cards.text import emoji_files

NAMES = tuple(f"1f{n:03x}" for n in range(300))


def svg(name: str) -> str:
    return f"<svg>{name * 200}</svg>"


@pytest.fixture
def outlines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    folder = tmp_path / "svg"
    folder.mkdir()
    for name in NAMES:
        (folder / f"{name}.svg").write_text(svg(name))
    monkeypatch.setattr(emoji_files, "folder", lambda: folder)
    forget()
    yield folder
    forget()


def forget() -> None:
    emoji_files.names.cache_clear()
    emoji_files._packed.cache_clear()


def misread(times: int) -> int:
    """How many outlines are not what they are."""
    return sum(emoji_files.outline(name) != svg(name) for _ in range(times) for name in NAMES)


def test_an_archive_has_what_the_folder_had(outlines: Path) -> None:
    before = emoji_files.names(), misread(1)
    assert emoji_files.pack(outlines) > 0
    assert not list(outlines.iterdir())
    forget()
    assert (emoji_files.names(), misread(1)) == before == (frozenset(NAMES), 0)
    with pytest.raises(KeyError):
        emoji_files.outline("1f000-200d")
    assert emoji_files.pack(outlines) == 0
    assert emoji_files.names() == frozenset(NAMES)


def test_a_folder_that_is_full_again_is_read_rather_than_the_archive(outlines: Path) -> None:
    emoji_files.pack(outlines)
    (outlines / "1f999.svg").write_text(svg("1f999"))
    forget()
    assert emoji_files.names() == {"1f999"}
    assert emoji_files.outline("1f999") == svg("1f999")


def test_a_fork_reads_beside_the_process_that_it_comes_from(outlines: Path) -> None:
    emoji_files.pack(outlines)
    forget()
    assert misread(1) == 0
    with multiprocessing.get_context("fork").Pool(2) as forks:
        asked = forks.map_async(misread, [10, 10])
        assert misread(10) == 0
        assert asked.get(60) == [0, 0]
