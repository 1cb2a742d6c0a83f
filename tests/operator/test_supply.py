"""What is installed: exactly what was locked, from wherever it comes."""

import re
import subprocess
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, packages_distributions, version
from pathlib import Path

import pytest
from packaging.version import Version

ROOT = Path(__file__).parents[2]
LOCKS = ("constraints.txt", "requirements.txt", "requirements-fleet.txt")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]


def named(requirement: str) -> str:
    """A package's name as all spellings of it are compared (PEP 503)."""
    name = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert name is not None, requirement
    return re.sub(r"[-_.]+", "-", name[0]).lower()


def entries(lock: str) -> list[str]:
    """One string a package: its name, version, marker and hashes."""
    text = (ROOT / lock).read_text().replace("\\\n", " ")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


def locked(lock: str) -> dict[str, str]:
    return {named(line): line.split("==")[1].split()[0] for line in entries(lock)}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_has_one_exact_version_and_a_hash(lock: str) -> None:
    lines = entries(lock)
    assert len(lines) > 50
    for line in lines:
        assert re.match(r"[A-Za-z0-9._-]+==[^\s;]+ ", line), line
        assert re.search(r" --hash=sha256:[0-9a-f]{64}", line), line
    assert len({named(line) for line in lines}) == len(lines)


@pytest.mark.parametrize("lock", LOCKS)
def test_no_address_and_no_host_is_named(lock: str) -> None:
    text = (ROOT / lock).read_text()
    assert not re.search(r"://|--(extra-)?index|--find-links|--trusted-host| @ ", text)


def test_what_the_project_names_is_locked_and_both_locks_agree() -> None:
    everything, running, fleet = (locked(lock) for lock in LOCKS)
    extras = PROJECT["optional-dependencies"]
    needed = {named(each) for each in (*PROJECT["dependencies"], *extras["build"])}
    assert needed <= running.keys()
    assert needed | {named(each) for each in extras["dev"]} <= everything.keys()
    assert running.items() <= everything.items()
    assert running.items() <= fleet.items() <= everything.items()
    drivers = {named(each) for extra in ("postgresql", "memory") for each in extras[extra]}
    assert drivers <= fleet.keys()
    assert not running.keys() & {named(each) for each in extras["dev"]}


def test_what_runs_here_is_what_is_locked() -> None:
    builders = {named(each) for each in PROJECT["optional-dependencies"]["build"]}
    differ = {}
    for name, exact in locked("requirements.txt").items():
        try:
            here = version(name)
        except PackageNotFoundError:  # for another system
            continue
        if Version(here) != Version(exact) and name not in builders:
            differ[name] = (here, exact)
    assert differ == {}


def test_nothing_is_installed_without_its_hash() -> None:
    for name in ("Makefile", "Dockerfile"):
        for line in (ROOT / name).read_text().splitlines():
            if re.search(r"pip install|\$\(PIP\)", line) and not line.startswith("PIP :="):
                assert "--require-hashes" in line or "--no-index --no-deps" in line, line
                assert "--no-index" not in line or "--no-build-isolation" in line, line


def test_the_containers_base_is_an_exact_version() -> None:
    base = re.search(r"^ARG BASE=(\S+)$", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
    assert base is not None
    assert re.fullmatch(r"python:3\.1[1-3]\.\d+-slim-[a-z]+", base[1])
    assert f"`docker pull {base[1]}`" in (ROOT / "docs" / "operating.md").read_text()


def test_the_running_bot_needs_no_package_that_only_builds_or_tests() -> None:
    """Every module of ours is loaded, and a card drawn, where those packages cannot be imported."""
    running = locked("requirements.txt")
    foreign = [
        module
        for module, owners in packages_distributions().items()
        if not {named(owner) for owner in owners} & {*running, "sotto"} and module.isidentifier()
    ]
    assert {"pytest", "fontTools", "bidi"} <= set(foreign)
    code = f"""
import importlib, pkgutil, sys
sys.modules.update(dict.fromkeys({foreign!r}))
for room in ("bot", "handlers", "storage"):
    package = importlib.import_module(room)
    for found in pkgutil.walk_packages(package.__path__, room + "."):
        if found.name.startswith("bot.memory.shared."):
            continue  # what the extra is for: loaded where SOTTO_MEMORY is set, and nowhere else
        if ".versions." not in found.name and not found.name.endswith((".__main__", ".env")):
            importlib.import_module(found.name)
assert not [name for name in sys.modules if name.startswith("bot.memory.shared.")]
from bot.cards import STYLES, notice_card
assert notice_card("One 🎉 привет", size="square").startswith(b"\\xff\\xd8")
"""
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True, text=True, cwd=ROOT, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
