"""The pictures of the demo page in docs/images: ``python -m bench.screenshots``.

Needs Debian's chromium, fonts-noto-core, fonts-noto-cjk and fonts-noto-color-emoji. The demo runs
for it: the channel fills, two whispers wait for the moderators, somebody writes.
"""

import asyncio
import io
import sys
import tempfile
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from PIL import Image
from playwright.async_api import Browser, Page, async_playwright

from bot import logs
from bot.demo.page.show import show

_CHROMIUM = "/usr/bin/chromium"
IMAGES = Path(__file__).parent.parent / "docs" / "images"
_LAPTOP, _PHONE = (1440, 900), (390, 800)
_MOMENT = 900  # milliseconds for what moves on the page to come to rest


async def _settle(page: Page) -> None:
    await page.wait_for_timeout(_MOMENT)


async def _morning(page: Page) -> None:
    """Wait for the channel and the moderators' cards, and write a draft as Maya."""
    await page.locator("#channel .message").nth(11).wait_for(timeout=60_000)
    await page.locator("#moderators .keyboard").nth(1).wait_for(timeout=60_000)
    await page.fill("#private textarea", "I still know your number by heart. It is not yours now.")
    await page.press("#private textarea", "Enter")
    await page.wait_for_selector("#private .keyboard")
    await page.locator("#toast").wait_for(state="hidden")
    await _settle(page)


async def _save(page: Page, name: str) -> None:
    with Image.open(io.BytesIO(await page.screenshot())) as shot:
        shot.convert("RGB").save(IMAGES / name, "JPEG", quality=84, optimize=True, progressive=True)
    print(IMAGES / name)


async def _take(browser: Browser, address: str) -> None:
    width, height = _LAPTOP
    page = await browser.new_page(viewport={"width": width, "height": height})
    await page.goto(address)
    await _morning(page)
    await _save(page, "page.jpg")
    await page.get_by_role("button", name="Dark colours").click()
    await _settle(page)
    await _save(page, "page-dark.jpg")
    width, height = _PHONE
    phone = await browser.new_page(
        viewport={"width": width, "height": height}, is_mobile=True, has_touch=True,
        device_scale_factor=2,
    )  # fmt: skip
    await phone.goto(address)
    await phone.wait_for_selector("#private .keyboard")
    await _settle(phone)
    await _save(phone, "page-phone.jpg")
    await managers(browser, address)


async def managers(browser: Browser, address: str) -> None:
    """A campaign that is ready for its moderators, in the managers' group."""
    page = await browser.new_page(viewport={"width": 1440, "height": 1130})
    await page.goto(address)
    await page.get_by_role("tab", name="Managers").click()
    group = page.locator("#managers")
    await group.get_by_text("approved by the moderators").wait_for(timeout=120_000)
    await page.locator("#strip").get_by_role("button", name="Ask everybody a question").click()
    menu = group.locator(".message", has=page.locator(".keyboard")).last
    for label in ("New", "A native post", "it’s our own"):
        await menu.get_by_role("button", name=label).click()
    tomorrow = datetime.now(UTC).date() + timedelta(days=1)
    answers = (
        "On Friday the old library stays open until midnight. Bring a blanket.",
        f"{tomorrow} 18:00",
        f"{tomorrow + timedelta(days=6)}",
    )
    for words, button in zip(answers, ("When", "", ""), strict=True):
        await group.locator(".extra").wait_for(state="visible")
        await group.get_by_role("textbox").fill(words)
        await group.get_by_role("textbox").press("Enter")
        await group.locator(".extra").wait_for(state="hidden")
        if button:
            await group.get_by_role("button", name=button, exact=True).click()
    await group.get_by_role("button", name="Send for approval").wait_for()
    await _settle(page)
    with Image.open(io.BytesIO(await group.screenshot())) as shot:
        shot.convert("RGB").save(IMAGES / "campaign-draft.jpg", quality=84, optimize=True)
    print(IMAGES / "campaign-draft.jpg")


async def on_a_browser(play: Callable[[Browser, str], Awaitable[None]]) -> None:
    """While the demo runs: a browser, and the page's address."""
    logs.configure("ERROR")
    stop, address = asyncio.Event(), asyncio.get_running_loop().create_future()
    with tempfile.TemporaryDirectory(prefix="sotto-screenshots-") as folder:
        shown = asyncio.create_task(show(Path(folder), stop, port=0, announce=address.set_result))
        try:
            async with async_playwright() as playwright:
                browser = await playwright.chromium.launch(
                    executable_path=_CHROMIUM, args=["--no-sandbox"]
                )
                await play(browser, await address)
                await browser.close()
        finally:
            stop.set()
            await shown


async def on_a_page(play: Callable[[Page], Awaitable[None]]) -> None:
    async def opened(browser: Browser, address: str) -> None:
        page = await browser.new_page()
        await page.goto(address)
        await play(page)

    await on_a_browser(opened)


if __name__ == "__main__":
    sys.exit(asyncio.run(on_a_browser(_take)))
