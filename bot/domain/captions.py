"""Captions: Telegram HTML under a card or a digest. Sentences come in translated. What is tappable
is ours: an author's words are made inert.

Telegram counts a caption after its entities are taken out, in UTF-16 units."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import quote

import regex

from bot.domain.inert import inert
from bot.domain.telegram_limits import CAPTION_UNITS

THREAD_PAYLOAD = "w"
"""The beginning of the payload in a deep link to a card with its replies: ``w_12``."""
QUESTION_PAYLOAD = "q"
"""The beginning of the payload in a deep link to a campaign's question: ``q_c7``."""
WHY_PAYLOAD = "why"
"""The beginning of the payload in a deep link to a campaign's reasons: ``why_c7``."""
_LINE = 48
"""The graphemes of a whisper's first words in a digest line."""
_NO_BREAK = "\u00a0"


@dataclass(frozen=True, slots=True)
class Link:
    label: str
    address: str

    @property
    def html(self) -> str:
        return f'<a href="{escape(self.address)}">{_text(self.label)}</a>'


@dataclass(frozen=True, slots=True)
class DigestLine:
    rank: str  # as the channel's language writes it, like the count
    number: int
    address: str  # the post's
    words: str
    emoji: str  # the reactions given most, side by side
    count: str  # how many there are in all: what one reads as the reason of the rank
    named: str = ""  # "Love ", where it stands in another channel


@dataclass(frozen=True, slots=True)
class FallenLine:
    """A place of a digest whose whisper does not stand any more."""

    rank: str
    number: int
    why: str  # "removed"
    named: str = ""


def _text(words: str) -> str:
    return escape(words, quote=False)


def units(text: str) -> int:
    """Return the length in UTF-16 units, as Telegram counts."""
    return len(text.encode("utf-16-le")) // 2


def first_line_of(number: int) -> str:
    """Return the public token of a card: the whole first line of its caption. No other kind of post
    begins with one, so it tells which whisper a post is."""
    return f"#{number}"


def shorten(text: str, limit: int) -> str:
    """Return at most ``limit`` UTF-16 units, cut between graphemes and marked with an ellipsis."""
    if units(text) <= limit:
        return text
    kept: list[str] = []
    left = limit - 1
    for cluster in regex.findall(r"\X", text):
        left -= units(cluster)
        if left < 0:
            break
        kept.append(cluster)
    return "".join(kept).rstrip() + "…" if limit > 0 else ""


def first_words(text: str, graphemes: int = _LINE) -> str:
    """Return the beginning as one line, cut at a word where the script has spaces."""
    line = " ".join(text.split())
    clusters = regex.findall(r"\X", line)
    if len(clusters) <= graphemes:
        return line
    cut = "".join(clusters[: graphemes - 1])
    head, space, _ = cut.rpartition(" ")
    return (head if space and len(head) > graphemes // 2 else cut).rstrip(" ,.;:") + "…"


def quoted(words: str, limit: int = CAPTION_UNITS // 2) -> str:
    """Return words folded away under a picture that shows them."""
    return f"<blockquote expandable>{_text(shorten(inert(words), limit))}</blockquote>"


def card_caption(
    number: int,
    *,
    words: str | None,
    covered: bool = False,
    place: str | None = None,
    tags: Sequence[str] = (),
    note: str | None = None,
    care: str | None = None,
    count: Link | None = None,
    links: Sequence[Link] = (),
    question: Link | None = None,
    label: Link | None = None,
) -> str:
    """Return ``#12``, then what there is of: the label of its picture, content note, the words
    (folded away), a helpline, the place, hashtags, the question that it answers, how many replies
    there are, links. ``words`` is None where they must not be repeated; ``covered``: seen when
    tapped."""
    number_line, noted = first_line_of(number), [note] if note else []
    before = [number_line, *([label.label] if label else []), *noted]
    after = [*([care] if care else []), *([f"📍 {place}"] if place else [])]
    after += [" ".join(tags)] if tags else []
    foot = " · ".join(link.label for link in links)
    told = [link for link in (question, count) if link]
    lines = (*before, *after, *(link.label for link in told), foot)
    fixed = sum(units(line) + 1 for line in lines) + 2
    html = [_text(number_line), *([label.html] if label else []), *map(_text, noted)]
    if words:
        folded = _text(shorten(inert(words), CAPTION_UNITS - fixed))
        veiled = f"<tg-spoiler>{folded}</tg-spoiler>" if covered else folded
        html.append(f"<blockquote expandable>{veiled}</blockquote>")
    html += [_text(line) for line in after]
    html += [link.html for link in told]
    if links:
        html.append(" · ".join(link.html for link in links))
    return "\n".join(html)


def digest_caption(
    title: str, lines: Sequence[DigestLine | FallenLine], *, links: Sequence[Link] = ()
) -> str:
    """Return the title, then ``1. #12 …first words… ❤🤗 24`` for each, linked to its post, or ``2.
    #13 – removed``."""
    width = _LINE
    while True:
        plain = [title, *(_digest_line(line, width)[0] for line in lines)]
        foot = " · ".join(link.label for link in links)
        if width <= 8 or sum(units(text) + 1 for text in (*plain, foot)) <= CAPTION_UNITS:
            break
        width -= 4
    html = [f"<b>{_text(title)}</b>", *(_digest_line(line, width)[1] for line in lines)]
    if links:
        html.append(" · ".join(link.html for link in links))
    return "\n".join(html)


def _digest_line(line: DigestLine | FallenLine, width: int) -> tuple[str, str]:
    """Return (the line as counted, as sent)."""
    if isinstance(line, FallenLine):
        plain = f"{line.rank}. {line.named}{first_line_of(line.number)} – {line.why}"
        return plain, _text(plain)
    number = Link(f"{line.named}{first_line_of(line.number)}", line.address)
    tail = f" {inert(first_words(line.words, width))} {line.emoji}{_NO_BREAK}{line.count}"
    return f"{line.rank}. {number.label}{tail}", f"{line.rank}. {number.html}{_text(tail)}"


def bot_link(bot: str, payload: str) -> str:
    """Return ``https://t.me/sotto_bot?start=write``."""
    return f"https://t.me/{bot}?start={quote(payload)}"


def post_link(chat_id: int, username: str | None, message_id: int) -> str:
    """Return the link to a post: of a public channel by its name; of a private one by its number
    (members only)."""
    if username:
        return f"https://t.me/{username}/{message_id}"
    return f"https://t.me/c/{str(chat_id).removeprefix('-100')}/{message_id}"
