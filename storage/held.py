"""The register describes a table in this form."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Held:
    """The facts about a table: what it is for, when its rows leave, and what each column holds."""

    about: str
    leaves: str
    columns: Mapping[str, str]
