"""The demo as a visitor meets it: ``sotto demo`` in a process of its own, and Debian's Chromium."""

import os
import re
import signal
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TextIO
from urllib.parse import urljoin

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect, sync_playwright

from bot.demo.page.scene import PERSONAS
from bot.i18n import Translator, translator_for
from tests.kit import forkserver
from tests.kit.forkserver import Forked

CHROMIUM = Path("/usr/bin/chromium")
LAPTOP = {"width": 1440, "height": 860}
PHONE = {"width": 390, "height": 844}

expect.set_options(timeout=60_000)  # milliseconds; a card is drawn in well under one second


@dataclass
class Visit:
    """One browser tab on the page. Whatever the console complains of is kept in ``complaints``."""

    page: Page
    complaints: list[str] = field(default_factory=list)
    t: Translator = field(default_factory=lambda: translator_for("en"))
    """What the bot says to whom the visitor is."""

    @property
    def private(self) -> Locator:
        return self.page.locator("#private")

    @property
    def channel(self) -> Locator:
        return self.page.locator("#channel")

    @property
    def moderators(self) -> Locator:
        return self.page.locator("#moderators")

    @property
    def strip(self) -> Locator:
        return self.page.locator("#strip")

    def be(self, name: str) -> None:
        """Becomes another of the people."""
        me = self.page.locator("#me")
        me.select_option(label=me.locator("option", has_text=name).inner_text())
        expect(me.locator("option:checked")).to_contain_text(name)
        self.t = translator_for(PERSONAS[name])

    def write(self, words: str) -> None:
        self.private.get_by_role("textbox").fill(words)
        self.private.get_by_role("textbox").press("Enter")

    @property
    def preview(self) -> Locator:
        """The newest message with a Publish button."""
        return self.private.locator(".message", has=self.page.locator('button img[alt="✅"]')).last

    def publish(self, words: str) -> None:
        """Writes and publishes; the card then waits to be released."""
        self.write(words)
        self.preview.get_by_role("button", name=self.t("Publish")).click()
        expect(self.preview).to_have_count(0)

    def post(self, words: str) -> Locator:
        return self.channel.locator(".message").filter(has_text=words)

    def react_and_take_it_back(self, post: Locator) -> None:
        """A reader chooses 👏 from the picker, and presses it away again."""
        post.get_by_role("button", name="React").click()
        self.page.locator("#picker").get_by_role("button", name="React with 👏").click()
        chip = post.get_by_role("button", name="👏 1")
        expect(chip).to_have_attribute("aria-pressed", "true")
        chip.click()
        expect(chip).to_have_count(0)

    def skip(self, to: str) -> None:
        button = self.strip.locator(f'[data-skip="{to}"]')
        button.click()
        expect(button).to_be_enabled()

    def figures(self) -> dict[str, int]:
        """What became of the whispers, as the strip is told."""
        answer = self.page.request.get(urljoin(self.page.url, "api/strip"))
        return dict(answer.json()["balance"])

    def until(self, holds: Callable[[dict[str, int]], bool]) -> None:
        for _ in range(200):
            if holds(self.figures()):
                return
            self.page.wait_for_timeout(200)
        raise TimeoutError(self.figures())

    def until_out(self, words: str) -> Locator:
        """Lets time pass until the whisper stands in the channel."""
        self.skip("hour")  # the demo's mixing lets nothing wait longer
        expect(self.post(words)).to_have_count(1)
        return self.post(words)


@pytest.fixture(scope="package")
def address(cache: Path) -> Iterator[str]:
    """The demo runs for as long as tests of this room do: its crowd never sleeps."""
    with shown(cache) as found:
        yield found


@dataclass
class RunningDemo:
    """A process of its own, and what it says."""

    process: Forked
    out: TextIO
    err: TextIO

    def ended(self, timeout: float = 30.0) -> tuple[int, str]:
        """Waits for its end. Its status, and what it had to complain of."""
        end = time.monotonic() + timeout
        while self.process.returncode is None:
            assert time.monotonic() < end, "it goes on"
            time.sleep(0.01)
        self.out.read()
        return self.process.returncode, self.err.read()


@contextmanager
def demo(*options: str, environment: Mapping[str, str]) -> Iterator[RunningDemo]:
    """``sotto demo`` without a browser, killed with the block if it runs still."""
    process, out, err = forkserver.piped(
        "bot", ["demo", "--no-browser", *options], folder=Path.cwd(), environment=environment
    )
    with open(out, encoding="utf-8") as said, open(err, encoding="utf-8") as complained:
        try:
            yield RunningDemo(process, said, complained)
        finally:
            process.send_signal(signal.SIGKILL)


@contextmanager
def shown(cache: Path, *options: str) -> Iterator[str]:
    """The demo, from when its channels are full; its address."""
    environment = {**os.environ, "SOTTO_CACHE": str(cache)}
    with demo(*options, environment=environment) as running:
        found = re.search(r"http://127\.0\.0\.1:\d+/", running.out.readline())
        assert found, "the first line says where the page is"
        _wait_until_alive(found.group())
        yield found.group()
        running.process.send_signal(signal.SIGINT)
        assert running.ended() == (0, "")


def _wait_until_alive(address: str) -> None:
    """The bot runs, and the morning's whispers are out."""
    for _ in range(300):
        state = httpx.get(f"{address}api/strip", trust_env=False).json()
        if state["ready"] and state["balance"]["out"] >= 12 and not state["crowd"]:
            return
        time.sleep(0.2)
    raise TimeoutError(f"the channel did not fill: {state['balance']}")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """For one module: while it is open its event loop runs, and no other may."""
    if not CHROMIUM.exists():
        why = f"there is no {CHROMIUM}: apt install chromium"
        if os.environ.get("SOTTO_REQUIRE_BROWSER"):
            pytest.fail(why)
        pytest.skip(why)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        browser.close()


@pytest.fixture
def motion() -> Literal["no-preference", "reduce"]:
    """What the visitor prefers. Painting flames takes more time than all else: tests that look at
    them ask for "no-preference"."""
    return "reduce"


@pytest.fixture
def context(
    browser: Browser, motion: Literal["no-preference", "reduce"]
) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport=LAPTOP, reduced_motion=motion)
    yield context
    context.close()


def open_page(context: BrowserContext, address: str) -> Visit:
    context.set_default_timeout(60_000)  # milliseconds
    visit = Visit(context.new_page())
    visit.page.on(
        "console",
        lambda said: said.type in ("error", "warning") and visit.complaints.append(said.text),
    )
    visit.page.on("pageerror", lambda error: visit.complaints.append(str(error)))
    visit.page.goto(address)
    expect(visit.page.locator("body.loaded")).to_be_visible()
    return visit


@pytest.fixture
def visit(context: BrowserContext, address: str) -> Iterator[Visit]:
    """A tab on the page, which must not complain of anything while it is used."""
    visit = open_page(context, address)
    yield visit
    for name in ("lose", "flood", "outage"):  # whatever a test left behind is not the next one's
        visit.page.request.post(f"{address}api/trouble", data={"name": name, "on": False})
    assert not visit.complaints


@pytest.fixture
def caller(address: str) -> Iterator[httpx.Client]:
    """Somebody without a browser."""
    with httpx.Client(base_url=address, trust_env=False) as client:
        yield client
