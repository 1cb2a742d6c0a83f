"""A hashtag comes from the language of its text, if that is sure: one from another language would
be worse than none."""

from collections import Counter
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

import regex

from bot.domain.hashtags.nouns import nouns
from bot.domain.hashtags.spelling import bare, folded

_ENOUGH = 0.9  # the least that must speak for a language: one small word of its own, nearly
_AHEAD = 1.2  # how many times as much as for the next
_NOUN = 0.4  # how much a noun of a language's list says, relative to a small word
_LETTER = 0.7  # the same of a word with a letter that only this language has
_WORDS = regex.compile(r"[\p{L}\p{M}]+(?:['’][\p{L}\p{M}]+)*['’]?")
_CUT = regex.compile(r"(?<=['’])")
_LATIN = ("en", "fr", "es", "it", "pt", "de", "tr")
_SCRIPTS = ("Latin", "Cyrillic", "Arabic", "Devanagari", "Han", "Hangul", "Hiragana", "Katakana")
_OF_SCRIPT = {name: regex.compile(rf"\p{{{name}}}") for name in _SCRIPTS}
_OWN_LETTERS = (
    ("es", "ñ¿¡"),
    ("pt", "ãõ"),
    ("de", "ßä"),
    ("tr", "ğış"),
    ("pl", "łąężźćńś"),
    ("ro", "ățșţ"),
    ("vi", "ơưđạảấầẩậắằếềểệịọốồổộớờởợụứừửựỳỷỹ"),
    ("fr", "œêîûë"),
    ("it", "ìò"),
    ("sv", "å"),
)
_FOREIGN = {  # in a script of ours, the letters and words of languages that we have no nouns for
    "ru": regex.compile(
        r"[іїєґўјљњћђџѓќқғҳәөү]|\b(?:съм|беше|какво|това|бо|мого|щоб|але|дуже|мій|вона)\b", regex.I
    ),
    "ar": regex.compile(r"[پچژگیکٹڈڑےںہھەڵێۆ]"),
    "hi": regex.compile(r"ळ|\b(?:आहे|मी|आणि|छ|हुन्छ|मेरो|थियो)\b"),
}
_BY_SCRIPT = {"Cyrillic": "ru", "Arabic": "ar", "Devanagari": "hi", "Han": "zh", "Hangul": "ko"}


def language_for_sure(text: str) -> str | None:
    """Return the language of our lists that ``text`` is in. None: it may as well be another."""
    counts = {name: len(letter.findall(text)) for name, letter in _OF_SCRIPT.items()}
    if counts["Hiragana"] + counts["Katakana"] > counts["Hangul"]:
        return "ja" if counts["Latin"] <= sum(counts.values()) / 2 else None
    script = max(counts, key=lambda name: counts[name])
    if not counts[script]:
        return None
    if script != "Latin":
        language = _BY_SCRIPT.get(script)
        foreign = _FOREIGN.get(language or "")
        return None if foreign is not None and foreign.search(text) else language
    return _latin(text)


def _latin(text: str) -> str | None:
    """Return the language that the small words tell; where they do not, the one that the nouns of
    the likely languages tell (their lists need not be read before)."""
    votes: Counter[str] = Counter()
    others: list[str] = []
    lists = small_words()
    for word in _words(text):
        plain = bare(word)
        spoken = lists.get(word) or lists.get(plain)
        if spoken:
            votes.update(dict.fromkeys(spoken, 1 / len(spoken)))
        else:
            others.append(word)
        if plain != word:
            votes.update({code: _LETTER for code, own in _OWN_LETTERS if set(own) & set(word)})
    if (sure := _winner(votes)) is not None:
        return sure if sure in _LATIN else None
    asked = [code for code in _LATIN if code in votes or not votes]
    for word in others:
        known = [code for code in asked if nouns(code).find(word)]
        votes.update(dict.fromkeys(known, _NOUN / max(1, len(known))))
    sure = _winner(votes)
    return sure if sure in _LATIN else None


def _winner(votes: Counter[str]) -> str | None:
    if not votes:
        return None
    (best, most), *others = votes.most_common(2)
    ahead = not others or most >= _AHEAD * others[0][1]
    return best if most >= _ENOUGH and ahead else None


def _words(text: str) -> Iterable[str]:
    for word in _WORDS.findall(folded(text, "")):
        parts = _CUT.split(word)
        yield word
        if len(parts) > 1:
            yield from parts


@cache
def small_words() -> dict[str, tuple[str, ...]]:
    """Return word -> the languages that have it."""
    made: dict[str, set[str]] = {}
    text = files(__package__).joinpath("small_words.txt").read_text("utf-8")
    for line in text.splitlines():
        if not line.startswith("#"):
            language, words = line.split(": ")
            for word in words.split():
                made.setdefault(word, set()).add(language)
    for word in tuple(made):
        made.setdefault(bare(word), set()).update(made[word])
    return {word: tuple(sorted(spoken)) for word, spoken in made.items()}
