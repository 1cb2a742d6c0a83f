"""Phone numbers written out in words of several languages, or half in words and half in digits."""

from collections.abc import Iterator

import regex

from bot.domain.contacts.names import TOKEN, tokens_of
from bot.domain.patterns import compiled

Span = tuple[int, int]


def _values(words: str) -> dict[str, int]:
    """Read ``zero=0 one=1``."""
    return {word: int(value) for word, _, value in (each.partition("=") for each in words.split())}


_WORDS = _values(
    "zero=0 oh=0 nought=0 one=1 two=2 three=3 four=4 five=5 six=6 seven=7 eight=8 nine=9 ten=10 "
    "eleven=11 twelve=12 thirteen=13 fourteen=14 fifteen=15 sixteen=16 seventeen=17 eighteen=18 "
    "nineteen=19 twenty=20 thirty=30 forty=40 fifty=50 sixty=60 seventy=70 eighty=80 ninety=90 "
    "zéro=0 un=1 deux=2 trois=3 quatre=4 cinq=5 sept=7 huit=8 neuf=9 dix=10 onze=11 douze=12 "
    "treize=13 quatorze=14 quinze=15 seize=16 vingt=20 vingts=20 trente=30 quarante=40 "
    "cinquante=50 soixante=60 septante=70 huitante=80 octante=80 nonante=90 "
    "cero=0 uno=1 dos=2 tres=3 cuatro=4 cinco=5 seis=6 siete=7 ocho=8 nueve=9 diez=10 once=11 "
    "doce=12 trece=13 catorce=14 quince=15 dieciséis=16 diecisiete=17 dieciocho=18 "
    "diecinueve=19 veinte=20 treinta=30 cuarenta=40 cincuenta=50 sesenta=60 setenta=70 "
    "ochenta=80 noventa=90 doscientos=200 trescientos=300 cuatrocientos=400 quinientos=500 "
    "seiscientos=600 setecientos=700 ochocientos=800 novecientos=900 veintiuno=21 veintidós=22 "
    "veintitrés=23 veinticuatro=24 veinticinco=25 veintiséis=26 veintisiete=27 veintiocho=28 "
    "veintinueve=29 "
    "null=0 eins=1 ein=1 zwei=2 zwo=2 drei=3 vier=4 fünf=5 sechs=6 sieben=7 acht=8 neun=9 zehn=10 "
    "elf=11 zwölf=12 dreizehn=13 vierzehn=14 fünfzehn=15 sechzehn=16 siebzehn=17 achtzehn=18 "
    "neunzehn=19 zwanzig=20 dreißig=30 vierzig=40 fünfzig=50 sechzig=60 siebzig=70 achtzig=80 "
    "neunzig=90 "
    "ноль=0 нуль=0 один=1 два=2 три=3 четыре=4 пять=5 шесть=6 семь=7 восемь=8 девять=9 десять=10 "
    "одиннадцать=11 двенадцать=12 тринадцать=13 четырнадцать=14 пятнадцать=15 шестнадцать=16 "
    "семнадцать=17 восемнадцать=18 девятнадцать=19 двадцать=20 тридцать=30 сорок=40 "
    "пятьдесят=50 шестьдесят=60 семьдесят=70 восемьдесят=80 девяносто=90 сто=100 двести=200 "
    "триста=300 четыреста=400 пятьсот=500 шестьсот=600 семьсот=700 восемьсот=800 девятьсот=900 "
    "due=2 tre=3 quattro=4 cinque=5 sei=6 sette=7 otto=8 nove=9 dieci=10 "
    "dois=2 três=3 quatro=4 sete=7 oito=8 dez=10 meia=6"
)
_TWICE = frozenset("double doble doppel дважды doppio triple".split())  # noqa: SIM905
_GERMAN = "ein zwei drei vier fünf sechs sieben acht neun".split()  # noqa: SIM905
_TENS = "zwanzig dreißig dreissig vierzig fünfzig sechzig siebzig achtzig neunzig".split()  # noqa: SIM905
_ONE = compiled(
    r"(?<![\p{L}\p{N}])(?:(?P<digits>\d{1,8})|"
    rf"(?P<compound>(?:{'|'.join(_GERMAN)})und(?:{'|'.join(_TENS)}))|"
    rf"(?P<twice>{'|'.join(_TWICE)})|(?P<word>{'|'.join(sorted(_WORDS, key=len, reverse=True))}))"
    r"(?![\p{L}\p{N}])",
    regex.IGNORECASE | regex.V1,
)
_PLUS = compiled(r"(?<![\p{L}\p{N}])(?:plus|más|mas|più|mais|плюс|\+)\W{0,3}$", regex.IGNORECASE)
_BETWEEN = compiled(r"[^\p{L}\p{N}]{0,3}(?:(?:et|y|e|und)[\s-]{1,2})?", regex.V1)
_SENTENCE = compiled(r"[.!?]\s*\n|\n\n")
_HINT = compiled(r"\p{L}{2}", regex.V1)


