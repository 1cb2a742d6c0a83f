"""Every language as Telegram would show it: ``python -m bench.languages [code …] [--shots]``.

The bot runs in the sandbox and speaks each language in turn. ``build/languages/sheet.png`` shows
the welcome, a preview and a receipt of each; with ``--shots`` there is a picture of every message
that was said, and ``shots.json`` tells which sentences of the catalogue stand on which: for
translators. Needs Debian's chromium, fonts-noto-core and fonts-noto-color-emoji.
"""

import asyncio
import base64
import json
import re
import sys
import tempfile
from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from html import escape
from pathlib import Path

from playwright.async_api import Page, async_playwright

from bot import logs
from bot.i18n import BY_CODE, LANGUAGES, offered
from bot.i18n.catalogue import catalogue_path, entries
from bot.i18n.direction import plain
from bot.sandbox import World, serve
from bot.sandbox.messages import Message
from bot.sandbox.people import Person
from bot.sandbox.world import WorldEvent
from tests.kit.cache import prepared
from tests.kit.drawn import DrawnStudio
from tests.kit.town import ModeratedTown, town_in, with_moderators

_CHROMIUM = "/usr/bin/chromium"
BUILD = Path(__file__).parent.parent / "build" / "languages"
_PLACEHOLDER = re.compile(r"\{\w+\}|<[^<>]*>")
_WORDS = "Lorem ipsum dolor sit amet."
_AUTHORS = (
    "/start",
    "/help",
    "/privacy",
    "/rules",
    "/language",
    "/popular",
    "/latest",
    "/random",
    "/receipt",
)
_MODERATORS = (
    "/help",
    "/queue",
    "/held",
    "/bans",
    "/settings",
    "/log",
    "/mode",
    "/find",
    "/summary",
)

_STYLE = """
body { margin: 0; padding: 16px; background: #cfd9c4; font: 15px/1.35 "Noto Sans", sans-serif; }
.languages { display: grid; grid-template-columns: repeat(3, 1100px); gap: 24px; }
h2 { margin: 0 0 8px; font-size: 17px; }
.said { display: flex; gap: 12px; align-items: flex-start; }
.message { width: 350px; }
.bubble { background: #fff; border-radius: 12px; overflow: hidden; }
.bubble img { width: 100%; display: block; }
.words { padding: 8px 12px; white-space: pre-wrap; unicode-bidi: plaintext; }
.words blockquote { margin: 4px 0; padding-inline-start: 8px; border-inline-start: 3px solid #6a9; }
.row { display: flex; gap: 4px; margin-top: 4px; direction: ltr; }
.row span { flex: 1; min-width: 0; padding: 8px 4px; border-radius: 8px; text-align: center;
  background: #7d9a77; color: #fff; white-space: nowrap; overflow: hidden; }
"""
"""Telegram never mirrors rows, and takes each line's direction from its first strong character."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One message as it stood."""

    html: str
    text: str
    picture: bytes
    private: bool
    rows: tuple[tuple[str, ...], ...]

    @classmethod
    def of(cls, message: Message) -> "Shown":
        rows = tuple(tuple(button.label for button in row) for row in message.keyboard)
        picture = message.media.data if message.media else b""
        private = message.chat.kind == "private"
        return cls(message.words.html(), message.words.text, picture, private, rows)

    def page(self, name: str) -> str:
        encoded = base64.b64encode(self.picture).decode()
        image = f'<img src="data:image/jpeg;base64,{encoded}">' if self.picture else ""
        rows = "".join(
            '<div class="row">' + "".join(f"<span>{escape(each)}</span>" for each in row) + "</div>"
            for row in self.rows
        )
        words = f'<div class="words">{self.html}</div>' if self.html else ""
        return (
            f'<div class="message" id="{name}"><div class="bubble">{image}{words}</div>{rows}</div>'
        )


async def said_in(language: str) -> list[Shown]:
    """What the bot says to an author, a reader and moderators of this language."""
    world = World()
    found: dict[Shown, None] = {}

    def hear(event: WorldEvent) -> None:
        message = event.message
        if event.kind in ("sent", "edited") and message and message.sender is town.bot:
            found[Shown.of(message)] = None

    with tempfile.TemporaryDirectory() as folder:
        async with serve(world) as server:
            town = with_moderators(town_in(world, server, Path(folder), prepared()))
            world.subscribe(hear)
            town.open_studio = DrawnStudio.open
            await _a_day(town, world.add_person("Ada", language=language), language)
    return list(found)


