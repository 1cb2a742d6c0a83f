"""Leases: which process does what only one may do at a time."""

from sqlalchemy import BigInteger, Column, Float, String, Table

from storage.schema_parts import metadata

leases = Table(  # empty where a file is the database: its folder's lock is the only lease
    "leases",
    metadata,
    Column("name", String(80), primary_key=True),
    Column("holder", String(80), nullable=False),  # a process; nothing of people
    Column("version", String(40), nullable=False),  # of the program that it runs
    Column("epoch", BigInteger, nullable=False),  # one more with each new holder
    Column("since", Float(53), nullable=False),  # seconds since 1970, by the database's clock
    Column("until", Float(53), nullable=False),  # likewise; 0: given back
    sqlite_with_rowid=False,
)
