"""Links are found in a text. Cutting one out must not eat "je pars.de toute façon" or an e-mail.

Every name under a known top-level domain is one, unless it is a word with its full stop and no
space behind it. Telegram links that too; that nothing which stays can be tapped under a post is
seen to in ``bot.domain.inert``.
"""

import re
from collections.abc import Iterator

import regex

from bot.domain.patterns import compiled
from bot.domain.prose import is_prose
from bot.domain.tlds import is_tld

_TAIL = r"[^\s<>«»\"“”]*[^\s<>«»\"“”.,;:!?…)\]}'’、。！？]"
_HOST = r"[\p{L}\p{M}\p{N}](?:[\p{L}\p{M}\p{N}_~-]*[\p{L}\p{M}\p{N}])?"
_DOT = r"[.．｡。]"

_SURE = compiled(
    rf"""
    (?<![\p{{L}}\p{{N}}@])(?:
        (?:[a-zａ-ｚ][a-zａ-ｚ0-9+.-]{{1,12}}(?::|：)(?://|／／|\\\\)|www[.．])(?:{_TAIL})
      | (?:mailto|tel|tg|ton|magnet|whatsapp|viber|skype|sms):(?=\S)(?:{_TAIL})
      | (?<![.\-_+])(?:{_HOST}{_DOT}){{0,8}}(?:t{_DOT}me|telegram{_DOT}(?:me|dog|org))
          (?::\d{{2,5}})?(?:[/?\#](?:{_TAIL})?|(?![\p{{L}}\p{{N}}@_-])(?!{_DOT}\p{{L}}))
      | (?<![.\-_+]|\d[.])(?:\d{{1,3}}[.]){{3}}\d{{1,3}}(?::\d{{2,5}}|/(?:{_TAIL}))
    )
    """,
    regex.VERBOSE | regex.IGNORECASE | regex.V1,
)
_NAME = compiled(
    rf"""
    (?<![\p{{L}}\p{{N}}@.\-_+])
    (?P<elided>(?:\p{{L}}+['’])*)(?P<labels>{_HOST}(?:{_DOT}{_HOST}){{1,8}})
    (?P<rest>(?::\d{{2,5}})?(?:[/?\#](?:{_TAIL})?)?)
    (?![\p{{L}}\p{{N}}@_])
    """,
    regex.VERBOSE | regex.V1,
)
# What the slow patterns cannot do without.
_MAY_BE_SURE = re.compile(
    r"[:：][/／\\]|[A-Za-zſK]:(?=\S)|[wW][.．]|(?i:[tm][.．｡。][mdo])|\d[.]\d"
)
_MAY_BE_NAME = re.compile(r"(?<=[^\s.．｡。])[.．｡。](?=[^\s.．｡。…!?,;:)\]\"'’»”])")
_SPLIT = compiled(_DOT)


def find_links(words: str) -> Iterator[tuple[int, int]]:
    """Yield where each link starts and ends, in reading order."""
    found: list[tuple[int, int]] = []
    if _MAY_BE_SURE.search(words):
        found += [match.span() for match in _SURE.finditer(words)]
    names = list(_NAME.finditer(words)) if _MAY_BE_NAME.search(words) else []
    around = _NAME.sub(" ", words) if names else words
    for match in names:
        span = _site(match, words, around)
        if span and all(span[1] <= start or end <= span[0] for start, end in found):
            found.append(span)
    yield from sorted(found)


def cut_links(words: str, mark: str = "") -> str:
    """Return the words with ``mark`` in the place of each link."""
    for start, end in reversed(list(find_links(words))):
        words = words[:start] + mark + words[end:]
    return words


def _site(match: "regex.Match[str]", words: str, around: str) -> tuple[int, int] | None:
    labels = _SPLIT.split(match["labels"])
    for count in range(len(labels), 1, -1):
        if not is_tld(labels[count - 1]):
            continue  # "evil.ai.He went": what follows the last dot is no domain
        named, rest = labels[:count], labels[count:]
        if rest:
            end = match.start("labels") + len(".".join(named))
            after = " " + ".".join(rest)
        else:
            end, after = match.end(), words[match.end() :]
            if match["rest"] and not all(label.isdecimal() for label in named[:-1]):
                return match.start(), end
        if is_prose(named, match["elided"], words[: match.start()], after, around):
            return None
        return match.start(), end
    return None
