"""``sotto pictures``: the commands, and the page for the operator's eyes."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
import pytest_asyncio
from PIL import Image

from bot.cards.photographs.folder import PhotographFolder
from bot.cli import pictures
from bot.cli.review.server import Review
from bot.errors import SettingsWrong
from tests.kit.photo_services import Shot, photo_services

HOST = "127.0.0.1:7000"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PhotographFolder:
    monkeypatch.setenv("SOTTO_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("SOTTO_PICTURES", str(tmp_path / "photographs"))
    return PhotographFolder(tmp_path / "photographs")


def fetch(source: str, *themes: str, count: int = 2, contact: str = "") -> int:
    return pictures.fetch_photographs(source, themes, count, credited=False, contact=contact)


def test_fetch_fills_the_folder_and_credits_prints_who_made_them(
    folder: PhotographFolder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shots = [Shot(1), Shot(2), Shot(3, title="A portrait")]
    with photo_services(shots) as services:
        openverse = pictures.SERVICES["openverse"](root=services.root, pause=0.0)
        monkeypatch.setattr(pictures, "SERVICES", {"openverse": lambda: openverse})
        assert fetch("openverse", "sea") == 0
        assert fetch("openverse", "sea", count=9) == 1  # there are no more
    said = capsys.readouterr().out
    assert "sea: 2 from Openverse, 2 of them new." in said
    assert "1 with people" in said
    pictures.print_credits()
    said = capsys.readouterr().out
    assert said.count("by Ada Lovelace, CC0 1.0") == 2


def test_a_theme_that_is_not_ours_is_answered_with_ours(folder: PhotographFolder) -> None:
    with pytest.raises(SettingsWrong, match="solitude"):
        fetch("openverse", "my brother")


def test_a_missing_key_folder_or_contact_is_named(
    folder: PhotographFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(SettingsWrong, match="SOTTO_PEXELS_KEY"):
        fetch("pexels", "sea")
    with pytest.raises(SettingsWrong, match="--contact"):
        fetch("wikimedia", "sea")
    monkeypatch.delenv("SOTTO_PICTURES")
    with pytest.raises(SettingsWrong, match="SOTTO_PICTURES"):
        fetch("openverse", "sea")


@pytest_asyncio.fixture
async def browser(folder: PhotographFolder) -> AsyncIterator[httpx.AsyncClient]:
    folder.make()
    for name, colour in (("lake.sea.jpg", "navy"), ("wood.jpg", "green")):
        Image.new("RGB", (900, 1200), colour).save(folder.path / name)
    review = Review(folder)
    review.app.listen_as(7000)
    transport = httpx.ASGITransport(review.app)
    async with httpx.AsyncClient(transport=transport, base_url=f"http://{HOST}") as client:
        yield client


async def test_the_sheet_shows_every_picture_of_the_folder(browser: httpx.AsyncClient) -> None:
    told = (await browser.get("/api/pictures")).json()
    assert [(one["file"], one["themes"], one["kept"]) for one in told["pictures"]] == [
        ("lake.sea.jpg", ["sea"], False),
        ("wood.jpg", [], False),
    ]
    small = await browser.get("/picture/lake.sea.jpg")
    assert small.headers["content-type"] == "image/jpeg"
    page = await browser.get("/")
    assert "default-src 'none'" in page.headers["content-security-policy"]


async def test_keeping_and_tagging_write_the_sidecar_that_the_bot_reads(
    browser: httpx.AsyncClient, folder: PhotographFolder
) -> None:
    answer = await browser.post(
        "/api/keep", json={"file": "wood.jpg", "themes": ["forest", " Kitesurf ", "forest"]}
    )
    assert answer.status_code == 200
    kept = folder.named("wood.jpg")
    assert kept is not None
    assert (kept.themes, kept.looked_at) == (("forest", "kitesurf"), True)


async def test_a_dropped_picture_is_out_of_the_bots_sight_and_can_be_brought_back(
    browser: httpx.AsyncClient, folder: PhotographFolder
) -> None:
    await browser.post("/api/drop", json={"file": "wood.jpg"})
    assert folder.named("wood.jpg") is None
    assert (await browser.post("/api/drop", json={"file": "wood.jpg"})).status_code == 404
    await browser.post("/api/back", json={"file": "wood.jpg"})
    assert folder.named("wood.jpg") is not None


@pytest.mark.parametrize("name", ["../secret.jpg", "%2e%2e%2fsecret.jpg", "/etc/passwd"])
async def test_the_page_touches_nothing_outside_the_folder(
    name: str, browser: httpx.AsyncClient, folder: PhotographFolder
) -> None:
    secret = folder.path.parent / "secret.jpg"
    Image.new("RGB", (900, 900)).save(secret)
    assert (await browser.get(f"/picture/{name}")).status_code == 404
    for act in ("drop", "back", "keep"):
        asked = {"file": name, "themes": []}
        assert (await browser.post(f"/api/{act}", json=asked)).status_code == 404
    assert secret.exists()


async def test_another_site_can_neither_read_nor_change(
    browser: httpx.AsyncClient, folder: PhotographFolder
) -> None:
    asked = {"file": "wood.jpg"}
    foreign = await browser.post("/api/drop", json=asked, headers={"origin": "http://evil.example"})
    rebound = await browser.get("/api/pictures", headers={"host": "evil.example"})
    assert (foreign.status_code, rebound.status_code) == (403, 421)
    assert folder.named("wood.jpg") is not None
