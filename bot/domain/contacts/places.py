"""Places to find or pay somebody: coordinates, a street with its number, a coin's address."""

import re
from collections.abc import Iterator

import regex

from bot.domain.patterns import compiled

Span = tuple[int, int]

_COORDINATES = compiled(
    r"""(?<![\d.])[-−]?\d{1,3}[.]\d{3,}°?\s?[NSСЮ]?\s?[,;/|\s]\s?[-−]?\d{1,3}[.]\d{3,}°?\s?[EWOВЗ]?(?![\d.])
      | (?<!\d)\d{1,3}\s?°\s?\d{1,2}(?:[.]\d+)?\s?['′’](?:\s?\d{1,2}(?:[.]\d+)?\s?["″”])?\s?[NSСЮ]?
        \s?[,;]?\s?\d{1,3}\s?°\s?\d{1,2}(?:[.]\d+)?\s?['′’](?:\s?\d{1,2}(?:[.]\d+)?\s?["″”])?\s?[EWOВЗ]?
      | (?<!/)///\s?\p{L}+[.]\p{L}+[.]\p{L}+""",
    regex.VERBOSE | regex.V1,
)
_CODED = r"(?=[A-Za-z]*\d)(?=\d*[A-Za-z])"
_COIN = compiled(
    rf"""(?<![\p{{L}}\p{{N}}])(?:
        0x[0-9a-fA-F]{{40}} | (?:bc1|ltc1|tb1|addr1|cosmos1)[a-z0-9]{{25,100}}
      | {_CODED}[13LMDTXrEQU][1-9A-HJ-NP-Za-km-z_-]{{24,47}}
      | {_CODED}[48][1-9A-HJ-NP-Za-km-z]{{90,105}}
      | {_CODED}(?=\S*[A-Z])(?=\S*[a-z])[1-9A-HJ-NP-Za-km-z]{{32,44}}
    )(?![\p{{L}}\p{{N}}])""",
    regex.VERBOSE | regex.V1,
)
_MAY_BE_COIN = re.compile(r"[0-9A-Za-z_-]{25}")
_CAP = r"\p{Lu}[\p{L}'’-]+"
_NAME = rf"{_CAP}(?:\s{_CAP}){{1,2}}"
_OF = r"(?:(?:de|du|des|la|le|les|del|los|las|el|der|dem|den|am|d['’]|l['’])\s?){0,3}"
_ROADS = (
    r"Road|Rd|Street|St|Avenue|Ave|Lane|Ln|Drive|Dr|Close|Court|Crescent|Terrace|Way|Place|Boulevard|"
    r"Blvd|Gardens|Grove|Hill|Mews|Square"
)
_RUES = (
    r"rue|avenue|av|impasse|all[ée]e|boulevard|bd|chemin|place|quai|route|cours|square|passage|"
    r"ruelle"
)
_CALLES = r"calle|c/|avenida|avda|plaza|paseo|carrer|camino|ronda|traves[íi]a|via|viale|piazza|rua"
_STRASSEN = r"(?:stra(?:ß|ss)e|str[.]?|weg|gasse|platz|allee|ring|damm|ufer)"
_ULITSY = r"ул(?:ица|ице|[.])|проспект|пр-т|пер(?:еулок|[.])|бульвар|шоссе|набережная|площадь"
_NUMBER = r"\d{1,4}\s?(?:bis|ter|[a-dA-Dа-г])?(?![\p{L}\p{N}])"
_STREETS = (
    rf"{_NUMBER},?\s(?:{_CAP}\s){{1,3}}(?:{_ROADS})(?!\p{{L}})",
    rf"{_NUMBER},?\s(?i:{_RUES})[.]?\s{_OF}{_CAP}(?:[\s-](?:{_OF}){_CAP}){{0,3}}",
    rf"(?i:{_CALLES})[.]?\s{_OF}{_CAP}(?:\s(?:{_OF}){_CAP}){{0,3}},?\s(?:n[.ºúu°]*\s?)?{_NUMBER}"
    r"(?:,?\s\d{1,2}[ºª°]\s?\p{L}?)?",
    rf"(?:\p{{Lu}}[\p{{L}}-]*{_STRASSEN}|{_CAP}(?:er|[\s-])\s?(?i:{_STRASSEN}))\s{_NUMBER}",
    rf"(?i:{_ULITSY})\s?{_CAP}(?:\s{_CAP}){{0,2}},?\s(?i:д(?:ом|[.])?\s?)?{_NUMBER}"
    r"(?i:,?\sкв(?:артира|[.])?\s?\d{1,4})?",
    rf"{_CAP}(?:\s(?i:{_ULITSY})),?\s(?i:д(?:ом|[.])?\s?)?{_NUMBER}(?i:,?\sкв(?:артира|[.])?\s?\d{{1,4}})?",
)
_STREET = compiled(
    rf"(?<![\p{{L}}\p{{N}}])(?:{_NAME},\s)?(?:{'|'.join(_STREETS)})(?:,\s{_NAME})?", regex.V1
)
_MAY_BE_STREET = compiled(r"\d")


def find(plain: str) -> Iterator[Span]:
    if _MAY_BE_STREET.search(plain) or "///" in plain:
        yield from (match.span() for match in _COORDINATES.finditer(plain))
        yield from (match.span() for match in _STREET.finditer(plain))


def coins(plain: str) -> Iterator[Span]:
    if _MAY_BE_COIN.search(plain):
        yield from (match.span() for match in _COIN.finditer(plain))
