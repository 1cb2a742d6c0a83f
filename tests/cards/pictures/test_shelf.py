"""The shelf, with one or two painted pictures: painting them all is the bench's business."""

import os
import tomllib
from importlib.resources import files
from pathlib import Path

import pytest
from PIL import Image

from bot.cards.draw.background import is_bright
from bot.cards.pictures import LIBRARY, Shelf, open_shelf
from bot.cards.pictures.registry import RETIRED, picture_id
from bot.domain.picture_choice import is_quiet, suggest
from bot.domain.tact import is_festive
from bot.domain.themes import THEMES
from bot.domain.whisper import OWN_PHOTO, PictureId

AMBER = next(info for info in LIBRARY if info.name == "amber-evening")


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return open_shelf(tmp_path, None, lazy=True)


def cached(cache: Path) -> list[Path]:
    return sorted((cache / "pictures").iterdir())


def test_every_picture_has_its_own_id_and_none_is_the_authors_photo() -> None:
    ids = [info.id for info in LIBRARY]
    assert len(set(ids)) == len(ids)
    assert all(len(one) == 4 for one in ids)
    assert OWN_PHOTO not in ids


def test_the_library_is_large_and_shows_every_theme() -> None:
    assert len(LIBRARY) >= 100
    assert {theme for info in LIBRARY for theme in info.themes} >= set(THEMES)


def test_every_picture_has_a_theme_first() -> None:
    assert all(info.themes[0] in THEMES for info in LIBRARY)


def test_words_of_ordinary_life_find_their_picture() -> None:
    names = {info.id: info.name for info in LIBRARY}
    for words, name in (
        ("I still sleep on my side of the bed.", "unmade-bed"),
        ("Our fridge hums and I hum along.", "fridge-at-midnight"),
        ("I cried in the supermarket.", "aisle-seven"),
        ("J'ai gardé son manteau.", "empty-hook"),
        ("Mi bicicleta sabe adónde voy.", "bicycle-at-the-wall"),
    ):
        for seed in (bytes([number]) * 8 for number in range(12)):
            first = [names[one] for one in suggest(words, LIBRARY, seed=seed)[:3]]
            assert name in first, (words, first)


def test_every_word_list_belongs_to_a_picture() -> None:
    words = files("bot.cards.pictures").joinpath("words.toml").read_text("utf-8")
    assert set(tomllib.loads(words)) <= {info.name for info in LIBRARY}


def test_what_is_not_there_is_stood_in_for_by_a_quiet_picture_always_the_same(shelf: Shelf) -> None:
    """Nothing festive comes under words that nobody has read: of an operator's picture that has
    left, or of a campaign's in a digest."""
    quiet = {info.id for info in LIBRARY if is_quiet(info)}
    assert not any(is_festive(info) for info in LIBRARY if info.id in quiet)
    gone = [PictureId(number.to_bytes(4, "big")) for number in range(1, 5_000, 7)]
    standing = {shelf.standing(each) for each in gone}
    assert standing == quiet
    assert [shelf.standing(each) for each in gone] == [shelf.standing(each) for each in gone]


def test_a_retired_picture_is_stood_in_for_by_one_that_is_painted(shelf: Shelf) -> None:
    by_name = {info.name: info.id for info in LIBRARY}
    for gone, successor in RETIRED.items():
        assert gone not in by_name.values()
        assert shelf.standing(gone) == by_name[successor]
    gone = picture_id("stained-glass")
    assert shelf.open(gone).tobytes() == shelf.open(by_name["arches-of-light"]).tobytes()


def test_an_id_survives_releases() -> None:
    assert AMBER.id.hex() == "bd3337db"


def test_a_picture_opens_wide_enough_and_the_second_time_from_the_cache(
    shelf: Shelf, tmp_path: Path
) -> None:
    first = shelf.open(AMBER.id)
    assert first.mode == "RGB"
    assert first.width >= 1080
    (file,) = cached(tmp_path)
    painted_at = file.stat().st_mtime_ns
    again = shelf.open(AMBER.id)
    assert again.size == first.size
    assert file.stat().st_mtime_ns == painted_at


def test_a_damaged_file_in_the_cache_is_painted_again(shelf: Shelf, tmp_path: Path) -> None:
    shelf.open(AMBER.id)
    (file,) = cached(tmp_path)
    file.write_bytes(file.read_bytes()[:2000])
    assert shelf.open(AMBER.id).width >= 1080
    assert file.stat().st_size > 20_000


def test_what_is_missing_is_painted_with_progress(
    shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[str, float]] = []
    shelf.paint([AMBER], lambda name, share: told.append((name, share)))
    assert told == [("amber-evening", 1.0)]
    assert AMBER not in shelf.missing()
    assert len(shelf.missing()) == len(LIBRARY) - 1


def test_several_processes_paint_the_same_pixels_as_one(shelf: Shelf, tmp_path: Path) -> None:
    names = {"amber-evening", "northern-lights", "city-behind-glass", "birds-on-a-wire"}
    some = [info for info in LIBRARY if info.name in names]
    shares: list[float] = []
    shelf.paint(some, lambda _, share: shares.append(share))
    assert shares == [0.25, 0.5, 0.75, 1.0]
    alone = open_shelf(tmp_path / "alone", None, lazy=True)
    alone.paint(some[:1])
    assert shelf.open(some[0].id).tobytes() == alone.open(some[0].id).tobytes()


def test_pictures_of_an_earlier_edition_are_swept_away(shelf: Shelf, tmp_path: Path) -> None:
    old = tmp_path / "pictures" / "painted-00000001-00000000.jpg"
    old.write_bytes(b"old")
    shelf.open(AMBER.id)
    shelf.sweep()
    assert not old.exists()
    assert len(cached(tmp_path)) == 1


