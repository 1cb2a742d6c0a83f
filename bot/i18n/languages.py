"""The twelve languages: how each is called, counted, written and directed.

Plural categories and digits are CLDR's. ``plural`` is what the head of a catalogue says; it is
written here rather than computed, so that an update of CLDR's data cannot renumber the forms of
finished translations: a test holds both together.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from babel import Locale

SOURCE_LANGUAGE = "en"

_ONE_OTHER = "nplurals=2; plural=(n != 1);"
_UP_TO_ONE = "nplurals=2; plural=(n > 1);"
_SLAVIC = (
    "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && "
    "(n%100<10 || n%100>=20) ? 1 : 2);"
)
_ARABIC = (
    "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : "
    "n%100>=11 && n%100<=99 ? 4 : 5);"
)


@dataclass(frozen=True, slots=True)
class Language:
    code: str
    """The code as settings and Telegram write it: ``pt-BR``."""
    name: str
    """The language's own name for itself."""
    plural: str
    """The ``Plural-Forms`` of its catalogue."""
    categories: tuple[str, ...]
    """The plural categories of CLDR, in the order of the catalogue's forms. French, Spanish and
    Portuguese have one more for millions, which nothing here counts: it takes the last form."""
    from_the_right: bool = False
    digits: str = ""
    """Ten digits in place of 0 to 9, where people write their own."""
    region: str = ""
    """The region whose dates are meant, where the language alone does not say it."""

    @property
    def folder(self) -> str:
        """The folder of its catalogue, as gettext and Weblate name it: ``pt_BR``."""
        return self.code.replace("-", "_")

    @property
    def short(self) -> str:
        """The two letters that are all that Telegram's menus know: ``pt``."""
        return self.code.split("-")[0]

    @property
    def locale(self) -> Locale:
        return _locale(self.region or self.folder)

    def form(self, n: int) -> int:
        """Return which form of a translation fits ``n`` things."""
        category = self.locale.plural_form(n)
        return self.categories.index(category) if category in self.categories else self.last_form

    @property
    def last_form(self) -> int:
        return len(self.categories) - 1


@cache
def _locale(name: str) -> Locale:
    return Locale.parse(name)


_TWO = ("one", "other")
_ALL = (
    Language("en", "English", _ONE_OTHER, _TWO, region="en_GB"),
    Language("fr", "Français", _UP_TO_ONE, _TWO),
    Language("es", "Español", _ONE_OTHER, _TWO),
    Language("pt-BR", "Português (Brasil)", _UP_TO_ONE, _TWO),
    Language("ru", "Русский", _SLAVIC, ("one", "few", "many")),
    Language(
        "ar",
        "العربية",
        _ARABIC,
        ("zero", "one", "two", "few", "many", "other"),
        from_the_right=True,
    ),
    Language("hi", "हिन्दी", _UP_TO_ONE, _TWO),
    Language("id", "Bahasa Indonesia", "nplurals=1; plural=0;", ("other",)),
    Language("fa", "فارسی", _UP_TO_ONE, _TWO, from_the_right=True, digits="۰۱۲۳۴۵۶۷۸۹"),
    Language("uz", "Oʻzbekcha", _ONE_OTHER, _TWO),
    Language("tr", "Türkçe", _ONE_OTHER, _TWO),
    Language("am", "አማርኛ", _UP_TO_ONE, _TWO),
)

BY_CODE: Mapping[str, Language] = MappingProxyType({each.code: each for each in _ALL})

LANGUAGES: Mapping[str, str] = MappingProxyType({each.code: each.name for each in _ALL})
"""Code -> the language's own name. Each but English has a catalogue in ``bot/locales``."""

_BY_SHORT = {each.short: each for each in _ALL}
_FORMER_CODES = {"in": "id"}
"""The codes which some phones still send for Indonesian."""


def spoken_as(code: str | None) -> tuple[Language, str]:
    """Return the language for a code, and its short code: ``fr-CA`` -> French, "fr"; a language
    that we do not speak, or none -> English, and the code that was asked for. Nobody is given a
    neighbouring language: that is theirs to choose."""
    asked = (code or SOURCE_LANGUAGE).replace("_", "-").split("-")[0].lower()
    asked = _FORMER_CODES.get(asked, asked)
    return _BY_SHORT.get(asked, BY_CODE[SOURCE_LANGUAGE]), asked
