"""The sentences of the code and of the catalogues, read once by a process: it takes seconds."""

from functools import cache

import pytest
from babel.messages.catalog import Catalog

from bot.tools import messages

READ_BY_ONE = pytest.mark.xdist_group("sentences")
"""For what reads all the code: one process does, for all such tests."""


@cache
def extracted() -> Catalog:
    """Every sentence in the code. Nobody changes it."""
    return messages.extract()


@cache
def catalogue(language: str) -> Catalog:
    """What stands in a language's catalogue. Nobody changes it."""
    return messages.read(language)