class TestOperatorsFolder:
    """Their own pictures stand beside ours."""

    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        made = tmp_path / "own"
        made.mkdir()
        return made

    def put(self, path: Path, colour: str = "navy", size: tuple[int, int] = (800, 600)) -> None:
        Image.new("RGB", size, colour).save(path)

    def test_themes_come_from_the_file_name(self, tmp_path: Path, folder: Path) -> None:
        self.put(folder / "quiet-lake.sea.night.jpg")
        self.put(folder / "Big Bob.whale.png", "teal")
        shelf = open_shelf(tmp_path / "cache", folder, lazy=True)
        own = {info.name: info for info in shelf.infos[len(LIBRARY) :]}
        assert own["quiet lake"].themes == ("sea", "night")
        assert own["Big Bob"].themes == ("sea",)
        opened = shelf.open(own["quiet lake"].id)
        assert opened.width >= 1080
        assert opened.mode == "RGB"

    def test_a_bright_picture_is_known_to_be_bright(self, tmp_path: Path, folder: Path) -> None:
        self.put(folder / "beach.jpg", "#fff4d0")
        self.put(folder / "well.jpg", "#101820")
        own = open_shelf(tmp_path / "cache", folder, lazy=True).infos[len(LIBRARY) :]
        assert {info.name: info.light for info in own} == {"beach": True, "well": False}

    def test_a_sidecar_names_the_picture(self, tmp_path: Path, folder: Path) -> None:
        self.put(folder / "IMG_1.jpg")
        (folder / "IMG_1.toml").write_text('name = "Our beach"\nthemes = ["sea", "kitesurf"]')
        (info,) = open_shelf(tmp_path / "cache", folder, lazy=True).infos[len(LIBRARY) :]
        assert (info.name, info.themes) == ("Our beach", ("sea", "kitesurf"))

    def test_bad_files_are_named_and_left_out(self, tmp_path: Path, folder: Path) -> None:
        self.put(folder / "good.sea.jpg")
        (folder / "broken.jpg").write_bytes(b"\xff\xd8 no picture")
        (folder / "notes.txt").write_text("not a picture, not meant to be one")
        self.put(folder / "tiny.png", size=(90, 90))
        self.put(folder / "odd.jpg", "red")
        (folder / "odd.toml").write_text("themes = 3")
        complaints: dict[str, str] = {}
        shelf = open_shelf(tmp_path / "cache", folder, complain=complaints.__setitem__, lazy=True)
        assert [info.name for info in shelf.infos[len(LIBRARY) :]] == ["good"]
        assert set(complaints) == {"broken.jpg", "tiny.png", "odd.jpg"}
        assert "too small" in complaints["tiny.png"]

    def test_the_folder_is_read_again_when_something_in_it_changes(
        self, tmp_path: Path, folder: Path
    ) -> None:
        shelf = open_shelf(tmp_path / "cache", folder, lazy=True)
        assert len(shelf.infos) == len(LIBRARY)
        assert not shelf.refresh()
        self.put(folder / "later.snow.jpg")
        assert shelf.refresh()
        (info,) = shelf.infos[len(LIBRARY) :]
        (folder / "later.toml").write_text('themes = ["rain"]')
        assert shelf.refresh()
        (retagged,) = shelf.infos[len(LIBRARY) :]
        assert (retagged.id, retagged.themes) == (info.id, ("rain",))

    def test_another_process_finds_a_picture_added_since_it_started(
        self, tmp_path: Path, folder: Path
    ) -> None:
        here = open_shelf(tmp_path / "cache", folder, lazy=True)
        other = open_shelf(tmp_path / "other", folder, lazy=True)
        self.put(folder / "later.snow.jpg", "white")
        here.refresh()
        (info,) = here.infos[len(LIBRARY) :]
        assert other.open(info.id).getpixel((5, 5)) == pytest.approx((255, 255, 255), abs=3)

    def test_a_picture_that_left_folder_and_cache_is_replaced_always_by_the_same(
        self, tmp_path: Path
    ) -> None:
        shelf = open_shelf(tmp_path, None, lazy=True)
        gone = PictureId(b"gone")
        assert shelf.open(gone).tobytes() == shelf.open(shelf.standing(gone)).tobytes()
        assert shelf.standing(gone) in {info.id for info in LIBRARY if is_quiet(info)}

    def test_a_picture_loses_what_the_camera_wrote(self, tmp_path: Path, folder: Path) -> None:
        exif = Image.Exif()
        exif[0x0112], exif[0x010F] = 6, "Secret Camera"
        Image.new("RGB", (900, 600), "green").save(folder / "a.sea.jpg", exif=exif)
        shelf = open_shelf(tmp_path / "cache", folder, lazy=True)
        (info,) = shelf.infos[len(LIBRARY) :]
        opened = shelf.open(info.id)
        assert opened.height > opened.width
        assert not opened.getexif()

    @pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
    def test_an_unreadable_folder_is_named(self, tmp_path: Path, folder: Path) -> None:
        folder.chmod(0)
        complaints: dict[str, str] = {}
        open_shelf(tmp_path / "cache", folder, complain=complaints.__setitem__, lazy=True)
        assert set(complaints) == {"own"}


def test_which_pictures_are_bright_is_as_they_are_painted(cache: Path) -> None:
    shelf = open_shelf(cache, None, lazy=True)
    for info in shelf.infos:
        assert info.light == is_bright(shelf.open(info.id)), f"{info.name}: make edition"
