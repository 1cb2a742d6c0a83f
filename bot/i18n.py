"""Every sentence a person reads, in their language.

The msgid is the English sentence. Call a translator ``t`` and write ``t("Hello {name}", name=...)``
or ``t.n("{n} card", "{n} cards", n)``; where a sentence is only kept (a table, an enum), mark it
with ``_("…")`` and translate later with ``t(kept)``. Those three names are what ``make messages``
looks for. Values are put in as they are: whoever sends HTML escapes them first.
"""

import gettext
import re
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, get_timezone_location
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

LOCALES = Path(__file__).parent / "locales"
DOMAIN = "sotto"
SOURCE_LANGUAGE = "en"

LANGUAGES: Mapping[str, str] = {"en": "English", "fr": "Français"}
"""Code -> the language's own name. Each but English has a catalogue in ``bot/locales``."""


def _(message: str, /) -> str:
    """Mark a sentence for the catalogues without translating it yet."""
    return message


_ZONE = _("{city} time")


class Translator:
    """One language. Unknown sentences come back in English, never as an error."""

    def __init__(
        self, language: str, catalogue: gettext.NullTranslations, spoken: str | None = None
    ) -> None:
        self.language = language
        self.spoken = spoken or language
        """Which was asked for, though sentences may come in English: names of places can be read
        in more languages."""
        self._catalogue = catalogue
        self._locale = Locale.parse(language)

    def __call__(self, message: str, /, **values: object) -> str:
        if not message:
            return ""  # gettext answers "" with its own header
        sentence = self._catalogue.gettext(message)
        return sentence.format(**values) if values else sentence

    def n(self, singular: str, plural: str, n: int, /, **values: object) -> str:
        """The form that fits ``n``, which the sentence may show as ``{n}``."""
        return self._catalogue.ngettext(singular, plural, n).format(n=self.number(n), **values)

    def number(self, value: float) -> str:
        """1234 -> "1,234" or "1 234"."""
        return format_decimal(value, locale=self._locale)

    def day(self, day: date) -> str:
        """ "24 November 2026", "24 novembre 2026"."""
        return format_date(day, "d MMMM y", locale=self._locale)

    def short_day(self, day: date) -> str:
        """ "24 Nov", "24 nov."."""
        return format_date(day, "d MMM", locale=self._locale)

    def zone(self, zone: ZoneInfo) -> str:
        """ "Paris time", "heure de Paris", "heure d’Athènes"; "UTC" as it is."""
        city = get_timezone_location(zone, locale=self._locale, return_city=True).split("/")[-1]
        if re.match(r"UTC|GMT", city):
            return city
        named = self(_ZONE, city=city)
        return re.sub(r"\bde (?=[AEIOUÂÉÈÊÎÔ])", "d’", named) if self.language == "fr" else named

    def clock(self, moment: datetime, *, exact: bool = False) -> str:
        """ "15:05", or "15:05:40", in the zone that the moment carries."""
        return f"{moment:%H:%M:%S}" if exact else f"{moment:%H:%M}"


def catalogue_path(language: str) -> Path:
    return LOCALES / language / "LC_MESSAGES" / f"{DOMAIN}.po"


@cache
def _translator(language: str) -> Translator:
    if language == SOURCE_LANGUAGE:
        return Translator(language, gettext.NullTranslations())
    with catalogue_path(language).open("rb") as file:
        catalogue = read_po(file, locale=language, domain=DOMAIN, charset="utf-8")
    compiled = BytesIO()
    write_mo(compiled, catalogue)  # leaves out what is fuzzy
    compiled.seek(0)
    return Translator(language, gettext.GNUTranslations(compiled))


def translator_for(code: str | None) -> Translator:
    """``"fr-CA"`` -> French; a language that we do not speak, or none -> English."""
    language = (code or SOURCE_LANGUAGE).replace("_", "-").split("-")[0].lower()
    if language in LANGUAGES:
        return _translator(language)
    return Translator(SOURCE_LANGUAGE, gettext.NullTranslations(), spoken=language)


def country_name(code: str, language: str) -> str:
    """ "JP" -> "Japan", "Japon"; in any language that Unicode's data knows."""
    return str(Locale.parse(language).territories.get(code, code))
