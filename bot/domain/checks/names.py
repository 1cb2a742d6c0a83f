"""Given names in the words, as far as lists and the words around them tell.

Scripts with capitals: a listed name with a capital, or without one if it is no word of any
language. Names that are also words count only where something else points to a person. Scripts
without capitals: a listed name beside a word that says a name follows, or a title of respect that
people are called by.
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files

import regex

from bot.domain.checks.normal import fold, fold_all
from bot.domain.checks.spelling import language_of
from bot.domain.patterns import compiled

Span = tuple[int, int]
Pattern = regex.Pattern[str]

CAP = r"\p{Lu}[\p{L}'’]+"
_WORD = compiled(r"[\p{L}][\p{L}'’]*")
_POSSESSIVE = compiled(r"['’]s?$")
_ELIDED = compiled(r"(?:[dlnsjmtc]|[Qq]u)['’]", regex.I)
_CALLED = compiled(  # read from its end, as those below: what stands right before a name
    r"(?:\b(?:called|named|names? (?:is|was|are)|s['’ ]appel(?:le|ait|lent)|pr[ée]nomm?e?|"
    r"nomm[ée]e?|"
    r"se llama|llamad[ao]|hei(?:ss|ß)t|namens|si chiama|chiamat[ao]|se chama|chamad[ao]|по имени|"
    r"зовут)\s|\b(?:dear|ch[eè]re?)\s)$",
    regex.I | regex.REVERSE,
)
_ROLE = compiled(
    r"\b(?:neighbou?r|(?:room|flat|house|team|class|work)[ -]?mate|boss|manager|"
    r"teacher|cousin|brother|sister|friend|mate|ex|uncle|aunt|midwife|leader|tutor|trainer|therapist|landlord|landlady|"
    r"colleague|coach|husband|wife|girlfriend|boyfriend|crush|mum|mom|dad|father|mother|son|daughter|"
    r"headmaster|headmistress|mayor|inspector|sergeant|lieutenant|sir|vicar|father|"
    r"voisine?|coloc|chef(?:fe)?|prof|fr[èe]re|s[œo]e?ur|pote|amie?|copine?|copain|oncle|tante|"
    r"coll[eè]gue|mari|femme|p[eè]re|m[eè]re|fils|fille|scout|sage-femme|animat(?:eur|rice)|proviseur|"
    r"inspecteur|brigadier|adjudant|tonton|tata|papi|mamie|ma[iî]tre|patronn?e?|"
    r"in-law|beau-?\w+|belle-?\w+|demi-?\w+|step-?\w+|for when|quand|and|et|jumeaux|twins?|"
    r"hermano|hermana|amigo|amiga|bruder|schwester|freund|freundin|fratello|sorella|amico|amica|"
    r"irm[ãa]o?)\s?,?\s$",
    regex.I | regex.REVERSE,
)
_TOLD = compiled(
    r"\b(?:with|and|told|tell|love|kissed|miss|missed|sorry|dating|is|to|that|when|if|ask|from|"
    r"hate|know|knows|because of|let|gave|give|paid|about|for|without|avec|et|aime|embrass[ée]|de|"
    r"à|dit|que|quand|si|demandez|d[ée]teste|hais|sans|chez|pour|con|mit|mi|von|a)\s$",
    regex.REVERSE,
)
_FOLLOWED = compiled(
    rf"\s{CAP}|['’]s\s|,?\s(?:from|who|qui|du|de la|des|in room|isn['’]t|is|was|has|knows|fell|"
    r"told|said|took|got|sat|lied|cried|n['’]est|est|a|s['’]est|m['’]a|ment|vole|dort)\s"
)
_OPENS = compiled(r"(?:^|[.!?…:]\W*)$", regex.REVERSE)
"""The opening of a sentence: its first word has a capital whatever it is."""
_PET = compiled(
    r"\b(?:cat|dog|kitten|puppy|bulldog|hamster|rabbit|horse|parrot|goldfish|fish|plant|car|boat|"
    r"teddy|iguana|roomba|vacuum|robot|fern|cactus|goat|cow|pig|duck|tortoise|bike|van|"
    r"chat(?:te|on)?|chien(?:ne)?|bouledogue|lapin|cheval|perroquet|poisson|plante|voiture|bateau|"
    r"doudou|tortue|aspirateur|vache|ch[eè]vre|cochon|canard|v[ée]lo|goldfish)\b[^.!?]{0,30}$",
    regex.I,
)
_SAINT = compiled(r"\b(?:saint|sainte|st|ste|san|santa|são|sankt)[ .-]{1,2}$", regex.I)
_CAPITAL = compiled(
    r"(?<![\p{L}'’])(?!I['’])(?!God|Santa|Dieu|Jesus|J[ée]sus|English|French)\p{Lu}[\p{Ll}][\p{L}-]+"
)
_AND = compiled(r"\b(?:and|et|quand|when)\s$")
_CYRILLIC = compiled(r"\p{Cyrillic}+")
_OTHER_SCRIPTS = re.compile(r"[\u0590-\u1dff\u2e80-\ud7ff\uf900-\ufaff\ufb1d-\ufdff\ufe70-\uffef]")
"""Those beside Latin, Greek and Cyrillic, in which lists know names by what stands beside them."""
_BEGINS = re.compile(r"(?<![^\W\d_])[^\W\d_]")
_HEAD = 4  # signs that every famous name has
_BACK = 100
"""How many signs before a name are looked at: more than any wording that says a name follows."""
_CASES = compiled(r"(?:ою|ею|ой|ей|ом|ем|ым|ём|а|я|у|ю|е|и|ы|й|ь)$")


def find(words: str) -> Iterator[Span]:
    """Yield the places of names."""
    yield from _latin(words)
    yield from _introduced_by_role(words)
    yield from _cyrillic(words)
    yield from _elsewhere(words)


def _introduced_by_role(words: str) -> Iterator[Span]:
    """Find any capital after "my cousin" or "is called", on a list or not."""
    _, also_words = _lists()
    for match in _CAPITAL.finditer(words):
        before = words[max(0, match.start() - _BACK) : match.start()]
        if (
            (_CALLED.search(before) or (_ROLE.search(before) and not _AND.search(before)))
            and not _PET.search(before)
            and fold_all(match[0]) not in also_words
        ):
            yield match.span()


def famous_places(words: str) -> list[Span]:
    flat, heads = _flat(words), _famous_heads()
    found: list[Span] = []
    for word in _BEGINS.finditer(flat):
        place = word.start()
        if flat[place : place + _HEAD] in heads and not (found and place < found[-1][1]):
            match = _famous().match(flat, place)
            found += [match.span()] if match else []
    return found


def touches(span: Span, others: list[Span]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in others)


def _latin(words: str) -> Iterator[Span]:
    sure, also_words = _lists()
    listed, well_known = _listed(), _well_known()
    # where a language is strange to us, we know less well what is a word there
    typed = _small() if language_of(fold_all(words)) else _long()
    for match in _WORD.finditer(words):
        word = _POSSESSIVE.sub("", match[0]) if "'" in match[0] or "’" in match[0] else match[0]
        elided = _ELIDED.match(word) if "'" in word or "’" in word else None
        start = match.start() + (elided.end() if elided else 0)
        word = word[elided.end() :] if elided else word
        name = fold_all(word)
        if name not in listed and name[-1:] != "s":
            continue
        small = not word[:1].isupper()
        if small and name not in sure and name[:-1] in well_known and name.endswith("s"):
            name = name[:-1]  # "at ethans"
        if name not in sure and name not in also_words:
            continue
        before, after = words[max(0, start - _BACK) : start], words[start + len(word) :]
        if _PET.search(before) or _SAINT.search(before):
            continue
        if small:
            counts = (
                name in typed and (word[-1] != "é" or name in _ACUTE)  # "marié" is no Marie
            ) or (name in sure and _introduced(before) and not before.rstrip().endswith("and"))
        else:
            counts = name in sure or _points(before, after)
            if counts and name not in well_known and _OPENS.search(before):
                counts = _FOLLOWED.match(after) is not None or after[:1] in (",", ":")
        if counts:
            yield start, start + len(word)


def _introduced(before: str) -> bool:
    return bool(_ROLE.search(before) or _CALLED.search(before))


def _points(before: str, after: str) -> bool:
    """Whether a name that is also a word stands where a person would."""
    inside = bool(regex.search(r"[\p{L}\p{N},]\s$", before))
    if _introduced(before):
        return True
    return inside and bool(_TOLD.search(before)) and bool(_FOLLOWED.match(after))


def _cyrillic(words: str) -> Iterator[Span]:
    """Find a capital inside a sentence, or a listed name in one of its cases."""
    for match in _CYRILLIC.finditer(words):
        if match[0][0].isupper() and len(match[0]) > 2 and _stem(fold_all(match[0])) in _stems():
            yield match.span()


def _stem(name: str) -> str:
    return _CASES.sub("", name)


def _elsewhere(words: str) -> Iterator[Span]:
    if not _OTHER_SCRIPTS.search(words):
        return
    for pattern in (_free(), _beside(), _korean(), _respect()):
        yield from (match.span() for match in pattern.finditer(words))


def _flat(words: str) -> str:
    """Return the words folded, of the same length: what folds to more or less than one character
    stays."""
    return "".join(map(_flat_sign, words))


@lru_cache(maxsize=4096)
def _flat_sign(char: str) -> str:
    plain = fold(char)
    return " " if char in "'’-" else plain if len(plain) == 1 else char


@cache
def _sections(name: str) -> dict[str, list[str]]:
    text = (files(__package__) / "lexicons" / f"{name}.txt").read_text(encoding="utf-8")
    sections: dict[str, list[str]] = {}
    for line in text.splitlines():
        if line.startswith("["):
            here = sections.setdefault(line.strip("[]"), [])
        elif line and not line.startswith("#"):
            here.extend(line.split("|") if "|" in line else line.split())
    return sections


@cache
def _lists() -> tuple[frozenset[str], frozenset[str]]:
    also_words = frozenset(_sections("names")["words"])
    sure = frozenset(_sections("names")["sure"]) | frozenset(_sections("given_names")["latin"])
    return sure - also_words, also_words


@cache
def _listed() -> frozenset[str]:
    sure, also_words = _lists()
    return sure | also_words


@cache
def _well_known() -> frozenset[str]:
    return frozenset(_sections("names")["sure"])


_ACUTE = frozenset(("chloe", "zoe", "noe", "andre", "rene", "jose", "daphne", "salome", "aime"))
"""Names that end in an é."""


@cache
def _small() -> frozenset[str]:
    """Return names that are no word of any language we know: people type them without a capital."""
    return _lists()[0] - frozenset(_sections("small_names")["never"])


@cache
def _long() -> frozenset[str]:
    return frozenset(name for name in _small() & _well_known() if len(name) > 4)


@cache
def _stems() -> frozenset[str]:
    return frozenset(map(_stem, _sections("given_names")["cyrillic"]))


@cache
def _famous() -> Pattern:
    names = "|".join(_sections("names")["famous"])
    return compiled(rf"(?<!\p{{L}})(?:{names})(?!\p{{L}})")


@cache
def _famous_heads() -> frozenset[str]:
    return frozenset(name[:_HEAD] for name in _sections("names")["famous"])


@cache
def _free() -> Pattern:
    names = "|".join(map(regex.escape, _sections("names")["script"]))
    return compiled(
        rf"(?<![\p{{Arabic}}\p{{Hebrew}}\p{{Devanagari}}])(?:{names})"
        rf"(?![\p{{Arabic}}\p{{Hebrew}}\p{{M}}])"
    )


@cache
def _beside() -> Pattern:
    """Return the pattern for Arabic, Hebrew, Hindi: "his name is …", "my friend …"."""
    before = "|".join(_sections("names")["introduces"])
    letters = r"[\p{Arabic}\p{Hebrew}\p{Devanagari}]"
    return compiled(rf"(?<!{letters})(?:{before})\s(?P<name>\L<names>)(?!{letters})",
                         names=[*_spellings("beside")])  # fmt: skip


def _spellings(section: str) -> Iterator[str]:
    for name in _sections("given_names")[section]:
        yield name
        if name[0] in "أإآ":  # people write the hamza or leave it
            yield "ا" + name[1:]


@cache
def _korean() -> Pattern:
    return compiled(
        r"(?<!\p{Hangul})\p{Hangul}?\L<names>(?:이|이는|이를|이랑|이한테|야|아|는|은|을|를|가|랑|한테|에게|씨|에게서|이랑|이가)(?!\p{Hangul})",
        names=_sections("given_names")["korean"],
    )


@cache
def _respect() -> Pattern:
    """Return the pattern for what people are called by in Japanese and Chinese."""
    return compiled("|".join(_sections("names")["respect"]))
