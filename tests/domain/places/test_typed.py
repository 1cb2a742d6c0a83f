"""What somebody may mean who types the name of a town, and how it is said back."""

import pytest

from bot.domain.places.called import called
from bot.domain.places.names import said
from bot.domain.places.place import Place
from bot.domain.places.towns import towns
from bot.domain.places.typed import LONGEST, MOST, countries_named, places_named

LYON = Place("FR.84.2996944")


def found(text: str, language: str) -> list[str]:
    return [said(place, language, typed=text) for place in places_named(text, language)]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Lyon", "en", "Lyon, France"),
        ("lyon ", "fr-CA", "Lyon, France"),
        ("Londres", "fr", "Londres, Royaume-Uni"),
        ("Wien", "de", "Wien, Österreich"),
        ("Лион", "ru", "Лион, Франция"),
        ("Лондон", "en", "Лондон, Великобритания"),
        ("القاهرة", "ar", "القاهرة, مصر"),
        ("北京", "zh-hans", "北京, 中国"),
        ("東京", "ja", "東京, 日本"),
        ("서울", "ko", "서울, 대한민국"),
        ("मुंबई", "hi", "मुंबई, भारत"),
        ("አዲስ አበባ", "am", "አዲስ አበባ, ኢትዮጵያ"),
        ("Lodnon", "en", "London, United Kingdom"),
        ("Marseile", "fr", "Marseille, France"),
        ("Vladivostk", "en", "Vladivostok, Russia"),
        ("St-Étienne", "fr", "Saint-Étienne, France"),
        ("Villeurbanne", "fr", "Lyon, France"),
        ("Birmingham, Alabama", "en", "Birmingham, United States"),
        ("France", "en", "France"),
        ("Allemagne", "fr", "Allemagne"),
        ("Германия", "en", "Германия"),
        ("Масква", "ru", "Москва, Россия"),
        ("القاهة", "ar", "القاهرة, مصر"),
        ("广洲", "zh", "广州, 中国"),
        ("부싼", "ko", "부산, 대한민국"),
        ("USA", "en", "United States"),
        ("США", "ru", "Соединенные Штаты"),
        ("アメリカ", "ja", "アメリカ合衆国"),
        ("السعودية", "ar", "المملكة العربية السعودية"),
        ("England", "en", "United Kingdom"),
        ("Deutschland", "en", "Germany"),
        ("Germny", "en", "Germany"),
        ("Росия", "ru", "Россия"),
        ("London, Cannada", "en", "London, Canada"),
        ("Lyonn, Frnace", "en", "Lyon, France"),
    ],
)
def test_a_town_is_found_in_the_script_and_language_it_is_typed_in(
    text: str, language: str, expected: str
):
    assert found(text, language)[0].startswith(expected)


def test_a_name_that_several_towns_have_asks_which():
    assert found("Springfield", "en") == [
        "Springfield, Missouri, United States",
        "Springfield, Massachusetts, United States",
        "Springfield, Illinois, United States",
    ]


@pytest.mark.parametrize(
    "text",
    [
        *("", "   ", "hi", "i love him so much", "Nowhereville", "x" * 400),
        "soy trans, en mi casa nadie dice mi nombre todavia",
        "точка, сказал папа, и больше мы о маме не говорили",
        "Paris, he said, and never came back to me",
        *("кот", "маг", "माँ"),  # a slip in so short a word would be another word
    ],
)
def test_what_names_no_big_town_finds_none(text: str):
    assert found(text, "en") == []


def test_never_more_than_three_are_offered():
    assert all(len(places_named(each, "en")) <= MOST for each in ("San", "Santa", "Leon", "Suzhou"))
    assert places_named("a" * (LONGEST + 1), "en") == ()


def test_a_city_that_is_its_country_is_said_once():
    assert found("Singapore", "en") == ["Singapore"]
    assert found("Luxembourg", "fr") == ["Luxembourg"]


def test_a_country_is_found_by_its_name_and_by_its_towns():
    assert countries_named("Lyon", "en")[0] == "FR"
    assert countries_named("Японія", "uk") == ("JP",)


def test_countries_come_first_where_a_country_is_asked_for_and_a_name_of_two_asks_which():
    assert countries_named("Span", "en")[0] == "ES"
    assert set(countries_named("Korea", "en")) == {"KP", "KR"}
    assert set(countries_named("Congo", "fr")) == {"CD", "CG"}


@pytest.mark.parametrize(
    ("town", "language", "expected"),
    [
        ("London", "es", "Londres, Reino Unido"),
        ("Vienna", "de", "Wien, Österreich"),
        ("Kyiv", "uk", "Київ, Україна"),
        ("Cairo", "tr", "Kahire, Mısır"),
        ("Tehran", "fa", "تهران, ایران"),
        ("Montréal", "ru", "Монтреал, Канада"),  # its old zone is an alias of Toronto's
        ("Fort Wayne", "en", "Fort Wayne, United States"),
    ],
)
def test_a_town_after_which_a_time_zone_is_named_has_its_name_in_each_language(
    town: str, language: str, expected: str
):
    [place, *_] = places_named(town, "en")
    assert said(place, language) == expected


@pytest.mark.parametrize(
    ("typed", "language", "expected"),
    [
        ("Genève", "fr", "Genève, Suisse"),
        ("Geneva", "fr", "Genève, Suisse"),
        ("München", "de", "München, Deutschland"),
        ("Казань", "ru", "Казань, Россия"),
        ("Saint Petersburg", "ru", "Санкт-Петербург, Россия"),
        ("Kharkiv", "uk", "Харків, Україна"),
        ("Rabat", "ar", "الرباط, المغرب"),
        ("Osaka", "ja", "大阪, 日本"),
    ],
)
def test_a_well_known_town_has_its_name_in_the_readers_language(
    typed: str, language: str, expected: str
):
    [place, *_] = places_named(typed, language)
    assert said(place, language) == expected


def test_names_by_language_are_of_towns_in_the_table_and_in_a_script_of_the_language():
    for town, names in called().items():
        assert town in towns().by_id
        for language, name in names.items():
            assert said(towns().by_id[town].place, language).startswith(name), (town, language)


def test_a_region_is_said_with_its_country():
    assert said(Place("FR.84"), "en") == "Auvergne-Rhône-Alpes, France"
    assert said(Place("FR"), "fr") == "France"
    assert said(LYON, "ru") == "Лион, Франция"
    assert said(LYON, "xx") == "Lyon, France"
    assert said(LYON, None) == "Lyon, France"
