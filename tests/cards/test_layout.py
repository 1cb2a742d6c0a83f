"""Where glyphs go: inside the box, in logical order, nothing lost, in bounded time."""

import contextlib
import itertools
import time

import pytest
import regex
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.cards import PIXELS, STYLES, CannotSet, Style
from bot.cards.samples import SAMPLES
from bot.cards.styles import CLASSIC, POSTER, QUIET
from bot.cards.text.clusters import split
from bot.cards.text.layout import Layout
from bot.cards.text.setting import set_words, text_box

ANY = st.text(
    st.one_of(
        st.characters(codec="utf-8"),
        st.sampled_from("aé אبगก水あ한 \n👩🏽\u200d🚀❤️🇫🇷'“.!?-1"),
    ),
    max_size=120,
)


def inside(layout: Layout, style: Style) -> bool:
    box = text_box(style, "square")
    return all(
        line.left >= box.left - 0.6 * line.size
        and line.right <= box.right + 0.6 * line.size  # hanging punctuation
        and line.baseline - line.above >= box.top - 1
        and line.baseline + line.below <= box.bottom + 1
        for line in layout.lines
    )


@settings(deadline=2000, max_examples=120, suppress_health_check=[HealthCheck.too_slow])
@given(ANY, st.sampled_from(STYLES))
def test_any_text_is_set_whole_and_inside_its_box_or_refused(words: str, style: Style) -> None:
    try:
        layout = set_words(words, style, "square")
    except CannotSet:
        return
    expected = "".join(cluster.text for line in split(words.strip("\n")) for cluster in line)
    assert "".join(line.text for line in layout.lines) == expected
    assert inside(layout, style)


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.name)
def test_each_sample_fits_in_each_style(style: Style) -> None:
    for name, words in SAMPLES.items():
        layout = set_words(words, style, "square")
        assert inside(layout, style), name
        assert layout.size >= 30, name


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.name)
def test_one_word_and_four_hundred_graphemes_both_fit(style: Style) -> None:
    assert set_words("Sorry.", style, "square").size > 50
    long = ("I never told anybody about the letters in the blue box under my bed. " * 6)[:400]
    layout = set_words(long, style, "square")
    assert inside(layout, style)
    assert layout.size >= 27


def test_the_authors_line_breaks_are_kept() -> None:
    layout = set_words("one\ntwo\n\nthree", CLASSIC, "square")
    assert [line.text for line in layout.lines] == ["one", "two", "three"]
    first, second, third = (line.baseline for line in layout.lines)
    assert third - second > (second - first) * 1.3


def test_a_right_to_left_paragraph_stands_at_the_right() -> None:
    layout = set_words("hello there\nשלום", QUIET, "square")
    box = text_box(QUIET, "square")
    english, hebrew = layout.lines
    assert abs(english.left - box.left) < 2
    assert abs(hebrew.right - box.right) < 2


def test_an_opening_quote_hangs_into_the_margin() -> None:
    layout = set_words("“Never,” he said.\nNever again.", QUIET, "square")
    assert layout.lines[0].left < layout.lines[1].left - 5


def test_lines_of_a_poster_are_as_wide_as_its_box() -> None:
    layout = set_words("I still water her plants", POSTER, "square")
    box = text_box(POSTER, "square")
    assert len(layout.lines) > 1
    assert all(line.right - line.left > 0.8 * box.width for line in layout.lines)


def test_a_poster_breaks_no_phrase_for_the_sake_of_size() -> None:
    layout = set_words("母の留守電をまだ消せない。", POSTER, "square")
    assert [line.text for line in layout.lines] == ["母の留守電を", "まだ消せない。"]


def test_an_emoji_is_as_large_as_the_text_around_it() -> None:
    layout = set_words("so happy 🎉", CLASSIC, "square")
    (emoji,) = layout.pictures
    assert layout.size <= emoji.side <= 1.2 * layout.size


def test_no_arabic_word_changes_its_face_midway() -> None:
    for style in STYLES:
        faces = {id(mark.face) for mark in set_words("كتبت لك رسالة", style, "square").marks}
        assert len(faces) == 1


def work(words: str) -> float:
    """Seconds of processor time to set these words or to refuse them; the best of four."""
    spent = []
    for _ in range(4):
        start = time.process_time()
        with contextlib.suppress(CannotSet):
            set_words(words, CLASSIC, "square")
        spent.append(time.process_time() - start)
    return min(spent)


def test_a_thousand_graphemes_are_set_or_refused_within_the_work_of_ten_cards() -> None:
    whole = work("word " * 80)
    for words in ("水" * 1000, "word " * 200, "👍" * 1000, "ก" * 1000):
        assert work(words) < 10 * whole


def test_no_two_lines_touch_in_scripts_that_reach_far() -> None:
    for name in ("burmese", "khmer", "urdu", "vietnamese", "telugu", "arabic"):
        lines = set_words(SAMPLES[name], CLASSIC, "square").lines
        for upper, lower in itertools.pairwise(lines):
            assert upper.baseline + upper.below <= lower.baseline - lower.above + 0.5, name


def test_graphemes_are_never_split_between_lines() -> None:
    words = "👨\u200d👩\u200d👧" * 60
    for line in set_words(words, CLASSIC, "square").lines:
        assert regex.findall(r"\X", line.text) == ["👨\u200d👩\u200d👧"] * (len(line.text) // 5)


@pytest.mark.parametrize(
    "words",
    [
        "I am a fraud.",
        "I work in a lab.",
        "We lost in March.",
        "I still wear his old coat.",
        "La fille de ma mère.",
        "J'ai peur de le dire.",
        "Mentí a mi madre.",
        "He is not mine.",
    ],
)
def test_no_line_of_a_poster_hangs_in_the_air_and_no_word_is_loud_by_accident(words: str) -> None:
    lines = set_words(words, POSTER, "square").lines
    assert len(lines) > 1
    for line in lines[:-1]:
        last = line.text.split()[-1].casefold()
        assert last not in {"i", "a", "de", "in", "le", "is"}, [line.text for line in lines]
    sizes = [line.size for line in lines]
    assert max(sizes) <= 1.41 * min(sizes)


def test_a_full_stop_moves_a_centred_line_by_a_little_and_not_by_its_whole_width() -> None:
    bare, ended = (set_words(words, CLASSIC, "square").lines[0] for words in ("Gone", "Gone."))
    middle = PIXELS["square"][0] / 2
    letters = ended.left + (bare.right - bare.left) / 2
    stop = (ended.right - ended.left) - (bare.right - bare.left)
    assert middle - stop / 2 < letters < middle - stop * 0.1
