"""Mistakes in settings are told in words that help the person who edits them.

Every sentence is ours: what pydantic would say ("Input should be a valid integer") helps nobody.
No sentence shows a secret. A setting has two names, ``SOTTO_PACE`` in the environment and ``pace``
in ``sotto.toml``; a sentence is made for the place in which it was written.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, Self, TypeVar

from pydantic import BaseModel, ValidationError, model_validator
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

Naming = Callable[[str], str]
"""A setting's name -> as it is written where the mistake is."""

P = TypeVar("P", bound="SettingsPart")


@dataclass(frozen=True, slots=True)
class Mistake:
    """A mistake in the settings. ``say`` makes the sentence; it names settings by the function that
    it is given. ``others`` are settings that ``field`` does not go together with."""

    field: str
    say: Callable[[Naming], str]
    about: Literal["value", "missing", "together"] = "together"
    others: frozenset[str] = frozenset()


class _Mismatched(ValueError):
    """Settings that can each be read and do not go together."""


class SettingsPart(BaseModel):
    """Settings that know which of them do not go together."""

    def mismatches(self) -> Iterator[Mistake]:
        """Yield settings that do not go together. A part adds its own to those of the parts behind
        it. It may be asked while settings are still as they were written: it looks at whether they
        are there, and at plain text."""
        yield from ()

    @model_validator(mode="after")
    def _go_together(self) -> Self:
        if found := [mistake.say(str) for mistake in self.mismatches()]:
            raise _Mismatched("; ".join(found))
        return self


def read_settings(part: type[P], values: Mapping[str, Any]) -> P | list[Mistake]:
    """Read settings from these values alone, without a look at the environment; or return every
    mistake in them."""
    made = part.__new__(part)
    try:
        BaseModel.__init__(made, **values)
    except ValidationError as wrong:
        found = [
            _mistake(str(error["loc"][0]), error, part.model_fields)
            for error in wrong.errors()
            if error["loc"]
        ]
        unread = {mistake.field for mistake in found}
        as_written = part.model_construct(**values)
        return found + [
            mistake
            for mistake in as_written.mismatches()
            if not unread & {mistake.field, *mistake.others}
        ]
    return made


def _mistake(name: str, error: ErrorDetails, fields: Mapping[str, FieldInfo]) -> Mistake:
    if error["type"] == "missing":
        description = fields[name].description
        return Mistake(name, lambda n: f"{n(name)} is missing. {description}", "missing")
    said = in_our_words(error)
    return Mistake(name, lambda n: f"{n(name)}: {said}", "value")


def in_our_words(error: ErrorDetails, number: str = "a whole number") -> str:
    """Return what is to be written instead, as the end of a sentence. ``number``: how a whole
    number is described."""
    kind, context = error["type"], error.get("ctx", {})
    if kind == "value_error":  # our own sentence
        return str(context["error"])
    found = f", not {error['input']!r}" if isinstance(error["input"], str) else ""
    if kind == "literal_error":
        return f"write {_choice(context)}{found}"
    if kind.startswith("int_"):
        return f"write {number}{found}"
    if kind.startswith(("bool_", "float_")):
        return f"write {'yes or no' if kind.startswith('bool_') else 'a number'}{found}"
    if kind == "greater_than_equal":
        return f"at least {context['ge']}{found}"
    if kind == "less_than_equal":
        return f"at most {context['le']}{found}"
    return f"this value can't be used{found}; see docs/settings.md"


def _choice(context: Mapping[str, Any]) -> str:
    """Return pydantic's "'pre', 'hybrid' or 'post'" without its quotes."""
    return str(context["expected"]).replace("'", "")
