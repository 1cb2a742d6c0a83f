"""The normal form of words, for all checks to match against, with the way back to the places.

Whoever writes ``k.i.l.l``, ``su1c1de`` or ``mооort`` with a Cyrillic o means the plain word.
Lexicons are folded by the same ``fold``, so accents, case and alef forms never matter.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import regex
from confusable_homoglyphs import confusables

_APOSTROPHES = frozenset("'’‘ʼ`´＇")
_LEET = {"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s", "€": "e",
         "!": "i", "|": "i"}  # fmt: skip
# Words that people mask with a star; found by their other letters.
_MASKED = (
    "kill", "die", "dead", "death", "suicide", "suicidal", "rape", "raped", "shoot", "stab",
    "murder", "fuck", "tuer", "mort", "mourir", "viol", "violer", "cut", "sex", "sexe", "nude",
    "nudes", "gun", "bomb", "nigger", "faggot", "bitch", "pute", "encule", "whore", "slut", "cunt",
    "retard", "faggots", "niggers", "bitches", "whores", "sluts", "putes", "salope", "encules",
    "kills", "killing", "killed", "dying", "suicides", "raping", "violee",
)  # fmt: skip
_TOKEN = regex.compile(r"\S+")
_DRESSED, _LATIN = re.compile(r"[*" + re.escape("".join(_LEET)) + "]"), re.compile("[a-z]")
_THRICE, _PARTED = re.compile(r"([^\W_])\1\1"), re.compile("['‐‑–-]")
_SPACED = regex.compile(r"(?<![^\s])\p{L}(?:([ .\-_·*/])\p{L}(?:\1\p{L})+)(?![^\s.,!?])")
_ENDING = regex.compile(r"'(?:t|m|re|ve|ll|d|s)(?!\p{L})")
_KEEP_DOUBLE = frozenset("ls")


@dataclass(frozen=True, slots=True)
class Normal:
    """Plain text and, for each of its characters, the index it came from in the words."""

    text: str
    origin: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the place in the words of ``text[start:end]``."""
        return self.origin[start], self.origin[end - 1] + 1


@lru_cache(maxsize=16384)
def fold(char: str) -> str:
    """Fold away case, width, accents, Arabic letter forms; one character may become several, or
    none."""
    if char.isascii():
        return char.lower()
    decomposed = unicodedata.normalize("NFKD", char).casefold()
    plain = "".join(c for c in decomposed if unicodedata.category(c) not in ("Mn", "Me", "Cf"))
    return (
        plain.replace("ى", "ي")
        .replace("ة", "ه")
        .replace("ـ", "")
        .replace("œ", "oe")
        .replace("æ", "ae")
    )


def fold_all(text: str) -> str:
    """Fold words, or an entry of a lexicon."""
    return text.lower() if text.isascii() else "".join(map(fold, text))


@lru_cache(maxsize=16384)
def _plain(char: str) -> str:
    """Fold for words: one sign for all apostrophes, one gap, digits of every script."""
    if char in _APOSTROPHES:
        return "'"
    if char.isspace():
        return " "
    digit = unicodedata.digit(char, None) if unicodedata.category(char) == "Nd" else None
    return fold(char) if digit is None else str(digit)


def normalise(words: str) -> Normal:
    """Return the plain form of the words; empty for words of nothing but signs that draw
    nothing."""
    chars = _join_spaced(_plain_chars(words))
    chars = _plain_tokens(chars)
    chars = _apostrophes(_unstretch(chars))
    return Normal("".join([c for c, _ in chars]), tuple([i for _, i in chars]))


Chars = list[tuple[str, int]]


def _plain_chars(words: str) -> Chars:
    plains = list(map(_plain, words))
    text = "".join(plains)
    if len(text) == len(words) and "" not in plains and "  " not in text and text[:1] != " ":
        return list(zip(text, range(len(text)), strict=True))
    chars: Chars = []
    for index, plain in enumerate(plains):
        if plain != " ":
            chars.extend((each, index) for each in plain)
        elif chars and chars[-1][0] != " ":
            chars.append((" ", index))
    return chars


