"""The Dockerfile's steps without Docker: ``python -m bench.container``.

Each stage is a folder that begins as a clean Debian (``debootstrap``), COPY copies, and RUN runs in
a ``chroot``. It needs root and Debian, and Docker is still the judge; but a step that cannot work,
a file that is not copied and a font that is missing are found, and the image's size is told. The
base here has Debian's own Python, the image's has a newer one.
"""

import argparse
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from string import Template

ROOT = Path(__file__).parent.parent
SUITE = "bookworm"
MOST = 500
"""Megabytes that the image may have, its Python included."""
BASE = 125
"""Megabytes of python:3.12-slim-bookworm, on which it is built."""

_OF_THIS_MACHINE = (
    *("etc/resolv.conf", "etc/hosts", "etc/ssl/certs", "etc/pip.conf", "etc/xdg/pip"),
    *("etc/apt/sources.list.d", "etc/apt/apt.conf.d", "root/.config/pip"),
)
"""By which packages are reached here; none of it is in an image."""

_SCRIPTS = """
from bot.cards import uncovered
from bot.cards.samples import SCRIPTS, words_in
import json
print(json.dumps([script for script in SCRIPTS if uncovered(words_in(script))]))
"""


@dataclass
class Stage:
    name: str
    folder: Path
    environment: dict[str, str] = field(default_factory=dict)
    place: str = "/"
    user: str = "root"


def instructions(text: str) -> Iterator[tuple[str, str]]:
    """(RUN, what) for each, with continued lines joined and comments left out."""
    lines = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#"))
    for line in re.sub(r"\\\n\s*", "", lines).splitlines():
        if line.strip():
            verb, _, rest = line.strip().partition(" ")
            yield verb.upper(), rest.strip()


def build(work: Path, base: Path) -> dict[str, Stage]:
    """The Dockerfile's stages by name; the last one is ``""``."""
    stages: dict[str, Stage] = {}
    stage = Stage("", base)
    for verb, rest in instructions((ROOT / "Dockerfile").read_text("utf-8")):
        print(f"{verb} {rest}", flush=True)
        if verb == "FROM":
            name = rest.partition(" AS ")[2]
            stage = stages[name] = Stage(name, work / (name or "image"))
            _run(["cp", "-a", str(base), str(stage.folder)])
        elif verb == "ARG" and stages:
            key, _, value = rest.partition("=")
            stage.environment.setdefault(key, value)
        elif verb == "ENV":
            for each in shlex.split(rest):
                key, _, value = each.partition("=")
                stage.environment[key] = value.replace("$PATH", _path(stage))
        elif verb == "WORKDIR":
            stage.place = rest
            (stage.folder / rest.lstrip("/")).mkdir(parents=True, exist_ok=True)
        elif verb == "USER":
            stage.user = rest
        elif verb == "COPY":
            _copy(stage, stages, Template(rest).safe_substitute(stage.environment).split())
        elif verb == "RUN":
            inside(stage, rest)
    return stages


def inside(stage: Stage, command: str) -> str:
    """What it prints. Raises CalledProcessError."""
    passed = {key: value for key, value in os.environ.items() if key.startswith(("PIP_", "SSL_"))}
    environment = {**passed, "PATH": _path(stage), "HOME": "/root", **stage.environment}
    who = [] if stage.user == "root" else [f"--userspec={stage.user}"]
    told = subprocess.run(
        ["chroot", *who, str(stage.folder), "/bin/sh", "-c", f"cd {stage.place} && {command}"],
        env=environment, check=True, text=True, stdout=subprocess.PIPE,
    )  # fmt: skip
    return told.stdout


def _path(stage: Stage) -> str:
    usual = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
    return stage.environment.get("PATH", usual)


def _copy(stage: Stage, stages: dict[str, Stage], words: list[str]) -> None:
    source = ROOT
    if words[0].startswith("--from="):
        source = stages[words.pop(0).removeprefix("--from=")].folder
    *what, where = words
    target = stage.folder / (where if where.startswith("/") else f"{stage.place}/{where}").lstrip(
        "/"
    )
    for each in what:
        origin = source / each.lstrip("/")
        into = target / origin.name if where.endswith("/") else target
        if origin.is_dir():
            ignored = None if source != ROOT else shutil.ignore_patterns("__pycache__")
            shutil.copytree(origin, into, symlinks=True, ignore=ignored, dirs_exist_ok=True)
        else:
            into.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(origin, into)


def debian(folder: Path) -> None:
    """A clean Debian with Python, and the way to packages that this machine has."""
    wanted = "--include=python3,python3-venv,ca-certificates"
    _run(["debootstrap", "--variant=minbase", wanted, SUITE, str(folder)])
    for name in _OF_THIS_MACHINE:
        here, there = Path("/") / name, folder / name
        there.parent.mkdir(parents=True, exist_ok=True)
        if here.exists():
            _run(["cp", "-aT", "--remove-destination", str(here), str(there)])
    (folder / "usr/bin/python").symlink_to("python3")


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def added(image: Path, base: Path) -> int:
    """Megabytes of files that are in the image and not in its base."""
    size = 0
    for folder, _, names in os.walk(image):
        for name in names:
            file = Path(folder) / name
            if not os.path.lexists(base / file.relative_to(image)):
                size += file.lstat().st_blocks * 512
    return size // 1_000_000


def main() -> int:
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--base", type=Path, help="a Debian made before, to save its minute")
    asked = reader.parse_args()
    with tempfile.TemporaryDirectory(prefix="sotto-container-") as folder:
        base = asked.base or Path(folder) / "debian"
        if not base.exists():
            debian(base)
        image = build(Path(folder), base)[""]
        size = BASE + added(image.folder, base)
        lost = json.loads(inside(image, f"python -c {shlex.quote(_SCRIPTS)}"))
        print(inside(image, "sotto --version && id -u && sotto setup --compose | head -1"))
        print(f"{size} MB, scripts without letters: {', '.join(lost) or 'none'}")
    return int(size > MOST or bool(lost))


if __name__ == "__main__":
    sys.exit(main())
