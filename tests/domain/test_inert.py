"""Whatever an author writes, nothing of it can be tapped under a post."""

import html
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.captions import DigestLine, Link, card_caption, digest_caption, post_link
from bot.domain.inert import JOINER, inert
from bot.domain.words import clean
from bot.sandbox.entities import Words, parse_html, with_detected
from bot.sandbox.linking import find

HOSTILE = """
    evilbot.t.me t.me evil.ai buyhere.de evil.bet пример.москва home.It left.me http://a.ai
    https://evil.com/x?y=1#z ftp://a.bc.de tg://resolve?domain=evil ton://transfer/x 1.2.3.4
    #tag #tag@channel #été #न #1a @evilbot @gif /start /start@evilbot $TON $1INCH $USD@chan
    lea@example.org mailto:lea@example.org +4915112345678 +1(212)555-0123 06 12 34 56 78
    0612345678 4111111111111111 4111-1111-1111-1111 tel:+33612345678 3:45 1:02:03 evil．ai
    evil。ai xn--e1afmkfd.xn--80adxhks 我爱你.我爱你 a.世界 ＃tag ＠name 1️⃣2️⃣3️⃣4️⃣5️⃣ #️⃣tag
    user:pass@evil.ai evil.ai:8080/(x) www.evil.ai //evil.ai ..evil.ai evil..ai evil.ai.
    (evil.ai) «evil.ai» 'evil.ai'
""".split()  # noqa: SIM905
GLUE = [
    "",
    " ",
    "\n",
    ".",
    "#",
    "@",
    "/",
    "$",
    ":",
    "+",
    "-",
    "_",
    "(",
    "‌",
    "·",
    "…",
    "é",
    "9",
    "a",
]
TEXTS = st.one_of(
    st.lists(st.sampled_from(HOSTILE + GLUE), min_size=1, max_size=30).map("".join),
    st.lists(st.sampled_from(HOSTILE), min_size=1, max_size=12).map(" ".join),
    st.text(alphabet="ab1.:/@#$+_-? \n(5Zé我न\u200c", max_size=60),
)
LINKS = (
    Link("Write yours", "https://t.me/sotto_bot?start=write"),
    Link("Report", "https://t.me/x"),
)


def as_posted(caption: str) -> Words:
    return with_detected(parse_html(caption))


def tappable(posted: Words) -> list[str]:
    """All that Telegram or a client would make a link of."""
    given_ = [posted.part(e) for e in posted.entities if e.kind in ("text_link", "url", "hashtag")]
    found = [posted.text[each.start : each.end] for each in find(posted.text)]
    return sorted({*given_, *found})


@settings(max_examples=700, deadline=None)
@given(TEXTS)
def test_a_posted_caption_has_nothing_tappable_but_what_we_made(raw: str) -> None:
    for words in {raw, clean(raw)}:
        for covered in (False, True):
            caption = card_caption(
                12, words=words, covered=covered, tags=["#rain"], links=LINKS, care="Lifeline"
            )
            posted = as_posted(caption)
            assert tappable(posted) == ["#rain", "Report", "Write yours"]
            assert posted.text.split("\n")[0] == "#12"


@settings(max_examples=200, deadline=None)
@given(st.lists(TEXTS, min_size=2, max_size=5))
def test_a_digest_has_nothing_tappable_but_its_numbers_and_our_links(texts: list[str]) -> None:
    lines = [
        DigestLine(str(rank), rank, post_link(-1001234, "sotto", rank), words, "❤🤗", "24")
        for rank, words in enumerate(texts, 1)
    ]
    posted = as_posted(digest_caption("Most loved · 25 November 2026", lines, links=LINKS))
    ours = {*(f"#{rank}" for rank in range(1, len(texts) + 1)), "Report", "Write yours"}
    assert set(tappable(posted)) == ours


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_what_is_made_inert_reads_as_it_was_written(words: str) -> None:
    assert inert(words).replace(JOINER, "") == words.replace(JOINER, "")
    assert inert(inert(words)) == inert(words)
    assert clean(inert(words)) == clean(words)


@pytest.mark.parametrize(
    "words",
    [
        "I still water his plants. He left; I stayed.",
        "Pourquoi\u00a0? Parce que… « oui ». Et/ou non.",
        "1️⃣ first 2️⃣ second #️⃣",
        "in 1998 we were 7, it cost $5",
        "我走了。他走了。",
        "3 + 4 = 7, he said: yes",
    ],
)
def test_plain_words_get_no_joiner(words: str) -> None:
    assert inert(words).count(JOINER) == words.count("$")


def test_html_of_an_author_stays_text() -> None:
    caption = card_caption(1, words='<a href="https://evil.ai">x</a> &#x40;evilbot')
    assert tappable(as_posted(caption)) == []
    assert re.search("evilbot", html.unescape(caption))
