"""Make ``forms.json`` of the lexicons and of the hashtags: the inflected forms of our words.

    python bench/forms.py

simplemma knows the lemma of each form; turned round, it knows the forms of each lemma. This is
done here and not while the bot runs, because its dictionaries cost 290 MB for four languages.
"""

import json
import re
import tomllib
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

from simplemma.strategies.dictionaries import DefaultDictionaryFactory

DOMAIN = Path(__file__).parent.parent / "bot" / "domain"
LEXICON, HASHTAGS = DOMAIN / "lexicon", DOMAIN / "hashtags"
MOST_FORMS = 40


def forms_of_lemmas(language: str) -> dict[str, list[str]]:
    """lemma -> its forms, both folded."""
    found: dict[str, list[str]] = defaultdict(list)
    for form, lemma in DefaultDictionaryFactory().get_dictionary(language).items():
        found[_text(lemma)].append(_text(form))
    return found


def _text(value: str | bytes) -> str:
    return _plain(value).casefold()


def _plain(value: str | bytes) -> str:
    return value.decode() if isinstance(value, bytes) else value


def words(language: str) -> list[str]:
    """Single words and how surely each is meant: strong ones first."""
    sections = tomllib.loads((LEXICON / f"{language}.toml").read_text("utf-8")).values()
    lists = [section.get(kind, "") for kind in ("nouns", "words") for section in sections]
    parts = (part.strip() for listed in lists for part in listed.replace("\n", " ").split(","))
    return [part for part in parts if part and " " not in part and "*" not in part]


def main() -> None:
    made: dict[str, dict[str, str]] = {}
    for language in ("en", "fr", "es", "ru", "hi"):
        known = words(language)
        taken = {word.casefold() for word in known}
        forms = forms_of_lemmas(language)
        made[language] = {}
        for word in dict.fromkeys(known):
            fresh = [form for form in forms.get(word.casefold(), []) if form not in taken]
            taken.update(fresh)
            if fresh:
                made[language][word] = " ".join(sorted(fresh)[:MOST_FORMS])
    write(LEXICON, made)
    write(HASHTAGS, {language: forms_of_nouns(language) for language in ("de", "ru")})


def forms_of_nouns(language: str) -> dict[str, str]:
    """The forms of the hashtags' nouns; German ones by their capital, or verbs would be among
    them. A form that is an entry itself stays with that entry."""
    written = sorted({form for form in own_words(language) if " " not in form})
    found: dict[str, set[str]] = {word: set() for word in written}
    own = {word.casefold() for word in written}
    for form, lemma in DefaultDictionaryFactory().get_dictionary(language).items():
        form_, lemma_ = _plain(form), _plain(lemma)
        alike = form_[:1] == lemma_[:1]  # its capital, and no "сукин" for "сын"
        if lemma_ in found and alike and form_.casefold().replace("ё", "е") not in own:
            found[lemma_].add(form_)
    return {word: " ".join(sorted(forms)) for word, forms in found.items() if forms}


def own_words(language: str) -> list[str]:
    """Every form that stands in the file of hashtags, phrases too."""
    text = (HASHTAGS / f"{language}.txt").read_text("utf-8")
    lines = [line for line in text.splitlines() if line and line[0] not in "#[" and ":" not in line]
    bare = re.sub(r"\([^)]*\)|[\^~]", "", ",".join(lines))
    return [part.strip() for part in re.split("[,=/]", bare) if not part.strip().startswith("-")]


def write(folder: Path, made: Mapping[str, Mapping[str, str]]) -> None:
    text = json.dumps(made, ensure_ascii=False, indent=0, sort_keys=True)
    (folder / "forms.json").write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()
