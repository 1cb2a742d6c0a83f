"""Threats, sexual content about minors, slurs and spam: phrases over the normal form."""

from collections.abc import Iterator

import regex

from bot.domain.checks import lexicon, plain
from bot.domain.checks.by_letter import Headed
from bot.domain.checks.normal import Normal

Span = tuple[int, int]

# Who tells of themselves, or of somebody, seldom advertises.
_CONFESSES = regex.compile(
    r"\b(?:i (?:was|am|have|had|never|still|feel|felt|told|lied|want|love|hate|miss|can|"
    r"pretend|bought|spent|cried|think|know|did|made|got|ve|took|left|said|live|would|don)|im|ive|id|ill|i|me|myself|mine|je|j|me|moi|mon|"
    r"ma|mes|my|she|he|her|him|elle|il)\b"
)


def find(name: str, normal: Normal, headed: Headed | None = None) -> tuple[Span, ...]:
    """Return places of the lexicon's signals, outside its idioms. ``headed``: the normal form,
    parted once for several lists."""
    sections = lexicon.load(name)
    text = sections["idioms"].mask(headed or normal.text)
    return tuple(normal.span(*match.span()) for match in sections["signal"].finditer(text))


def spam(normal: Normal, headed: Headed | None = None) -> tuple[Span, ...]:
    """Return places of a sure phrase, or of signs enough: calls to act, offers, claims; goods and
    urging.

    Who tells of themselves needs one sign more, and is not suspected for goods alone.
    """
    sections = lexicon.load("spam")
    text = sections["idioms"].mask(headed or normal.text)
    sure = [match.span() for match in sections["signal"].finditer(text)]
    seen = [
        match.span()
        for name in ("call", "offer", "claim")
        for match in list(sections[name].finditer(text))[:2]
    ]
    offers = sections["offerer"].search(text)
    confesses = offers is None and _CONFESSES.search(text.text) is not None
    if len(seen) > (2 if confesses else 1):
        sure += seen
    if not confesses and not sure:
        goods, urges = sections["trade"].search(text), sections["urge"].search(text)
        if goods and urges:
            sure += [goods.span(), urges.span()]
    gapped = text.gapped
    sure += [gapped.span(*span) for span in plain.load("spam.plain")["sure"].finditer(gapped)]
    return tuple(normal.span(*span) for span in sure)


def minor(normal: Normal, headed: Headed | None = None) -> tuple[bool, tuple[Span, ...]]:
    """Whether it must never be published, and the places.

    A child and desire in one sentence; a survivor's words about the same go to people instead.
    """
    sections = lexicon.load("minor")
    text = sections["idioms"].mask(headed or normal.text)
    never: list[Span] = [match.span() for match in sections["always"].finditer(text)]
    told: list[Span] = [match.span() for match in sections["minorabuse"].finditer(text)]
    if not sections["young"].search(text) and not sections["child"].search(text):
        return bool(never) and not told, tuple(normal.span(*span) for span in (*never, *told))
    for start, end in _sentences(text.text):
        if sections["young"].search(text, start, end):
            hint = sections["hint"].search(text, start, end)
            told += [hint.span()] if hint else []
        child = sections["child"].search(text, start, end)
        if child is None:
            continue
        survivor = sections["survivor"].search(text, start, end)
        desire = sections["desire"].search(text, start, end)
        if survivor is not None:
            told.append(survivor.span())
        elif desire is not None:
            never.append(desire.span())
    # "I found pictures on his computer": who reports is not who desires.
    reports = any(sections[name].search(text) for name in ("survivor", "minorabuse"))
    spans = tuple(normal.span(*span) for span in (*never, *told))
    return bool(never) and not reports, spans


def _sentences(text: str) -> Iterator[Span]:
    """Yield pairs of neighbouring sentences: "My niece is twelve. I want her." is one thought."""
    cuts = [0, *(match.end() for match in regex.finditer(r"[.!?]+\s", text)), len(text)]
    if len(cuts) == 2:
        yield 0, len(text)
    yield from zip(cuts, cuts[2:], strict=False)
