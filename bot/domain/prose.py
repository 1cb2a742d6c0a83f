"""``home.It`` is either the end of one sentence and the beginning of the next, or the name of a
site.

A false "prose" leaves a name of a site to be read on a card, where nothing can be tapped; a false
"site" eats two words of a confession. So small words decide; what a shop could be called is a site.
"""

import regex

from bot.domain.dictionary import LISTED, is_word, languages_of, small_words

_GOES_ON = regex.compile(r"[ \u00a0]+[¿¡«“\"'(]*[\p{L}\p{N}]")
_LETTERS = regex.compile(r"[\p{L}\p{M}]+(?:[-’'][\p{L}\p{M}]+)*")
_UNSPACED = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}ー]+")
_CASED = regex.compile(r"[\p{Latin}\p{Cyrillic}\p{Greek}\p{Armenian}\p{M}]+")
_BEGINS = regex.compile(r"(?:^|[.!?…:\n])[\s«“\"'(¿¡-]*$")


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_STARTS = {
    "en": _set(
        "you to in is it my be do me so like at got how one as no here by now us love am men man "
        "mom dad baby brother kids family life day today"
    ),
    "fr": _set("de la je ne et me il plus au se si va ma as es moi sa ai vu car ni lu"),
    "es": _set("de no la es me se su al si uno ni ve va so"),
    "de": _set("ist es in mit er so im jetzt man am je"),
    "it": _set("la il in no si ma se ci io al me ne va ad li vi ai su sa uno so"),
    "pt": _set("de do se eu as no me na ao ir vi si"),
    "nl": _set("je de is in er me om nu al man af na"),
    "ru": _set("дети"),
}
"""The top-level domains with which a clause begins or goes on in small letters. Other languages:
their small words."""
_SCRIPTED = _set(
    "我爱你 世界 健康 中国 中國 香港 台湾 台灣 澳門 新加坡 みんな ไทย 한국 भारत भारतम् ভারত "
    "ישראל קום مصر عرب عمان قطر تونس سودان عراق ایران همراه"
)
"""The same in scripts that have no small letters."""
_WHOLE = _set("no si non")
"""Those that can be all of a sentence: ``I asked him.no.``"""
_ABBREVIATIONS = _set("et.al i.am m.in p.es")
_TITLES = _set("mr mrs ms dr prof st ste mme mlle fr sr sra hr frau herr jr")
_AFTER_NUMBERS = _set("am pm km kg cm mm ml cl st nd rd th pt gr mg min sec ph hr")


def is_prose(labels: list[str], elided: str, before: str, after: str, around: str) -> bool:
    """Tell whether it is prose. ``labels``: what stands between the full stops, the last a
    top-level domain. ``elided``: letters and an apostrophe in front of them (``j'``). ``around``:
    the text without such names."""
    *firsts, last = labels
    small = last.lower()
    if ".".join(labels).lower() in _ABBREVIATIONS:
        return True
    if all(label.isdecimal() for label in firsts) and small in _AFTER_NUMBERS:
        return True
    goes_on = _GOES_ON.match(after) is not None
    if not _CASED.fullmatch(last):
        ours = small in _SCRIPTED and not _CASED.match(firsts[-1])
        return ours and (goes_on or _UNSPACED.fullmatch(last) is not None)
    if _is_latin(last) != _is_latin(firsts[-1]) and not firsts[-1].isdecimal():
        return False
    if len(firsts) == 1 and last[0].isupper() and firsts[0].lower() in _TITLES:
        return True
    if len(firsts[-1]) == 1 and last.istitle():
        return True  # an initial and a name: J.Ford
    languages = languages_of(around)
    if not all(_is_wordlike(label, elided, languages) for label in firsts):
        return False
    starts = any(small in _STARTS.get(each, small_words(each)) for each in languages)
    if last.istitle():  # a sentence begins with a capital, and a site's name rarely ends in one
        named = firsts[-1].istitle() and not _BEGINS.search(before) and "de" not in languages
        return starts or (not named and is_word(small, languages))
    return starts and (goes_on or (small in _WHOLE and not firsts[-1].istitle()))


def _is_latin(label: str) -> bool:
    return regex.match(r"\p{Latin}", label) is not None


def _is_wordlike(label: str, elided: str, languages: tuple[str, ...]) -> bool:
    if len(label) == 1 or label.isdecimal():
        return True
    if not _LETTERS.fullmatch(label):
        return False
    if elided or languages[0] not in LISTED:  # there is no list to look it up in
        return True
    listed = (*languages, "en")
    return all(len(part) == 1 or is_word(part, listed) for part in regex.split(r"[-’']", label))
