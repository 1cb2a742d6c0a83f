"""``make messages``: bring the catalogues in step with the sentences in the code.

Extraction follows the names of ``bot/i18n``. Catalogues are sorted by sentence and carry
neither dates nor line numbers, so that two branches that add sentences merge.
"""

import sys
from copy import deepcopy
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from bot.i18n import BY_CODE, DOMAIN, LANGUAGES, SOURCE_LANGUAGE, catalogue_path
from bot.i18n.catalogue import STATE_HEADER, Readiness, header, with_context
from bot.tools.stands import notes_of

ROOT = Path(__file__).parents[2]
PACKAGES = ("bot", "handlers", "storage")
KEYWORDS = {
    "_": None,
    "t": None,
    "n": (1, 2),
    "p": ((1, "c"), 2),
    "_p": ((1, "c"), 2),
    "_theme": (2,),
    "_mask": None,
}
WIDTH = 100


def extract() -> Catalog:
    """Return every sentence in the code, with what translators are told about it."""
    catalogue = Catalog(domain=DOMAIN)
    for package in PACKAGES:
        found = extract_from_dir(
            str(ROOT / package), method_map=[("**.py", "python")], keywords=KEYWORDS
        )
        notes: dict[str, dict[str, set[str]]] = {}
        for filename, _line, message, _comments, context in found:
            path = f"{package}/{filename}"
            if path not in notes:
                notes[path] = notes_of(ROOT, path)
            words = message if isinstance(message, str) else message[0]
            said = sorted(notes[path][with_context(context, words)])
            catalogue.add(message, locations=[(path, 0)], auto_comments=said, context=context)
    return catalogue


def read(language: str) -> Catalog:
    path = catalogue_path(language)
    folder = BY_CODE[language].folder
    if not path.exists():
        return Catalog(domain=DOMAIN, locale=folder)
    with path.open("rb") as file:
        return read_po(file, locale=folder, domain=DOMAIN, charset="utf-8", abort_invalid=True)


def write(catalogue: Catalog, language: str) -> None:
    path = catalogue_path(language)
    kept = header(language) if path.exists() else {}
    body = BytesIO()
    write_po(body, catalogue, width=WIDTH, omit_header=True, sort_output=True, include_lineno=False)
    head = {
        "Language": BY_CODE[language].folder,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": BY_CODE[language].plural,
        STATE_HEADER: Readiness.STARTED,
        **{name: said for name, said in kept.items() if name.startswith("X-Sotto-")},
    }
    lines = "".join(f'"{name}: {said}\\n"\n' for name, said in head.items())
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(f'msgid ""\nmsgstr ""\n{lines}\n'.encode() + body.getvalue())


def update(language: str, wanted: Catalog | None = None) -> Catalog:
    """Add what is new, drop what is gone, keep what is translated. ``wanted``: what the code says,
    where it was read already."""
    catalogue = read(language)
    catalogue.mime_headers = [("Plural-Forms", BY_CODE[language].plural)]
    held = {words_of(each): each.string for each in catalogue if is_translated(each)}
    catalogue.update(deepcopy(wanted or extract()), no_fuzzy_matching=True)
    for message in catalogue:
        if message.id and not is_translated(message):  # it may have got or lost a context
            message.string = held.get(words_of(message), message.string)
    catalogue.obsolete.clear()
    write(catalogue, language)
    return catalogue


def forms_of(message: Message) -> tuple[str, ...]:
    """Return its translations: one, or one for each kind of number."""
    text = message.string
    return (text,) if isinstance(text, str) else tuple(text or ("",))


def words_of(message: Message) -> tuple[str, ...]:
    """Return the English: one text, or singular and plural."""
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def is_translated(message: Message) -> bool:
    return bool(message.id) and all(forms_of(message))


def main() -> int:
    """Update every catalogue and list what is still to be translated. 1: something is."""
    left, wanted = 0, extract()
    for language in LANGUAGES:
        if language == SOURCE_LANGUAGE:
            continue
        gaps = [each for each in update(language, wanted) if each.id and not is_translated(each)]
        left += len(gaps)
        path = catalogue_path(language).relative_to(ROOT)
        sys.stdout.write(f"{path}: {header(language)[STATE_HEADER]}, {len(gaps)} to translate\n")
        if header(language)[STATE_HEADER] != Readiness.STARTED:
            sys.stdout.writelines(f"  {words_of(each)[0]!r}\n" for each in gaps)
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
