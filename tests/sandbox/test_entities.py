"""What Telegram finds in a text by itself."""

import pytest

from bot.sandbox.accounts import Account
from bot.sandbox.entities import plain_words
from bot.sandbox.typed import typed


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("#rain #grand_mère, #2nd", ["#rain", "#grand_mère", "#2nd"]),
        ("#123 я#a #", []),
        ("#a#b #c", ["#c"]),
        ("#a™ #b² #c¼", ["#a", "#b", "#c"]),
        ("#नौकरी #घर", ["#न", "#घर"]),
        ("#නව #Col·legi", ["#නව", "#Col·legi"]),
        ("#ｏｋ #مهمان‌نواز", ["#ｏｋ", "#مهمان‌نواز"]),
        ("#" + "1" * 256 + "a", []),
        ("#" + "b" * 300, ["#" + "b" * 256]),
    ],
)
def test_a_hashtag_is_made_of_letters_digits_and_underscores(text: str, tags: list[str]) -> None:
    words = plain_words(text)
    assert [words.part(each) for each in words.entities if each.kind == "hashtag"] == tags


def test_a_person_tagged_by_completion_is_a_name_with_an_account_counted_in_utf16() -> None:
    lea = Account(7_000_000_001, "Whoever")
    words = typed("😀 Lea and Lea", tagging={"Lea": lea})
    assert [(e["type"], e["offset"], e["length"], e["user"]["id"]) for e in words.json()] == [
        ("text_mention", 3, 3, lea.id),
        ("text_mention", 11, 3, lea.id),
    ]
