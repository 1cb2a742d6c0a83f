"""What the documents tell people to type can be typed."""

import re
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer.main

from bot.cli.main import app
from bot.settings import Settings

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("[CRS]*.md"), *(ROOT / "docs").glob("*.md")])
PAGES.remove(ROOT / "CHANGELOG.md")  # it tells what was typed once

_SHOWN = re.compile(
    r"""```[a-z]*\n(?P<block>.*?)```"""
    r"""|^\ {4}(?P<line>(?:\.venv/bin/)?(?:sotto|make|python3?|pipx?|git)\ .*)$"""
    r"""|`(?P<word>[^`\n]+)`""",
    re.DOTALL | re.MULTILINE | re.VERBOSE,
)
_NAMED = re.compile(r"\bSOTTO_[A-Z_]+\b")
_NO_SETTINGS = {
    "SOTTO_CONFIG", "SOTTO_DATA", "SOTTO_CACHE", "SOTTO_NAME",
    "SOTTO_REQUIRE_BROWSER", "SOTTO_REQUIRE_POSTGRESQL", "SOTTO_REQUIRE_VALKEY",
}  # fmt: skip
"""Read before the settings, or by tests alone."""


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def commands_in(page: Path) -> Iterator[list[str]]:
    """Each command that a page shows, in words, without what stands behind a # or a pipe."""
    for shown in _SHOWN.finditer(text_of(page)):
        for line in (shown["block"] or shown["line"] or shown["word"]).splitlines():
            for part in re.split(r" && | \| |  +#", line):
                try:
                    words = shlex.split(part, comments=True)
                except ValueError:  # no command: an apostrophe alone
                    continue
                if words:
                    yield words


def of(program: str) -> list[tuple[str, list[str]]]:
    """(page, what follows) of each command of this program."""
    return [
        (page.name, words[1:])
        for page in PAGES
        for words in commands_in(page)
        if re.fullmatch(rf"(?:.*/)?{program}", words[0]) and "=" not in words[0] and words[1:]
    ]


_NOT_ON_A_MAC = (
    r"sed [^|\n]*\\t",  # its sed writes a t
    r"\b(?:sed -i|readlink -f|date -d|stat -c|grep -\w*P|xargs -r|cp --|mktemp --|sort -V)\b",
    r"\b(?:realpath|nproc|tac|timeout|flock|sha256sum|md5sum|setsid)\b",
    r"^\.ONESHELL|^\w+ *(?:!=|::=)|\$\((?:file|intcmp|let) |^undefine\b",  # make 3.81
)
"""What macOS does not have, or has with another meaning: its make is 3.81, its tools are BSD's."""


@pytest.mark.parametrize("page", ["Makefile", "README.md", "docs/setup.md"])
def test_what_somebody_types_on_a_mac_works_there(page: str) -> None:
    text = text_of(ROOT / page)
    found = [each for what in _NOT_ON_A_MAC for each in re.findall(what, text, re.MULTILINE)]
    assert found == []


def test_make_alone_lists_every_verb() -> None:
    listed = subprocess.run(
        ["make", "-C", ROOT, "--no-print-directory"],
        check=True, capture_output=True, text=True, timeout=60,
    ).stdout.splitlines()  # fmt: skip
    verbs = re.findall(r"^([a-z-]+):.*## ", text_of(ROOT / "Makefile"), re.MULTILINE)
    assert [each[:16].rstrip() for each in listed] == verbs
    assert all(each[16:17].strip() for each in listed)


def test_every_verb_of_make_that_is_named_exists() -> None:
    verbs = set(re.findall(r"^([a-z-]+):.*## ", text_of(ROOT / "Makefile"), re.MULTILINE))
    named = [(page, word) for page, words in of("make") for word in words if "=" not in word]
    assert len(named) > 20
    assert [each for each in named if each[1] not in verbs] == []


def meant(words: list[str]) -> tuple[Any, list[str]]:
    """The command of ``sotto``, and what is given to it. Raises KeyError: there is none."""
    found: Any = typer.main.get_command(app)
    while hasattr(found, "commands") and words:
        found, words = found.commands[words[0]], words[1:]
    return found, words


def test_every_command_of_sotto_that_is_named_exists_with_its_options() -> None:
    named = of("sotto")
    assert len(named) > 40
    wrong = []
    for page, words in named:
        try:
            command, given = meant(words)
        except KeyError:
            wrong.append((page, words))
            continue
        known = {option for each in command.params for option in each.opts}
        unknown = [word for word in given if word.startswith("--") and word not in known]
        wrong += [(page, words)] if unknown else []
    assert wrong == []


def test_what_pipx_hands_to_pip_is_named_by_its_whole_path() -> None:
    """It runs pip in a folder of its own."""
    handed = [words for _, words in of("pipx") if words[0] == "runpip"]
    assert handed
    for words in handed:
        assert words[words.index("--requirement") + 1] == "$PWD/requirements.txt"


def test_every_module_and_script_that_is_named_exists() -> None:
    named = [*of("python"), *of("python3")]
    assert len(named) > 15
    for page, words in named:
        if words[0] == "-m":
            if words[1] != "venv":
                path = ROOT / words[1].replace(".", "/")
                assert path.is_dir() or path.with_suffix(".py").exists(), (page, words)
        else:
            assert (ROOT / words[0]).exists(), (page, words)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_setting_that_is_named_exists(page: Path) -> None:
    known = {f"SOTTO_{name.upper()}" for name in Settings.model_fields} | _NO_SETTINGS
    assert sorted(set(_NAMED.findall(text_of(page))) - known) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_file_of_the_project_that_is_named_exists(page: Path) -> None:
    rooms = "bot|handlers|storage|tests|bench|docs"
    named = re.findall(rf"`((?:{rooms})/[\w/.-]+\.(?:py|toml|txt|tsv|md|mjs))`", text_of(page))
    assert [name for name in named if not (ROOT / name).exists()] == []
