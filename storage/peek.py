"""Look at a database file without opening it for work: no migration, no write, no lock held."""

import sqlite3
from pathlib import Path
from typing import Literal

from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy.engine import make_url

DatabaseState = Literal["absent", "current", "older", "newer", "foreign", "damaged"]


def database_path(address: str) -> Path:
    """The file behind a ``sqlite+aiosqlite://`` address."""
    return Path(str(make_url(address).database))


def peek(address: str) -> tuple[DatabaseState, str | None]:
    """(state, revision). ``older`` is migrated at the next start; ``newer`` will be refused."""
    path = database_path(address)
    if not path.exists() or path.stat().st_size == 0:
        return "absent", None
    try:
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
        try:
            return _judge(connection)
        finally:
            connection.close()
    except sqlite3.Error:
        return "damaged", None


def _judge(connection: sqlite3.Connection) -> tuple[DatabaseState, str | None]:
    tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
    if "alembic_version" not in tables:
        return ("foreign" if tables else "absent"), None
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    revision = str(row[0]) if row else None
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    script = ScriptDirectory.from_config(config)
    if revision == script.get_current_head():
        return "current", revision
    known = {known.revision for known in script.walk_revisions()}
    return ("older" if revision in known else "newer"), revision
