"""The ranking finds the most loved whispers by Telegram's own reaction counts.

Each reaction has a weight: above 0 it is *love* (hearts and sympathy 1, applause and laughter
less), below 0 it is *mockery*. With L the weighted sum of love and M of mockery,

    a = L + 1,  b = M + 1,  n = a + b
    score = L * max(0, a/n - z * sqrt(a*b / (n*n * (n + 1)))),   z = 1.65

The second factor is the lower bound (95 %, one-sided) of the share of love, whose distribution
after these votes is Beta(a, b) under a uniform prior: its mean less z standard deviations. The
bound is Evan Miller's, "Ranking Items With Star Ratings" (2014,
https://www.evanmiller.org/ranking-items-with-star-ratings.html), for two kinds of vote; times L it
answers "how many surely love this" and not only "how sure is it that most do", so that 500 hearts
with 20 clowns come before 5 hearts. More love never lowers a score, more mockery never lifts one.

No time decay here: inside the digest's window an evening whisper and a morning one are equals.
``hot`` decays, for lists that have no window.
"""

import hashlib
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

PAID = "paid"
CUSTOM = "custom"
"""The keys for reactions that have no emoji of their own: paid stars, and any custom emoji."""

WINDOW = timedelta(hours=48)
"""The time after its post in which a whisper may come into a digest."""

Z = 1.65
GRAVITY = 1.8

_VARIATION_SELECTORS = dict.fromkeys((0xFE0E, 0xFE0F))

_LOVE = "❤ ❤‍🔥 💘 💔 🥰 😍 😘 💋 🤗 🫂 😢 😭 🙏 🕊 🤝 🫡 😇"
_APPLAUSE = "👍 👏 🔥 🎉 🤩 💯 👌 🏆 🍾 🍓 🦄 ⚡ 🆒 😎"
_LAUGHTER = "😁 🤣 😂 🙈 🙊 🙉"
_NEUTRAL = "🤔 🤨 😐 🤯 😱 😨 🤬 😡 👀 🗿 🌚"  # anger may be on the author's side
_BORED = "🥱 😴 🤓 💅"
_MOCKERY = "👎 🤡 💩 🤮 🖕"


def same_emoji(emoji: str) -> str:
    """Return one spelling for each emoji: ❤ with and without U+FE0F are one reaction."""
    return emoji.translate(_VARIATION_SELECTORS)


def _by_group(groups: Mapping[str, float]) -> dict[str, float]:
    return {same_emoji(emoji): weight for text, weight in groups.items() for emoji in text.split()}


DEFAULT_WEIGHTS: Mapping[str, float] = _by_group(
    {_LOVE: 1.0, _APPLAUSE: 0.7, _LAUGHTER: 0.5, _NEUTRAL: 0.0, _BORED: -0.5, _MOCKERY: -1.0}
)


