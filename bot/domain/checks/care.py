"""Does somebody here need a kind word and a helpline first?

Not a diagnosis. A false alarm costs one kind message, a miss may cost more, so doubtful wordings
count; idioms ("dying of laughter", "mort de rire") and plain denials do not.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

import regex

from bot.domain.checks import cruel, ear, lexicon, plain, spelling
from bot.domain.checks.by_letter import Headed
from bot.domain.checks.cruel import Cruelty
from bot.domain.checks.normal import Normal, normalise
from bot.domain.checks.whose import is_long_ago, is_somebody_elses

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
_OTHERWISE = regex.compile(
    r"\b(?:gay|lesbian\w*|bisexual|asexual|nonbinary|trans|transgender|queer|pansexual|"
    r"(?:likes?|into|love|loves|kissed) (?:girls|boys|both|other (?:girls|boys|men|women))|"
    r"coming out|came out|come out to|closet(?:ed)?|hijab|atheist|"
    r"(?:dont|no longer|not) believe in (?:god|allah)|stopped believing|lost my faith|"
    r"homosex\w*|lesbienne|homo|(?:im|suis|bin|soy|sou|sono) bi|pede|voile|athee|crois plus|"
    r"aime (?:les|aussi les) (?:filles|garcons|femmes|hommes|mecs|meufs)|"
    r"i laughed (?:when|at|while|along)|i (?:told|called) (?:her|him|a girl|a boy|a kid)|"
    r"(?:i|we) bullied|made fun of|lui ai dit|moquee? d|ai traite|(?:ai|avons|avait) harcel\w+|"
    r"lesbiana|gustan (?:las (?:chicas|mujeres)|los (?:chicos|hombres))|ya no creo|"
    r"lesbica|sapatao|gosto de (?:meninas|meninos|mulheres|homens|garotas)|nao acredito mais|"
    r"schwul|lesbisch|steh\w* auf (?:madchen|jungs|frauen|manner)|(?:frauen|manner) liebe|"
    r"glaube nicht mehr|non credo piu|piacciono (?:le ragazze|i ragazzi|le donne|gli uomini)|"
    r"геи?|лесбиянк\w*|бисексуал\w*|нравятся (?:девочки|девушки|мальчики|парни|мужчины)|"
    r"не верю в бога|مثلي|مثليه|مثلية|لا اومن|antidepress\w+|gays|asexu\w+|assexua\w+|hetero|"
    r"homos|headscarf|my veil|mon voile|mon foulard|autis\w+|"
    r"хиджаб|асексуал\w*|трансгендер\w*|ترانس|الحجاب)\b"
)
"""Who tells of whom they love, of what they believe or of what they did to somebody, is heard as
despairing too easily: then the ear alone brings no kind word."""
_MEANT = 0.3
"""How much the ear must hear before a means at hand is a plan."""
_WEAK, _LISTED, _PLAIN = 0.4, 0.8, 1.5
"""What a listed wording adds to the ear's score: a word that is as often about a lesson or a film,
a phrase, a plain wording. Set on strangers' lines by weights that were not trained on their
voices."""
_FEW = 8
"""Below so many words, every list is read."""


class Care(IntEnum):
    """How much the words ask for care. Only PLAN keeps them from being published."""

    NONE = 0
    CONCERN = 1  # speaks of suicide or self-harm
    PLAN = 2  # names a method, a place or a day


def assess(words: str) -> Care:
    """Read the words in every language we know. Kept in memory only, never stored."""
    normal = normalise(words)
    return weigh(normal, cruel.find(normal), ear.hear(normal.text))


def weigh(normal: Normal, cruelty: Cruelty, heard: Mapping[str, float]) -> Care:
    """The same of what was read already. Who is told to die is not the one who wants to: cruel
    places say nothing of the author, and beside them only the first person does."""
    text = cruel.without(normal, cruelty)
    language, written = spelling.language_of(text), text
    text = spelling.undo(text, language)
    spoken_to = language is not None and _YOU.search(text) and heard["cruel"] > -_LISTED
    if (cruelty.spans or cruelty.sounds(heard) or spoken_to) and not _ONESELF.search(text):
        return Care.NONE
    headed = _plainly(text)
    loud = heard["care"]
    if headed.text != text:  # what a denial or a figure of speech sounds like says nothing
        loud = min(loud, ear.hear(headed.text.replace("·", " "))["care"])
    found = _listed(headed)
    if written != text and not found.worth:  # a few words of another language, taken for this one
        found = _listed(_plainly(written))
    if cruelty.spans or (cruelty.sounds(heard) and heard["cruel"] > loud):
        loud = min(loud, -_LISTED)  # the ear hears somebody's death, and not whose
    elif not found.worth and _OTHERWISE.search(text):
        loud = min(loud, -_LISTED)
    if language is None and found.worth:  # of other languages the ear knows less than the lists
        loud = max(loud, -_WEAK)
    if (found.plan and loud + _PLAIN > 0) or (found.means and loud > _MEANT):
        whose = language is None or _ONESELF.search(text)  # some languages need no pronoun
        over = is_long_ago(text) or is_somebody_elses(text)
        return Care.PLAN if whose and not over else Care.CONCERN
    return Care.CONCERN if loud + found.worth > 0 else Care.NONE


def _plainly(text: str) -> Headed:
    """The text with idioms painted over. An idiom of one language may hold a word that is none in
    another."""
    headed = Headed(text)
    for language in _languages(text):
        headed = lexicon.load(f"care.{language}")["idioms"].mask(headed)
    return headed


@dataclass(frozen=True, slots=True)
class _Found:
    """What the lists found: a plan, and how much it adds to what the ear hears."""

    plan: bool
    worth: float
    means: bool = False  # something that a plan could be made of


def _listed(headed: Headed) -> _Found:
    sections = [lexicon.load(f"care.{language}") for language in _languages(headed.text)]
    wordings, gapped = plain.load("care.plain"), plain.gapped(headed.text).text

    def phrase(name: str) -> bool:
        return any(section[name].search(headed) for section in sections)

    plan = wordings["plan"].search(gapped) is not None or phrase("plan")
    means = wordings["means"].search(gapped) is not None
    if plan or wordings["concern"].search(gapped):
        return _Found(plan, _PLAIN, means)
    if phrase("concern") or (not _JOKING.search(headed.text) and phrase("doubtful")):
        return _Found(False, _LISTED, means)
    return _Found(False, _WEAK if wordings["weak"].search(gapped) else 0.0, means)


def prepare() -> None:
    """Read and compile the lists of every language; a text has only those read that it needs."""
    for language in LANGUAGES:
        lexicon.load(f"care.{language}")


def _languages(text: str) -> list[str]:
    """Languages whose lists are read: those of the small words, and every script of its own. A
    sentence in yet another language is heard by the plain wordings and the ear."""
    words = text.split()
    hits = {language: sum(map(small.__contains__, words)) for language, small in _SMALL.items()}
    most = max(hits.values())
    likely = [language for language, count in hits.items() if count * 2 >= most]
    if len(words) < _FEW or not most:
        return list(LANGUAGES)
    return [language for language in LANGUAGES if language not in _SMALL or language in likely]
