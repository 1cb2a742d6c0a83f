"""What a reader asked for stands whole in a button."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.feeds.asked import MOST, Asked, Feed, Period, decode, encode, fits, searching
from bot.domain.feeds.captions import FeedLine, feed_caption, told_of
from bot.domain.feeds.questions import Numbered, question, tag_in
from bot.domain.feeds.terms import terms_of
from bot.domain.telegram_limits import CAPTION_UNITS
from bot.i18n import translator_for


@given(
    st.sampled_from([Feed.POPULAR, Feed.LATEST, Feed.RANDOM]),
    st.sampled_from(Period),
    st.integers(0, 7),
    st.integers(0, 999),
    st.booleans(),
)
def test_a_button_says_what_it_was_made_of(
    feed: Feed, period: Period, page: int, channel: int, choosing: bool
) -> None:
    asked = Asked(feed, period, page, channel)
    assert decode(encode(asked, choosing=choosing)) == (asked, choosing)


@given(st.text(max_size=300))
def test_whatever_is_searched_for_fits_into_a_button(words: str) -> None:
    asked = searching(terms_of(words))
    if asked is None:
        assert terms_of(words) == ()
        return
    assert fits(asked)
    assert asked.terms
    assert decode(encode(asked)) == (asked, False)


@given(st.text(max_size=80))
def test_no_other_data_is_taken_for_a_button_of_ours(data: str) -> None:
    found = decode(data)
    assert found is None or encode(found[0], choosing=found[1]) == data


@pytest.mark.parametrize("data", ["q:pd:9:0:", "q:xx:0:0:", "q:sd:0:0:", "q:td:0:0:", "qpd00", ""])
def test_a_button_that_we_cannot_have_written_means_nothing(data: str) -> None:
    assert decode(data) is None


def test_a_question_is_a_number_a_tag_or_words() -> None:
    assert question("#12") == Numbered(12)
    assert question(" #love_12 ") == Numbered(12, "love")
    assert question("12") == Asked(Feed.SEARCH, words="12")
    assert question("#Rain") == tag_in("rain") == Asked(Feed.TAG, words="#rain")
    assert question("Rain tonight") == Asked(Feed.SEARCH, words="rain tonight")
    assert question("  ") is None
    assert question("?!") is None


def test_words_do_not_show_where_a_question_is_printed() -> None:
    assert "zebrafish" not in repr(question("zebrafish"))


def test_the_list_keeps_all_six_lines_within_a_caption() -> None:
    lines = [
        FeedLine(
            str(n), 10**8 + n, "https://t.me/b?start=w", "wor<d " * 99, ("❤\u00a012",), "Love "
        )
        for n in range(1, 7)
    ]
    caption = feed_caption("Newest", lines)
    plain = caption
    for n in range(1, 7):
        assert f"{n}. <a href=" in caption
        plain = plain.replace('<a href="https://t.me/b?start=w">', "").replace("</a>", "")
    assert "wor&lt;d" in caption
    assert len(plain.replace("&lt;", "<").replace("<b>", "").replace("</b>", "")) <= CAPTION_UNITS


def test_how_it_is_loved_is_told_by_kinds_and_one_count() -> None:
    given = (("❤", 20), ("🤗", 3), ("😢", 1), ("👏", 1))
    assert told_of(given, translator_for("en").number) == ("❤🤗😢\u00a025",)
    assert told_of(given, translator_for("fa").number) == ("❤🤗😢\u00a0۲۵",)
    assert told_of((), str) == ()
    assert MOST == 48
