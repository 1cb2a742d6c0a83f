"""Lines, measured with a wooden ruler: every cluster is one wide."""

from hypothesis import given
from hypothesis import strategies as st

from bot.cards.text.clusters import split
from bot.cards.text.line_breaks import NEVER, prices
from bot.cards.text.lines import Piece, balance, count, groups_of, pieces_of


def pieces(words: str) -> tuple[tuple[Piece, ...], list[float]]:
    clusters = split(words)[0]
    widths = [1.0] * len(clusters)
    return pieces_of(widths, [c.is_space for c in clusters], prices(clusters)), widths


def broken(words: str, measure: float) -> list[str]:
    clusters = split(words)[0]
    found, widths = pieces(words)
    found = groups_of(found).fitted(widths, measure)
    lines = balance(found, measure, count(found, measure))
    return ["".join(c.text for c in clusters[line.start : line.end]).rstrip() for line in lines]


def marked(words: str) -> str:
    """The words with | where a line may end."""
    clusters = split(words)[0]
    costs = prices(clusters)
    texts = [c.text + "|" * (cost < NEVER) for c, cost in zip(clusters, costs, strict=True)]
    return "".join(texts).replace(" |", "| ").rstrip("|")


def test_lines_are_even_rather_than_full() -> None:
    assert broken("one two three four five six", 20) == ["one two three", "four five six"]


def test_the_last_word_is_not_left_alone() -> None:
    assert broken("the sea was very calm and so was I", 31)[-1] != "I"


def test_a_single_letter_goes_with_the_word_after_it() -> None:
    assert not any(line.endswith(" I") for line in broken("so he asked and I answered him", 17))


def test_a_word_that_leans_goes_with_the_word_after_it() -> None:
    assert broken("she was sitting by the window", 18) == ["she was sitting", "by the window"]
    assert broken("je suis entré dans la maison vide", 21)[0] == "je suis entré"


def test_a_word_wider_than_the_line_is_broken_between_graphemes() -> None:
    assert broken("aaaaaaaaaaaa", 5) == ["aaaaa", "aaaaa", "aa"]


def test_french_signs_stay_with_their_word() -> None:
    assert marked("Ah ! « Oui » : non ?") == "Ah !| « Oui » :| non ?"


def test_a_hyphen_breaks_a_word_but_not_a_number() -> None:
    assert marked("well-known -5 10-12") == "well-|known| -5| 10-12"


def test_japanese_never_begins_a_line_with_a_small_kana_or_a_full_stop() -> None:
    for line in broken("きょう、ちょっとだけ泣いた。「だいじょうぶ」と言った。", 4):
        assert line[0] not in "、。」ょっゃゅ"
        assert line[-1] != "「"


def test_chinese_and_japanese_break_between_phrases_where_they_can() -> None:
    assert broken("祖母の植木に水をやっています。", 9) == ["祖母の植木に水を", "やっています。"]


def test_thai_breaks_between_words() -> None:
    assert marked("ฉันรักเธอมาก") == "ฉัน|รัก|เธอ|มาก"


def test_lao_khmer_and_burmese_keep_a_last_consonant_with_its_vowel() -> None:
    assert marked("ຄິດຮອດບ້ານເກົ່າ") == "ຄິດ|ຮອດ|ບ້ານ|ເກົ່າ"
    assert marked("ខ្ញុំនឹករលឹកគាត់") == "ខ្ញុំ|នឹក|រលឹក|គាត់"
    assert marked("ကျွန်တော်ချစ်တယ်") == "ကျွန်|တော်|ချစ်|တယ်"


def test_a_space_that_must_not_break_does_not() -> None:
    assert marked("10\u00a0000 euros") == "10\u00a0000| euros"


@given(st.text(alphabet="ab -é、。「」水のไทย", max_size=60), st.integers(1, 30))
def test_no_line_is_too_wide_and_no_cluster_is_lost(words: str, measure: int) -> None:
    found, widths = pieces(words)
    found = groups_of(found).fitted(widths, measure)
    if not found:
        return
    lines = balance(found, measure, count(found, measure))
    assert [line.start for line in lines] == [0, *(line.end for line in lines[:-1])]
    assert lines[-1].end == len(widths)
    assert all(line.width <= measure for line in lines)
    assert len(lines) <= count(found, measure)
