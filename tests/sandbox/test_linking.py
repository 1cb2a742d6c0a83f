"""The sandbox makes links where Telegram does, so that a test can say that there are none."""

import pytest

from bot.sandbox.entities import plain_words
from bot.sandbox.linking import find


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("see evilbot.t.me ok", "url", "evilbot.t.me"),
        ("t.me", "url", "t.me"),
        ("so evil.bet, yes", "url", "evil.bet"),
        ("home.It was late", "url", "home.It"),
        ("пример.москва", "url", "пример.москва"),
        ("a.xn--80adxhks", "url", "a.xn--80adxhks"),
        ("(evil.ai/a(b)c)", "url", "evil.ai/a(b)c"),
        ("evil.ai:8080/?x=1#y.", "url", "evil.ai:8080/?x=1#y"),
        ("1.2.3.4", "url", "1.2.3.4"),
        ("x https://unknown.tldx ok", "url", "https://unknown.tldx"),
        ("tg://resolve?domain=x", "url", "tg://resolve?domain=x"),
        ("mailto:lea@example.org", "email", "lea@example.org"),
        ("a #tag@channel b", "hashtag", "#tag@channel"),
        ("/start@evilbot", "bot_command", "/start@evilbot"),
        ("(/start)", "bot_command", "/start"),
        ("it is @gif", "mention", "@gif"),
        ("buy $TON now", "cashtag", "$TON"),
        ("pay 4111 1111 1111 1111", "bank_card", "4111 1111 1111 1111"),
        ("call +49 151 2345678", "phone_number", "+49 151 2345678"),
    ],
)
def test_telegram_finds_it(text: str, kind: str, found: str) -> None:
    (each,) = find(text)
    assert (each.kind, text[each.start : each.end]) == (kind, found)


@pytest.mark.parametrize(
    "text",
    [
        "I went home.He left",
        "home..it home...it it.",
        "evil.aI",
        "3.50 and 1.2.3",
        "1.2.3.456",
        "ftps://x and sftp://a.b",
        "http://localhost",
        "a@b #12 $ton $TOOLONGTAG",
        "and/or </b> a/b",
        "@abc @",
        "4111 1111 1111 1112",
        "evil.\u2060ai @\u2060evilbot #\u2060tag /\u2060start +\u20604\u20609151234567",
        "under_score.a_b.com",
    ],
)
def test_telegram_finds_nothing(text: str) -> None:
    assert find(text) == []


def test_a_bot_is_told_of_them_in_units_of_utf_16() -> None:
    words = plain_words("🙂 evil.ai")
    assert [(e.kind, e.offset, e.length) for e in words.entities] == [("url", 3, 7)]
