"""E-mail addresses and sites, also spelled out: ``lea punto m arroba gmail``."""

import re
from collections.abc import Iterator

import regex

from bot.domain.contacts.names import is_odd
from bot.domain.patterns import compiled
from bot.domain.tlds import is_tld

Span = tuple[int, int]

_AT = r"at|arobase|arrobase|arroba|chiocciola|ät|ätt|собака|собачка"
_DOT = r"dot|point|punkt|punto|ponto|точка|тчк"
_HOSTS = (
    r"gmail|googlemail|g-mail|hotmail|outlook|yahoo|ymail|gmx|icloud|proton(?:mail)?|aol|yandex|"
    r"яндекс|gmail|джимейл|mail|мейл|мэйл|inbox|rambler|рамблер|live|msn|wanadoo|laposte|orange|free|"
    r"sfr|web|freenet|t-online|posteo|libero|terra|uol|zoho|tutanota"
)
_EMAIL = compiled(
    rf"""(?<![\w.+-])(?:[\w+-]{{1,32}}\s?(?:[.]|[(\[{{<]\s?(?:{_DOT}|[.])\s?[)\]}}>])\s?|[\w+-]{{1,32}}\s(?:{_DOT})\s){{0,3}}
        [\w.+-]{{1,64}}
        (?:\s?@\s?|\s?[(\[{{<*]\s?(?:{_AT}|@|chez)\s?[)\]}}>*]\s?
         |\s(?:{_AT})\s(?=[\w-]+(?:[.]\w|\s[.]\s|\s?[(\[{{]|\s?(?:{_DOT}))))
        (?!(?:the|this|that|a|my|le|la|un|une)\b)[\w-]{{1,63}}
        (?:(?:\s?[.]\s?|\s?[(\[{{<]\s?(?:{_DOT}|[.])\s?[)\]}}>]\s?
            |\s(?:{_DOT})\s)(?P<last>[\p{{L}}][\w-]{{1,24}})){{1,4}}(?!\w)""",
    regex.VERBOSE | regex.IGNORECASE | regex.V1,
)
_AT_HOST = compiled(
    rf"""(?<![\w.+-])(?P<name>[\w+-][\w.+-]{{2,40}})
        (?:\s?@\s?|\s?[(\[]\s?(?:{_AT}|@|chez)\s?[)\]]\s?|\s(?:{_AT}|chez|bei|en|на)\s)
        (?:{_HOSTS})(?:\s(?:{_DOT})?\s?(?:de|com|fr|ru|es|net|org|it))?(?!\w)""",
    regex.VERBOSE | regex.IGNORECASE | regex.V1,
)
_SPACED = compiled(r"(?<!\w)(?:[\w.+-]\s){3,}@(?:\s[\w.-]){4,}(?!\w)")
# What the slow patterns cannot do without, looked for in small letters.
_MAY_BE_EMAIL = re.compile(
    rf"""(?:@|[(\[{{<*]\s?(?:{_AT}|@|chez)\s?[)\]}}>*])\s?[\w-]+
            (?:\s?[.]\s?[^\W\d_]|\s?[(\[{{<]|\s(?:{_DOT})\s)
        |[(\[{{<*]\s?(?:{_AT}|chez)\s?[)\]}}>*]
        |\s(?:{_AT})\s[\w-]+(?:[.]\w|\s[.]\s\w|\s?[(\[{{]\s?(?:{_DOT}|[.])|\s(?:{_DOT})\s\w)""",
    re.VERBOSE,
)
_MAY_BE_HOST = re.compile(rf"(?:@\s?|[)\]]\s?|\s(?:{_AT}|chez|bei|en|на)\s)(?:{_HOSTS})(?!\w)")
_SPOKEN = compiled(
    rf"""(?<!\w)(?:hxxps?|h\s?t\s?t\s?p\s?s?)\s?:\s?/\s?/\s?\S+
      | (?<![\w@.])(?:www\s?[.]\s?)?[\w-]{{2,63}}
          (?:(?:\s[.]\s|\s[.]|[.]\s(?=\w+\s?/)|\s?[(\[{{]\s?(?:{_DOT}|[.,])\s?[)\]}}]\s?|\s(?:{_DOT})\s)
          (?P<last>[\p{{L}}]{{2,24}})){{1,3}}(?!\w)
          (?:\s?(?:/|slash|barra|слэш|слеш)\s?[\w.-]+)*
      | (?<!\d|\d[.])(?:\d{{1,3}}[.]){{3}}\d{{1,3}}(?::\d{{2,5}}|/\S+)(?!\d)""",
    regex.VERBOSE | regex.IGNORECASE | regex.V1,
)
_SAID = frozenset(("ком", "нет", "ру", "рф"))
_SURE = frozenset(
    regex.findall(
        r"\w+",
        "com net org fr de ru es it info me io app gg xyz site top online shop club live link "
        "click space store pro biz tv рф uk eu co ly",
    )
)
_MAY_BE_SPOKEN = re.compile(
    rf""":\s?/\s?/|[(\[{{]\s?(?:{_DOT}|[.,])\s?[)\]}}]|\d[.]\d{{1,3}}[.]\d
        |(?:\s[.]\s?|[.]\s(?=\w+\s?/)|\s(?:{_DOT})\s)(?:{"|".join(sorted(_SURE | _SAID))})(?!\w)""",
    re.VERBOSE,
)
"""A link by its scheme, by numbers, or with an ending that ``_ends_a_name`` takes."""


def find(plain: str) -> Iterator[Span]:
    if "@" in plain:
        yield from (match.span() for match in _SPACED.finditer(plain))
    low = plain.casefold()
    if _MAY_BE_EMAIL.search(low):
        yield from (match.span() for match in _EMAIL.finditer(plain))
    for match in _AT_HOST.finditer(plain) if _MAY_BE_HOST.search(low) else ():
        if "@" in match[0] or (is_odd(match["name"], plain) and not match["name"].istitle()):
            yield match.span()


def spoken_links(plain: str) -> Iterator[Span]:
    if not _MAY_BE_SPOKEN.search(plain.casefold()):
        return
    for match in _SPOKEN.finditer(plain):
        last = match["last"]
        if last is None or _ends_a_name(last.lower(), match[0]):
            yield match.span()


def _ends_a_name(last: str, said: str) -> bool:
    """Tell whether a name ends so: ``. com`` always; other endings only where a dot is spelled out
    or set in brackets."""
    if last in _SURE or last in _SAID:
        return True
    return is_tld(last) and regex.search(r"[(\[{]", said) is not None
