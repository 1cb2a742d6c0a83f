"""What counts as a link. Cutting one out must not eat "je pars.de toute façon" or an e-mail."""

from collections.abc import Iterator

import regex

# Endings that are no word of the languages we expect, so that "tired.so I left" stays whole.
_SURE = (
    "com|org|net|info|biz|edu|gov|mil|io|app|dev|xyz|online|site|shop|store|club|blog|live|link|"
    "click|space|website|page|top|vip|icu|cloud|tech|media|chat|social|wiki|gg|tv|ly|gl|eu|fr|uk|"
    "ru|su|ua|by|kz|cn|jp|kr|br|pt|pl|cz|sk|hu|ro|bg|hr|rs|gr|tr|il|ae|sa|eg|tn|dz|ng|ke|za|vn|"
    "th|hk|tw|sg|nz|au|ca|mx|cl|pe|ve|ec|bo|py|uy|ie|lt|lv|ee|fi|dk|nl|ch|рф|онлайн|сайт|укр"
)
_TAIL = r"[^\s<>«»\"“”]*[^\s<>«»\"“”.,;:!?…)\]}'’、。！？]"
_HOST = r"[\p{L}\p{N}](?:[\p{L}\p{N}_-]*[\p{L}\p{N}])?"

_HINT = regex.compile(
    r"[.:．。：/]\S"
)  # most words have none: a hundred times cheaper to ask first
_LINK = regex.compile(
    rf"""
    (?<![\p{{L}}\p{{N}}@])(?:
        (?:[a-zａ-ｚ][a-zａ-ｚ0-9+.-]{{1,12}}(?::|：)(?://|／／|\\\\)|www[.．])(?:{_TAIL})
      | (?:mailto|tel|tg|magnet|whatsapp|viber|skype|sms):(?=\S)(?:{_TAIL})
      | (?<![.\-_+])(?:{_HOST}[.．。])+\p{{L}}{{2,24}}(?::\d{{2,5}})?/(?:{_TAIL})?
      | (?<![.\-_+])(?:{_HOST}[.．。])+(?:{_SURE})(?::\d{{2,5}})?
          (?![\p{{L}}\p{{N}}@_-])(?![.]\p{{L}})
    )
    """,
    regex.VERBOSE | regex.IGNORECASE | regex.V1,
)


def find_links(words: str) -> Iterator[tuple[int, int]]:
    """Where each link starts and ends."""
    if _HINT.search(words):
        yield from (match.span() for match in _LINK.finditer(words))


def cut_links(words: str, mark: str = "") -> str:
    """The words with ``mark`` in the place of each link."""
    return _LINK.sub(mark, words) if _HINT.search(words) else words
