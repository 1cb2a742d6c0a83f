"""For which of several channels somebody's words are, as long as they have not said so."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from bot.domain.keywords import language_of, read


@dataclass(frozen=True, slots=True)
class ChannelOnOffer:
    """A channel that authors can choose. ``subjects``: what the operator says it is about (its
    titles and descriptions)."""

    key: int
    language: str
    subjects: tuple[str, ...] = ()


def fitting_channel(words: str, offered: Sequence[ChannelOnOffer]) -> int:
    """Return the key of the channel that fits best: in the language of the words, then by what both
    are about. Of equals the first."""
    if len(offered) == 1:
        return offered[0].key
    language = language_of(words)
    scores = dict(read(words).themes)
    highest = max(scores.values(), default=1.0)

    def fits(channel: ChannelOnOffer) -> tuple[bool, float]:
        common = sum(scores.get(theme, 0.0) for theme in _themes(channel.subjects))
        return channel.language == language, common / highest

    return max(offered, key=fits).key


@cache
def _themes(subjects: tuple[str, ...]) -> frozenset[str]:
    return frozenset(_named(subjects))


def _named(subjects: Iterable[str]) -> Iterable[str]:
    for subject in subjects:
        for theme, _score in read(subject).themes:
            yield theme
