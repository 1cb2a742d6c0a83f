"""The forms of a noun: made from the word where a language is regular, from dictionaries where it
is not (``forms.json``, made by ``bench/forms.py``), and by taking endings away where there are
too many to list."""

import json
from collections.abc import Callable, Iterator
from functools import cache
from importlib.resources import files

import regex

_ES_ACCENTS = str.maketrans("áéíóú", "aeiou")


def forms_of(word: str, language: str) -> tuple[str, ...]:
    """Return ``word`` and its regular forms; of a phrase, those of its first and its last word."""
    made = [word]
    plural = _PLURALS.get(language)
    if plural is not None:
        head, *tail = word.split(" ")
        if not tail:
            made.extend(plural(word))
        elif language == "en":
            made.extend(" ".join((head, *tail[:-1], form)) for form in plural(tail[-1]))
        else:
            made.extend(" ".join((form, *tail)) for form in plural(head))
            made.extend(
                " ".join((form, *tail[:-1], last))
                for form in plural(head)
                for last in plural(tail[-1])
            )
    else:
        made.extend(listed_forms().get(language, {}).get(word, "").split())
    return tuple(dict.fromkeys(made))


@cache
def listed_forms() -> dict[str, dict[str, str]]:
    """Return language -> word -> its forms, parted by spaces."""
    made: dict[str, dict[str, str]] = json.loads(
        files(__package__).joinpath("forms.json").read_text("utf-8")
    )
    return made


def _english(word: str) -> Iterator[str]:
    if regex.search(r"[^aeiou]y$", word):
        yield word[:-1] + "ies"
    elif regex.search(r"(?:s|x|z|ch|sh)$", word):
        yield word + "es"
    else:
        yield word + "s"


def _french(word: str) -> Iterator[str]:
    if word[-1] not in "sxz":
        yield word + ("x" if regex.search(r"e[aun]u?$", word) and word[-1] == "u" else "s")


def _spanish(word: str) -> Iterator[str]:
    if word[-1] in "aeiouáéó":
        yield word + "s"
    elif word.endswith("z"):
        yield word[:-1] + "ces"
    elif regex.search(r"[áéíóú][ns]$", word):
        yield word[:-2] + word[-2:].translate(_ES_ACCENTS) + "es"
    elif word[-1] in "lnrdj":
        yield word + "es"


def _portuguese(word: str) -> Iterator[str]:
    if word.endswith("ão"):
        yield from (word[:-2] + "ões", word + "s")
    elif word[-1] == "m":
        yield word[:-1] + "ns"
    elif word[-1] == "l":
        yield word[:-1] + "is"
    elif word[-1] in "rz":
        yield word + "es"
    elif word[-1] != "s":
        yield word + "s"


def _italian(word: str) -> Iterator[str]:
    if regex.search(r"[^aeiou][cg]o$", word):
        yield word[:-1] + "hi"
    elif word.endswith("io"):
        yield word[:-1] if len(word) > len("dio") + 1 else word[:-1] + "i"
    elif regex.search(r"[cg]a$", word):
        yield word[:-1] + "he"
    elif word[-1] in "oe":
        yield word[:-1] + "i"
    elif word.endswith("a"):
        yield word[:-1] + ("i" if word.endswith("ma") else "e")
        if word.endswith("ista"):
            yield word[:-1] + "i"


def _arabic(word: str) -> Iterator[str]:
    if word.endswith("ة"):
        yield word[:-1] + "ات"


def _hindi(word: str) -> Iterator[str]:
    yield from (word + "ों", word + "ें")


_PLURALS: dict[str, Callable[[str], Iterator[str]]] = {
    "en": _english,
    "fr": _french,
    "es": _spanish,
    "pt": _portuguese,
    "it": _italian,
    "ar": _arabic,
    "hi": _hindi,
}

