"""A translator speaks one language: sentences, numbers, dates, times and lists."""

import gettext
import re
from collections.abc import Iterable
from datetime import date, datetime
from functools import cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_skeleton, format_time, get_timezone_location
from babel.lists import format_list
from babel.numbers import format_decimal

from bot.i18n.catalogue import CONTEXT_END, Readiness, read_catalogue, state, with_context
from bot.i18n.direction import from_the_right
from bot.i18n.languages import BY_CODE, SOURCE_LANGUAGE, spoken_as


def _(message: str, /) -> str:
    """Mark a sentence for the catalogues without translating it yet."""
    return message


def _p(context: str, message: str, /) -> str:
    """Return the same for a word that has a context, which it carries along to ``t(kept)``."""
    return with_context(context, message)


_ZONE = _("{city} time")

_ELISIONS = {"fr": (re.compile(r"\bde (?=[AEIOUÂÉÈÊÎÔ])"), "d’")}
"""Language -> what a name does to the word before it."""

_FIRST = {"fr": "1er ", "pt-BR": "1º "}
"""Language -> the first of a month, where that day is not counted as the others are."""

_AT = {"fr": "{1} à {0}", "pt-BR": "{1} às {0}"}
"""Language -> a day and a time in a sentence, where Unicode's data sets them side by side."""


class Translator:
    """The translator into one language. Unknown sentences come back in English, never as an
    error."""

    def __init__(
        self, language: str, catalogue: gettext.NullTranslations, spoken: str | None = None
    ) -> None:
        self.language = language
        self.spoken = spoken or language
        """Which was asked for, though sentences may come in English: names of places can be read
        in more languages."""
        self._catalogue = catalogue
        self._ways = BY_CODE[language]
        self._locale = self._ways.locale
        self._digits = str.maketrans("0123456789", self._ways.digits or "0123456789")

    def __call__(self, message: str, /, **values: object) -> str:
        if not message:
            return ""
        context, found, kept = message.partition(CONTEXT_END)
        if found:
            return self.p(context, kept, **values)
        return self._fill(self._catalogue.gettext(message), values)

    def p(self, context: str, message: str, /, **values: object) -> str:
        """Translate a word in one of its senses: ``t.p("button", "Keep")``."""
        return self._fill(self._catalogue.pgettext(context, message), values)

    def n(self, singular: str, plural: str, n: int, /, **values: object) -> str:
        """Translate in the form that fits ``n``, which the sentence may show as ``{n}``."""
        sentence = self._catalogue.ngettext(singular, plural, n)
        return self._fill(sentence, {**values, "n": self.number(n)})

    def _fill(self, sentence: str, values: dict[str, object]) -> str:
        if self._ways.from_the_right:
            sentence = from_the_right(sentence)
        return sentence.format(**self._written(values)) if values else sentence

    def _written(self, values: dict[str, object]) -> dict[str, object]:
        """Write counts as people do. A ``number`` is a name: it is copied and typed."""
        return {
            name: self.number(value) if type(value) is int and name != "number" else value
            for name, value in values.items()
        }

    def number(self, value: float) -> str:
        """Write 1234 as "1,234", "1 234" or "۱٬۲۳۴"."""
        own = format_decimal(value, locale=self._locale, numbering_system="default")
        return self._own(own)

    def out_of(self, part: int, whole: int) -> str:
        """Return "1/2", "۱/۲": votes so far, a page among others."""
        return f"{self.number(part)}/{self.number(whole)}"

    def listed(self, items: Iterable[str], *, style: str = "standard") -> str:
        """Return "a, b and c", "a, b et c", "a، b، و c"; ``style="or"`` ends in "or"."""
        return format_list(list(items), style=style, locale=self._locale)  # type: ignore[arg-type]

    def day(self, day: date) -> str:
        """Return "24 November 2026", "24 de noviembre de 2026", "1er novembre 2026"."""
        return self._counted(format_date(day, "long", locale=self._locale))

    def short_day(self, day: date) -> str:
        """Return "24 Nov", "24 nov."."""
        return self._counted(format_skeleton("MMMd", day, locale=self._locale))

    def _counted(self, day: str) -> str:
        """Write the first of a month as it is said, and digits as people write them."""
        first = _FIRST.get(self.language, "1 ")
        return self._own(re.sub("^1 ", first, day))

    def moment(self, when: datetime) -> str:
        """Return "24 November 2026, 15:05", "24 novembre 2026 à 15:05", in the zone that the moment
        carries."""
        together = _AT.get(self.language) or str(self._locale.datetime_formats["medium"])
        return together.format(self.clock(when), self.day(when.date()))

    def zone(self, zone: ZoneInfo) -> str:
        """Return "Paris time", "heure de Paris", "heure d’Athènes"; "UTC" as it is."""
        city = get_timezone_location(zone, locale=self._locale, return_city=True).split("/")[-1]
        if re.match(r"UTC|GMT", city):
            return city
        named = self(_ZONE, city=city)
        if (elision := _ELISIONS.get(self.language)) is None:
            return named
        before, instead = elision
        return before.sub(instead, named)

    def clock(self, moment: datetime, *, exact: bool = False) -> str:
        """Return "15:05", or "15:05:40", in the zone that the moment carries; "15.05" in
        Indonesian."""
        pattern = self._locale.datetime_skeletons["Hms" if exact else "Hm"].pattern
        two_digits = re.sub("H+", "HH", pattern)
        return self._own(format_time(moment, two_digits, moment.tzinfo, locale=self._locale))

    def _own(self, text: str) -> str:
        """Return the text in the digits that people write."""
        return text.translate(self._digits)


@cache
def _translator(language: str) -> Translator:
    if language == SOURCE_LANGUAGE:
        return Translator(language, gettext.NullTranslations())
    return Translator(language, read_catalogue(language))


def translator_for(code: str | None) -> Translator:
    """Return the translator for a code: ``"fr-CA"`` -> French; a language that we do not speak
    (yet), or none -> English."""
    language, asked = spoken_as(code)
    if state(language.code) is not Readiness.STARTED and language.short == asked:
        return _translator(language.code)
    return Translator(SOURCE_LANGUAGE, gettext.NullTranslations(), spoken=asked)


def country_name(code: str, language: str) -> str:
    """Return a country's name: "JP" -> "Japan", "Japon"; in any language that Unicode's data
    knows."""
    return str(Locale.parse(language, sep="-").territories.get(code, code))
