import asyncio
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot import logs
from bot.cards.samples import words_in
from bot.cards.text import cuts
from bot.cli import main
from bot.ops.data_folder import open_folder
from bot.settings import load_settings
from storage import open_storage
from tests.kit.fonts import forget_fonts, make_font


@dataclass(frozen=True)
class Ended:
    status: int
    out: str
    err: str


@pytest.fixture(autouse=True)
def _umask() -> Iterator[None]:
    """Opening a data folder makes the whole process private."""
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A good environment and an empty working directory; returns the data folder."""
    monkeypatch.chdir(tmp_path)
    for name in list(os.environ):
        if name.startswith("SOTTO_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("SOTTO_TOKEN", "42:hush-hush")
    monkeypatch.setenv("SOTTO_CHANNEL", "@sotto_voce")
    monkeypatch.setenv("SOTTO_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("SOTTO_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("COLUMNS", "200")
    return tmp_path / "data"


@pytest.fixture
def system_fonts(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """A machine with a font for each script that no package has; returns their folder."""
    folder = tmp_path_factory.mktemp("fonts")
    for script, name in (("Tibetan", "NotoSerifTibetan-Regular.ttf"),):
        make_font(folder / name, words_in(script))
    monkeypatch.setattr(cuts, "SYSTEM", (folder,))
    forget_fonts()
    yield folder
    forget_fonts()


@pytest.fixture
def sotto(environment, monkeypatch, capsys) -> Callable[..., Ended]:
    """Run a command in this process, whose hooks belong to pytest."""
    monkeypatch.setattr(logs, "configure", lambda level="INFO": None)

    def command(*arguments: str) -> Ended:
        capsys.readouterr()
        monkeypatch.setattr(sys, "argv", ["sotto", *arguments])
        with pytest.raises(SystemExit) as ended:
            main.main()
        said = capsys.readouterr()
        return Ended(int(ended.value.code or 0), said.out, said.err)

    return command


@pytest.fixture
def data(environment):
    """Run a piece of work on the database: ``data(work)``, where work takes the tables."""
    open_folder(environment)

    def done(work):
        async def working():
            storage = await open_storage(load_settings().database_address)
            try:
                async with storage.transaction() as tables:
                    return await work(tables)
            finally:
                await storage.close()

        return asyncio.run(working())

    return done
