"""An author's words are cleaned before any other part sees them (anonymity rule 7).

Plain text in, plain text out. What is invisible, or turns the reading direction, or hides a message
inside a message, goes; what a script or an emoji needs to be drawn right stays.
"""

import unicodedata
from dataclasses import dataclass
from typing import Literal

import regex

from bot.domain.links import cut_links, find_links

MARKS_IN_A_ROW = 4  # Hebrew and Arabic with all points need three; more is a tower ("zalgo")

_ZWNJ, _ZWJ = "\u200c", "\u200d"
_JOINING = r"[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Nko}\p{Script=Mongolian}]"
_INDIC = (
    r"[\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}"
    r"\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}"
    r"\p{Script=Sinhala}\p{Script=Khmer}\p{Script=Myanmar}]"
)
_PICTURE = r"\p{Extended_Pictographic}"

# One pass over everything that may have to go; what a group names is kept, the rest is dropped.
_SUSPECT = regex.compile(
    rf"""
      (?P<flag>\U0001F3F4[\U000E0061-\U000E007A]{{2}}[\U000E0030-\U000E0039\U000E0061-\U000E007A]{{1,3}}
        \U000E007F)                                         # 🏴󠁧󠁢󠁥󠁮󠁧󠁿: a black flag and a subdivision
    | (?P<emoji>(?<=[{_PICTURE}\p{{Emoji_Modifier}}\uFE0F]){_ZWJ}(?={_PICTURE}))
    | (?P<shape>(?<={_PICTURE})[\uFE0E\uFE0F])              # text or picture presentation
    | (?P<keycap>(?<=[0-9\#*])\uFE0F(?=\u20E3))
    | (?P<joiner>(?<={_JOINING}){_ZWNJ}(?={_JOINING}) | (?<={_JOINING}){_ZWJ}
        | (?<={_INDIC})[{_ZWNJ}{_ZWJ}](?={_INDIC}) | (?<=[\p{{Ccc=9}}])[{_ZWNJ}{_ZWJ}]
        | (?<=\p{{Script=Mongolian}})[\u180B-\u180D\u180F])
    | (?P<sign>[\u0600-\u0605\u06DD\u070F\u08E2\u0890\u0891\U000110BD\U000110CD])  # drawn
    | [\p{{Cf}}\p{{Cs}}\p{{Co}}\uFE00-\uFE0F\U000E0000-\U000E0FFF]
    | [\u034F\u115F\u1160\u17B4\u17B5\u180B-\u180F\u2800\u3164\uFFA0]  # letters that draw nothing
    | [\p{{Cc}}--[\n]]
    """,
    regex.VERBOSE | regex.V1,
)
_BREAKS = regex.compile(r"\r\n?|[\v\f\x85\u2028\u2029]")
_BLANKS = regex.compile(r"[\t\u1680\u2000-\u200A\u205F]")
_TOWER = regex.compile(
    rf"([[\p{{M}}&&\p{{Script=Inherited}}]--[\uFE00-\uFE0F]]{{{MARKS_IN_A_ROW}}})"
    r"[[\p{M}&&\p{Script=Inherited}]--[\uFE00-\uFE0F]]+",
    regex.V1,
)
_FANCY = regex.compile(r"[\U0001D400-\U0001D7FF]+")  # 𝓵𝓮𝓽𝓽𝓮𝓻𝓼 of mathematics, used as a costume
_VISIBLE = regex.compile(r"[^\s\p{C}\p{Z}]")
_SAYS_SOMETHING = regex.compile(rf"[\p{{L}}\p{{N}}{_PICTURE}]")
_CUT = "\ue000"  # marks where a link stood; private use, so no cleaned text contains it
_GRAPHEME = regex.compile(r"\X")


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of a whisper's length: what a reader counts, and what a card and a caption can
    hold."""

    graphemes: int = 400
    utf16: int = 700


@dataclass(frozen=True, slots=True)
class WordsRefused:
    """The reason why words are refused, as a value, not an error: the handler says it kindly.
    Length and limit are in the same unit."""

    reason: Literal["empty", "only_links", "too_long"]
    length: int
    limit: int


def clean(raw: str) -> str:
    """Return the words as they go on a card. Doing it twice changes nothing."""
    return _without_links(visible(raw))


def accept(raw: str, limits: Limits | None = None) -> str | WordsRefused:
    """Return the cleaned words, or why they cannot become a whisper."""
    limits = limits or Limits()
    seen = visible(raw)
    words = _without_links(seen)
    if any(find_links(seen)) and not _SAYS_SOMETHING.search(words):
        return WordsRefused("only_links", 0, limits.graphemes)
    if not _VISIBLE.search(words):
        return WordsRefused("empty", 0, limits.graphemes)
    if (length := graphemes(words)) > limits.graphemes:
        return WordsRefused("too_long", length, limits.graphemes)
    if (length := utf16_units(words)) > limits.utf16:
        return WordsRefused("too_long", length, limits.utf16)
    return words


def graphemes(words: str) -> int:
    """Count characters as a reader does: a family emoji is one."""
    return len(_GRAPHEME.findall(words))


def utf16_units(words: str) -> int:
    """Return the length as Telegram counts it."""
    return len(words) + sum(char > "\uffff" for char in words)


def visible(raw: str) -> str:
    """Return the text without what nobody sees, and without what hides or turns the rest; links
    stay."""
    # Each step can bring two separated characters together, so NFC comes last, then all once more
    # until nothing changes: cleaning cleaned words must be the identity.
    words = raw
    for _ in range(4):
        before = words
        words = _BLANKS.sub(" ", _BREAKS.sub("\n", words))
        words = _FANCY.sub(lambda m: unicodedata.normalize("NFKC", m[0]), words)
        words = _SUSPECT.sub(lambda m: m[0] if m.lastgroup else "", words)
        words = _TOWER.sub(r"\1", unicodedata.normalize("NFC", words))
        if words == before:
            break
    return words


def _without_links(words: str) -> str:
    for _ in range(4):  # cutting one out can bring the halves of another together
        before = words
        words = cut_links(words, _CUT)
        words = _tidy(regex.sub(rf" *{_CUT}(?=[,.])", "", words).replace(_CUT, ""))
        if words == before:
            break
    return words


def _tidy(words: str) -> str:
    words = regex.sub(r"\[([^\[\]\n]*)\]\(\s*\)", r"\1", words)  # what is left of a Markdown link
    words = regex.sub(r"[(<\[]\s*[)>\]]", "", words)
    words = regex.sub(r" {2,}", " ", words)
    words = regex.sub(r"[ \u00A0\u202F\u3000]*\n[ \u00A0\u202F\u3000]*", "\n", words)
    return regex.sub(r"\n{3,}", "\n\n", words).strip()
