"""Fetching: what comes into the folder, what does not, and how it goes on."""

from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from bot.cards.photographs import faces
from bot.cards.photographs.folder import LEFT_OUT, PhotographFolder
from bot.cards.pictures import LIBRARY, open_shelf
from tests.cards.photographs.conftest import Fetching, Naps
from tests.kit.photo_services import PhotoServices, Shot

SOURCES = ("openverse", "wikimedia", "pexels", "pixabay")


def keys(folder: PhotographFolder) -> list[str]:
    return [one.credit.key for one in folder.photographs() if one.credit]


@pytest.mark.parametrize("source", SOURCES)
def test_a_photograph_lands_with_its_themes_and_credit_and_the_bot_takes_it(
    source: str, fetching: Fetching, folder: PhotographFolder, tmp_path: Path
) -> None:
    outcome = fetching(source).run("sea", 3)
    assert (outcome.there, outcome.fetched, outcome.ended) == (3, 3, "")
    for one in folder.photographs():
        assert one.themes == ("sea",)
        assert one.credit is not None
        assert one.credit.key.startswith(f"{source}:")
        assert one.credit.author == "Ada Lovelace"
        assert one.credit.page.startswith("https://example.org/photo/")
        assert one.credit.licence.name
    complaints: dict[str, str] = {}
    shelf = open_shelf(tmp_path / "cache", folder.path, complain=complaints.__setitem__, lazy=True)
    own = shelf.infos[len(LIBRARY) :]
    assert len(own) == 3
    assert {info.themes for info in own} == {("sea",)}
    assert complaints == {}


def test_a_photograph_loses_what_the_camera_wrote(
    fetching: Fetching, folder: PhotographFolder
) -> None:
    fetching().run("sea", 1)
    (one,) = folder.photographs()
    with Image.open(one.file) as image:
        assert image.size == (1300, 1080)
        assert not image.getexif()


@pytest.mark.parametrize("source", ["openverse", "wikimedia"])
def test_only_licences_that_ask_for_nothing_are_taken_unless_credit_is_promised(
    source: str, fetching: Fetching, services: PhotoServices, folder: PhotographFolder
) -> None:
    services.shots = [
        Shot(1, licence="by-sa"),
        Shot(2, licence="by"),
        Shot(3, licence="cc0"),
    ]
    assert fetching(source).run("sea", 9).there == 1
    assert fetching(source, credited=True).run("sea", 9).there == 2
    licences = {one.credit.licence.code for one in folder.photographs() if one.credit}
    assert licences == {"cc0", "by"}


def test_what_is_small_narrow_or_shows_people_by_its_own_words_is_not_even_asked_for(
    fetching: Fetching, services: PhotoServices, folder: PhotographFolder
) -> None:
    services.shots = [
        Shot(1, size=(900, 900)),
        Shot(2, size=(4000, 1200)),
        Shot(3, title="Portrait of a fisherman"),
        Shot(4, tags="beach, woman"),
        Shot(5, title="Personal pier"),
    ]
    outcome = fetching().run("sea", 9)
    assert outcome.left_out == {"small": 1, "narrow": 1, "people": 2}
    assert [one.path for one in services.images] == ["/photo/5.jpg"]


def test_whoever_wikimedia_says_can_be_recognised_is_left_out(
    fetching: Fetching, services: PhotoServices
) -> None:
    services.shots = [Shot(1, personality=True), Shot(2)]
    outcome = fetching("wikimedia").run("sea", 9)
    assert (outcome.there, outcome.left_out) == (1, {"people": 1})


@pytest.mark.skipif(not faces.can_tell(), reason="no detector for this machine")
def test_a_face_that_the_service_says_nothing_of_is_left_out_for_good(
    fetching: Fetching, services: PhotoServices, folder: PhotographFolder
) -> None:
    services.shots = [Shot(1, face=True), Shot(2)]
    outcome = fetching().run("sea", 9)
    assert (outcome.there, outcome.left_out) == (1, {"face": 1})
    assert keys(folder) == ["openverse:4bc43a04-2"]
    assert fetching().run("sea", 9).left_out == {}