_JOSA = regex.compile(
    r"(?:들|네)?(?:님)?(?:이|가|은|는|을|를|의|에|도|만|와|과|랑|이랑|하고|에서|에게|한테|께|께서|으로"
    r"|로|부터|까지|처럼|보다|마다|밖에|조차|이나|나|라도|이라도|이든|든|이란|란|이며|며|인|인데|이야|야|아"
    r"|이다|였다|이었다|입니다|이에요|예요|이라|라|라서|이라서|라고|이라고|였어|이었어|였는데|이었는데|이고"
    r"|때문에|같은|뿐|쯤|엔|에선|한텐|이면|면|요)?(?:는|도|만|가|의|요|서|ㅠ*|ㅋ*)?"
)
_HADA = regex.compile(r"(?:하|해|했|한|할|합|함|당하|당했|받|나서|나는)\p{Hangul}*")
_TURKISH = regex.compile(
    r"(?:l[ae]r)?(?:[ıiuü]?[mn][ıiuü]z|l[ae]r[ıiuü]|[ıiuü]?[mn]|s?[ıiuü])?"
    r"(?:n?[dt][ae]n?|[ny]?[ae]|[ny]?[ıiuü]|n?[ıiuü]n|y?l[ae]|c[ae])?(?:ki)?"
    r"(?:y?[dt][ıiuü](?:m|n|k|l[ae]r)?|y?m[ıiuü]ş|yken|[dt][ıiuü]r|y[ıiuü]m)?"
)
_SOFT = {"ğ": "k", "b": "p", "d": "t", "c": "ç"}
_BACK, _FRONT = frozenset("aıou"), frozenset("eiöü")
_ARTICLES = ("", "ال", "وال", "بال", "كال", "فال", "لل", "هال", "عال", "و", "ف", "ب", "ل", "ك")
_ENDINGS = ("ها", "هم", "نا", "كم", "ي", "ك", "ه", "و", "")


def stems(word: str, language: str) -> Iterator[str]:
    """Yield what ``word`` may be a form of, the longest first; the word itself is not counted."""
    if language == "ko":
        yield from _korean_stems(word)
    elif language == "tr":
        yield from _turkish_stems(word)
    elif language == "ar":
        yield from _arabic_stems(word)


def _korean_stems(word: str) -> Iterator[str]:
    for end in range(len(word) - 1, 0, -1):
        ending = word[end:]
        if _JOSA.fullmatch(ending) or (end > 1 and _HADA.fullmatch(ending)):
            yield word[:end]


def _turkish_stems(word: str) -> Iterator[str]:
    for end in range(len(word) - 1, 1, -1):
        stem, ending = word[:end], word[end:]
        if _TURKISH.fullmatch(ending) and _in_harmony(stem, ending):
            yield stem
            if stem[-1] in _SOFT and ending[0] in "ıiuüae":
                yield stem[:-1] + _SOFT[stem[-1]]


def _in_harmony(stem: str, ending: str) -> bool:
    last = next((letter for letter in reversed(stem) if letter in _BACK | _FRONT), "")
    other = _FRONT if last in _BACK else _BACK
    return not other & set(ending.removesuffix("ki"))


def _arabic_stems(word: str) -> Iterator[str]:
    """Yield the word without letters written onto it: ``والمدرسة``, ``غيرتي``. Of a short word none
    are taken, or ``قبلي`` (before me) would be a kiss."""
    for article in _ARTICLES:
        stem = word[len(article) :]
        if not word.startswith(article) or len(stem) < (2 if "ل" in article[1:] else 3):
            continue
        if article:
            yield stem
        definite = article.endswith("ل") and len(article) > 1
        if stem.endswith("ه") and (definite or len(stem) > 4):
            yield stem[:-1] + "ة"
        for ending in () if definite else _ENDINGS[:-1]:
            rest = stem.removesuffix(ending)
            if rest != stem and len(rest) >= 3:
                if rest.endswith("ت"):
                    yield rest[:-1] + "ة"
                yield rest
