import os

import pytest


@pytest.fixture(autouse=True)
def _clean_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """No setting, no .env and no sotto.toml, whatever stands in the developer's shell."""
    monkeypatch.chdir(tmp_path_factory.mktemp("no-env-file"))
    for name in [name for name in os.environ if name.upper().startswith("SOTTO_")]:
        monkeypatch.delenv(name)
