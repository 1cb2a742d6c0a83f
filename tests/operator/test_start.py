"""What commands load before they do anything: seconds of processor time at each call."""

import subprocess
import sys
from pathlib import Path

import pytest

from storage import open_storage

WATCHED = (
    "alembic", "apscheduler", "babel", "budoux", "httpx", "numpy", "PIL", "prometheus_client",
    "pydantic", "regex", "rich", "sqlalchemy", "sqlalchemy.dialects.postgresql", "starlette",
    "telegram", "typer", "uharfbuzz", "uvicorn",
)  # fmt: skip


def loaded_by(*arguments: str) -> set[str]:
    """Which of the watched packages ``sotto`` has loaded when it ends."""
    code = (
        f"import sys; sys.argv = ['sotto', *{arguments!r}]\n"
        "from bot.__main__ import main\n"
        "try: main()\n"
        f"finally: sys.stderr.write('\\n' + ' '.join(set({WATCHED!r}) & set(sys.modules)))"
    )
    told = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False
    )
    assert "Traceback" not in told.stderr
    assert told.stdout
    return set(told.stderr.splitlines()[-1].split())


@pytest.mark.parametrize("asked", ["--help", "--version"])
def test_help_and_version_load_only_what_writes_them(asked: str) -> None:
    assert loaded_by(asked) <= {"typer", "rich"}


async def test_status_loads_only_what_reads_settings_and_tables(environment: Path) -> None:
    await (await open_storage(f"sqlite+aiosqlite:///{environment / 'sotto.db'}")).close()
    assert loaded_by("status") <= {"babel", "pydantic", "sqlalchemy"}
