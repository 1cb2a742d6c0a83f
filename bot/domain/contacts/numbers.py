"""Phone numbers, bank cards and accounts, in digits: over lines, with anything of up to three signs
between them, with keycaps, and with O and l for 0 and 1."""

from collections.abc import Iterator
from dataclasses import dataclass

import phonenumbers
import regex
from stdnum import iban, luhn

from bot.domain.dictionary import languages_of
from bot.domain.patterns import compiled

Span = tuple[int, int]

# Where a number without "+" may be from, when nothing tells: the regions of the languages we speak.
_REGIONS = (
    "FR",
    "US",
    "GB",
    "DE",
    "ES",
    "PT",
    "IT",
    "RU",
    "BR",
    "BE",
    "CH",
    "IN",
    "MA",
    "DZ",
    "PL",
    "TR",
)
_OF_LANGUAGE = {
    "en": ("US", "GB", "IE", "AU", "CA"), "fr": ("FR", "BE", "CH", "CA"), "es": ("ES", "MX", "AR"),
    "de": ("DE", "AT", "CH"), "it": ("IT",), "pt": ("PT", "BR"), "ru": ("RU", "KZ"),
    "nl": ("NL", "BE"), "ar": ("MA", "DZ", "EG", "SA"), "pl": ("PL",), "tr": ("TR",),
}  # fmt: skip

