"""Parts of tables: columns that many of them have, and the metadata that holds them all."""

from typing import Any

from sqlalchemy import Column, LargeBinary, MetaData

from storage.columns import Number

metadata = MetaData()

WHERE_ON_SERVER = "where_on_server"
"""In an index's ``info``: of which rows it is on a server. Named as SQLAlchemy names it, all of
PostgreSQL's dialect would be loaded for each command on a file."""


def key_column() -> Column[bytes]:
    return Column("key", LargeBinary(16), primary_key=True)


def room_column() -> Column[bytes]:
    """Return the column that stands before what is private, and keeps it out of the tree's own
    pages.

    SQLite copies rows from page to page as a tree grows or shrinks, and ``secure_delete`` does not
    reach what it leaves in the gaps: of words that were withdrawn, one in two hundred stayed. Of a
    long row only the beginning lies there, at most 1,002 bytes of it with pages of 4,096
    (sqlite.org/fileformat.html, 1.6); the rest has pages of its own, which are never copied, and
    are overwritten whole. On a server it would keep nothing in, and is empty."""
    return Column("room", LargeBinary, nullable=False, default=_room)


def _room(context: Any) -> bytes:
    return _FULL if context.dialect.name == "sqlite" else b""


def channel_column(*, key: bool = False) -> Column[int]:
    """Return the column that says whose row it is: a channel's id."""
    return Column("channel", Number, nullable=False, primary_key=key, server_default="1")


ROOM = 1002
"""The bytes that a row has at most in a page together with others."""
_FULL = bytes(ROOM)
