"""Every language as Telegram would show it: ``python -m bench.languages [code …] [--shots]``.

The bot runs in the sandbox and speaks each language in turn. ``build/languages/sheet.png`` shows
the welcome, a preview and a receipt of each, and labels that a button cuts off are told. With
``--shots`` there is a picture of every message that was said, then every sentence that was not,
by itself, a dozen to a picture; ``shots.json`` tells which sentence stands on which: for
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

from babel.messages.catalog import Message as Sentence
from playwright.async_api import Page, async_playwright

from bot import logs
from bot.i18n import BY_CODE, LANGUAGES, offered
from bot.i18n.direction import from_the_right, plain
from bot.sandbox import World, serve
from bot.sandbox.messages import Message
from bot.sandbox.people import Person
from bot.sandbox.world import WorldEvent
from bot.tools.messages import forms_of, words_of
from bot.tools.messages import read as catalogue
from bot.tools.stands import BUTTON
from tests.kit.cache import prepared
from tests.kit.drawn import DrawnStudio
from tests.kit.town import ModeratedTown, town_in, with_moderators

_CHROMIUM = "/usr/bin/chromium"
BUILD = Path(__file__).parent.parent / "build" / "languages"
_PLACEHOLDER = re.compile(r"\{\w+\}|<[^<>]*>")
_FIELD = re.compile(r"\{\w*\}")
_TOGETHER = 12  # sentences on one picture
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
_READERS = (
    "/tag",
    "/search x",
    "/place",
    "/near",
    "/appeal",
    "/unknown",
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
#rest { display: grid; grid-template-columns: repeat(3, 350px); gap: 12px; width: 1080px; }
small { color: #456; }
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
            author, reader = (world.add_person(name, language=language) for name in ("Ada", "Ben"))
            await _a_day(town, author, reader, language)
    return list(found)


async def _a_day(town: ModeratedTown, author: Person, reader: Person, language: str) -> None:
    async with town.running(language=language, moderation="pre", review_every=timedelta(0)):
        for command in _AUTHORS:
            author.send(command)
            await town.idle()
        for command in _READERS:  # somebody else's: so many at once would meet the brake
            reader.send(command)
            await town.idle()
        for unlike_words in (reader.send_sticker, reader.send_voice, reader.send_animation):
            unlike_words()
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
        receipt = await town.until(
            lambda: next((m for m in author.chat if "📋" in " ".join(m.labels)), None)
        )
        code = next(word for word in plain(receipt.text or "").split() if word.count("-") == 3)
        for words in (f"/receipt {code}", "+33 6 12 34 56 78. " + _WORDS):
            author.send(words)
            await town.idle()
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


async def _cut_off(page: Page) -> list[str]:
    """Labels of what the page shows that are wider than their buttons."""
    found: list[str] = await page.locator(".row span").evaluate_all(
        "all => all.filter(e => e.scrollWidth > e.clientWidth).map(e => e.innerText)"
    )
    return sorted(set(found))


async def _shots(page: Page, code: str, said: list[Shown]) -> None:
    folder = BUILD / BY_CODE[code].folder
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.png"):
        old.unlink()
    await _show(page, "".join(each.page(f"m{at}") for at, each in enumerate(said)))
    for label in await _cut_off(page):
        print(f"{code}: cut off: {plain(label)}")
    for at in range(len(said)):
        await page.locator(f"#m{at}").screenshot(path=folder / f"{at:03}.png")
    stands = defaultdict[str, list[str]](list)
    texts = [
        plain("\n".join((each.text, *(label for row in each.rows for label in row))))
        for each in said
    ]
    unheard: list[Sentence] = []
    for entry in _sentences(code):
        shown = [f"{at:03}.png" for at, text in enumerate(texts) if _any_held(text, entry)]
        stands[words_of(entry)[0]] += shown
        if not shown:
            unheard.append(entry)
    for at, first in enumerate(range(0, len(unheard), _TOGETHER), start=len(said)):
        some = unheard[first : first + _TOGETHER]
        await _show(page, f'<div id="rest">{"".join(_alone(each, code) for each in some)}</div>')
        await page.locator("#rest").screenshot(path=folder / f"{at:03}.png")
        for each in some:
            stands[words_of(each)[0]].append(f"{at:03}.png")
    told = json.dumps(stands, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / "shots.json").write_text(told, "utf-8")
    print(f"{folder}: {len(said)} messages, {len(stands)} sentences, {len(unheard)} by themselves")


async def _show(page: Page, body: str) -> None:
    await page.set_content(f'<!doctype html><meta charset="utf-8"><style>{_STYLE}</style>{body}')


def _sentences(code: str) -> list[Sentence]:
    """Of the language's catalogue, those of a room together."""
    found = [each for each in catalogue(code) if each.id]
    return sorted(found, key=lambda each: (" ".join(each.auto_comments), words_of(each)))


def _any_held(text: str, entry: Sentence) -> bool:
    return any(_holds(text, form) for form in forms_of(entry))


def _alone(entry: Sentence, code: str) -> str:
    """A sentence that no message of the day held, under what translators are told about it."""
    form = forms_of(entry)[-1]
    if BY_CODE[code].from_the_right:
        form = from_the_right(form)
    shown = _FIELD.sub("12", form)
    notes = escape(" ".join(entry.auto_comments))
    if any(BUTTON in note for note in entry.auto_comments):
        said = f'<div class="row"><span>{shown}</span></div>'
    else:
        said = f'<div class="bubble"><div class="words">{shown}</div></div>'
    return f'<div class="message"><small>{notes}</small>{said}</div>'


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
