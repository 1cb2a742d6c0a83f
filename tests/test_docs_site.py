"""The documents as a site: built as ``make docs`` builds it, then read as a browser would."""

import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

ROOT = Path(__file__).parents[1]
CHROMIUM = Path("/usr/bin/chromium")
_LOADS = {"script": "src", "img": "src", "link": "href", "iframe": "src", "source": "src"}

pytestmark = pytest.mark.xdist_group("docs_site")


LOOKED_FOR = {
    "bully": "first-day.html#when-somebody-is-bullied",
    "harassment": "first-day.html",
    "suicide": "first-day.html",
    "wrong button": "first-day.html#when-you-pressed-the-wrong-one",
    "bigger": "operating.html#moving-to-a-bigger-machine",
    "scale up": "scale.html",
    "price": "operating.html#what-it-costs",
    "cost": "operating.html#what-it-costs",
}
"""What people type into the search who do not know our words -> where they find it."""


def build(folder: Path, *more: str) -> "subprocess.CompletedProcess[str]":
    command = [str(Path(sys.executable).parent / "mkdocs"), "build", "--strict"]
    return subprocess.run(
        [*command, "--site-dir", str(folder), *more],
        cwd=ROOT, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    built = build(folder)
    assert built.returncode == 0, built.stderr
    return folder


class Loads(HTMLParser):
    """What a page loads by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if given.get("rel") != "canonical" and (address := given.get(_LOADS.get(tag, ""))):
            self.addresses.append(address)


def test_every_document_is_a_page_and_stands_in_the_navigation(site: Path) -> None:
    names = {each.stem for each in (ROOT / "docs").glob("*.md")} - {"README"}
    names |= {"CHANGELOG", "CONTRIBUTING", "SECURITY"}
    first = (site / "setup.html").read_text(encoding="utf-8")
    for name in names:
        assert (site / f"{name}.html").exists(), name
    tabs = re.findall(r'class="md-tabs__link">\s*(.+?)\s*<', first)
    assert tabs == ["Sotto", "Writing and reading", "Moderating", "Campaigns", "Running one",
                    "The code"]  # fmt: skip


def test_no_page_of_the_site_loads_anything_from_another_host(site: Path) -> None:
    pages = list(site.rglob("*.html"))
    assert len(pages) > 20
    for page in pages:
        loads = Loads()
        loads.feed(page.read_text(encoding="utf-8"))
        assert loads.addresses
        for address in loads.addresses:
            assert not re.match(r"(https?:)?//", address), (page.name, address)
            assert page.name == "404.html" or (page.parent / address.split("?")[0]).exists()
    for sheet in site.rglob("*.css"):
        styles = sheet.read_text(encoding="utf-8")
        assert not re.search(r"(url\(|@import)\s*[\"']?(https?:)?//", styles), sheet.name


def test_a_link_that_leads_nowhere_stops_the_build(tmp_path: Path) -> None:
    """A site of one page, with the rules of ours."""
    (tmp_path / "docs").mkdir()
    page = tmp_path / "docs" / "index.md"
    config = tmp_path / "mkdocs.yml"
    ours = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    rules = re.search(r"^validation:\n(?:  .+\n)+", ours, re.MULTILINE)
    assert rules is not None
    config.write_text(f"site_name: one\n{rules[0]}")
    for text, code in (("# One\n", 0), ("# One\n[b](b.md)\n", 1), ("# One\n[c](#two)\n", 1)):
        page.write_text(text)
        built = build(tmp_path / "site", "--config-file", str(config))
        assert built.returncode == code, (text, built.stderr)


def test_every_reader_finds_their_pages_on_the_first_one() -> None:
    first = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
    readers = (
        "writing.md",
        "first-day.md",
        "moderation.md",
        "campaigns.md",
        "setup.md",
        "../CONTRIBUTING.md",
    )
    assert [each for each in readers if f"]({each})" not in first] == []


def test_search_finds_in_pages_that_are_opened_as_files(site: Path) -> None:
    if not CHROMIUM.exists():
        why = f"there is no {CHROMIUM}: apt install chromium"
        if os.environ.get("SOTTO_REQUIRE_BROWSER"):
            pytest.fail(why)
        pytest.skip(why)
    asked: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.goto((site / "settings.html").as_uri())
        page.locator(".md-search__input").click()
        page.keyboard.type("backup")
        found = page.locator(".md-search-result__item a[href*='operating.html']")
        expect(found.first).to_be_attached(timeout=20_000)
        for words, place in LOOKED_FOR.items():
            page.locator(".md-search__input").fill("")
            page.locator(".md-search__input").press_sequentially(words)
            file, _, heading = place.partition("#")
            ends = f"[href$='#{heading}']" if heading else ""
            leads = page.locator(f".md-search-result__item a[href*='{file}']{ends}")
            expect(leads.first, words).to_be_attached(timeout=20_000)
        browser.close()
    assert asked
    assert [each for each in asked if not each.startswith(("file:", "data:", "blob:"))] == []
