"""Catalogues: read when somebody first speaks their language, in a few milliseconds each.

A catalogue is gettext's .po as ``make messages`` writes it, in ``bot/locales/<folder>``. Babel
reads one in 40 ms, twelve of them in half a second of every start: so the bot reads them itself,
by rules that fit what Babel writes. A test compares both readings.
"""

import gettext
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from bot.i18n.languages import BY_CODE, LANGUAGES, SOURCE_LANGUAGE, Language

LOCALES = Path(__file__).parents[1] / "locales"
DOMAIN = "sotto"
CONTEXT_END = "\x04"
"""gettext's own sign between a context and its sentence."""
STATE_HEADER = "X-Sotto-State"
_HEAD_BYTES = 2000
_LINE = re.compile(r'(msgctxt|msgid_plural|msgid|msgstr(?:\[\d\])?)? ?"(.*)"')

Forms = tuple[str, ...]


class Readiness(StrEnum):
    """The readiness of a catalogue. Its head says it: ``X-Sotto-State: draft``."""

    STARTED = "started"  # has gaps: offered to nobody
    DRAFT = "draft"  # complete, not yet read by somebody who grew up with it: /language says so
    REVIEWED = "reviewed"


def catalogue_path(language: str) -> Path:
    return LOCALES / BY_CODE[language].folder / "LC_MESSAGES" / f"{DOMAIN}.po"


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """A sentence and its translations: one, or a form for each kind of number."""

    context: str | None
    singular: str
    plural: str | None
    forms: Forms

    @property
    def key(self) -> str:
        return with_context(self.context, self.singular)


def with_context(context: str | None, message: str) -> str:
    return message if context is None else f"{context}{CONTEXT_END}{message}"


class Catalogue(gettext.NullTranslations):
    """The sentences of one language. What is missing comes back in English; what is marked fuzzy
    does not, since a doubtful sentence in somebody's own language is closer than one in another."""

    def __init__(self, language: Language, sentences: Mapping[str, Forms]) -> None:
        super().__init__()
        self._language = language
        self._sentences = sentences

    def gettext(self, message: str) -> str:
        forms = self._sentences.get(message)
        return forms[0] if forms and forms[0] else message

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        forms = self._sentences.get(msgid1)
        if not forms or not all(forms):
            return super().ngettext(msgid1, msgid2, n)
        return forms[min(self._language.form(n), len(forms) - 1)]

    def pgettext(self, context: str, message: str) -> str:
        forms = self._sentences.get(with_context(context, message))
        return forms[0] if forms and forms[0] else message


def read_catalogue(language: str) -> Catalogue:
    text = catalogue_path(language).read_text(encoding="utf-8")
    return Catalogue(BY_CODE[language], {entry.key: entry.forms for entry in entries(text)})


def entries(text: str) -> Iterator[CatalogueEntry]:
    """Yield the entries of a whole .po, head and what is commented out left aside."""
    for block in text.split("\n\n"):
        parts: dict[str, list[str]] = {}
        name = ""
        for line in block.splitlines():
            if line.startswith("#") or (found := _LINE.fullmatch(line)) is None:
                continue
            name = found[1] or name
            parts.setdefault(name, []).append(found[2])
        if any(parts.get("msgid", ())):
            said = {name: _text(lines) for name, lines in parts.items()}
            forms = tuple(said[name] for name in sorted(said) if name.startswith("msgstr"))
            yield CatalogueEntry(
                said.get("msgctxt"), said["msgid"], said.get("msgid_plural"), forms
            )


def _text(lines: list[str]) -> str:
    """Return the text of quoted lines: PO's escapes are JSON's."""
    text = "".join(lines)
    return str(json.loads(f'"{text}"')) if "\\" in text else text


def header(language: str) -> dict[str, str]:
    """Return what the head of a catalogue says, without reading the rest."""
    with catalogue_path(language).open(encoding="utf-8") as file:
        head = file.read(_HEAD_BYTES).partition("\n\n")[0]
    lines = re.findall(r'^"(.*?)(?:\\n)?"$', head, re.MULTILINE)
    return dict(line.split(": ", 1) for line in lines if ": " in line)


@cache
def state(language: str) -> Readiness:
    if language == SOURCE_LANGUAGE:
        return Readiness.REVIEWED
    if not catalogue_path(language).exists():
        return Readiness.STARTED
    return Readiness(header(language).get(STATE_HEADER, Readiness.STARTED))


def offered() -> tuple[str, ...]:
    """Return the codes of the languages that the bot speaks: those whose catalogues are
    complete."""
    return tuple(code for code in LANGUAGES if state(code) is not Readiness.STARTED)
