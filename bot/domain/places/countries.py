"""Countries by name: as Unicode's data calls them, and as people call them besides."""

from collections.abc import Sequence
from functools import cache

from bot.domain.places.folding import fold, script_of
from bot.domain.places.names import country_name, language_of
from bot.domain.places.slips import distance, forgiven
from bot.domain.places.towns import towns

_BY_SCRIPT: dict[str | None, tuple[str, ...]] = {
    "Latin": ("fr", "es", "pt", "de", "it", "tr", "id"),
    "Cyrillic": ("ru", "uk"),
    "Arabic": ("ar", "fa"),
    "Han": ("zh", "ja"),
    "Kana": ("ja",),
    "Hangul": ("ko",),
    "Devanagari": ("hi",),
    "Ethiopic": ("am",),
}
"""Script -> the languages in which a name is looked up besides one's own and English."""

_ALSO_CALLED = {
    "AE": "UAE, Emirates, Emirats, Emirati, Emiratos, Эмираты, الإمارات, امارات",
    "BA": "Bosnia, Bosnie, Bosnien, Bosna, Босния",
    "BY": "Belorussia, Byelorussia, Белоруссия",
    "CD": "DRC, RDC, DR Congo, Congo, Kongo, Конго, كونغو, Democratic Republic of the Congo",
    "CG": "Congo, Kongo, Конго, كونغو, Republic of the Congo",
    "CI": "Ivory Coast, Costa de Marfil, Costa do Marfim, Elfenbeinküste",
    "CN": "PRC, Mainland China",
    "CV": "Cabo Verde",
    "CZ": "Czech Republic, Republique tcheque, Republica Checa, Чешская Республика",
    "GB": "UK, Britain, Great Britain, England, Scotland, Wales, Northern Ireland, Angleterre, "
    "Grande-Bretagne, Ecosse, Gran Bretaña, Inglaterra, Escocia, Inghilterra, Grossbritannien, "
    "Ingiltere, Inggris, Britania Raya, Англия, Великобритания, Британия, Шотландия, انجلترا, "
    "بريطانيا, انگلیس, انگلستان, 英国, 英國, イングランド, 영국, इंग्लैंड, ब्रिटेन, እንግሊዝ",
    "IR": "Persia",
    "KG": "Кыргызстан",
    "KP": "Korea, Coree, Corea, Coreia, Корея, كوريا, North Korea, Северная Корея",
    "KR": "Korea, Coree, Corea, Coreia, Корея, كوريا, South Korea, Южная Корея, 韩国, 韓国, 한국",
    "MK": "Macedonia, Macedoine, Македония",
    "MM": "Burma, Birmanie, Birmania, Бирма",
    "NL": "Holland, Hollande, Holanda, Olanda, Голландия",
    "PS": "Palestine, Palestina, Палестина, فلسطين",
    "RU": "Russian Federation, РФ",
    "SA": "KSA, Saudi, السعودية, Саудия",
    "SZ": "Swaziland",
    "TL": "East Timor, Timor oriental",
    "TR": "Turkey",
    "TW": "臺灣, 台灣",
    "TZ": "Tanzania",
    "US": "USA, America, United States of America, Etats-Unis d’Amerique, EUA, EEUU, EE UU, "
    "Estados Unidos de América, Stati Uniti d’America, Amerika, ABD, AQSH, США, Америка, امريكا, "
    "أمريكا, آمریکا, 美国, 美國, 米国, アメリカ, 미국, अमेरिका, अमरीका, አሜሪካ",
    "ZA": "RSA, ЮАР",
}
"""Code -> names of everyday use that Unicode's data does not have, or has in other words."""


def countries_called(folded: str, language: str | None) -> tuple[str, ...]:
    """Return the codes of the countries with this name: in this language or English, else in
    another one of its script. "Korea" has two."""
    for names in _names(folded, language):
        if folded in names:
            return names[folded]
    return ()


def countries_nearly(folded: str, language: str | None) -> dict[str, int]:
    """Return code -> slips, of the countries whose name, in this language or English, a few slips
    turned into that."""
    most = forgiven(folded)
    close: dict[str, int] = {}
    for names in _names(folded, language)[:_KNOWN] if most else ():
        for name, codes in names.items():
            allowed = min(most, forgiven(name))
            if abs(len(name) - len(folded)) > allowed:
                continue
            slips = distance(folded, name, allowed)
            for code in codes if slips <= allowed else ():
                close[code] = min(close.get(code, slips), slips)
    return close


_KNOWN = 3


def _names(folded: str, language: str | None) -> Sequence[dict[str, tuple[str, ...]]]:
    """Return names in this language, in English and of everyday use, and then in others."""
    own, others = language_of(language), _BY_SCRIPT.get(script_of(folded), ())
    first = [_in_language(own), _in_language("en"), _everyday()]
    assert len(first) == _KNOWN
    return [*first, *(_in_language(each) for each in others)]


@cache
def _in_language(language: str) -> dict[str, tuple[str, ...]]:
    """Return folded name -> code, of the countries that the table has."""
    codes = sorted({town.country for town in towns().every})
    return {fold(country_name(code, language)): (code,) for code in codes}


@cache
def _everyday() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for code, names in _ALSO_CALLED.items():
        for name in names.split(", "):
            found[fold(name)] = (*found.get(fold(name), ()), code)
    return found
