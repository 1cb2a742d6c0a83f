"""A place as people read it: "Lyon, France", in their language and script where it has a name."""

from functools import cache, lru_cache

from babel import Locale, UnknownLocaleError
from babel.core import get_global

from bot.domain.places.called import called
from bot.domain.places.folding import fold, script_of
from bot.domain.places.place import Place, country_of
from bot.domain.places.towns import Town, towns

_SCRIPTS = {
    "ru": ("Cyrillic",), "uk": ("Cyrillic",), "bg": ("Cyrillic",), "be": ("Cyrillic",),
    "mk": ("Cyrillic",), "sr": ("Cyrillic",), "kk": ("Cyrillic",), "ky": ("Cyrillic",),
    "mn": ("Cyrillic",), "tg": ("Cyrillic",), "tt": ("Cyrillic",),
    "ar": ("Arabic",), "fa": ("Arabic",), "ur": ("Arabic",), "ps": ("Arabic",),
    "ckb": ("Arabic",), "ug": ("Arabic",),
    "zh": ("Han",), "ja": ("Kana", "Han"), "ko": ("Hangul",),
    "hi": ("Devanagari",), "mr": ("Devanagari",), "ne": ("Devanagari",),
    "am": ("Ethiopic",), "ti": ("Ethiopic",),
}  # fmt: skip
"""Language -> the scripts it is read in; others are read in Latin letters."""

_READ_BY = {
    "Cyrillic": "ru",
    "Arabic": "ar",
    "Han": "zh",
    "Kana": "ja",
    "Hangul": "ko",
    "Devanagari": "hi",
    "Ethiopic": "am",
}


def said(place: Place, language: str | None, *, typed: str = "") -> str:
    """Return "Lyon, France", "Auvergne-Rhône-Alpes, France" or "France". ``language``: a code such
    as "fr-CA". ``typed``: what somebody wrote, which is in their own script, and may be a name that
    they know the town by."""
    spoken = _spoken(language, typed)
    country = country_name(country_of(place), spoken)
    parts = place.split(".")
    if len(parts) == 1:
        return country
    town = towns().town_of(place)
    region = towns().region_name(Place(".".join(parts[:2])))
    name = region if town is None else _named(town, spoken, typed)
    if town is not None and region and region != name and _has_twin(town):
        name = f"{name}, {region}"
    return name if fold(name) == fold(country) or not name else f"{name}, {country}"


def country_name(code: str, language: str) -> str:
    """Return a country's name: "FR" -> "France", "Франция"."""
    return str(_locale(language).territories.get(code, code))


def language_of(language: str | None) -> str:
    """Return "fr" for "fr-CA"; "en" for one that Unicode's data does not know, or for none."""
    code = (language or "en").replace("_", "-").split("-")[0].lower()
    return code if _locale(code).language == code else "en"


@lru_cache(maxsize=256)  # what apps say of their language is anybody's text
def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en")


def _spoken(language: str | None, typed: str) -> str:
    """Return their app's language, or another one that is written in the script they typed in."""
    code = language_of(language)
    script = script_of(typed) if typed else None
    if script is None or script in _scripts(code):
        return code
    return _READ_BY.get(script, "en" if code in _SCRIPTS else code)


def _scripts(language: str) -> tuple[str, ...]:
    return _SCRIPTS.get(language, ("Latin",))


def _named(town: Town, language: str, typed: str) -> str:
    wanted = fold(typed) if typed else ""
    for name in (town.name, town.french, *called().get(town.id, {}).values(), *town.aliases):
        if name and fold(name) == wanted and script_of(name) in _scripts(language):
            return name
    known = called().get(town.id, {}).get(language) or _name_by_zone(town, language)
    if known is not None:
        return known
    if language == "fr" and town.french:
        return town.french
    for script in _scripts(language):
        if script != "Latin" and (found := [a for a in town.aliases if script_of(a) == script]):
            return found[0]
    return town.name


def _name_by_zone(town: Town, language: str) -> str | None:
    """Return "Londres", where a time zone is named after the town: these names have a language."""
    zones = _locale(language).time_zones
    for zone in _zones().get(town.id, ()):
        city = str(zones.get(zone, {}).get("city", "")).split(" (")[0]
        if city and script_of(city) in _scripts(language):
            return city
    return None


@cache
def _zones() -> dict[int, list[str]]:
    """Return the id of a town -> the time zones that are named after it: its own name comes before
    others that it has, and big towns before small ones."""
    english, homes = _locale("en").time_zones, get_global("zone_territories")
    aliases = get_global("zone_aliases")
    named: dict[tuple[str, str], list[str]] = {}
    for zone in dict.fromkeys([*homes, *aliases]):
        city = english.get(zone, {}).get("city") or zone.split("/")[-1].replace("_", " ")
        home = homes.get(aliases.get(zone, zone))
        if home is not None:
            named.setdefault((home, fold(city)), []).append(zone)
    big = towns().every[: towns().big]
    calls = [(town, (town.name,)) for town in big] + [(town, town.aliases) for town in big]
    found: dict[int, list[str]] = {}
    for town, names in calls:
        for name in names:
            if zones := named.pop((town.country, fold(name)), None):
                found.setdefault(town.id, zones)
    return found


@cache
def _twins() -> frozenset[tuple[str, str]]:
    """Return the names that two towns of one country have."""
    seen: set[tuple[str, str]] = set()
    again: set[tuple[str, str]] = set()
    for town in towns().every:
        name = (town.country, fold(town.name))
        (again if name in seen else seen).add(name)
    return frozenset(again)


def _has_twin(town: Town) -> bool:
    return (town.country, fold(town.name)) in _twins()