def _join_spaced(chars: Chars) -> Chars:
    """Turn ``k i l l`` into ``kill``: single letters in a row, parted by one and the same sign."""
    text = "".join([c for c, _ in chars])
    drop: set[int] = set()
    for match in _SPACED.finditer(text):
        if len(match[0]) >= 7 or match[1] != " ":
            drop.update(range(match.start() + 1, match.end(), 2))
    return [pair for place, pair in enumerate(chars) if place not in drop] if drop else chars


def _plain_tokens(chars: Chars) -> Chars:
    text = "".join([c for c, _ in chars])
    if text.isascii() and not _DRESSED.search(text):
        return chars
    latin = len(_LATIN.findall(text))
    mostly_latin = latin * 2 > sum(map(str.isalpha, text))
    out: Chars = []
    last = 0
    for match in _TOKEN.finditer(text):
        token = match[0]
        if token.isascii() and not _DRESSED.search(token):
            continue
        start, end = match.span()
        out += chars[last:start]
        out += _plain_token(token, chars[start:end], mostly_latin)
        last = end
    out += chars[last:]
    return out


def _plain_token(token: str, chars: Chars, mostly_latin: bool) -> Chars:
    if not token.isascii() and (mostly_latin or any("a" <= c <= "z" for c in token)):
        # In a Latin text or word a Cyrillic or Greek letter that looks Latin is a costume.
        chars = [(_latin_twin(c), i) for c, i in chars]
    if any(c in _LEET or c == "*" for c, _ in chars) and sum(c.isalpha() for c, _ in chars) >= 2:
        chars = _unleet(chars)
    return chars


def _unleet(chars: Chars) -> Chars:
    text = "".join(c for c, _ in chars)
    if "*" in text:
        for match in regex.finditer(r"[a-z]+(?:\*+[a-z]+)+", text):
            pattern = regex.compile(regex.sub(r"\*+", "[a-z]{1,2}", match[0]))
            word = next((word for word in _MASKED if pattern.fullmatch(word)), None)
            if word:
                here = [(c, chars[match.start()][1]) for c in word[:-1]]
                here.append((word[-1], chars[match.end() - 1][1]))
                return chars[: match.start()] + here + chars[match.end() :]
    out: Chars = []
    for place, (char, index) in enumerate(chars):
        before = text[place - 1] if place else ""
        after = text[place + 1 : place + 2]
        inside = (before.isalpha() or before in _LEET) and (after.isalpha() or after in _LEET)
        first = not before and after.isalpha() and char in "53@$" and len(text) > 4
        is_leet = char in _LEET and (inside or first) and not text.strip(".,!?").isdigit()
        real = any(c.isalpha() for c in text[:place]) or first
        out.append((_LEET[char] if is_leet and real else char, index))
    return out


def _unstretch(chars: Chars) -> Chars:
    """Turn ``diiiie`` into ``die``, ``killlll`` into ``kill``: nobody writes a letter thrice in
    earnest."""
    if not _THRICE.search("".join([c for c, _ in chars])):
        return chars
    out: Chars = []
    place = 0
    while place < len(chars):
        char = chars[place][0]
        end = place
        while end < len(chars) and chars[end][0] == char:
            end += 1
        keep = end - place
        if keep >= 3 and char.isalpha():
            keep = 2 if char in _KEEP_DOUBLE else 1
        out.extend(chars[place : place + keep])
        place = end
    return out


def _apostrophes(chars: Chars) -> Chars:
    """Turn ``don't`` into ``dont``, but ``j'ai`` into ``j ai`` and ``tue-toi`` into ``tue toi``."""
    text = "".join([c for c, _ in chars])
    out: Chars = []
    last = 0
    for match in _PARTED.finditer(text):
        place = match.start()
        if match[0] == "'":
            gap = not _ENDING.match(text, place)
        elif text[place - 1 : place].isalpha() and text[place + 1 : place + 2].isalpha():
            gap = True
        else:
            continue
        out += chars[last:place]
        if gap:
            out.append((" ", chars[place][1]))
        last = place + 1
    return out + chars[last:] if last else chars


@lru_cache(maxsize=4096)
def _latin_twin(char: str) -> str:
    if char.isascii() or not char.isalpha():
        return char
    found = confusables.is_confusable(char, greedy=True, preferred_aliases=[])
    if found:
        for twin in found[0]["homoglyphs"]:
            if len(twin["c"]) == 1 and twin["c"].isascii() and twin["c"].isalpha():
                return str(twin["c"]).lower()
    return char
