"""A font is chosen for each cluster: one font for all that is written in a script, others for the
rest."""

import unicodedata
from collections.abc import Collection, Sequence

from bot.cards.order import CannotSet
from bot.cards.text import emoji, line_breaks
from bot.cards.text.clusters import Cluster
from bot.cards.text.fonts import Chain, FontFace, Voice


def choose(lines: Sequence[Sequence[Cluster]], voice: Voice) -> list[list[FontFace | None]]:
    """Return a face for each cluster; None for emoji and what has no ink. Raises CannotSet:
    uncovered."""
    chain = voice.faces(_east_asia(lines))
    missing: dict[str, None] = {}
    by_script = _faces_by_script(lines, chain)
    result = [_choose(line, chain, by_script, missing) for line in lines]
    if missing:
        raise CannotSet("uncovered", tuple(missing), whole_script=_mostly(lines, missing.keys()))
    return result


def _mostly(lines: Sequence[Sequence[Cluster]], missing: Collection[str]) -> bool:
    """Whether more than half of the letters are missing ones."""
    letters = [cluster.text for line in lines for cluster in line if cluster.text[0].isalpha()]
    return 2 * sum(letter in missing for letter in letters) > len(letters)


def _faces_by_script(lines: Sequence[Sequence[Cluster]], chain: Chain) -> dict[str, FontFace]:
    """Choose one face for all that is written in a script, so that no word changes its face
    midway."""
    by_script: dict[str, dict[str, Cluster]] = {}
    for line in lines:
        for cluster in line:
            if cluster.script != "Common":
                by_script.setdefault(cluster.script, {})[cluster.text] = cluster
    result: dict[str, FontFace] = {}
    for script, clusters in by_script.items():
        for face in chain:
            if all(face.covers(cluster) for cluster in clusters.values()):
                result[script] = face
                break
    return result


def _choose(
    line: Sequence[Cluster],
    chain: Chain,
    by_script: dict[str, FontFace],
    missing: dict[str, None],
) -> list[FontFace | None]:
    result: list[FontFace | None] = []
    near = next((by_script[c.script] for c in line if c.script in by_script), chain.shipped[0])
    for at, cluster in enumerate(line):
        if not cluster.has_ink or (cluster.script == "Common" and emoji.name_of(cluster.text)):
            result.append(None)
            continue
        first = cluster.text[0]
        if not first.isalpha() and unicodedata.category(first) in ("Ps", "Pi"):  # it opens
            near = next((by_script[c.script] for c in line[at:] if c.script in by_script), near)
        preferred = by_script.get(cluster.script, near)
        face = preferred if preferred.covers(cluster) else None
        if face is None:
            face = next((face for face in chain if face.covers(cluster)), None)
        if face is None and not cluster.is_space:
            missing[cluster.text] = None
        elif face is not None and cluster.script != "Common":
            near = face
        result.append(face)
    return result


def _east_asia(lines: Sequence[Sequence[Cluster]]) -> str:
    """Tell whose Chinese characters these are; the same code point is drawn differently."""
    scripts = {cluster.script for line in lines for cluster in line}
    if scripts & {"Hiragana", "Katakana"}:
        return "JP"
    if "Hangul" in scripts:
        return "KR"
    if "Han" not in scripts:
        return "SC"
    text = "".join(cluster.text for line in lines for cluster in line)
    return "TC" if line_breaks.is_traditional(text) else "SC"
