"""Does somebody here need a kind word and a helpline first?

Not a diagnosis. A false alarm costs one kind message, a miss may cost more, so doubtful wordings
count; idioms ("dying of laughter", "mort de rire") and plain denials do not.
"""

from enum import IntEnum

import regex

from bot.domain.checks import lexicon
from bot.domain.checks.normal import normalise

LANGUAGES = ("en", "fr", "es", "de", "pt", "it", "ru", "ar")


_JOKING = regex.compile(
    r"\b(?:lol|lmao|lmfao|rofl|haha\w*|hehe\w*|mdr|ptdr|xd|jaja\w*|kkk+|ахах\w*|хаха\w*|jk)\b"
    r"|[😂🤣😹😆]|ههه"
)
# A few small words tell which lists to read. Scripts of their own cost nothing on other texts.
_SMALL_WORDS = {
    "en": "i im ive id the and my to of is was that with for have not it they he she you when dont",
    "fr": "je j ai le les et que ne n pas une un des est dans mon ma mes pour avec c qui suis plus",
    "es": "yo el los la que y de no me mi una un por con es como pero muy ya lo las se si todo",
    "pt": "eu o os a que e de nao me meu minha uma um por com mas muito ja se tudo do da no na",
    "it": "io il la che e di non mi mio mia una un per con ma sono ho anche piu ogni della lo si",
    "de": "ich der die das und nicht ist mich mir mein meine zu mit ein eine auf es war habe bin",
}
_SMALL = {language: frozenset(words.split()) for language, words in _SMALL_WORDS.items()}
_SENTENCE = regex.compile(r"[.!?\n;:…]+")
_FEW = 8
"""Below so many words, every list is read."""


class Care(IntEnum):
    """How much the words ask for care. Only PLAN keeps them from being published."""

    NONE = 0
    CONCERN = 1  # speaks of suicide or self-harm
    PLAN = 2  # names a method, a place or a day


def assess(words: str) -> Care:
    """Read the words in every language we know. Kept in memory only, never stored."""
    text = normalise(words).text
    sections = [lexicon.load(f"care.{language}") for language in _languages(text)]
    for section in sections:  # an idiom of one language may hold a word that is none in another
        text = section["idioms"].mask(text)
    if any(section["plan"].search(text) for section in sections):
        return Care.PLAN
    if any(section["concern"].search(text) for section in sections):
        return Care.CONCERN
    if not _JOKING.search(text) and any(section["doubtful"].search(text) for section in sections):
        return Care.CONCERN
    return Care.NONE


def prepare() -> None:
    """Read and compile every list."""
    for language in LANGUAGES:
        lexicon.load(f"care.{language}")


def _languages(text: str) -> list[str]:
    """Languages the text may be in. People mix them: a sentence without a small word of those
    found is reason to read every list."""
    words = text.split()
    hits = {language: sum(word in small for word in words) for language, small in _SMALL.items()}
    most = max(hits.values())
    likely = [language for language, count in hits.items() if count * 2 >= most]
    known = frozenset().union(*(_SMALL[language] for language in likely))
    foreign = any(
        len(sentence.split()) > 1 and known.isdisjoint(sentence.split())
        for sentence in _SENTENCE.split(text)
    )
    if len(words) < _FEW or not most or foreign:
        return list(LANGUAGES)
    return [language for language in LANGUAGES if language not in _SMALL or language in likely]
