"""How the services are talked to: what they are told, how often, and what no answer does."""

import pytest

from bot.cards.photographs.searches import SEARCHES
from bot.domain.themes import THEMES
from tests.cards.photographs.conftest import Fetching, Naps
from tests.kit.photo_services import PhotoServices

WORDS_IN = {
    "openverse": "q",
    "wikimedia": "gsrsearch",
    "pexels": "query",
    "pixabay": "q",
}
OURS = {words for searches in SEARCHES.values() for words in searches}


def test_every_theme_has_search_words() -> None:
    assert set(SEARCHES) == set(THEMES)
    assert all(len(words) >= 3 for words in SEARCHES.values())


@pytest.mark.parametrize("source", WORDS_IN)
def test_only_our_themes_search_words_are_sent(
    source: str, fetching: Fetching, services: PhotoServices
) -> None:
    services.shots = services.shots[:1]
    for theme in THEMES:
        fetching(source).run(theme, 5)
    sent = [one.params.pop(WORDS_IN[source]) for one in services.searches]
    if source == "wikimedia":
        sent = [words.removesuffix(" filetype:bitmap haslicense:unrestricted") for words in sent]
    assert set(sent) == OURS
    others = {(name, value) for one in services.searches for name, value in one.params.items()}
    assert all(name in ("page", "gsroffset") or (name, value) in FIXED for name, value in others)


FIXED = {
    *(("license", "cc0,pdm"), ("category", "photograph"), ("size", "large"), ("mature", "false")),
    *(("page_size", "20"), ("action", "query"), ("format", "json"), ("formatversion", "2")),
    *(("maxlag", "5"), ("generator", "search"), ("gsrnamespace", "6"), ("gsrlimit", "20")),
    *(("prop", "imageinfo"), ("iiprop", "url|size|mime|extmetadata"), ("iiurlwidth", "1920")),
    (
        "iiextmetadatafilter",
        "License|LicenseShortName|LicenseUrl|Artist|Restrictions|Categories",
    ),
    *(("size", "medium"), ("per_page", "40"), ("per_page", "50"), ("key", "a-key-of-ours")),
    *(("lang", "en"), ("image_type", "photo"), ("safesearch", "true")),
    *(("min_width", "1080"), ("min_height", "1080")),
}


def test_a_theme_that_is_not_ours_is_sent_nowhere(
    fetching: Fetching, services: PhotoServices
) -> None:
    with pytest.raises(KeyError):
        fetching().run("I never told my brother", 5)
    assert services.asked == []


@pytest.mark.parametrize("source", WORDS_IN)
def test_a_service_is_asked_no_faster_than_its_pause(
    source: str, fetching: Fetching, services: PhotoServices, naps: Naps
) -> None:
    fetch = fetching(source)
    began = naps.moment
    fetch.run("sea", 5)
    assert naps.moment - began >= (len(services.asked) - 1) * fetch.service.pause - 0.001
    assert fetch.service.pause >= {"openverse": 3.0, "pexels": 0.7}.get(source, 0.6)


def test_a_service_that_asks_us_to_wait_is_waited_for(
    fetching: Fetching, services: PhotoServices, naps: Naps
) -> None:
    services.refusals = [(429, {"Retry-After": "17"})]
    assert fetching().run("sea", 2).there == 2
    assert 17 in naps.slept


def test_a_service_that_goes_on_refusing_ends_the_fetch_and_keeps_what_is_there(
    fetching: Fetching, services: PhotoServices
) -> None:
    fetching().run("sea", 2)
    services.refusals = [(429, {"Retry-After": "5000"})]
    outcome = fetching().run("sea", 5)
    assert outcome.there == 2
    assert "later" in outcome.ended


def test_a_wrong_key_is_said_and_never_shown(fetching: Fetching, services: PhotoServices) -> None:
    services.refusals = [(401, {})]
    outcome = fetching("pexels").run("sea", 5)
    assert "key" in outcome.ended
    assert "a-key-of-ours" not in outcome.ended


def test_the_pexels_key_goes_into_its_header_and_to_no_picture(
    fetching: Fetching, services: PhotoServices
) -> None:
    fetching("pexels").run("sea", 2)
    assert {one.key for one in services.searches} == {"a-key-of-ours"}
    assert {one.key for one in services.images} == {""}


def test_the_operators_contact_is_told_where_it_is_wanted(
    fetching: Fetching, services: PhotoServices
) -> None:
    fetching("wikimedia", contact="me@example.org").run("sea", 1)
    assert all("Sotto/" in one.agent and "me@example.org" in one.agent for one in services.asked)


def test_an_answer_in_another_form_ends_the_fetch_with_a_sentence(
    fetching: Fetching, services: PhotoServices, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(services), "openverse", lambda self, params: {"results": [{}]})
    assert "another form" in fetching().run("sea", 1).ended
