"""``make setup`` after ``make install``, with a Python that only notes what it is asked to do."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
STUB = """#!/bin/sh
echo "$@" >> "{log}"
case "$*" in
  "-m venv --clear "*) rm -rf "$4"; mkdir -p "$4/bin"; cp "$0" "$4/bin/python" ;;
esac
"""


def setup(folder: Path) -> list[str]:
    """Run it; returns what Python was asked to do."""
    python, log = folder / "python", folder / "log"
    python.write_text(STUB.format(log=log))
    python.chmod(0o755)
    log.unlink(missing_ok=True)
    subprocess.run(
        ["make", "-C", ROOT, "setup", f"PYTHON={python}", f"VENV={folder / 'venv'}"],
        check=True, capture_output=True, timeout=60,
    )  # fmt: skip
    return log.read_text().splitlines()


def test_tools_are_never_added_to_packages_of_which_files_were_taken_away(tmp_path: Path) -> None:
    """pip takes them for installed: so does whoever runs ``make demo`` and then ``make test``."""
    venv = tmp_path / "venv"
    (venv / "bin").mkdir(parents=True)
    slimmed = venv / "a package without its files"
    for each in (slimmed, venv / ".installed"):
        each.touch()
    asked = setup(tmp_path)
    assert any(each.startswith(f"-m venv --clear {venv}") for each in asked)
    assert any("constraints.txt" in each for each in asked)
    assert not slimmed.exists()
    assert (venv / ".ready").exists()


def test_a_folder_that_is_ready_is_kept(tmp_path: Path) -> None:
    setup(tmp_path)
    (tmp_path / "venv" / "kept").touch()
    (tmp_path / "log").write_text("")
    subprocess.run(
        [
            "make", "-C", ROOT, "setup", "-W", "constraints.txt",
            f"PYTHON={tmp_path / 'python'}", f"VENV={tmp_path / 'venv'}",
        ],
        check=True, capture_output=True, timeout=60,
    )  # fmt: skip
    asked = (tmp_path / "log").read_text()
    assert "constraints.txt" in asked
    assert "--clear" not in asked
    assert (tmp_path / "venv" / "kept").exists()


def test_the_tools_never_take_the_place_of_what_a_bot_runs_on(tmp_path: Path) -> None:
    venv = tmp_path / "venv"
    venv.mkdir()
    (venv / ".installed").touch()
    refused = subprocess.run(
        ["make", "-C", ROOT, "docs", f"VENV={venv}", "LIVES=.env"],
        check=False, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert refused.returncode != 0
    assert "A bot is set up in this folder (.env)" in refused.stdout
    assert (venv / ".installed").exists()
