"""Names of well-known towns, by language. GeoNames' have a script and no language, so the first of
a script may be a neighbour's; time zones (``names.py``) name the others."""

from functools import cache

_CALLED = {
    498817: "ru Санкт-Петербург; uk Санкт-Петербург; fr Saint-Pétersbourg; es San Petersburgo; "
    "de Sankt Petersburg; ko 상트페테르부르크",
    551487: "ru Казань; uk Казань",
    480060: "ru Тверь; uk Твер",
    520555: "fr Nijni Novgorod",
    706483: "ru Харьков; uk Харків",
    702550: "ru Львов; uk Львів; de Lemberg",
    698740: "ru Одесса; uk Одеса; fr Odessa",
    709930: "ru Днепр; uk Дніпро",
    627907: "ru Гомель; uk Гомель",
    627904: "ru Гродно; uk Гродно",
    1816670: "ru Пекин; uk Пекін; fr Pékin; es Pekín; de Peking; tr Pekin; pt Pequim",
    1809858: "ru Гуанчжоу; uk Гуанчжоу; ar غوانزو; fa گوانگ جو; fr Canton; ja 広州",
    1275339: "ru Мумбаи; ar بومباي; hi मुंबई",
    2867714: "ru Мюнхен; uk Мюнхен; de München; es Múnich; ar ميونخ; fa مونیخ; tr Münih",
    2886242: "ru Кёльн; uk Кельн; fr Cologne; es Colonia; pt Colônia; zh 科隆; fa کلن",
    2925533: "ru Франкфурт-на-Майне; fr Francfort-sur-le-Main; es Fráncfort del Meno",
    2661604: "ru Базель; uk Базель; fr Bâle; es Basilea",
    2660646: "fr Genève; de Genf; es Ginebra; pt Genebra; tr Cenevre; it Ginevra; fa ژنو",
    2747373: "ru Гаага; uk Гаага; fr La Haye; es La Haya; de Den Haag; tr Lahey",
    2803138: "fr Anvers; es Amberes; de Antwerpen; tr Anvers",
    2797656: "fr Gand; es Gante",
    3173435: "fr Milan; es Milán; de Mailand; it Milano; pt Milão; tr Milano; ar ميلانو; fa میلان",
    3172394: "ru Неаполь; uk Неаполь; es Nápoles; de Neapel; it Napoli; pt Nápoles; tr Napoli",
    3176959: "ru Флоренция; uk Флоренція; es Florencia; de Florenz; it Firenze; pt Florença",
    2510911: "ru Севилья; uk Севілья; fr Séville; pt Sevilha",
    3128760: "fr Barcelone; it Barcellona; ar برشلونة",
    3104324: "fr Saragosse; pt Saragoça",
    3094802: "fr Cracovie; es Cracovia; de Krakau",
    3088171: "ru Познань; uk Познань",
    2711537: "ru Гётеборг; uk Гетеборг; fr Göteborg; de Göteborg; es Gotemburgo",
    2650225: "ru Эдинбург; uk Единбург; fr Édimbourg; es Edimburgo; pt Edimburgo",
    734077: "fr Thessalonique; es Salónica; tr Selanik",
    361058: "ru Александрия; uk Александрія; fr Alexandrie; es Alejandría; ar الإسكندرية",
    170063: "fr Alep; es Alepo; tr Halep",
    105343: "ru Джидда; uk Джидда; fr Djeddah",
    104515: "fr La Mecque; es La Meca; tr Mekke; en Mecca",
    99106: "ru Медина; fr Médine; es Medina; tr Medine; en Medina",
    99072: "ar الموصل; fr Mossoul; tr Musul",
    2538475: "ar الرباط; zh 拉巴特",
    2548885: "fr Fès; es Fez",
    2542997: "fr Marrakech; es Marrakech",
    2530335: "ru Танжер; ar طنجة; fr Tanger; es Tánger",
    1853909: "ja 大阪; ko 오사카",
    1857910: "ja 京都; ko 교토",
    1862415: "ru Хиросима; ja 広島; ko 히로시마",
    1856057: "ja 名古屋; ko 나고야",
    6325494: "ru Квебек; uk Квебек",
    4560349: "ru Филадельфия; uk Філадельфія; fr Philadelphie; es Filadelfia",
}
"""GeoNames' id -> language and name, as often as there are."""


@cache
def called() -> dict[int, dict[str, str]]:
    """Return id -> language -> name."""
    found: dict[int, dict[str, str]] = {}
    for town, names in _CALLED.items():
        pairs = (each.strip().partition(" ") for each in names.split(";"))
        found[town] = {language: name for language, _, name in pairs}
    return found
