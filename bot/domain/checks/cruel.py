"""Cruelty to somebody who is spoken to, described or named. Despair is another matter: see care.

"Kill yourself, we all hate you" is no cry for help. Who tells what was said to them ("they told me
to kill myself"), or what they regret having said, is not cruel.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import regex

from bot.domain.checks import plain
from bot.domain.checks.spelling import Spelt

Span = tuple[int, int]

_REPORTED = regex.compile(
    r"\b(?:told|tells?|telling|said|says?|saying|wrote|writes?|writing|commented|"
    r"comments?|texted|messaged|screamed|yelled|shouted|whispered|heard|call(?:ed|s)|"
    r"reads?|bullied|bully me|chanted|spat|voices?|dms?|lyrics?|song|joke[ds]?|used to|"
    r"dit|disait|disent|disaient|ecri[tv]\w*|crie\w*|hurle\w*|balance|lu|chanson|"
    r"repond\w*|repete\w*|dije(?:ron)?|dijo|dicen|dice|escrib\w+|grit\w+|sagt\w*|"
    r"schrieb\w*|geschrieben|gesagt|disse\w*|dizem|falou|falam|falaram|escrev\w+|detto|"
    r"dicono|disse|scritto|сказал\w*|говор\w+|писал\w*|написал\w*|крич\w+|قال\w*|"
    r"\w{0,2}قول\w*|كتب\w*|कहा|कहते|कहता|कहती|बोल\w*|bola|boli|bole|bolte|bolta|dedi|"
    r"diyor\w*|dediler|گفت\w*|میگ\w*|bilang|powiedzi\w+|mowi\w*|сказа\w+|каж\w+|zei|zegt|"
    r"zeggen|zis|spus|noi|bao)\s(?:(?:to|me|mich|mir|m|us|him|her|them|that|a|ki|que|ca|"
    r"qu|che|dass|что|що|that i|i|should|go|just|qui|le|la|ihr|ihm|mi|le|un|une|my|girl|"
    r"boy|kid|someone|somebody|someones|eleve|camarade|de|d|di|mne|мне|ей|ему|لي|لها|له|"
    r"بنت|mujhe|मुझे|mene|mij|gamin|fille|garcon|\w+)\s){0,4}$"
)
_PRAYS = regex.compile(
    r"\b(?:dont|do not|never|please dont|ne|nicht|no te|nao|non|не|لا|मत|"
    r"mat)\b[^.!?]{0,12}$"
)
_NO_ORDER = regex.compile(
    r"\b(?:(?<!\b(?:need|needs|have|has|had|got|ought|deserve|supposed|you|u|ya|yourself|time|free|"
    r"going|better|welcome|want (?:you|u)|here) )to|"
    r"(?:if|when|whenever|before|until|till|whether|unless) (?:you|u|someone|somebody|people)"
    r"(?: \w+){0,3}|"
    r"(?:why|how|when) (?:would|could|did|do|can) (?:you|u|anyone|somebody)(?: ever)?|"
    r"(?:would|wouldnt|almost|nearly|worth|of|about))\s$"
)
"""Words after which it is no order: "if you want to kill yourself", "to kill yourself is no
answer"."""
_SPOKEN_OF = regex.compile(
    r"\b(?:killing|hanging|hurting|cutting|harming|drowning|starving) (?:yourself|urself)\b"
)
_ONESELF = regex.compile(
    r"\b(?:i|im|ive|id|me|my|myself|mine|je|j|m|moi|mon|ma|mes|yo|me|mi|mis|conmigo|ich|mich|mir|"
    r"mein\w*|eu|meu|minha|meus|minhas|comigo|io|mio|mia|miei|mie|я|меня|мне|мой|моя|мои|мою|"
    r"انا|أنا)\b"
)
"""Who speaks of themselves seldom mocks: "I was the fat kid in school"."""
_KINDLY = regex.compile(
    r"\b(?:nice things?|kind words?|surprise|surgery|birthday|lost (?:dog|cat)|get well|fundraiser|"
    r"gentil\w*|operee?s?|anniversaire|chien perdu|chat perdu|bon retablissement|cagnotte|"
    r"cosas bonitas|operaron|was nettes|operiert|coisa boa|operou|un pensiero|operat[ao]|"
    r"доброе|прооперировали|عملية)\b"
)
"""Words that pass on something that does somebody good."""
_REGRETS = regex.compile(
    r"\b(?:sorry|apologi[sz]e\w*|regret\w*|ashamed|guilt\w*|forgive|(?:i|we) used to|i voted|"
    r"pardon|c est moi qui|honte|desolee?|regrett\w*|m en veux|m excuser|perdon|verguenza|verzeih|"
    r"desculpa|scusa|прости|стыдно|سامحيني|سامحني)\b"
)
_TELLS = regex.compile(r"\b(?:je|j|elles?|ils?|on|qui|siamo|sono|erano|hanno|si)\s$")
"""Words after which it is told and no order, though it is written alike: "elle saute du toit"."""
_OF_ME = regex.compile(r"\b(?:i|je|j|ich|eu|io|yo|я)\s$")
_QUOTED = regex.compile(r"[“\"«„]([^“”\"«»„]{2,200})[”\"»“]")
_IN_SPITE = 2.4
"""The amount that the ear must hear where such words are said by or to somebody else, or
regretted."""
_BACK = 60
"""The distance before such words within which it is looked for who says them."""


