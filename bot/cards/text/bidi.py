"""Reading order on the page: the Unicode Bidirectional Algorithm (UAX #9) for plain text.

Explicit embeddings and isolates count as boundary neutrals: whispers come without them. The
letters in the comments are the algorithm's rules.
"""

import unicodedata
from collections.abc import Sequence

_BOUNDARY = {"BN", "LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI", ""}
_NEUTRAL = {"B", "S", "WS", "ON"}
_PAIRS = {"(": ")", "[": "]", "{": "}"} | {
    "（": "）",
    "［": "］",
    "｛": "｝",
    "「": "」",
    "『": "』",
    "【": "】",
    "《": "》",
    "〈": "〉",
}  # fmt: skip  (BidiBrackets.txt: guillemets are none)
_CLOSERS = {closer: opener for opener, closer in _PAIRS.items()}


def base_level(text: str, *, fallback: int = 0) -> int:
    """Return 1 when the first strong letter is written right to left (P2, P3)."""
    for char in text:
        kind = unicodedata.bidirectional(char)
        if kind == "L":
            return 0
        if kind in ("R", "AL"):
            return 1
    return fallback


def levels(text: str, base: int) -> list[int]:
    """Return the embedding level of each code point of one paragraph (even: left to right)."""
    kinds = [unicodedata.bidirectional(char) for char in text]
    if base == 0 and not any(kind in ("R", "AL", "AN") for kind in kinds):
        return [0] * len(text)
    side = "R" if base else "L"
    places = [at for at, kind in enumerate(kinds) if kind not in _BOUNDARY]
    resolved = _weak([kinds[at] for at in places], side)
    _brackets([text[at] for at in places], resolved, side)
    _neutral(resolved, side)
    result = [base] * len(text)
    for at, kind in zip(places, resolved, strict=True):
        if base == 0:  # I1
            result[at] = {"L": 0, "R": 1}.get(kind, 2)
        else:  # I2
            result[at] = 1 if kind == "R" else 2
    last = base
    for at, kind in enumerate(kinds):  # what has no direction goes with what stands before it
        if kind in _BOUNDARY:
            result[at] = last
        last = result[at]
    return result


def _weak(kinds: list[str], side: str) -> list[str]:
    out = list(kinds)
    before, strong = side, side
    for at, kind in enumerate(out):
        if kind == "NSM":  # W1
            out[at] = kind = before
        if kind in ("L", "R", "AL"):
            strong = kind
        elif kind == "EN" and strong == "AL":  # W2
            out[at] = kind = "AN"
        before = kind
    out = ["R" if kind == "AL" else kind for kind in out]  # W3
    for at in range(1, len(out) - 1):  # W4
        around = out[at - 1], out[at + 1]
        if out[at] == "ES" and around == ("EN", "EN"):
            out[at] = "EN"
        elif out[at] == "CS" and around in (("EN", "EN"), ("AN", "AN")):
            out[at] = around[0]
    at = 0
    while at < len(out):  # W5
        end = at
        while end < len(out) and out[end] == "ET":
            end += 1
        if end > at and "EN" in (out[at - 1 : at] + out[end : end + 1]):
            out[at:end] = ["EN"] * (end - at)
        at = max(end, at + 1)
    strong = side
    for at, kind in enumerate(out):
        if kind in ("ES", "ET", "CS"):  # W6
            out[at] = "ON"
        elif kind in ("L", "R"):
            strong = kind
        elif kind == "EN" and strong == "L":  # W7
            out[at] = "L"
    return out


def _strong(kind: str) -> str | None:
    """Return the direction of a kind: for N0 to N2 numbers count as written right to left."""
    return "L" if kind == "L" else "R" if kind in ("R", "EN", "AN") else None


def _brackets(chars: Sequence[str], kinds: list[str], side: str) -> None:
    """Turn a pair of brackets together (N0)."""
    for start, end in _bracket_pairs(chars, kinds):
        inside = {_strong(kind) for kind in kinds[start + 1 : end]} - {None}
        if side in inside:
            turn = side
        elif inside:
            before = next((s for k in reversed(kinds[:start]) if (s := _strong(k))), side)
            turn = before if before != side else side
        else:
            continue
        kinds[start] = kinds[end] = turn


def _bracket_pairs(chars: Sequence[str], kinds: Sequence[str]) -> list[tuple[int, int]]:
    stack: list[tuple[str, int]] = []
    pairs: list[tuple[int, int]] = []
    for at, char in enumerate(chars):
        if kinds[at] != "ON":
            continue
        if char in _PAIRS:
            stack.append((char, at))
        elif char in _CLOSERS:
            for depth in range(len(stack) - 1, -1, -1):
                if stack[depth][0] == _CLOSERS[char]:
                    pairs.append((stack[depth][1], at))
                    del stack[depth:]
                    break
    return sorted(pairs)


def _neutral(kinds: list[str], side: str) -> None:
    """Let spaces and signs go with their neighbours when these agree, else with the text (N1,
    N2)."""
    at = 0
    while at < len(kinds):
        if kinds[at] not in _NEUTRAL:
            at += 1
            continue
        end = at
        while end < len(kinds) and kinds[end] in _NEUTRAL:
            end += 1
        before = _strong(kinds[at - 1]) if at else side
        after = _strong(kinds[end]) if end < len(kinds) else side
        kinds[at:end] = [before if before == after and before else side] * (end - at)
        at = end


def visual_order(line: Sequence[int]) -> list[int]:
    """Return the indexes of one line's pieces from left to right, given their levels (L2)."""
    order = list(range(len(line)))
    if not line:
        return order
    lowest_odd = min((level for level in line if level % 2), default=None)
    if lowest_odd is None:
        return order
    for level in range(max(line), lowest_odd - 1, -1):
        at = 0
        while at < len(order):
            end = at
            while end < len(order) and line[order[end]] >= level:
                end += 1
            if end > at:
                order[at:end] = reversed(order[at:end])
            at = max(end, at + 1)
    return order