@dataclass(frozen=True, slots=True)
class Weights:
    """The worth of one reaction of each kind. ``other`` is for emoji not named; at most
    ``paid_cap`` paid reactions count, since love is not for sale."""

    by_emoji: Mapping[str, float] = field(default_factory=lambda: DEFAULT_WEIGHTS)
    other: float = 0.3
    paid: float = 1.0
    paid_cap: int = 3

    @classmethod
    def parse(cls, text: str) -> "Weights":
        """Return the defaults, changed by words such as ``🔥=1 🤣=0 other=0.5 paid=1 paid_cap=5``.

        Raises ValueError with a sentence that names the word it cannot read."""
        changed = dict(DEFAULT_WEIGHTS)
        rest = {"other": cls().other, "paid": cls().paid, "paid_cap": float(cls().paid_cap)}
        for word in text.replace(",", " ").split():
            name, equals, figure = word.partition("=")
            try:
                weight = float(figure)
            except ValueError:
                weight = math.nan
            if not (name and equals and -10 <= weight <= 10):
                raise ValueError(f"write weights such as ❤=1 🤡=-1 other=0.3, not {word!r}")
            if name in rest:
                rest[name] = weight
            else:
                changed[same_emoji(name)] = weight
        return cls(changed, rest["other"], rest["paid"], max(0, int(rest["paid_cap"])))

    @property
    def fingerprint(self) -> str:
        """A text that is the same for weights that give the same scores."""
        said = (sorted(self.by_emoji.items()), self.other, self.paid, self.paid_cap)
        return hashlib.blake2b(repr(said).encode(), digest_size=8).hexdigest()

    def votes(self, counts: Mapping[str, int]) -> tuple[float, float]:
        """Return (love, mockery) of these counts, whatever their order."""
        parts = [self._part(same_emoji(name), max(0, count)) for name, count in counts.items()]
        love = math.fsum(part for part in parts if part > 0)
        return love, -math.fsum(part for part in parts if part < 0)

    def is_love(self, name: str) -> bool:
        """Whether this reaction counts for a whisper."""
        if name == PAID:
            return self.paid > 0
        return self.by_emoji.get(same_emoji(name), self.other) > 0

    def _part(self, name: str, count: int) -> float:
        if name == PAID:
            return self.paid * min(count, self.paid_cap)
        return self.by_emoji.get(name, self.other) * count


USUAL = Weights()


@dataclass(frozen=True, slots=True)
class Standing:
    """A published whisper and the newest snapshot of its reactions (emoji, PAID or CUSTOM ->
    how many)."""

    number: int
    counts: Mapping[str, int]
    posted_at: datetime


def score(counts: Mapping[str, int], weights: Weights = USUAL) -> float:
    """Return a score of at least 0; 0 exactly when no love was shown, or mockery leaves none of it
    certain."""
    love, mockery = weights.votes(counts)
    a, b = love + 1, mockery + 1
    n = a + b
    return love * max(0.0, a / n - Z * math.sqrt(a * b / (n * n * (n + 1))))


def rank(
    standings: Iterable[Standing], day: date, weights: Weights = USUAL
) -> tuple[Standing, ...]:
    """Return the standings, most loved first: a total order that does not depend on the order of
    the input.

    Equal scores are ordered by a random that is new each day and the same all day long, so that
    no number is favoured for being low."""
    return tuple(
        sorted(
            standings,
            key=lambda each: (-score(each.counts, weights), _lot(each.number, day), each.number),
        )
    )


def top(
    standings: Iterable[Standing], day: date, size: int, weights: Weights = USUAL
) -> Sequence[Standing]:
    """Return the first ``size`` of those that anybody loved at all."""
    loved = [each for each in standings if score(each.counts, weights) > 0]
    return rank(loved, day, weights)[:size]


def hot(standing: Standing, now: datetime, weights: Weights = USUAL) -> float:
    """Return the score, decayed by age in hours: score / (age + 2)**1.8.

    Hacker News' formula as published in Arc's news.arc (https://github.com/arclanguage/anarki).
    A post that seems to come from the future counts as new."""
    return cooled(score(standing.counts, weights), standing.posted_at, now)


def cooled(loved: float, posted_at: datetime, now: datetime) -> float:
    """Return ``hot`` of a score that is known already."""
    hours = max(0.0, (now - posted_at).total_seconds() / 3600)
    return float(loved / (hours + 2) ** GRAVITY)


def _lot(number: int, day: date) -> bytes:
    return hashlib.blake2b(f"{day.isoformat()} {number}".encode(), digest_size=8).digest()


def shown(counts: Mapping[str, int], weights: Weights = USUAL) -> tuple[tuple[str, int], ...]:
    """Return the reactions worth showing: what counts as love, most frequent first."""
    named = [
        ("⭐" if name == PAID else name, count)
        for name, count in counts.items()
        if name != CUSTOM and weights.is_love(name) and count > 0
    ]
    return tuple(sorted(named, key=lambda each: (-each[1], each[0])))