_COUNTED = frozenset(
    word.casefold()
    for word in (*_WORDS, *_TWICE, *(f"{one}und{ten}" for one in _GERMAN for ten in _TENS))
)
_PLUSES = frozenset(("plus", "más", "mas", "più", "mais", "плюс"))


def find(plain: str) -> Iterator[Span]:
    if not _may_hold_one(plain):
        return
    found = [
        number
        for token in TOKEN.finditer(plain)
        if (token[0].isdecimal() or token[0].casefold() in _COUNTED)
        and (number := _ONE.match(plain, token.start()))
    ]
    start = 0
    while start < len(found):
        end = start
        while end + 1 < len(found) and _joined(plain, found[end].end(), found[end + 1].start()):
            end += 1
        run = found[start : end + 1]
        start = end + 1
        while run and run[-1]["twice"]:
            run.pop()
        plus = _PLUS.search(plain, 0, run[0].start()) if run else None
        if run and _is_number(run, plus=plus is not None):
            yield (plus.start() if plus else run[0].start()), run[-1].end()


def _may_hold_one(plain: str) -> bool:
    """Whether there are as many words and groups of digits as ``_is_number`` asks for at least:
    told by the words alone, in a tenth of the time."""
    tokens = tokens_of(plain)
    words = sum(map(_COUNTED.__contains__, tokens))
    groups = sum(token.isdecimal() for token in tokens)
    if words >= 4 or (words and groups >= 2):
        return True
    return words + groups >= 2 and words > 0 and ("+" in plain or not _PLUSES.isdisjoint(tokens))


def _joined(plain: str, end: int, start: int) -> bool:
    between = plain[end:start]
    return _BETWEEN.fullmatch(between) is not None and not _SENTENCE.search(between)


def _is_number(run: "list[regex.Match[str]]", *, plus: bool) -> bool:
    values, size, words = [], 0, 0
    for index, each in enumerate(run):
        if each["digits"]:
            size += len(each["digits"])
            values.append(int(each["digits"]))
            continue
        words += 1
        if each["twice"]:
            size += 1 if each["twice"].lower() != "triple" else 2
            continue
        value = 22 if each["compound"] else _WORDS[each["word"].lower()]
        unit = index and value < 10 and values and values[-1] >= 20 and values[-1] % 10 == 0
        size += 0 if unit and not run[index - 1]["digits"] else len(str(value))
        values.append(value)
    groups = len(run) - words
    if words == 0 or _counts(values):
        return False
    if plus:
        return size >= 8 and (words > 1 or groups > 1)
    return (words >= 4 and size >= 7) or (words >= 1 and groups >= 2 and size >= 9)


def _counts(values: list[int]) -> bool:
    """Tell whether somebody counts aloud, up or down, perhaps with a mistake or two."""
    steps = [one - other for one, other in zip(values[1:], values, strict=False)]
    if not steps:
        return True
    return max(steps.count(1), steps.count(-1)) >= 0.85 * len(steps)
