"""A hashtag has one spelling for all forms that readers take as the same word."""

import unicodedata

import regex

_TASHKEEL = regex.compile(r"[\u064b-\u0652\u0670\u0640]")
_ALEF = str.maketrans("أإآٱى", "ااااي")
_LATIN = regex.compile(r"\p{Latin}")
_TURKISH = str.maketrans({"İ": "i", "I": "ı", "â": "a", "î": "i", "û": "u"})
_BARE = str.maketrans({"œ": "oe", "ß": "ss", "ı": "i", "ł": "l", "ø": "o", "æ": "ae"})


def folded(text: str, language: str) -> str:
    """Fold case, width, quotes; Turkish ``I``, Russian ``ё``, the alefs and marks of Arabic. The
    Arabic ending ``ة`` stays: without it ``غيرة`` (jealousy) is ``غيره`` (others than him)."""
    if language == "tr":
        text = text.translate(_TURKISH)
    text = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    if language == "ar":
        return _TASHKEEL.sub("", text).translate(_ALEF)
    return text.replace("ё", "е") if language == "ru" else text


def bare(word: str) -> str:
    """Turn ``mère`` into ``mere``, as it is typed in haste. Only Latin letters lose their marks."""
    if word.isascii() or not _LATIN.match(word):
        return word
    marks = unicodedata.normalize("NFD", word.translate(_BARE))
    return "".join(letter for letter in marks if not unicodedata.combining(letter))
