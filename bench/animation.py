"""The animation in the README, docs/images/demo.gif: ``python -m bench.animation``.

The demo runs for it as for ``bench.screenshots``: somebody writes, looks at another picture,
publishes; the next release brings the card, readers react, the digest comes.
"""

import asyncio
import io
import re
import sys

from PIL import Image
from playwright.async_api import Locator, Page

from bench.screenshots import IMAGES, on_a_page

SIZE = (960, 600)
"""Pixels of the animation; the page is laid out for half as many again."""
_VIEW = (1440, 900)
_COLOURS = 96
_WORDS = "I still know your number by heart. It is not yours now."


class Film:
    """Frames with the time that each is looked at."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._frames: list[tuple[Image.Image, int]] = []

    async def shot(self, milliseconds: int) -> None:
        data = await self._page.screenshot()
        with Image.open(io.BytesIO(data)) as shot:
            self._frames.append((shot.convert("RGB").resize(SIZE, Image.LANCZOS), milliseconds))

    async def over(self, milliseconds: int, shots: int) -> None:
        """What moves meanwhile."""
        for _ in range(shots):
            await self._page.wait_for_timeout(milliseconds // shots)
            await self.shot(milliseconds // shots)

    def write(self) -> int:
        """All frames with the colours of the fullest one; kilobytes of the file."""
        palette = self._frames[-1][0].quantize(_COLOURS, method=Image.Quantize.MEDIANCUT)
        drawn = [
            frame.quantize(palette=palette, dither=Image.Dither.NONE) for frame, _ in self._frames
        ]
        file = IMAGES / "demo.gif"
        drawn[0].save(
            file, "GIF", save_all=True, append_images=drawn[1:], loop=0, optimize=True,
            duration=[shown for _, shown in self._frames],
        )  # fmt: skip
        return file.stat().st_size // 1024


async def _play(page: Page) -> None:
    film, private, strip = Film(page), page.locator("#private"), page.locator("#strip")
    await page.set_viewport_size({"width": _VIEW[0], "height": _VIEW[1]})
    await page.locator("#channel .message").nth(11).wait_for(timeout=60_000)
    await page.locator("#moderators .keyboard").nth(1).wait_for(timeout=60_000)
    await page.wait_for_timeout(900)
    await film.shot(1500)
    box = private.get_by_role("textbox")
    for end in range(8, len(_WORDS) + 8, 12):
        await box.fill(_WORDS[:end])
        await film.shot(160)
    await box.press("Enter")
    preview = private.locator(".message", has=page.get_by_role("button", name=re.compile("Publi")))
    await preview.last.wait_for()
    await film.over(600, 2)
    await film.shot(1800)
    await _press(film, preview.last, "Another picture", 1500)
    await _press(film, preview.last, "Publish", 1800)
    await strip.locator('[data-skip="hour"]').click()
    await film.over(1500, 3)
    await strip.locator('[data-skip="hour"]:enabled').wait_for()
    card = page.locator("#channel .message").filter(has_text=re.compile("number by heart"))
    await card.last.wait_for(timeout=60_000)
    await card.last.scroll_into_view_if_needed()
    await film.over(600, 2)
    await film.shot(1800)
    await strip.locator('[data-skip="digest"]').click()
    await strip.locator('[data-skip="digest"]:enabled').wait_for()
    await page.wait_for_timeout(1500)
    await page.locator("#channel .message").last.scroll_into_view_if_needed()
    await film.over(900, 2)
    await film.shot(2600)
    print(IMAGES / "demo.gif", film.write(), "KB")


async def _press(film: Film, message: Locator, name: str, milliseconds: int) -> None:
    await message.get_by_role("button", name=name).click()
    await film.over(900, 2)
    await film.shot(milliseconds)


if __name__ == "__main__":
    sys.exit(asyncio.run(on_a_page(_play)))
