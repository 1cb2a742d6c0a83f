"""``make messages``: bring the catalogues in step with the sentences in the code.

Extraction follows the three names of ``bot/i18n.py``. Catalogues are sorted by sentence and carry
neither dates nor line numbers, so that two branches that add sentences merge.
"""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from bot.i18n import DOMAIN, LANGUAGES, SOURCE_LANGUAGE, catalogue_path

ROOT = Path(__file__).parents[2]
PACKAGES = ("bot", "handlers", "storage")
KEYWORDS = {"_": None, "t": None, "n": (1, 2), "_theme": (2,), "_mask": None}
WIDTH = 100
_PLACEHOLDER = re.compile(r"\{(\w+)[^{}]*\}")


def extract() -> Catalog:
    """Every sentence in the code."""
    catalogue = Catalog(domain=DOMAIN)
    for package in PACKAGES:
        found = extract_from_dir(
            str(ROOT / package),
            method_map=[("**.py", "python")],
            keywords=KEYWORDS,
            comment_tags=("Translators:",),
            strip_comment_tags=True,
        )
        for filename, _line, message, comments, _context in found:
            catalogue.add(message, locations=[(f"{package}/{filename}", 0)], auto_comments=comments)
    return catalogue


def read(language: str) -> Catalog:
    path = catalogue_path(language)
    if not path.exists():
        return Catalog(domain=DOMAIN, locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language, domain=DOMAIN, charset="utf-8", abort_invalid=True)


def write(catalogue: Catalog, language: str) -> None:
    body = BytesIO()
    write_po(body, catalogue, width=WIDTH, omit_header=True, sort_output=True, include_lineno=False)
    head = (
        'msgid ""\nmsgstr ""\n'
        f'"Language: {language}\\n"\n'
        '"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n'
        f'"Plural-Forms: {catalogue.plural_forms}\\n"\n\n'
    )
    path = catalogue_path(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(head.encode() + body.getvalue())


def update(language: str) -> Catalog:
    """Add what is new, drop what is gone, keep what is translated."""
    catalogue = read(language)
    catalogue.update(extract(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    write(catalogue, language)
    return catalogue


@dataclass(frozen=True, slots=True)
class Flaw:
    """One thing that is wrong with one sentence of a catalogue."""

    sentence: str
    what: str


def _forms(text: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text or ("",))


def _placeholders(text: str) -> set[str]:
    return set(_PLACEHOLDER.findall(text))


def _tags(text: str) -> list[str]:
    return sorted(re.findall(r"</?\w+", text))


def flaws(language: str) -> Iterator[Flaw]:
    """Missing, stale and mistranslated sentences: none when the catalogue is complete."""
    wanted = {_forms(message.id): message for message in extract() if message.id}
    held = {_forms(message.id): message for message in read(language) if message.id}
    for forms in wanted.keys() - held.keys():
        yield Flaw(forms[0], "missing: run make messages, then translate it")
    for forms in held.keys() - wanted.keys():
        yield Flaw(forms[0], "stale: no code says this any more; run make messages")
    for forms in wanted.keys() & held.keys():
        yield from _flaws_of(forms, held[forms])


def _flaws_of(forms: tuple[str, ...], message: Message) -> Iterator[Flaw]:
    translations = _forms(message.string)
    if message.fuzzy:
        yield Flaw(forms[0], "fuzzy: confirm the translation and remove the mark")
    if not all(translations):
        yield Flaw(forms[0], "not translated")
        return
    allowed = set().union(*map(_placeholders, forms))
    needed = _placeholders(forms[-1])
    for translation in translations:
        found = _placeholders(translation)
        if found - allowed or (len(translations) == 1 and found != needed):
            yield Flaw(forms[0], f"placeholders {sorted(found)}, in English {sorted(needed)}")
        if _tags(translation) not in [_tags(form) for form in forms]:
            yield Flaw(forms[0], "its HTML tags differ from the English")


def main() -> int:
    """Update every catalogue and say what is still to be translated. 1: something is."""
    left = 0
    for language in LANGUAGES:
        if language == SOURCE_LANGUAGE:
            continue
        update(language)
        open_flaws = list(flaws(language))
        left += len(open_flaws)
        for flaw in open_flaws:
            sys.stdout.write(f"{language}: {flaw.sentence!r}: {flaw.what}\n")
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
