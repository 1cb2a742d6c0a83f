"""What the doctor sees on this machine: folder, room, database, time zone, fonts, helplines."""

import shutil
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from bot.cards import uncovered
from bot.cards.samples import SCRIPTS, words_in
from bot.cards.text.cuts import Cut
from bot.ops.data_folder import open_folder
from bot.ops.doctor.channel_settings import examine_channel_settings
from bot.ops.doctor.finding import DoctorFinding
from bot.ops.doctor.machine import examine_machine
from bot.settings import load_configuration, load_settings
from storage import open_storage
from tests.kit.fonts import forget_fonts, make_font

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)


async def look(check: str, now: datetime = NOW) -> DoctorFinding:
    [channel] = load_configuration().channels
    findings = await examine_machine(channel.settings, now, examine_channel_settings(channel, now))
    (found,) = [each for each in findings if each.check == check]
    return found


@pytest.mark.parametrize(("days", "state"), [(0, "fine"), (178, "fine"), (190, "warned")])
async def test_helplines_that_nobody_compared_for_half_a_year_are_warned_of(
    environment, days, state
):
    helplines = await look("helplines", NOW + timedelta(days=days))
    assert helplines.state == state
    if state == "warned":
        assert "helplines.toml" in helplines.mend


@pytest.mark.parametrize(("years", "state"), [(0, "fine"), (4, "warned")])
async def test_the_age_of_the_table_of_towns_is_told_where_places_are_printed(
    environment, monkeypatch, years: int, state: str
):
    monkeypatch.setenv("SOTTO_PLACES", "town")
    monkeypatch.setenv("SOTTO_PLACE_CROWD", "4")
    found = await look("places", NOW + timedelta(days=365 * years))
    assert found.state == state
    assert "name a town once 4 whispers from 30 days share it" in found.said


@pytest.mark.parametrize(
    ("narrowest", "state", "said"),
    [
        ("town", "fine", "It shows whispers from Lyon, France."),
        ("region", "warned", "no post names a place that precise"),
    ],
)
async def test_a_digest_of_a_place_that_no_post_can_name_is_told(
    environment, monkeypatch, narrowest: str, state: str, said: str
):
    monkeypatch.setenv("SOTTO_PLACES", narrowest)
    monkeypatch.setenv("SOTTO_PLACE", "Lyon")
    found = await look("digest")
    assert found.state == state
    assert said in found.said


async def test_nothing_is_told_of_places_while_they_are_off(environment):
    [channel] = load_configuration().channels
    assert "places" not in {each.check for each in examine_channel_settings(channel, NOW)}


async def test_a_folder_that_is_open_to_others_is_closed_with_one_command(environment: Path):
    open_folder(environment)
    inside = environment / "sotto.db"
    inside.touch(mode=0o600)
    assert (await look("data folder")).state == "fine"
    for path, mode in ((environment, 0o750), (inside, 0o640)):
        private = path.stat().st_mode
        path.chmod(mode)
        found = await look("data folder")
        assert (found.state, str(path) in found.said) == ("warned", True)
        assert found.mend == f"chmod -R go-rwx {environment}"
        path.chmod(private)


@pytest.mark.parametrize("there", [True, False])
async def test_a_folder_that_cannot_be_written_is_named(
    environment: Path, monkeypatch, there: bool
):
    if there:
        open_folder(environment)
    monkeypatch.setattr("os.access", lambda path, mode: False)
    found = await look("data folder")
    assert (found.state, str(environment) in found.said) == ("failed", True)


async def test_a_file_in_place_of_the_folder_is_named(environment: Path):
    with open(environment, "w"):  # noqa: ASYNC230
        pass
    assert (await look("data folder")).state == "failed"


@pytest.mark.parametrize(("free", "state"), [(0, "failed"), (10**8, "warned"), (10**9, "fine")])
async def test_a_disk_without_room_is_named(environment: Path, monkeypatch, free: int, state: str):
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=free))
    assert (await look("room")).state == state


@pytest.mark.parametrize(
    ("change", "state", "told"),
    [
        ("", "fine", "up to date"),
        ("UPDATE alembic_version SET version_num = '9999'", "failed", "newer"),
        ("DROP TABLE alembic_version", "failed", "another program"),
    ],
)
async def test_the_version_of_the_database_is_told(
    environment: Path, change: str, state: str, told: str
):
    open_folder(environment)
    await (await open_storage(load_settings().database_address)).close()
    with sqlite3.connect(environment / "sotto.db") as database:
        database.execute(change or "SELECT 1")
    database.close()
    found = await look("database")
    assert (found.state, told in found.said) == (state, True)


@pytest.mark.parametrize(
    ("now", "zone", "at"),
    [
        (NOW, "UTC", "2026-11-25 20:00 UTC"),
        (NOW, "Asia/Tokyo", "2026-11-26 20:00 JST"),  # it is 21:00 there
        (datetime(2027, 3, 27, 22, tzinfo=UTC), "Europe/Paris", "2027-03-28 20:00 CEST"),
    ],
)
async def test_the_next_digest_is_told_in_its_time_zone(
    environment: Path, monkeypatch, now: datetime, zone: str, at: str
):
    monkeypatch.setenv("SOTTO_TIMEZONE", zone)
    found = await look("digest", now)
    assert found.said == f"The next digest is at {at} ({zone})."


async def test_the_scripts_that_the_studio_refuses_are_named(environment, system_fonts: Path):
    found = await look("fonts")
    assert found.said == f"Cards can be drawn in {len(SCRIPTS)} scripts."
    (system_fonts / "NotoSerifTibetan-Regular.ttf").unlink()
    forget_fonts()
    found = await look("fonts")
    assert "not in Tibetan" in found.said
    assert not uncovered(words_in("Armenian") + words_in("Georgian") + words_in("Syriac"))
    refused = [script for script in SCRIPTS if uncovered(words_in(script))]
    assert refused == ["Tibetan"]


async def test_a_script_with_half_of_its_letters_in_no_font_is_told_as_the_studio_sees_it(
    environment, system_fonts: Path
):
    """A file with the right name is not enough."""
    make_font(system_fonts / "NotoSerifTibetan-Regular.ttf", words_in("Tibetan")[:4])
    forget_fonts()
    assert "not in Tibetan" in (await look("fonts")).said


async def test_a_font_that_a_package_should_have_brought_is_named(environment, monkeypatch):
    where = Cut.path.fget
    assert where is not None
    monkeypatch.setattr(
        Cut, "path", property(lambda cut: None if "Caveat" in cut.file else where(cut))
    )
    found = await look("fonts")
    assert (found.state, "Caveat" in found.said) == ("failed", True)


@pytest.mark.parametrize(
    ("zone", "state"), [(None, "warned"), ("Europe/Paris", "fine"), ("UTC", "fine")]
)
async def test_a_time_zone_that_nobody_chose_is_warned_of(
    environment: Path, monkeypatch: pytest.MonkeyPatch, zone: str | None, state: str
):
    if zone is None:
        monkeypatch.delenv("SOTTO_TIMEZONE", raising=False)
    else:
        monkeypatch.setenv("SOTTO_TIMEZONE", zone)
    found = await look("time zone")
    assert found.state == state
    if zone is None:
        assert "SOTTO_TIMEZONE=Europe/Paris" in found.mend
