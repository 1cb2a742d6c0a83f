"""Helplines that a person in crisis can call, by country. Help never needs the network.

The numbers come with the pages that state them and the day they were last compared
(``helplines.toml``). A country whose sources disagree has no line, only the directory and the
emergency number; the caller always shows the directory beside a line.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any, Literal

DIRECTORY = "findahelpline.com"
RECHECK_AFTER = timedelta(days=180)

_HOW = ("call", "text", "call or text", "web")


@dataclass(frozen=True, slots=True)
class Line:
    """A helpline service. ``number`` is None for a service on the web only."""

    name: str  # as it calls itself
    number: str | None
    how: Literal["call", "text", "call or text", "web"]
    languages: tuple[str, ...] = ()  # empty: not known
    site: str | None = None
    audience: str | None = None  # msgid; None: everybody
    always_open: bool = False  # False: promise no hours
    newest: str | None = None  # year-month of the newest page that states the number


@dataclass(frozen=True, slots=True)
class Helpline:
    """All that the help message may say for one country."""

    country: str
    lines: tuple[Line, ...]
    emergency: tuple[str, ...]
    emergency_unsure: tuple[str, ...]  # lists disagree: show with care
    sources: tuple[str, ...]
    checked_on: date
    directory: str = DIRECTORY

    @property
    def line(self) -> Line | None:
        """The first line, or None where no number can be vouched for."""
        return self.lines[0] if self.lines else None


class HelplinesWrong(ValueError):
    """The file helplines.toml holds an entry that nobody should be shown."""


# For an app language without a region. English, Spanish and Arabic are spoken in too many
# countries to guess one: a wrong number is worse than one more tap.
_ONE_COUNTRY = {
    "bg": "BG", "bn": "BD", "cs": "CZ", "da": "DK", "de": "DE", "el": "GR", "et": "EE", "fi": "FI",
    "fil": "PH", "fr": "FR", "he": "IL", "hi": "IN", "hr": "HR", "hu": "HU", "id": "ID", "is": "IS",
    "it": "IT", "iw": "IL", "ja": "JP", "ko": "KR", "lb": "LU", "lt": "LT", "lv": "LV", "ms": "MY",
    "nb": "NO", "ne": "NP", "nl": "NL", "no": "NO", "pl": "PL", "ro": "RO", "ru": "RU", "si": "LK",
    "sk": "SK", "sl": "SI", "sr": "RS", "sv": "SE", "th": "TH", "tr": "TR", "uk": "UA", "ur": "PK",
    "vi": "VN",
}  # fmt: skip
_NEIGHBOURS: Mapping[str, tuple[str, ...]] = {
    "ar": ("EG", "MA", "DZ", "TN"),
    "de": ("DE", "AT", "CH"),
    "en": ("US", "GB", "IN", "CA", "AU", "IE", "NZ", "ZA", "NG"),
    "es": ("ES", "MX", "AR", "CO", "CL", "PE"),
    "fr": ("FR", "BE", "CH", "CA", "MA", "DZ", "TN", "LU"),
    "it": ("IT", "CH"),
    "nl": ("NL", "BE"),
    "pt": ("BR", "PT"),
    "ru": ("RU", "UA", "EE", "LV"),
    "zh": ("CN", "TW", "HK", "SG"),
}


def for_language(code: str | None) -> str | None:
    """Return the country an app language (``fr``, ``pt-BR``) points to. None: ask, do not guess."""
    parts = (code or "").lower().replace("_", "-").split("-")
    for part in parts[1:]:
        if part.upper() in countries():
            return part.upper()
    return _ONE_COUNTRY.get(parts[0])


def likely_countries(code: str | None) -> tuple[str, ...]:
    """Return countries for the first buttons, the best guess first; empty when nothing tells."""
    language = (code or "").lower().replace("_", "-").split("-")[0]
    best = for_language(code)
    others = _NEIGHBOURS.get(language, ())
    return tuple(dict.fromkeys((*((best,) if best else ()), *others)))


def countries() -> tuple[str, ...]:
    """Return the two-letter codes we know something about, in order."""
    return tuple(sorted(_shipped()))


def helpline(country: str) -> Helpline | None:
    """Return what we know for a country. None: only the directory helps."""
    return _shipped().get(country.upper())


def stale(today: date) -> tuple[str, ...]:
    """Return the countries whose entry was last compared with its sources more than 180 days
    ago."""
    return tuple(
        code
        for code, entry in sorted(_shipped().items())
        if today - entry.checked_on > RECHECK_AFTER
    )


def parse(text: str) -> dict[str, Helpline]:
    """Return entries by country. Raises HelplinesWrong: no source, no day, no way to reach."""
    entries: dict[str, Helpline] = {}
    for raw in tomllib.loads(text).get("country", []):
        entry = _entry(raw)
        if entry.country in entries:
            raise HelplinesWrong(f"{entry.country} stands twice")
        entries[entry.country] = entry
    return entries


def _entry(raw: Mapping[str, Any]) -> Helpline:
    code = raw.get("code", "?")
    if not (isinstance(code, str) and len(code) == 2 and code.isupper()):
        raise HelplinesWrong(f"{code!r} is no two-letter country")
    sources = tuple(raw.get("sources", ()))
    lines = tuple(_line(code, line) for line in raw.get("line", ()))
    if not all(source.startswith("https://") for source in sources) or not sources:
        raise HelplinesWrong(f"{code} names no source")
    if any(line.number for line in lines) and len(sources) < 2:
        raise HelplinesWrong(f"{code} shows a number that only one source states")
    if type(raw.get("checked_on")) is not date:
        raise HelplinesWrong(f"{code} does not say when it was checked")
    return Helpline(
        country=code,
        lines=lines,
        emergency=tuple(raw.get("emergency", ())),
        emergency_unsure=tuple(raw.get("emergency_unsure", ())),
        sources=sources,
        checked_on=raw["checked_on"],
    )


def _line(code: str, raw: Mapping[str, Any]) -> Line:
    if raw.get("how") not in _HOW or not raw.get("name"):
        raise HelplinesWrong(f"{code} has a line without a name or a way to reach it")
    if not raw.get("number") and not raw.get("site"):
        raise HelplinesWrong(f"{code}: {raw['name']} has neither number nor site")
    return Line(
        name=raw["name"],
        number=raw.get("number"),
        how=raw["how"],
        languages=tuple(raw.get("languages", ())),
        site=raw.get("site"),
        audience=raw.get("audience"),
        always_open=raw.get("always_open", False),
        newest=raw.get("newest"),
    )


@cache
def _shipped() -> dict[str, Helpline]:
    return parse((files(__package__) / "helplines.toml").read_text(encoding="utf-8"))
