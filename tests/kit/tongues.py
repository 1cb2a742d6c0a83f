"""Hears all that the bot says, and finds what of it is English."""

import re
from dataclasses import dataclass, field
from functools import cache

from bot.i18n import BY_CODE
from bot.i18n.catalogue import catalogue_path, entries
from bot.i18n.direction import plain
from bot.sandbox.messages import Message
from bot.sandbox.world import WorldEvent
from bot.settings.changeable import CHANGEABLE
from bot.tools.language_rules import SCRIPT
from bot.tools.lint_messages import WIDEST, width

_BARE = re.compile(
    r"https?://\S+|\S*t\.me/\S*|@\w+|/[a-z]+(?: (?:\d[\d.]*|on|off|pre|hybrid|post))*"
)
_CODE = re.compile(r"\b[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}\b|\b[0-9A-Z]{4}\b|\bSOTTO_[A-Z_]+")
"""Receipts, handles of review cards, and names of settings."""
_WORD = re.compile(r"[A-Za-zÀ-ÿ’]{3,}")
_CUT = re.compile(r"\{\w+\}|<[^<>]*>|https?://\S+|/[a-z]+|[\n.:;!?…()·–]")

GAP = 4
"""Pixels between two buttons of a row."""
EVERYWHERE = frozenset(
    {"Telegram", "Sotto", "voce", "Lyon", "UTC", "GMT"}
    | {"JPEG", "PNG", "WebP", "HEIC", "AVIF", "GIF"}
    | {value for values in CHANGEABLE.values() for value in values}
)
"""Words that are the same in every language: names, and values that stand in ``.env``."""


@cache
def english_pieces(language: str) -> dict[str, re.Pattern[str]]:
    """Pieces of English sentences that no sentence of the language holds: at least two words, or a
    whole label of one."""
    held = list(entries(catalogue_path(language).read_text("utf-8")))
    said = "\n".join(form for each in held for form in each.forms).casefold()
    found = {}
    for each in held:
        for text in (each.singular, each.plural or ""):
            for piece in (cut.strip(" ,“”’") for cut in _CUT.split(text)):
                words = _WORD.findall(piece)
                whole = len(words) == 1 and piece == each.singular and len(piece) > 4
                if (len(words) > 1 or whole) and piece.casefold() not in said:
                    found[piece] = re.compile(rf"(?<!\w){re.escape(piece)}(?!\w)", re.IGNORECASE)
    return found


def english_in(text: str, language: str, known: frozenset[str] = EVERYWHERE) -> list[str]:
    """What of it is in English. Where Latin letters are not the language's own, that is every Latin
    word that is not ``known``, elsewhere every piece of an English sentence of ours."""
    bare = _CODE.sub(" ", _BARE.sub(" ", plain(text)))
    if language in SCRIPT:
        return [word for word in _WORD.findall(bare) if word not in known]
    folded = bare.casefold()
    return [
        piece
        for piece, pattern in english_pieces(language).items()
        if piece.casefold() in folded and pattern.search(bare)
    ]


@dataclass(slots=True)
class Listener:
    """Subscribe ``hear`` to a world."""

    bot: object
    unsaid: tuple[str, ...] = ()
    """What people wrote, which the bot repeats."""
    heard: list[str] = field(default_factory=list)
    rows: set[tuple[str, ...]] = field(default_factory=set)
    """Of buttons."""

    def hear(self, event: WorldEvent) -> None:
        message = event.message
        if event.kind in ("sent", "edited") and message and message.sender is self.bot:
            self.heard += texts_of(message)
            self.rows |= {tuple(button.label for button in row) for row in message.keyboard}

    def cut_off(self) -> list[str]:
        """Labels that a small phone cuts off beside the others of their row."""
        return sorted(
            f"{label} ({len(row)} in a row)"
            for row in self.rows
            for label in row
            if width(plain(label)) > (WIDEST - GAP * (len(row) - 1)) / len(row)
        )

    def english(self, language: str) -> dict[str, list[str]]:
        """Text -> what of it is English."""
        names = {each.name for each in BY_CODE.values()}
        found = {}
        for text in dict.fromkeys(self.heard):
            bare = plain(text)
            for words in (*self.unsaid, *names):
                bare = bare.replace(words, " ")
            if english := english_in(bare, language):
                found[text] = english
        return found


def texts_of(message: Message) -> list[str]:
    return [text for text in (message.text, message.caption, *message.labels) if text]
