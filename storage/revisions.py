"""Revisions of the schema: reading a database's own, and bringing it to the newest.

Alembic takes longer to load than all that a command does with a database, and it is needed once
for each new schema: so the newest revision is read from the names of the files in
``migrations/versions``, and Alembic loaded when the database has another one.
"""

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Literal

from sqlalchemy import Connection

from bot.errors import DatabaseUnusable
from storage import server_schema

DatabaseState = Literal["absent", "current", "older", "newer", "foreign", "damaged", "unreachable"]

TABLE = "alembic_version"
SERVER = "postgresql"


@cache
def known() -> tuple[str, ...]:
    """Return all revisions, oldest first: ``0003`` from ``0003_words_apart.py``."""
    names = (entry.name for entry in files("storage.migrations.versions").iterdir())
    return tuple(sorted(name.split("_")[0] for name in names if name[:4].isdigit()))


def newest() -> str:
    return known()[-1]


def is_newest(connection: Connection) -> bool:
    """Whether ``migrate`` has nothing to do. A look that takes no write lock."""
    return _current(connection, _tables(connection)) == newest()


def judge(connection: Connection) -> tuple[DatabaseState, str | None]:
    """Return (state, revision). ``older`` is migrated at the next start; ``newer`` will be
    refused."""
    tables = _tables(connection)
    if TABLE not in tables:
        return ("foreign" if tables else "absent"), None
    revision = _current(connection, tables)
    if revision == newest():
        return "current", revision
    return ("older" if revision in known() else "newer"), revision


def migrate(connection: Connection) -> None:
    """Bring the schema to the newest revision, inside the transaction that we are in.

    Raises DatabaseUnusable: newer than this program, or another program's."""
    tables = _tables(connection)
    current = _current(connection, tables)
    if current == newest():
        return
    if current is None and tables:
        raise DatabaseUnusable("It holds another program's tables. Set SOTTO_DATABASE.")
    if current is not None and current not in known():
        raise DatabaseUnusable(
            f"The database is newer than this program (revision {current}). "
            "Install the newer version again, or restore a backup into an empty data folder."
        )
    if connection.dialect.name == SERVER:
        if current is None:
            server_schema.create(connection, newest())
        else:
            _upgrade(connection)
        server_schema.quieten(connection)
        return
    _upgrade(connection)


def _tables(connection: Connection) -> set[str]:
    if connection.dialect.name == SERVER:
        asked = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
    else:
        asked = "SELECT name FROM sqlite_master"
    return {row[0] for row in connection.exec_driver_sql(asked)}


def _current(connection: Connection, tables: set[str]) -> str | None:
    if TABLE not in tables:
        return None
    row = connection.exec_driver_sql(f"SELECT version_num FROM {TABLE}").first()
    return str(row[0]) if row else None


def _upgrade(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
