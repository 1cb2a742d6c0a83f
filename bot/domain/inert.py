"""An author's words under a post or before moderators: as they read, and never tappable.

Telegram makes links by itself of sites, addresses, @names, #hashtags, $cashtags, /commands, phone
and card numbers. A word joiner (U+2060: no width, no break) behind the sign that it looks for
leaves plain text. Telegram keeps the joiner and takes it for no part of a name.

Only for what is quoted: the card keeps the words themselves, and cleaned words hold no joiner.
"""

import regex

JOINER = "\u2060"

_SIGN = regex.compile(
    r"""
      (?<=[.．｡])(?=[^\s\p{P}\u2060]|[_~-])                    # evil.ai, 1.2.3.4, lea@example.org
    | (?<=。)(?=[A-Za-z0-9])
    | (?<=[@＠\#＃])(?=[\p{L}\p{M}\p{N}_@＠·\u200c--[\uFE0F]])  # @name, #tag; but not #️⃣
    | (?<=(?<![\p{L}\p{N}_<])[/／])(?=[\p{L}\p{N}_/／])          # /start
    | (?<=[$＄])(?=[A-Z0-9])                                   # $TON
    | (?<=[:：])(?=[/／\\]|\d)             # tg://resolve, and 3:45, which is a place in a film
    | (?<=mailto:|tel:)(?=[^\s\u2060])
    """,
    regex.VERBOSE | regex.V1,
)
_NUMBER = regex.compile(r"\+?\d(?:[^\p{L}\p{M}\d]{0,3}\d){4,}", regex.V1)
_BETWEEN = regex.compile(r"(?<=[+\d])(?=[^\p{L}\p{M}\d]{0,3}\d)", regex.V1)


def inert(words: str) -> str:
    """Return the words with a joiner wherever Telegram would find something to tap."""
    apart = _NUMBER.sub(lambda number: _BETWEEN.sub(JOINER, number[0]), words.replace(JOINER, ""))
    return _SIGN.sub(JOINER, apart)
