"""Rows and values: the fields of a value are the columns of its table, named once.

    POSTS = RowMapper(Post, posts)
    insert(posts).values(POSTS.values(post))
    POSTS.value(row)

A field that is a value itself (``Whisper.look``) lies flat in the row: its fields are columns of
the same table. Enums and tuples are made of what the database gives, so that a value is what its
type says. A field without a column is an error when the program starts.
"""

from collections.abc import Callable, Collection
from dataclasses import fields, is_dataclass
from enum import Enum
from types import UnionType
from typing import (
    Any,
    ClassVar,
    Generic,
    Protocol,
    TypeVar,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)

from sqlalchemy import Result, Table


class Dataclass(Protocol):
    __dataclass_fields__: ClassVar[dict[str, Any]]


Value = TypeVar("Value", bound=Dataclass)

_Reader = Callable[[Any], Any]


class RowMapper(Generic[Value]):
    """A mapper between the rows of one table and values of one class."""

    def __init__(self, cls: type[Value], table: Table, *, apart: Collection[str] = ()) -> None:
        """``apart``: fields that are kept elsewhere or in another form. They are left out of
        ``values`` and must be given to ``value``, unless they have a default.

        Raises LookupError: a field has no column."""
        self._cls = cls
        hints = get_type_hints(cls)
        self._nested: dict[str, RowMapper[Any]] = {}
        self._readers: dict[str, _Reader | None] = {}
        for field in fields(cls):
            if field.name in apart:
                continue
            if is_dataclass(hints[field.name]):
                self._nested[field.name] = RowMapper(hints[field.name], table)
            elif field.name in table.columns:
                self._readers[field.name] = _reader(hints[field.name])
            else:
                raise LookupError(f"the table {table.name} has no column for {field.name}")

    def value(self, row: Any, **apart: Any) -> Value:
        """Return what this row says. ``apart``: the fields that are not columns, and their
        values."""
        stored = row._mapping
        read: dict[str, Any] = dict(apart)
        for name, mapper in self._nested.items():
            read[name] = mapper.value(row)
        for name, reader in self._readers.items():
            held = stored[name]
            read[name] = held if reader is None or held is None else reader(held)
        return self._cls(**read)

    def first(self, found: Result[Any]) -> Value | None:
        """Return what the first row says. None: there is none."""
        row = found.first()
        return None if row is None else self.value(row)

    def values(self, value: Value) -> dict[str, Any]:
        """Return column -> value."""
        row: dict[str, Any] = {}
        for name, mapper in self._nested.items():
            row |= mapper.values(getattr(value, name))
        for name, reader in self._readers.items():
            given = getattr(value, name)
            row[name] = list(given) if reader is tuple and given is not None else given
        return row


def _reader(hint: Any) -> _Reader | None:
    """How a stored value becomes one of this type. None: it is one already."""
    if get_origin(hint) in (Union, UnionType):
        [hint] = [each for each in get_args(hint) if each is not type(None)]
    if get_origin(hint) is tuple:
        return tuple
    return hint if isinstance(hint, type) and issubclass(hint, Enum) else None
