"""Captions: within Telegram's limit, safe as HTML, and told apart by their first line."""

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.captions import (
    DigestLine,
    Link,
    bot_link,
    card_caption,
    digest_caption,
    first_words,
    post_link,
    shorten,
    units,
)
from bot.domain.telegram_limits import CAPTION_UNITS

WORDS = st.text(st.characters(blacklist_categories=("Cs",)), max_size=1500)
LINKS = (Link("Write yours", bot_link("sotto_bot", "write")), Link("Report", "https://t.me/x?a&b"))


def as_counted(caption: str) -> str:
    """Without its entities, as Telegram counts."""
    return html.unescape(re.sub(r"<[^>]*>", "", caption))


@given(WORDS, st.lists(st.sampled_from(["#love", "#любовь", "#été"]), max_size=3))
def test_a_card_caption_fits_and_begins_with_its_number(words: str, tags: list[str]) -> None:
    caption = card_caption(
        123456, words=words, tags=tags, note="Sensitive topic", care="Lifeline 988", links=LINKS
    )
    counted = as_counted(caption)
    assert units(counted) <= CAPTION_UNITS
    assert caption.split("\n")[0] == "#123456"
    assert counted.endswith("Write yours · Report")
    assert all(tag in counted for tag in tags)


def test_what_looks_like_html_is_only_words() -> None:
    caption = card_caption(1, words='<b>&"</b> <a href="x">')
    assert caption == (
        '#1\n<blockquote expandable>&lt;b&gt;&amp;"&lt;/b&gt; &lt;a href="x"&gt;</blockquote>'
    )


def test_nothing_is_repeated_where_words_must_not_be() -> None:
    assert card_caption(1, words=None, note="Sensitive topic") == "#1\nSensitive topic"


@given(st.lists(WORDS, min_size=2, max_size=10))
def test_a_digest_of_ten_fits_and_no_line_is_lost(texts: list[str]) -> None:
    lines = [
        DigestLine(
            str(rank), 100_000 + rank, post_link(-1001234, "sotto", rank), words, "❤🤗😢", "12,345"
        )
        for rank, words in enumerate(texts, 1)
    ]
    caption = digest_caption("Most loved · 25 November 2026", lines, links=LINKS)
    counted = as_counted(caption)
    assert units(counted) <= CAPTION_UNITS
    for line in lines:
        told = rf"^{line.rank}\. #{line.number} .*{line.emoji}\s12,345$"
        assert re.search(told, counted, re.MULTILINE)


def test_a_digest_never_begins_like_a_card() -> None:
    caption = digest_caption("Most loved · 25 November 2026", [])
    assert not re.match(r"#\d+\n", as_counted(caption))


@pytest.mark.parametrize(
    ("text", "limit", "cut"),
    [
        ("short", 5, "short"),
        ("longer", 5, "long…"),
        ("ab👨‍👩‍👧‍👦cd", 10, "ab…"),
        ("é" * 10, 4, "ééé…"),
        ("xx", 0, ""),
    ],
)
def test_cutting_never_splits_what_a_reader_sees_as_one(text: str, limit: int, cut: str) -> None:
    assert shorten(text, limit) == cut
    assert units(cut) <= limit


def test_first_words_are_one_line_cut_at_a_word() -> None:
    text = "I still water his plants.\nHe left three years ago, and I never told anybody about it."
    assert first_words(text) == "I still water his plants. He left three years…"
    assert first_words("こ" * 60) == "こ" * 47 + "…"


def test_a_private_channels_posts_are_linked_by_number() -> None:
    assert post_link(-1001234567890, None, 7) == "https://t.me/c/1234567890/7"