@dataclass(frozen=True, slots=True)
class Cruelty:
    """The cruel places of a text. ``certain``: it tells somebody to die, in as many words."""

    certain: bool
    spans: tuple[Span, ...]  # places in the normal form
    told: bool = False
    """Said by or to somebody else, regretted, or to be passed on as a kindness: the ear mistakes
    such words."""

    def sounds(self, heard: Mapping[str, float]) -> bool:
        """Whether the ear is to be believed."""
        return heard["cruel"] > (_IN_SPITE if self.told else 0)


def find(spelt: Spelt) -> Cruelty:
    """Return what the lists hear in the words as they stand, or else with their chat spelling
    undone."""
    written = spelt.undone
    mocking = not _ONESELF.search(written.text)
    found = _found(spelt.text, spelt.gapped, mocking)
    if found.spans or written.text == spelt.text:
        return found
    again = _found(written.text, spelt.heard, mocking)
    spans = tuple(sorted({written.span(*span) for span in again.spans}))
    return Cruelty(again.certain, spans, (found.told or again.told) and not spans)


def _found(text: str, gapped: plain.Gapped, mocking: bool) -> Cruelty:
    sections = plain.load("cruel")
    quoted = [match.span() for match in _QUOTED.finditer(text)]
    told = _SPOKEN_OF.search(gapped.text) is not None

    def meant(name: str) -> list[Span]:
        nonlocal told
        found = []
        for start, end in sections[name].finditer(gapped):
            span = gapped.span(start, end)
            tells = {"certain": _TELLS, "incite": _OF_ME}.get(name)
            told_of = tells and tells.search(gapped.text, max(0, start - _BACK), start)
            if told_of or _within(span, quoted) or not _meant(gapped.text, start):
                told = True
            else:
                found.append(span)
        return found

    certain = meant("certain")
    spans = {*certain, *meant("incite")}
    if _REGRETS.search(gapped.text):
        told = True
    else:
        spans.update(meant("humiliate"), meant("mock") if mocking else ())
        passed_on = meant("pile")
        if _KINDLY.search(gapped.text):
            told = told or bool(passed_on)
        else:
            spans.update(passed_on)
    return Cruelty(bool(certain), tuple(sorted(spans)), told and not spans)


def without(spelt: Spelt, cruelty: Cruelty) -> str:
    """Return the normal form with the cruel places painted over, of the same length."""
    chars = list(spelt.text)
    for start, end in cruelty.spans:
        chars[start:end] = "·" * (end - start)
    return "".join(chars)


def _within(span: Span, quoted: list[Span]) -> bool:
    return any(start < span[0] and span[1] < end for start, end in quoted)


def _meant(text: str, start: int) -> bool:
    """Whether what begins here is said to somebody now, and not reported or begged away."""
    before = text[max(0, start - _BACK) : start]
    return not any(each.search(before) for each in (_REPORTED, _PRAYS, _NO_ORDER))
