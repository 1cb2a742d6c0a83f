"""How soon the demo can be used: ``python -m bench.page``. Needs Debian's chromium.

From ``sotto demo`` (its Python environment is there already) with an empty cache of pictures, then
with a full one: seconds until the page is painted, until the first card is shown for words written
at once, and until the morning's twelve whispers stand in the channel.
"""

import os
import re
import signal
import subprocess
import sys
import tempfile
import time

from playwright.sync_api import Browser, sync_playwright

_CHROMIUM = "/usr/bin/chromium"
_PATIENCE = 120_000  # milliseconds
_PAINT = "performance.getEntriesByName('first-contentful-paint')[0].startTime"


def _measured(browser: Browser, cache: str) -> dict[str, float]:
    began = time.monotonic()

    def since() -> float:
        return time.monotonic() - began

    demo = subprocess.Popen(
        [sys.executable, "-m", "bot", "demo", "--no-browser"],
        stdout=subprocess.PIPE, text=True,
        env={**os.environ, "XDG_CACHE_HOME": cache, "PYTHONUNBUFFERED": "1"},
    )  # fmt: skip
    assert demo.stdout is not None
    try:
        found = re.search(r"http://\S+/", demo.stdout.readline())
        assert found is not None
        taken = {"address printed": since()}
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.set_default_timeout(_PATIENCE)
        page.goto(found.group())
        taken["page painted"] = since()
        taken["first paint in the browser"] = page.evaluate(_PAINT) / 1000
        page.fill("#private textarea", "I never told you that I kept the key.")
        page.press("#private textarea", "Enter")
        page.wait_for_selector("#private .keyboard")
        taken["first card shown"] = since()
        page.locator("#channel .message").nth(11).wait_for()
        taken["twelve in the channel"] = since()
        page.close()
        return taken
    finally:
        demo.send_signal(signal.SIGINT)
        demo.wait(30)


def main() -> None:
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as cache:
        browser = playwright.chromium.launch(executable_path=_CHROMIUM, args=["--no-sandbox"])
        rows = [_measured(browser, cache) for _ in range(2)]
        browser.close()
    print("| seconds | empty cache | full cache |")
    print("|---|--:|--:|")
    for name in rows[0]:
        print(f"| {name} | " + " | ".join(f"{row[name]:.1f}" for row in rows) + " |")


if __name__ == "__main__":
    main()
