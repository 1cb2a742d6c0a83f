"""What an installation for running leaves out of the packages."""

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from bot.cards.text import emoji_files
from bot.cards.text.voices import VOICES
from bot.domain.dictionary import LISTED
from bot.i18n import BY_CODE
from bot.tools.slim import unread
from tests.kit.words import CACHE
from tests.operator.spoken import spoken

ROOT = Path(__file__).parents[2]


def folder_of(package: str) -> Path:
    spec = find_spec(package)
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent


def test_no_file_that_is_read_is_left_out() -> None:
    """Every font of every voice, every emoji, every list of words, every language."""
    gone = set(unread())
    kept = {cut.path for voice in VOICES for cut in voice.cuts} - {None}
    kept |= {emoji_files.folder() / f"{name}.svg" for name in emoji_files.names()}
    kept |= {folder_of("stdnum") / "iban.dat"}
    kept |= {folder_of("spellchecker") / "resources" / f"{each}.json.gz" for each in LISTED}
    names = ("root", *(each.folder for each in BY_CODE.values()), "en_GB", "fr_FR")
    kept |= {folder_of("babel") / "locale-data" / f"{each}.dat" for each in names}
    assert all(path is not None and path.exists() for path in kept)
    assert not kept & gone


def test_no_code_but_tests_and_what_works_on_programs_is_left_out() -> None:
    spare = {"tests", "testing", "lexers", "f2py"}
    code = [
        path for path in unread() if path.suffix in (".py", ".so") and not spare & {*path.parts}
    ]
    assert code == []


@pytest.fixture(scope="module")
def slim(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The packages as ``make install`` leaves them: links to all that is kept."""
    site = tmp_path_factory.mktemp("slim")
    packages = folder_of("babel").parent
    gone = set(unread())
    outlines = emoji_files.folder()  # will be packed here, not there
    cut = {folder for path in (*gone, outlines / "each") for folder in path.parents}
    for folder, folders, files in os.walk(packages):
        here = site / Path(folder).relative_to(packages)
        here.mkdir(exist_ok=True)
        whole = [name for name in folders if Path(folder) / name not in cut]
        folders[:] = [name for name in folders if name not in whole]
        for name in (*whole, *files):
            path = Path(folder) / name
            if path not in gone and not name.startswith("__editable__"):
                (here / name).symlink_to(path)
    assert emoji_files.pack(site / outlines.relative_to(packages)) > 4_000_000
    return site


def test_a_slim_installation_draws_and_speaks_as_a_whole_one_does(slim: Path) -> None:
    """Drawn and spoken in this process by the whole one."""
    done = subprocess.run(
        [sys.executable, "-S", "-m", "tests.operator.spoken", CACHE],
        env={"PYTHONPATH": f"{slim}:{ROOT}"}, cwd=ROOT,
        capture_output=True, text=True, timeout=240, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout == spoken()
