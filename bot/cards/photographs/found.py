"""Photographs as a service answers with them, each with the credit that its licence asks for."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Licence:
    """The licence of a photograph. ``code`` tells whether we take it; ``name`` and ``address``
    stand in the credits."""

    code: str
    name: str
    address: str


@dataclass(frozen=True, slots=True)
class KnownPhotograph:
    """A photograph of a service. ``key`` is its own for ever, ``openverse:4bc43a04-…``.

    ``width`` and ``height`` are those of the original in pixels; ``image`` is where a copy lies
    that is large enough. ``about``: the service's own words for it, title and tags.
    """

    key: str
    title: str
    author: str
    page: str
    licence: Licence
    image: str
    width: int
    height: int
    about: str
    scaled: bool = False
    """Whether ``image`` is a smaller copy, not the original."""
    recognisable: bool = False
    """Whether the service itself says that somebody can be recognised on it."""


@dataclass(frozen=True, slots=True)
class Search:
    """A request for a page of answers. ``headers`` may hold the operator's key."""

    address: str
    params: dict[str, str]
    headers: dict[str, str]


@dataclass(frozen=True, slots=True)
class SearchAnswer:
    """A page of answers. ``more``: whether asking for the next page is worth it."""

    found: tuple[KnownPhotograph, ...]
    more: bool
