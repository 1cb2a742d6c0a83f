"""Ways to reach or pay a person, found in the words so that their author decides before publishing.

A false alarm costs one tap (Keep); a number published unseen cannot be taken back. So this errs on
the side of finding.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import phonenumbers
import regex
from stdnum import iban, luhn

from bot.domain.folding import same_length_fold
from bot.domain.links import find_links

Kind = Literal["phone", "email", "link", "username", "iban", "card", "name"]

HIDDEN = "▇▇"

# Where a number without "+" may be from, when nothing tells: the regions of the languages we speak.
_REGIONS = ("FR", "US", "GB", "DE", "ES", "PT", "IT", "RU", "BR", "BE", "CH", "IN", "MA", "DZ")

_EMAIL = regex.compile(
    r"""(?<![\w.+-])[\w.+-]{1,64}
        (?:\s?@\s?|\s?[(\[{<]\s?(?:at|@|arobase|arrobase|chez|arroba|chiocciola)\s?[)\]}>]\s?
         |\s(?:at|arobase|arrobase|arroba|chiocciola)\s(?=[\w-]+(?:[.]\w|\s?[(\[]|\s?(?:dot|point|punto|ponto))))
        (?!(?:the|this|that|a|my|le|la|un|une)\b)[\w-]{1,63}
        (?:(?:\s?[.]\s?|\s?[(\[{<]\s?(?:dot|point|punkt|punto|ponto|\.)\s?[)\]}>]\s?
            |\s(?:dot|point|punkt|punto|ponto)\s)[\w-]{2,24}){1,4}(?!\w)""",
    regex.VERBOSE | regex.IGNORECASE | regex.V1,
)
_SPOKEN_LINK = regex.compile(
    r"""(?<!\w)(?:hxxps?|h\s?t\s?t\s?p\s?s?)\s?:\s?/\s?/\s?\S+
      | (?<![\w@.])[\w-]{2,63}\s?(?:\s[.]\s|[(\[{]\s?(?:dot|point|punto|ponto|\.)\s?[)\]}]\s?
           |\s(?:dot|point|punto|ponto)\s)(?:com|net|org|fr|de|ru|info|me|io|app|gg)(?!\w)(?:\s?/\s?\S+)?
      | (?<!\d|\d[.])(?:\d{1,3}[.]){3}\d{1,3}(?::\d{2,5}|/\S+)(?!\d)""",
    regex.VERBOSE | regex.IGNORECASE | regex.V1,
)
_SPACED_EMAIL = regex.compile(r"(?<!\w)(?:[\w.+-]\s){3,}@(?:\s[\w.-]){4,}(?!\w)")
_MAY_BE_EMAIL = regex.compile(
    r"@|\b(?:at|arobase|arrobase|arroba|chiocciola|chez)\b", regex.IGNORECASE
)
_MAY_BE_SPOKEN = regex.compile(
    r"\b(?:dot|point|punto|ponto|h\s?t\s?t\s?p|hxxp)|\s[.]\s|\d[.]\d|[(\[{]\s?[.]", regex.I
)
_AT_NAME = regex.compile(r"(?<![\w@./])@\s?[\w](?:[\w.]{0,28}\w)(?![@\w])", regex.V1)
# "insta: lea.mrtn" and "add me on snap lea_mrtn": a service, then one word that is not prose.
_SERVICES = (
    r"insta(?:gram)?|ig|snap(?:chat)?|sc|telegram|tg|tik\s?tok|discord|twitter|whatsapp|kik|wechat|"
    r"line|skype|facebook|fb|onlyfans|of|twitch|steam|psn|cash\s?app|venmo|paypal|threads|tumblr|"
    r"bluesky|mastodon|viber|signal|revolut|lydia|zelle|xbox(?:\slive)?|gamer\s?tag|pseudo|handle|vk"
)
_SERVICE_NAME = regex.compile(
    rf"""(?<!\w)(?:{_SERVICES})\s?
         (?:[?,]?\s?(?:(?:is|it['’]?s|me|est|c['’]est|name|user|username|id|pseudo|handle|gamertag)
            \s?[:=]?\s?){{1,3}}
            (?P<name>(?=\S*[\d_.]\S*)[\w.]{{3,32}}(?<![.]))
          | \s?[?:=→>]\s?(?P<name>[$]?[\w.#]{{3,32}}(?<![.]))
          | \s(?P<name>(?=\S*[\d_]\S*)(?=\S*\p{{L}})[\w.]{{4,32}}(?<![.])))(?!\w)""",
    regex.VERBOSE | regex.IGNORECASE | regex.V1,
)
_DIGITS = regex.compile(
    r"(?<![\p{L}\d])(?:\+|00)?[(]?\d"
    r"(?:[ \u00a0\u202f]?[-./·_()\u2010-\u2015]?[ \u00a0\u202f]?[(]?\d){6,21}(?!\d)",
    regex.V1,
)
_IBAN = regex.compile(r"(?<!\w)[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]){11,30}(?!\w)", regex.IGNORECASE)
_DATE = regex.compile(
    r"(?:[0-3]?\d[-./ ][01]?\d[-./ ](?:19|20)\d\d|(?:19|20)\d\d[-./ ][01]?\d[-./ ][0-3]?\d"
    r"|(?:19|20)\d\d(?:\s?[-/–. ]\s?(?:19|20)\d\d)+)"
)
_THOUSANDS = regex.compile(r"[1-9]\d{0,2}(?:([ \u00a0\u202f.])000)(?:\1\d{3})*|[1-9]\d*0{5,}")
_ASKS_TO_CALL = regex.compile(
    r"(?<!\w)(?:call|text|phone|tel|tél|téléphone|numéro|number|num|whats\s?app|appel\w*|"
    r"sms|ring|llama\w*|telefon\w*|ruf|anruf\w*|звони\w*|номер|тел|اتصل|رقم)(?!\w)\W{0,3}(?:\w+\W+){0,3}$",
    regex.IGNORECASE,
)
_SPOKEN_DIGIT = (
    r"(?:zéro|zero|oh|nought|one|two|three|four|five|six|seven|eight|nine|double|triple|"
    r"un|deux|trois|quatre|cinq|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|vingt|"
    r"trente|quarante|cinquante|soixante|septante|huitante|nonante|\d{1,2})"
)
_SPOKEN_PHONE = regex.compile(
    rf"(?<!\w)(?=[^.!?\n]{{0,40}}\p{{L}}{{3}})(?:plus|zéro|zero|oh|\+?\d{{1,3}}|seven|area\scode)(?:[\s,.-]+(?:et[\s-]+)?{_SPOKEN_DIGIT}){{6,16}}(?!\w)",
    regex.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Contact:
    """Where in the words somebody can be reached or paid; ``start`` and ``end`` cut ``text``."""

    kind: Kind
    start: int
    end: int
    text: str


def find_contacts(words: str, *, region: str | None = None) -> tuple[Contact, ...]:
    """Contacts in reading order, none overlapping another. ``region`` is a two-letter country."""
    plain = same_length_fold(words)
    taken: list[Contact] = []
    for kind, spans in (
        ("email", _emails(plain)),
        ("link", find_links(plain)),
        ("iban", _ibans(plain)),
        ("card", _cards(plain)),
        ("phone", _phones(plain, region)),
        ("link", _spoken_links(plain)),
        ("username", _usernames(plain)),
    ):
        for start, end in spans:
            if all(end <= other.start or other.end <= start for other in taken):
                taken.append(Contact(kind, start, end, words[start:end]))  # type: ignore[arg-type]
    return tuple(sorted(taken, key=lambda contact: contact.start))


def hide_contacts(words: str, *, region: str | None = None) -> str:
    """The words with each contact painted over."""
    for contact in reversed(find_contacts(words, region=region)):
        words = words[: contact.start] + HIDDEN + words[contact.end :]
    return words


def _spans(pattern: "regex.Pattern[str]", plain: str) -> Iterator[tuple[int, int]]:
    return (match.span() for match in pattern.finditer(plain))


def _emails(plain: str) -> Iterator[tuple[int, int]]:
    if _MAY_BE_EMAIL.search(plain):
        yield from _spans(_SPACED_EMAIL, plain)
        yield from _spans(_EMAIL, plain)


def _spoken_links(plain: str) -> Iterator[tuple[int, int]]:
    return _spans(_SPOKEN_LINK, plain) if _MAY_BE_SPOKEN.search(plain) else iter(())


def _usernames(plain: str) -> Iterator[tuple[int, int]]:
    yield from _spans(_AT_NAME, plain)
    for match in _SERVICE_NAME.finditer(plain):
        yield match.span("name")


def _ibans(plain: str) -> Iterator[tuple[int, int]]:
    for match in _IBAN.finditer(plain):
        # Words may follow the last group without a sign between: try shorter and shorter.
        text = match[0]
        while len(text) > 14:
            if iban.is_valid(text):
                yield match.start(), match.start() + len(text)
                break
            text = text[:-1].rstrip(" -")


def _cards(plain: str) -> Iterator[tuple[int, int]]:
    for match in _DIGITS.finditer(plain):
        digits = _only_digits(match[0])
        if 13 <= len(digits) <= 19 and digits[0] in "23456" and luhn.is_valid(digits):
            yield match.span()


def _phones(plain: str, region: str | None) -> Iterator[tuple[int, int]]:
    for match in _DIGITS.finditer(plain):
        if _is_phone(match[0], plain[: match.start()], region):
            yield match.span()
    for match in _SPOKEN_PHONE.finditer(plain):
        if len(regex.findall(r"\p{L}{2,}", match[0])) >= 3:  # else somebody counts aloud
            yield match.span()


def _is_phone(text: str, before: str, region: str | None) -> bool:
    digits = _only_digits(text)
    if len(digits) > 15 or _DATE.fullmatch(text) or _THOUSANDS.fullmatch(text):
        return False
    if text.startswith(("+", "00")):
        return len(digits) >= 8
    if _ASKS_TO_CALL.search(before):
        return True
    if _valid(digits, (region,) if region else _REGIONS):
        return len(digits) >= 9 or region is not None
    return len(digits) >= 10


def _valid(digits: str, regions: tuple[str, ...]) -> bool:
    for region in regions:
        try:
            if phonenumbers.is_valid_number(phonenumbers.parse(digits, region)):
                return True
        except phonenumbers.NumberParseException:
            continue
    return False


def _only_digits(text: str) -> str:
    return "".join(char for char in text if char.isdecimal())