async def _a_day(town: ModeratedTown, author: Person, language: str) -> None:
    async with town.running(language=language, moderation="pre", review_every=timedelta(0)):
        for command in _AUTHORS:
            author.send(command)
            await town.idle()
        author.send(_WORDS)
        preview = await town.until(
            lambda: next((m for m in author.chat if "🔎" in " ".join(m.labels)), None)
        )
        await town.press(author, preview, "🔎")
        await town.until(lambda: any("↩️" in label for label in preview.labels))
        await town.press(author, preview, "↩️")
        await town.until(lambda: any("✅" in label for label in preview.labels))
        await town.press(author, preview, "✅")
        await town.until(lambda: any("📋" in " ".join(m.labels) for m in author.chat) or None)
        for command in _MODERATORS:
            town.mia.send(command, to=town.group)
            await town.idle()
        await town.press(town.mia, await town.shown(_WORDS), "✅")
        await town.until(lambda: town.cards or None)
        author.send("/start report_1")
        await town.idle()


def _three(said: list[Shown]) -> list[Shown]:
    """Welcome, preview and receipt."""
    preview = next(each for each in said if any("🔎" in " ".join(row) for row in each.rows))
    receipt = next(each for each in said if any("📋" in " ".join(row) for row in each.rows))
    welcome = next(each for each in said if each.private)
    return [welcome, preview, receipt]


async def _sheet(page: Page, said: dict[str, list[Shown]]) -> None:
    blocks = []
    for code, all_ in said.items():
        shown = "".join(each.page(f"{code}-{at}") for at, each in enumerate(_three(all_)))
        blocks.append(
            f'<section><h2>{LANGUAGES[code]}</h2><div class="said">{shown}</div></section>'
        )
    html = f'<!doctype html><meta charset="utf-8"><style>{_STYLE}</style>'
    html += f'<div class="languages">{"".join(blocks)}</div>'
    (BUILD / "sheet.html").write_text(html, "utf-8")
    await page.set_content(html)
    await page.screenshot(path=BUILD / "sheet.png", full_page=True)
    print(BUILD / "sheet.png")


async def _shots(page: Page, code: str, said: list[Shown]) -> None:
    folder = BUILD / BY_CODE[code].folder
    folder.mkdir(parents=True, exist_ok=True)
    body = "".join(each.page(f"m{at}") for at, each in enumerate(said))
    await page.set_content(f'<!doctype html><meta charset="utf-8"><style>{_STYLE}</style>{body}')
    for at in range(len(said)):
        await page.locator(f"#m{at}").screenshot(path=folder / f"{at:03}.png")
    stands = defaultdict[str, list[str]](list)
    for entry in entries(catalogue_path(code).read_text("utf-8")):
        for at, each in enumerate(said):
            text = plain("\n".join((each.text, *(label for row in each.rows for label in row))))
            if any(_holds(text, form) for form in entry.forms):
                stands[entry.singular].append(f"{at:03}.png")
    told = json.dumps(stands, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / "shots.json").write_text(told, "utf-8")
    print(f"{folder}: {len(said)} messages, {len(stands)} sentences")


def _holds(text: str, form: str) -> bool:
    pieces = [piece for piece in _PLACEHOLDER.split(form) if piece.strip()]
    return bool(pieces) and all(piece in text for piece in pieces)


async def main(*arguments: str) -> None:
    logs.configure("ERROR")
    codes = [code for code in offered() if code in arguments] or list(offered())
    BUILD.mkdir(parents=True, exist_ok=True)
    said = {code: await said_in(code) for code in codes}
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=_CHROMIUM)
        page = await browser.new_page(viewport={"width": 3400, "height": 1200})
        await _sheet(page, said)
        if "--shots" in arguments:
            for code in codes:
                if BY_CODE[code].code != "en":
                    await _shots(page, code, said[code])
        await browser.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