def test_without_a_detector_all_goes_on_and_the_operator_looks(
    fetching: Fetching, services: PhotoServices, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(faces, "_detector", lambda: None)
    services.shots = [Shot(1, face=True), Shot(2)]
    assert not faces.can_tell()
    assert fetching().run("sea", 9).there == 2


def test_of_two_that_look_alike_the_first_stays(
    fetching: Fetching, services: PhotoServices, folder: PhotographFolder
) -> None:
    services.shots = [
        Shot(1, scene=7),
        Shot(2, scene=7, size=(1440, 1080)),
        Shot(3, scene=8),
    ]
    outcome = fetching().run("sea", 9)
    assert outcome.left_out == {"alike": 1}
    assert keys(folder) == ["openverse:4bc43a04-1", "openverse:4bc43a04-3"]


def test_what_is_like_a_picture_of_the_operators_own_is_left_out(
    fetching: Fetching, services: PhotoServices, folder: PhotographFolder
) -> None:
    services.shots = [Shot(1, scene=7)]
    folder.make()
    (folder.path / "mine.sea.jpg").write_bytes(Shot(99, scene=7).jpeg())
    assert fetching().run("sea", 9).left_out == {"alike": 1}


def test_a_broken_photograph_does_not_end_the_fetch(
    fetching: Fetching, services: PhotoServices
) -> None:
    services.broken = {1}
    outcome = fetching().run("sea", 3)
    assert (outcome.there, outcome.left_out) == (3, {"broken": 1})


def test_the_same_call_goes_on_where_it_was_interrupted(
    fetching: Fetching, services: PhotoServices, folder: PhotographFolder
) -> None:
    """Killed after two: those two are not fetched again, nor what was left out."""
    services.shots = [replace(Shot(1), title="A portrait"), *services.shots[1:]]
    fetching().run("sea", 2)
    before = len(services.images)
    outcome = fetching().run("sea", 5)
    assert (outcome.there, outcome.fetched, outcome.left_out) == (5, 3, {})
    assert len(services.images) == before + 3
    assert len(set(keys(folder))) == 5


def test_a_sidecar_without_its_picture_is_written_over(
    fetching: Fetching, folder: PhotographFolder
) -> None:
    """Killed between sidecar and picture."""
    fetching().run("sea", 1)
    (one,) = folder.photographs()
    one.file.unlink()
    assert fetching().run("sea", 1).fetched == 1
    assert len(list(folder.photographs())) == 1


def test_an_answer_is_kept_for_a_day(
    fetching: Fetching, services: PhotoServices, naps: Naps
) -> None:
    fetching("pixabay").run("sea", 2)
    asked = len(services.searches)
    fetching("pixabay").run("sea", 4)
    assert len(services.searches) == asked
    naps.moment += 2 * 24 * 3600
    fetching("pixabay").run("sea", 5)
    assert len(services.searches) > asked


def test_a_dropped_photograph_does_not_come_back(
    fetching: Fetching, folder: PhotographFolder
) -> None:
    fetching().run("sea", 1)
    (one,) = folder.photographs()
    folder.drop(one)
    fetching().run("sea", 1)
    (other,) = folder.photographs()
    assert other.file.name != one.file.name
    assert "dropped" in (folder.path / LEFT_OUT).read_text()


def test_a_strangers_title_stays_a_title(
    fetching: Fetching, services: PhotoServices, folder: PhotographFolder
) -> None:
    title = 'Pier" ]\nthemes = ["loss"]\n\\ 🌊 \x07 end'
    services.shots = [Shot(1, title=title)]
    fetching().run("sea", 1)
    (one,) = folder.photographs()
    assert one.themes == ("sea",)
    assert one.name == " ".join(title.split())
