import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.receipts import new_code, parse, pasted, receipt_hash

codes = st.randoms(use_true_random=False).map(new_code)


@given(codes)
def test_a_code_has_four_groups_of_crockford_letters(code: str) -> None:
    assert re.fullmatch(r"(?:[0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}", code)
    assert parse(code) == code
    assert pasted(code) == code


def test_codes_use_all_80_bits() -> None:
    rng = random.Random(7)
    drawn = [new_code(rng) for _ in range(2000)]
    assert len(set(drawn)) == 2000
    assert all(len({code[place] for code in drawn}) == 32 for place in (0, 8, 18))


@given(codes, st.sampled_from(["", " ", "-", "–", "  ", "\n", "‑"]), st.booleans())
def test_a_code_is_read_however_it_was_typed(code: str, separator: str, lower: bool) -> None:
    typed = code.replace("-", separator)
    typed = typed.lower() if lower else typed
    misread = typed.replace("0", "o").replace("1", "l")
    assert parse(f"  {typed} ") == code
    assert parse(misread) == code


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        "ABCD-EFGH-JKMN-PQR",
        "ABCD-EFGH-JKMN-PQRU",
        "ABCD-EFGH-JKMN-PQR\ud800",
        "é" * 16,
    ],
)
def test_what_cannot_be_a_code_is_none(text: str) -> None:
    assert parse(text) is None
    assert pasted(text) is None


@pytest.mark.parametrize(
    "confession",
    [
        "I am 17 and so tired!",
        "i am 17 and so tired0",
        "some days hate life",
        "when they left home",
        "SOME DAYS HATE LIFE",
        "ohmydeardarling0 k",
    ],
)
def test_a_short_confession_is_not_taken_for_a_code(confession: str) -> None:
    assert pasted(confession) is None


@given(codes)
def test_a_code_pasted_with_spaces_is_known_by_its_digit(code: str) -> None:
    spaced = code.replace("-", " ")
    assert pasted(spaced) == (code if any(c.isdigit() for c in code) else None)


@given(codes, codes)
def test_each_code_has_a_hash_of_its_own(code: str, other: str) -> None:
    assert len(receipt_hash(code)) == 32
    assert (receipt_hash(other) == receipt_hash(code)) == (other == code)
