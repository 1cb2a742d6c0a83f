from datetime import date, timedelta

import pytest

from bot.domain.helplines import (
    DIRECTORY,
    HelplinesWrong,
    countries,
    for_language,
    helpline,
    likely_countries,
    parse,
    stale,
)

GOOD = """
[[country]]
code = "FR"
emergency = ["112"]
checked_on = 2026-11-23
sources = ["https://one.example/", "https://two.example/"]
[[country.line]]
name = "3114"
number = "3114"
how = "call"
"""


def test_the_shipped_list_reads_and_is_large() -> None:
    assert len(countries()) == 69
    france = helpline("fr")
    assert france is not None
    assert france.line is not None
    assert france.line.number == "3114"
    assert france.directory == DIRECTORY == "findahelpline.com"


def test_every_number_has_two_sources_and_a_day() -> None:
    for code in countries():
        entry = helpline(code)
        assert entry is not None
        assert entry.sources, code
        assert not entry.lines or len(set(entry.sources)) >= 2, code
        assert entry.checked_on <= date(2026, 12, 31)
        assert entry.emergency or entry.emergency_unsure, code


@pytest.mark.parametrize(
    "country", ["RO", "BG", "HR", "DK", "TR", "EG", "KE", "GH", "BD", "VN", "CO"]
)
def test_a_number_that_sources_dispute_is_not_shown(country: str) -> None:
    entry = helpline(country)
    assert entry is not None
    assert entry.line is None


def test_a_line_for_some_people_says_for_whom() -> None:
    russia = helpline("RU")
    assert russia is not None
    assert russia.line is not None
    assert russia.line.audience == "children, teenagers and their parents"


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (
            ('sources = ["https://one.example/", "https://two.example/"]', "sources = []"),
            "no source",
        ),
        (('"https://one.example/", ', ""), "only one source"),
        (("https://one.example/", "a friend told me"), "no source"),
        (("checked_on = 2026-11-23", ""), "when it was checked"),
        (('how = "call"', 'how = "pray"'), "way to reach"),
        (('number = "3114"', ""), "neither number nor site"),
        (('code = "FR"', 'code = "France"'), "no two-letter country"),
    ],
)
def test_an_entry_without_source_or_day_is_refused(change: tuple[str, str], complaint: str) -> None:
    assert parse(GOOD)["FR"].line is not None
    with pytest.raises(HelplinesWrong, match=complaint):
        parse(GOOD.replace(*change))


def test_a_country_that_stands_twice_is_refused() -> None:
    with pytest.raises(HelplinesWrong, match="twice"):
        parse(GOOD + GOOD)


def test_entries_are_stale_after_half_a_year() -> None:
    checked = max(entry.checked_on for code in countries() if (entry := helpline(code)))
    assert stale(checked) == ()
    assert stale(checked + timedelta(days=180)) == ()
    assert stale(checked + timedelta(days=181)) == countries()


@pytest.mark.parametrize(
    ("language", "country"),
    [
        ("fr", "FR"),
        ("fr-CA", "CA"),
        ("pt-br", "BR"),
        ("zh-Hans-TW", "TW"),
        ("uk", "UA"),
        ("nb_NO", "NO"),
        ("en", None),
        ("es", None),
        ("tlh", None),
        ("", None),
        (None, None),
    ],
)
def test_the_country_is_guessed_only_where_the_language_points_to_one(
    language: str | None, country: str | None
) -> None:
    assert for_language(language) == country


def test_buttons_begin_with_the_best_guess() -> None:
    assert likely_countries("fr-BE")[:2] == ("BE", "FR")
    assert likely_countries("en")[0] == "US"
    assert all(helpline(code) for code in likely_countries("ar"))
    assert likely_countries(None) == ()
