"""Another writer between two statements of ours, as engines let in that do not lock the whole file;
and a count of what a transaction says to the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Executable, event

from storage import Storage


@contextmanager
def just_before(storage: Storage, start: str, meanwhile: Executable) -> Iterator[None]:
    """Runs ``meanwhile`` once, right before the first statement of ours that begins so."""
    engine, done = storage.engine.writer.sync_engine, list[str]()

    def come_between(connection: Connection, _cursor: Any, statement: str, *_: Any) -> None:
        if not done and statement.startswith(start):
            done.append(statement)
            connection.execute(meanwhile)

    event.listen(engine, "before_cursor_execute", come_between)
    try:
        yield
    finally:
        event.remove(engine, "before_cursor_execute", come_between)
    assert done, f"no statement began with {start}"


@dataclass
class Said:
    """Statements (one that is run for many rows counts once), and the most parameters of one."""

    statements: list[str] = field(default_factory=list)
    parameters: int = 0


@contextmanager
def listening(storage: Storage) -> Iterator[Said]:
    """What is said on both of a storage's engines meanwhile, BEGIN included."""
    said = Said()

    def hear(_c: Any, _cursor: Any, statement: str, parameters: Any, _x: Any, many: bool) -> None:
        said.statements.append(statement)
        rows = parameters if many else [parameters]
        said.parameters = max(said.parameters, *(len(row) for row in rows))

    engines = [storage.engine.writer.sync_engine, storage.engine.reader.sync_engine]
    for engine in engines:
        event.listen(engine, "before_cursor_execute", hear)
    try:
        yield said
    finally:
        for engine in engines:
            event.remove(engine, "before_cursor_execute", hear)
