"""The list under a picture of six cards: Telegram HTML, each number a link to its card."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

from bot.domain.captions import Link, first_line_of, first_words, units
from bot.domain.inert import inert
from bot.domain.telegram_limits import CAPTION_UNITS

_WIDEST, _NARROWEST = 44, 8  # graphemes of a whisper's first words


@dataclass(frozen=True, slots=True)
class FeedLine:
    rank: str  # as the reader's language writes it
    number: int
    address: str  # of the card in the private chat
    words: str
    told: tuple[str, ...] = ()  # "❤🤗 24", "3 replies"
    named: str = ""  # "Love ", where several channels are shown


def feed_caption(title: str, lines: Sequence[FeedLine]) -> str:
    """Return the title, then ``1. #12 first words… ❤🤗 24 · 3 replies`` for each, as long as there
    is room."""
    width = _WIDEST
    while True:
        plain = [title, *(_line(line, width)[0] for line in lines)]
        if width <= _NARROWEST or sum(units(text) + 1 for text in plain) <= CAPTION_UNITS:
            break
        width -= 4
    return "\n".join([f"<b>{escape(title, quote=False)}</b>", *(_line(x, width)[1] for x in lines)])


def _line(line: FeedLine, width: int) -> tuple[str, str]:
    """Return (the line as counted, as sent)."""
    number = Link(f"{line.named}{first_line_of(line.number)}", line.address)
    told = " · ".join(line.told)
    tail = f" {inert(first_words(line.words, width))}" + (f" {told}" if told else "")
    head = f"{line.rank}. "
    return f"{head}{number.label}{tail}", f"{head}{number.html}{escape(tail, quote=False)}"


def told_of(
    reactions: Sequence[tuple[str, int]], written: Callable[[int], str], kinds: int = 3
) -> tuple[str, ...]:
    """Return ``("❤🤗 24",)``: the commonest kinds of what counts as love, and how many in all.
    ``written``: how the reader's language writes a number."""
    if not reactions:
        return ()
    emoji = "".join(emoji for emoji, _ in reactions[:kinds])
    return (f"{emoji}\u00a0{written(sum(count for _, count in reactions))}",)
