"""Make ``bot/domain/lexicon/forms.json``: the inflected forms of our words.

    python bench/forms.py

simplemma knows the lemma of each form; turned round, it knows the forms of each lemma. This is
done here and not while the bot runs, because its dictionaries cost 290 MB for four languages.
"""

import json
import tomllib
from collections import defaultdict
from pathlib import Path

from simplemma.strategies.dictionaries import DefaultDictionaryFactory

LEXICON = Path(__file__).parent.parent / "bot" / "domain" / "lexicon"
MOST_FORMS = 40


def forms_of_lemmas(language: str) -> dict[str, list[str]]:
    """lemma -> its forms, both folded."""
    found: dict[str, list[str]] = defaultdict(list)
    for form, lemma in DefaultDictionaryFactory().get_dictionary(language).items():
        found[_text(lemma)].append(_text(form))
    return found


def _text(value: str | bytes) -> str:
    return (value.decode() if isinstance(value, bytes) else value).casefold()


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
    text = json.dumps(made, ensure_ascii=False, indent=0, sort_keys=True)
    (LEXICON / "forms.json").write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()