_LIKE = "0-9OoОоlIІ"
_GAP = r"[^\p{L}\p{N}+]{0,3}"
_RUN = compiled(
    rf"(?<![\p{{L}}\p{{N}}])(?:\+|00)?\(?(?:[{_LIKE}]{_GAP}){{5,32}}[{_LIKE}](?![\p{{L}}\p{{N}}])",
    regex.V1,
)
_WORD = compiled(
    r"(?<![\p{L}\p{N}])(?:[OoОо]|(?![OoОо]+(?![\p{L}\p{N}]))[OoОоlIІ]+)(?![\p{L}\p{N}])"
)
_COSTUME = str.maketrans("OoОоlIІ", "0000111")
_GROUP = compiled(rf"[{_LIKE}]+")
_USUAL = compiled(r"[ \u00a0\u202f]?[-./·_()\u2010-\u2015]?[ \u00a0\u202f]?[(]?|\uFE0F?\u20E3")
_IBAN = compiled(
    r"(?<!\w)[A-Z]{2}\d{2}(?:[^\p{L}\p{N}]{0,3}[A-Z0-9]){11,30}", regex.IGNORECASE | regex.V1
)
_DIGITS = compiled(r"\d\d")
_ACCOUNT = compiled(r"(?<![\p{L}\p{N}])40[0-9](?:[ \u00a0-]?\d){17}(?!\d)")
_DATE = compiled(
    r"(?:[0-3]?\d[-./ ][01]?\d[-./ ](?:19|20)\d\d|(?:19|20)\d\d[-./ ][01]?\d[-./ ][0-3]?\d)"
)
_YEAR = compiled(r"(?:19|20)\d\d")
_THOUSANDS = compiled(r"[1-9]\d{0,2}(?:([ \u00a0\u202f.,'’])000)(?:\1\d{3})*|[1-9]\d*0{5,}")
_SCORES = compiled(r"\d{1,2}\s?[-–:]\s?\d{1,2}(?:[\s,;/|]+\d{1,2}\s?[-–:]\s?\d{1,2})+")
_DATES = compiled(
    r"\d{1,2}\s?[:./h]\s?\d{1,2}[.]?(?:[./]\d{2,4})?(?:[\s,;–-]+\d{1,2}[:./h]\d{1,2}[.]?(?:[./]\d{2,4})?)+"
)
_PRICES = compiled(r"\d{1,4}[.,]\d{1,2}(?:[\s;/]+\d{1,4}[.,]\d{1,2})+")
_DECIMAL = compiled(r"(?!0\d)\d{1,3}[.,]\d{4,}")
_HELP = compiled(
    r"help|crisis|samaritan|hotline|[ée]coute|suicid|enfance|aide|seelsorge|sorgen|nummer gegen|"
    r"довери|помощ|esperanza|ayuda|atenci[óo]n|aiuto|amico|valoriza|ajuda|childline|lifeline|bullying",
    regex.IGNORECASE,
)
_PI = "3141592653589793238462643383279"
_ASKS_TO_CALL = compiled(
    r"(?<!\w)(?:call|text|phone|tel|tél|téléphone|numéro|number|num|whats\s?app|appel\w*|"
    r"sms|ring|llam\w*|numer\w*|numara\w*|dzwo\w+|zadzwo\w+|chiam\w+|lig(?:a|ue)|telefon\w*|ruf\w*|anruf\w*|звони\w*|номер|тел|اتصل|رقم)(?!\w)\W{0,3}(?:\w+\W+){0,3}$",
    regex.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Run:
    """A run of digits and what stands between them."""

    text: str
    digits: str
    groups: tuple[str, ...]
    usual: bool  # nothing but what people put between the groups of a number
    even: bool  # the same between all of them


def accounts(plain: str) -> Iterator[Span]:
    """Yield IBANs, and Russian account numbers."""
    if not _DIGITS.search(plain):
        return
    for match in _IBAN.finditer(plain):
        # Words may follow the last group without a sign between: try shorter and shorter.
        text = match[0]
        while len(text) > 14:
            if iban.is_valid(regex.sub(r"[^\p{L}\p{N}]", "", text)):
                yield match.start(), match.start() + len(text)
                break
            text = regex.sub(r"[^\p{L}\p{N}]+$", "", text[:-1])
    yield from (match.span() for match in _ACCOUNT.finditer(plain))


def cards(plain: str) -> Iterator[Span]:
    for start, run in _runs(plain):
        if 13 <= len(run.digits) <= 19 and run.digits[0] in "23456" and luhn.is_valid(run.digits):
            yield start, start + len(run.text)


def phones(plain: str, region: str | None) -> Iterator[Span]:
    for start, run in _runs(plain):
        if _is_phone(run, plain[:start], plain[start + len(run.text) :], region):
            yield start, start + len(run.text)


def _runs(plain: str) -> Iterator[tuple[int, _Run]]:
    for match in _RUN.finditer(plain):
        for start, text in _without_words(match[0]):
            run = _read(text)
            if run is not None:
                yield match.start() + start, run


def _without_words(text: str) -> Iterator[tuple[int, str]]:
    """Yield the parts without ``I``, ``o`` and ``lol``, which are words ("in 2019 I was 23");
    ``OOO`` may be three zeros."""
    start = 0
    for word in [*_WORD.finditer(text), None]:
        end = word.start() if word else len(text)
        part = text[start:end]
        kept = regex.sub(r"[^\p{L}\p{N}]+$", "", part)
        skipped = len(kept) - len(regex.sub(r"^[^\p{L}\p{N}+(]+", "", kept))
        if kept[skipped:]:
            yield start + skipped, kept[skipped:]
        start = word.end() if word else end


def _read(text: str) -> _Run | None:
    written = [char for char in text if char.isdecimal()]
    letters = [char for char in text if char.isalpha()]
    if len(written) < 3 or (letters and len(written) + len(letters) < 7):
        return None
    tail = text.translate(_COSTUME)
    groups = tuple(regex.findall(r"\d+", tail))
    gaps = regex.findall(r"(?<=\d)[^\d]+(?=\d)", tail)
    usual = all(_USUAL.fullmatch(gap) for gap in gaps)
    even = len({gap.strip(" ") for gap in gaps}) == 1
    return _Run(text, "".join(groups), groups, usual, even)


def _is_phone(run: _Run, before: str, after: str, region: str | None) -> bool:
    digits, text = run.digits, run.text
    if not 6 < len(digits) <= 15 or _is_something_else(run, before):
        return False
    if _HELP.search(before + after) and _is_free(digits):
        return False
    if text.startswith(("+", "00")):
        return len(digits) >= 8
    if _ASKS_TO_CALL.search(before):
        return True
    here = _OF_LANGUAGE.get(languages_of(f"{before} {after}")[0], ())
    if region is not None:
        return _valid(digits, (region,)) or len(digits) >= 10
    if not run.usual or _counted(run):
        national = digits.startswith("0") and len(digits) <= 12
        spread = run.even and len(digits) >= 10 and "," not in text
        return len(digits) >= 9 and (national or spread or _valid(digits, here or _REGIONS))
    return (len(digits) >= 9 and _valid(digits, _REGIONS)) or len(digits) >= 10


def _is_something_else(run: _Run, before: str) -> bool:
    """Tell whether it is a date, years, an amount, a score, counting aloud, or pi."""
    text, groups = run.text, run.groups
    if _DATE.fullmatch(text) or _THOUSANDS.fullmatch(text) or _SCORES.fullmatch(text):
        return True
    if _DATES.fullmatch(text) or _PRICES.fullmatch(text) or _is_book(run.digits):
        return True
    if "," in text and max(map(len, groups)) <= 2 and not run.digits.startswith("0"):
        return True  # marks, ages: a list
    if all(map(_YEAR.fullmatch, groups)) or _DECIMAL.fullmatch(text):
        return True
    pi = _PI if run.digits.startswith("3") else _PI[1:]
    if pi.startswith(run.digits) or regex.search(r"\d[.,]$", before):
        return True
    return _counts(groups) or _draws(run)


def _counts(groups: tuple[str, ...]) -> bool:
    """Tell whether it counts: 10 9 8 7 …"""
    numbers = [int(group) for group in groups]
    steps = {one - other for one, other in zip(numbers[1:], numbers, strict=False)}
    return len(groups) >= 4 and len(steps) == 1 and steps != {0}


def _draws(run: _Run) -> bool:
    """Tell whether they are lottery numbers: six or so, each greater than the one before."""
    numbers = [int(group) for group in run.groups]
    rising = all(one > other for one, other in zip(numbers[1:], numbers, strict=False))
    return len(numbers) in (6, 7) and rising and numbers[-1] <= 99


def _counted(run: _Run) -> bool:
    """Tell whether these are many small figures side by side: a list as likely as a number."""
    return len(run.groups) >= 5 and len({len(group) for group in run.groups}) > 1


def _is_book(digits: str) -> bool:
    return len(digits) == 13 and digits.startswith(("978", "979"))


def _is_free(digits: str) -> bool:
    """Tell whether calls are free: helplines are; a person's number is not."""
    for region in ("US", "GB", "FR", "DE", "ES", "RU", "IT", "CH"):
        try:
            number = phonenumbers.parse(digits, region)
        except phonenumbers.NumberParseException:
            continue
        kind = phonenumbers.number_type(number)
        if kind == phonenumbers.PhoneNumberType.TOLL_FREE:
            return True
    return False


def _valid(digits: str, regions: tuple[str, ...]) -> bool:
    for region in regions:
        try:
            if phonenumbers.is_valid_number(phonenumbers.parse(digits, region)):
                return True
        except phonenumbers.NumberParseException:
            continue
    return False
