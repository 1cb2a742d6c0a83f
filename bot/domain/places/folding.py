"""Names as they are compared: without case, accents and signs, in one spelling of a letter."""

import unicodedata

import regex

_SIGNS = regex.compile(r"[^\p{L}\p{M}\p{N}]+")
_ACCENTS = regex.compile(r"[\u0300-\u036f\u0610-\u061a\u064b-\u0652\u0670\u0640]")
_LETTERS = str.maketrans(
    {
        "أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ی": "ي", "ة": "ه", "ک": "ك",
        "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "ı": "i",
        "þ": "th", "ʻ": "", "ʼ": "", "’": "", "'": "", "‘": "", "`": "",
    }
)  # fmt: skip

_SHORT = {"st": "saint", "ste": "sainte", "ft": "fort", "mt": "mount"}

SCRIPTS = ("Latin", "Cyrillic", "Arabic", "Han", "Kana", "Hangul", "Devanagari", "Ethiopic")
"""The scripts in which the table has names."""

_BETWEEN = r"[\p{M}\p{Zs}\p{P}ー]"
_SCRIPTS = {
    name: regex.compile(rf"{_BETWEEN}*(?:{letters}(?:{_BETWEEN}|\p{{N}})*)+")
    for name, letters in {
        "Latin": r"\p{Script=Latin}",
        "Cyrillic": r"\p{Script=Cyrillic}",
        "Arabic": r"\p{Script=Arabic}",
        "Han": r"\p{Script=Han}",
        "Kana": r"[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]",
        "Hangul": r"\p{Script=Hangul}",
        "Devanagari": r"\p{Script=Devanagari}",
        "Ethiopic": r"\p{Script=Ethiopic}",
    }.items()
}  # fmt: skip


def fold(name: str) -> str:
    """Turn "Saint-Étienne" into "saint etienne", "Ālamaṭa" into "alamata"."""
    spelt = unicodedata.normalize("NFKD", name.casefold().translate(_LETTERS))
    spelt = unicodedata.normalize("NFC", _ACCENTS.sub("", spelt)).translate(_LETTERS)
    return " ".join(_SHORT.get(word, word) for word in _SIGNS.sub(" ", spelt).split())


def script_of(name: str) -> str | None:
    """Return the script of all its letters. None: of several, or of one that the table has no names
    in."""
    return next((script for script in SCRIPTS if _SCRIPTS[script].fullmatch(name)), None)
