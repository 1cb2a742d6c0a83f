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
    for folder, _folders, files in os.walk(packages):
        here = site / Path(folder).relative_to(packages)
        here.mkdir(exist_ok=True)
        for name in files:
            path = Path(folder) / name
            if path not in gone and not name.startswith("__editable__"):
                (here / name).symlink_to(path)
    outlines = site / emoji_files.folder().relative_to(packages)
    assert emoji_files.pack(outlines) > 4_000_000
    return site


def test_a_slim_installation_draws_and_speaks_as_a_whole_one_does(slim: Path) -> None:
    code = """
import hashlib
from datetime import date
from zoneinfo import ZoneInfo
from bot.cards import STYLES, Imprint, render
from bot.cards.samples import SAMPLES
from bot.domain import checks, keywords
from bot.domain.dictionary import LISTED, is_word
from bot.domain.care_texts import care_texts, languages
from bot.i18n import LANGUAGES, country_name, translator_for
from PIL import Image
checks.prepare()
keywords.prepare()
told = hashlib.sha256()
night = Image.new("RGB", (64, 64), "#202030")
for number, words in enumerate(SAMPLES.values()):
    style = STYLES[number % len(STYLES)]
    told.update(render(words, night, style, size="square", imprint=Imprint("@a", 1)))
for language in LANGUAGES:
    t = translator_for(language)
    told.update(t.day(date(2026, 11, 28)).encode() + t.zone(ZoneInfo("Europe/Athens")).encode())
    told.update(t.number(1234.5).encode())
for language in languages():
    told.update(country_name("JP", care_texts(language).locale).encode())
told.update(bytes(is_word("amor", [language]) for language in LISTED))
print(told.hexdigest())
"""
    told = []
    for packages in (slim, folder_of("babel").parent):
        done = subprocess.run(
            [sys.executable, "-S", "-c", code],
            env={"PYTHONPATH": f"{packages}:{ROOT}"}, cwd=ROOT,
            capture_output=True, text=True, timeout=240, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr[-2000:]
        told.append(done.stdout)
    assert told[0] == told[1]
