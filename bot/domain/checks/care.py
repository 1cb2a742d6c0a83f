"""Does somebody here need a kind word and a helpline first?

Not a diagnosis. A false alarm costs one kind message, a miss may cost more, so doubtful wordings
count; idioms ("dying of laughter", "mort de rire") and plain denials do not.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

import regex

from bot.domain.checks import confided, cruel, ear, lexicon, plain, spelling
from bot.domain.checks.by_letter import Headed
from bot.domain.checks.cruel import Cruelty
from bot.domain.checks.normal import normalise
from bot.domain.checks.spelling import Spelt
from bot.domain.checks.whose import is_long_ago, is_of_others, is_only_a_wish, is_somebody_elses

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
_ONESELF = regex.compile(
    r"\b(?:i|im|ive|me|my|myself|je|j|m|moi|mi|yo|ich|mich|eu|io|я|انا|मैं|main|我|私|나)\b"
)
_YOU = regex.compile(r"\b(?:you|u|ur|your|yourself|tu|toi|te|t|ton|ta|tes|vous)\b")
_YOU_ELSEWHERE = regex.compile(
    r"\b(?:tu|te|ti|eres|sos|vete|du|dich|dir|voce|vc|ты|тебя|тебе|انت|انتي|عليك|तू|तुझे|tujhe|sen|seni)\b"
)
_MEANS, _DAY, _NEVER = 0.2, 0.8, float("inf")
"""How much of a plan the ear must hear beside means, beside a day, and beside neither."""
_CLEARER = 0.8
"""The amount that the ear must hear more of who confides what they are, unless a list knows the
words."""
_SAD, _DULL, _UNLIKE = 0.3, 2.0, 2.5
"""How much of its other score counts for that; how low that may be; and how little of a plan it may
hear before a listed one is an idiom. All set by weights that were not trained on the voices."""
_WEAK, _LISTED, _PLAIN = 0.4, 0.8, 1.7
"""What a listed wording adds to the ear's score: a word that is as often about a lesson or a film,
a phrase, a plain wording. Set on strangers' lines by weights that were not trained on their
voices; the last one then raised, since the ear outdid "My friend wants to kill herself."."""
_FEW = 8
"""The number of words below which every list is read."""


class Care(IntEnum):
    """The care that the words ask for. Only PLAN keeps them from being published."""

    NONE = 0
    CONCERN = 1  # speaks of suicide or self-harm
    PLAN = 2  # names a method, a place or a day


def assess(words: str) -> Care:
    """Read the words in every language we know. Kept in memory only, never stored."""
    spelt = spelling.spelt(normalise(words).text)
    return weigh(spelt, cruel.find(spelt), ear.hear(spelt))


def weigh(
    spelt: Spelt, cruelty: Cruelty, heard: Mapping[str, float], headed: Headed | None = None
) -> Care:
    """Weigh what was read already. Who is told to die is not the one who wants to: cruel places say
    nothing of the author, and beside them only the first person does. ``headed``: the normal form,
    parted before."""
    if cruelty.spans:
        spelt = spelling.spelt(cruel.without(spelt, cruelty))
    language, text = spelt.language, spelt.undone.text
    you = _YOU_ELSEWHERE if language is None else _YOU
    spoken_to = you.search(text) and heard["cruel"] > (-_WEAK if language is None else -_LISTED)
    if (cruelty.spans or cruelty.sounds(heard) or spoken_to) and not _ONESELF.search(text):
        return Care.NONE
    if headed is None or headed.text != spelt.text:
        headed = Headed(spelt.text, spelt.gapped)
    written, headed = headed, headed if text == spelt.text else Headed(text, spelt.heard)
    headed = _plainly(headed)
    loud = heard["care"]
    if headed.text != text:  # what a denial or a figure of speech sounds like says nothing
        loud = min(loud, ear.hear(spelling.spelt(headed.text.replace("·", " ")))["care"])
    found = _listed(headed)
    if spelt.text != text and not found.worth:  # words of another language, taken for this one
        found = _listed(_plainly(written))
    if cruelty.spans or (cruelty.sounds(heard) and heard["cruel"] > loud):
        loud = min(loud, -_LISTED)  # the ear hears somebody's death, and not whose
    elif loud > 0 and not found.worth:
        loud = -_LISTED if confided.is_told(text) else loud - _CLEARER * confided.is_likely(text)
    if language is None and found.worth:  # of other languages the ear knows less than the lists
        loud = max(loud, -_WEAK)
    plan = _planned(found, loud, heard["plan"], sure=language is not None)
    if plan:
        own = (  # some languages need no pronoun
            language is None
            or _ONESELF.search(text) is not None
            or not (you.search(text) or is_of_others(text))
        )
        over = is_long_ago(text) or is_somebody_elses(text) or is_only_a_wish(text)
        if own and not over:
            return plan
    return Care.CONCERN if loud + found.worth > 0 else Care.NONE


def _planned(found: "_Found", loud: float, plan: float, *, sure: bool) -> Care:
    """Weigh a plan: a list knows it, or the ear hears one where a list knows means or a day. Of
    places and letters, which ordinary life is full of, the ear may be wrong: where nothing else
    asks for care, a kind word is all that follows. ``sure``: of this language the ear knows
    much."""
    if found.plan and loud + _PLAIN > 0 and (not sure or plan > -_UNLIKE):
        return Care.PLAN
    meant = plan + _SAD * min(loud, 1.0)
    if loud > -_DULL and meant > (_MEANS if found.means else _DAY if found.day else _NEVER):
        return Care.PLAN
    if loud > -_DULL and found.hint and meant > _MEANS:
        return Care.PLAN if loud > 0 else Care.CONCERN
    return Care.NONE


def _plainly(headed: Headed) -> Headed:
    """Return the text with idioms painted over. An idiom of one language may hold a word that is
    none in another."""
    for language in _languages(headed.text):
        headed = lexicon.load(f"care.{language}")["idioms"].mask(headed)
    return headed


@dataclass(frozen=True, slots=True)
class _Found:
    """The result of the lists: a plan, and how much it adds to what the ear hears."""

    plan: bool
    worth: float
    means: bool = False  # something that a plan could be made of
    hint: bool = False  # a place, a letter, a mind made up
    day: bool = False


def _listed(headed: Headed) -> _Found:
    sections = [lexicon.load(f"care.{language}") for language in _languages(headed.text)]
    wordings, gapped = plain.load("care.plain"), headed.gapped

    def phrase(name: str) -> bool:
        return any(section[name].search(headed) for section in sections)

    innocent = wordings["innocent"].search(gapped) is not None
    plan = not innocent and (wordings["plan"].search(gapped) is not None or phrase("plan"))
    means = not innocent and wordings["means"].search(gapped) is not None
    hint = not innocent and wordings["hint"].search(gapped) is not None
    day = wordings["day"].search(gapped) is not None
    if plan or wordings["concern"].search(gapped):
        return _Found(plan, _PLAIN, means, hint, day)
    if phrase("concern") or (not _JOKING.search(headed.text) and phrase("doubtful")):
        return _Found(False, _LISTED, means, hint, day)
    return _Found(False, _WEAK if wordings["weak"].search(gapped) else 0.0, means, hint, day)


def prepare() -> None:
    """Read and compile the lists of every language; a text has only those read that it needs."""
    for language in LANGUAGES:
        lexicon.load(f"care.{language}")


def _languages(text: str) -> list[str]:
    """Return the languages whose lists are read: those of the small words, and every script of its
    own. A sentence in yet another language is heard by the plain wordings and the ear."""
    words = text.split()
    hits = {language: sum(map(small.__contains__, words)) for language, small in _SMALL.items()}
    most = max(hits.values())
    likely = [language for language, count in hits.items() if count * 2 >= most]
    if len(words) < _FEW or not most:
        return list(LANGUAGES)
    return [language for language in LANGUAGES if language not in _SMALL or language in likely]
