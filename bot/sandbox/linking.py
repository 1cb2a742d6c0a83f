"""Telegram makes some parts of a plain text tappable by itself.

The rules are read from ``find_entities`` of tdlib/td ``MessageEntity.cpp``; which top-level domains
count, from the public suffix list, which is newer than the list there. A combining mark ends a
hashtag, so ``#नौकरी`` links ``#न`` alone; only Sinhala's are spared. Phone numbers are found by
Telegram's servers, by rules that nobody has published: this takes more for one than they may.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache
from typing import NamedTuple

import regex
from publicsuffixlist import PublicSuffixList

_WORD = r"\p{L}\p{N}_"
_TAG = r"\p{L}\p{Nd}_\u00b7\u200c\u0d80-\u0dff"
_MENTION = regex.compile(rf"(?<![{_WORD}])@[A-Za-z0-9_]{{2,32}}+(?![{_WORD}])")
_COMMAND = regex.compile(
    rf"(?<![{_WORD}/<>])/[A-Za-z0-9_]{{1,64}}+(?:@[A-Za-z0-9_]{{3,32}}+|(?!@))(?![{_WORD}/<>])"
)
_HASHTAG = regex.compile(
    rf"(?<![{_TAG}])#(?=[{_TAG}]{{0,255}}\p{{L}})[{_TAG}]{{1,256}}+(?![{_TAG}]*+#)"
    r"(?:@[A-Za-z0-9_]{3,32}+)?"  # one channel's: #tag@channel
)
_CASHTAG = regex.compile(
    rf"(?<![{_TAG}$])\$(?:1INCH|[A-Z]{{1,8}})(?![A-Z{_TAG}$])(?:@\w{{3,32}}+)?"
)
_CARD = regex.compile(r"(?<![\p{L}+_\d.,-])\d(?:[ -]*\d){12,18}+(?![\p{L}\d_-])")
_PHONE = regex.compile(
    rf"(?<![{_WORD}])(?:\+\d[\d\s().-]{{5,18}}\d|\(?0[\d\s().-]{{7,18}}\d|\d{{3}}-\d{{3,4}}(?:-\d{{4}})?)(?![{_WORD}])"
)
_TG = regex.compile(r"(?:tg|ton)://[a-z0-9_-]{1,253}(?:[/?#][^\s<>«»\"\u2000-\u206f]*)?", regex.I)
_EMAIL = regex.compile(
    r"(?:[a-z0-9_-]{0,26}[.+]){0,10}[a-z0-9_-]{1,35}@(?:(?:[a-z0-9][a-z0-9_-]{0,28})?[a-z0-9]\.){1,6}[a-z]{2,8}",
    regex.I,
)
_SHORT_NAMES = {"@gif", "@vid", "@pic"}
_BAD_END = ".:;,('?!`"
_BAD_USER = set("\n/[]{}()'`<>\"@«»")
_BAD_PATH = set('\n<>"«»')


class FoundLink(NamedTuple):
    kind: str
    start: int
    end: int  # in code points


def find(text: str) -> list[FoundLink]:
    """Return the links in reading order, none overlapping: the one that begins first wins, then the
    longer."""
    found = [
        *(each for each in _all(_MENTION, "mention", text) if _is_mention(text, each)),
        *_all(_COMMAND, "bot_command", text),
        *_all(_HASHTAG, "hashtag", text),
        *_all(_CASHTAG, "cashtag", text),
        *(each for each in _all(_CARD, "bank_card", text) if _is_card(text[each.start : each.end])),
        *_all(_TG, "url", text),
        *_urls(text),
        *_all(_PHONE, "phone_number", text),
    ]
    kept: list[FoundLink] = []
    for each in sorted(found, key=lambda each: (each.start, -each.end)):
        if not kept or each.start >= kept[-1].end:
            kept.append(each)
    return kept


def _all(pattern: "regex.Pattern[str]", kind: str, text: str) -> Iterator[FoundLink]:
    return (FoundLink(kind, *match.span()) for match in pattern.finditer(text))


def _is_mention(text: str, found: FoundLink) -> bool:
    name = text[found.start : found.end]
    return len(name) > 4 or name.lower() in _SHORT_NAMES


def _is_card(written: str) -> bool:
    digits = [int(each) for each in written if each.isdigit()]
    doubled = [sum(divmod(2 * each, 10)) for each in digits[-2::-2]]
    if (sum(digits[-1::-2]) + sum(doubled)) % 10:
        return False
    one, two, four = digits[0], _number(digits[:2]), _number(digits[:4])
    if one == 4:
        return len(digits) in (13, 16, 18, 19)
    if 51 <= two <= 55 or 2200 <= four <= 2204 or 2221 <= four <= 2720:
        return len(digits) == 16
    if two in (34, 37):
        return len(digits) == 15
    return two not in (62, 81) or len(digits) >= 16


def _number(digits: list[int]) -> int:
    return int("".join(map(str, digits)))


def _urls(text: str) -> Iterator[FoundLink]:
    begin = 0  # what lies before belongs to something found already
    while (dot := text.find(".", begin)) >= 0 and dot + 1 < len(text):
        if text[dot + 1] == " ":
            begin = dot + 2
            continue
        start, end, good = _around(text, begin, dot)
        if good:
            if end > dot + 1 and (found := _judged(text, start, end)):
                yield found
            while text[end : end + 1] == ".":
                end += 1
        else:
            end = text.rfind(".", 0, end) + 1
        begin = max(end, dot + 1)


def _around(text: str, begin: int, dot: int) -> tuple[int, int, bool]:
    """Return the stretch around a full stop that could be a link, and whether what precedes allows
    it."""
    start = _back(text, dot, begin, _in_domain)
    end, at = dot, -1
    while end < len(text) and (text[end] == "@" or _in_domain(text[end])):
        at = end if text[end] == "@" else at
        end += 1
    if at >= 0:
        start = _back(text, start, begin, _in_user)
    if (port := re.compile(r":0*(\d{1,5})(?!\d)").match(text, end)) and 0 < int(port[1]) < 65536:
        end = port.end()
    if text[end : end + 1] in ("/", "?", "#"):
        path = end + 1
        while path < len(text) and text[path] not in _BAD_PATH and _in_url(text[path]):
            path += 1
        while path > end + 1 and text[path - 1] in _BAD_END:
            path -= 1
        if text[end] == "/" or path > end + 1:
            end = path
    while end > dot + 1 and text[end - 1] == ".":
        end -= 1
    good = True
    if start > begin and text[start - 1] == "@":
        user = _back(text, start - 1, begin, _in_user)
        good = at < 0 and user < start - 1
        start = user
    if start > begin:
        start, good = _after_prefix(text, start, begin, good)
    return start, end, good


def _after_prefix(text: str, start: int, begin: int, good: bool) -> tuple[int, bool]:
    if start - begin >= 6 and text.startswith("://", start - 3):
        first = _back(text, start - 3, begin, _in_protocol)
        protocol = text[first : start - 3].lower()
        for known, not_these in (("https", ()), ("http", ("shttp",)), ("ftp", ("tftp", "sftp"))):
            if protocol.endswith(known) and protocol not in not_these:
                return start - 3 - len(known), good
        return start, False
    before = text[start - 1]
    return start, good and not (regex.match(rf"[{_WORD}]", before) or before in "/#@")


def _judged(text: str, start: int, end: int) -> FoundLink | None:
    written = text[start:end]
    for prefix in ("", "mailto:"):
        if written.startswith(prefix) and _EMAIL.fullmatch(written.removeprefix(prefix)):
            return FoundLink("email", start + len(prefix), end)
    protocol = re.match(r"(?i)(?:https?|ftp)://", written)
    host = written[protocol.end() if protocol else 0 :]
    path_at = min((at for sign in "/?#" if (at := host.find(sign)) >= 0), default=len(host))
    path, domain = _balanced(host[path_at:]), host[:path_at].rpartition("@")[2]
    domain = domain.partition(":")[0]
    if not _is_domain(domain, bare=protocol is None):
        return None
    return FoundLink("url", start, end - (len(host) - path_at - len(path)))


def _balanced(path: str) -> str:
    """Return the path up to the first bracket that nothing in it opened."""
    open_ = {"(": 0, "[": 0, "{": 0}
    closes = dict(zip(")]}", "([{", strict=True))
    for at, sign in enumerate(path):
        if sign in open_:
            open_[sign] += 1
        elif sign in closes:
            open_[closes[sign]] -= 1
            if open_[closes[sign]] < 0:
                return path[:at].rstrip(_BAD_END)
    return path.rstrip(_BAD_END)


def _is_domain(domain: str, *, bare: bool) -> bool:
    parts = domain.split(".")
    if len(parts) < 2 or any(not 1 <= len(p.encode()) <= 63 or p.endswith("-") for p in parts):
        return False
    if len(parts) == 4 and all(re.fullmatch(r"0|[1-9]\d{0,2}", p) and int(p) < 256 for p in parts):
        return True
    last = parts[-1]
    if all(part.isdigit() for part in parts) or len(last) < 2 or "_" in parts[-2]:
        return False
    if last.startswith("xn--"):
        return re.fullmatch(r"[A-Za-z0-9]{2,}", last[4:]) is not None
    return not set("_-") & set(last) and (not bare or _is_known(last))


def _is_known(tld: str) -> bool:
    lower = tld.lower()
    if lower != tld and lower[0] == tld[0]:
        return False
    return _suffixes().publicsuffix(f"a.b.{lower}") is not None


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList(accept_unknown=False, only_icann=True)


def _back(text: str, at: int, begin: int, fits: Callable[[str], bool]) -> int:
    while at > begin and fits(text[at - 1]):
        at -= 1
    return at


def _in_url(sign: str) -> bool:
    if "\u2000" <= sign <= "\u206f":
        return sign in "\u200c\u200d" or "\u2010" <= sign <= "\u2015"
    return not unicodedata.category(sign).startswith("Z")


def _in_domain(sign: str) -> bool:
    if sign < "\u00c0":
        return sign.isascii() and (sign.isalnum() or sign in "._-~")
    return _in_url(sign)


def _in_user(sign: str) -> bool:
    return sign not in _BAD_USER and _in_url(sign)


def _in_protocol(sign: str) -> bool:
    if sign.isascii():
        return sign.isalnum() or sign in "+-"
    return not unicodedata.category(sign).startswith("Z")
