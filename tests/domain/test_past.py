"""An older bot's posts, read from an export of their channel."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.domain.contacts import HIDDEN
from bot.domain.past.export import ChannelExport, read_export
from bot.domain.past.furniture import Furniture
from bot.domain.past.whispers import LeftOut, Past, past_whispers
from tests.kit.exports import CHAT, NAMES, export, numbered_above, numbered_in_line, words_of

PARIS = ZoneInfo("Europe/Paris")


def read(data: object) -> ChannelExport:
    found = read_export(data, PARIS)
    assert isinstance(found, ChannelExport), found
    return found


def past(data: object) -> Past:
    return past_whispers(read(data).posts, lambda words: "♇" not in words)


@pytest.mark.parametrize("layout", [numbered_above, numbered_in_line])
def test_whatever_an_older_bot_put_around_the_words_only_the_words_come_over(layout):
    found = past(export(layout))
    assert [each.number for each in found.whispers] == list(range(1, 501))
    assert [each.words for each in found.whispers] == [words_of(turn) for turn in range(500)]
    assert found.left_out == {}


def test_posts_without_numbers_are_taken_where_none_has_one():
    found = past(export(lambda turn: {"text": f"{words_of(turn)}\n\n💌 Write to the bot!"}, 40))
    assert [each.words for each in found.whispers] == [words_of(turn) for turn in range(40)]
    assert {each.number for each in found.whispers} == {None}


def test_what_bears_no_number_among_numbered_posts_is_no_whisper():
    others = [
        {"text": "We are moving house. Have a nice summer!"},
        {"text": "Confession #7\n\nThe same number once more."},
        {"text": "Confession #900"},
        {"text": f"Confession #901\n\n{'long ' * 400}"},
        {"text": "Confession #902\n\nThe sign of ♇ is upon me."},
        {"text": "Confession #903\n\nSaid elsewhere.", "forwarded_from": NAMES[0]},
        {"text": "", "poll": {"question": "Tea?"}},
    ]
    found = past(export(numbered_above, 60, others=others))
    assert len(found.whispers) == 61
    assert (found.whispers[-1].words, found.whispers[-1].number) == (
        "The same number once more.",
        None,
    )
    assert found.left_out == {
        LeftOut.UNNUMBERED: 1,
        LeftOut.WORDLESS: 1,
        LeftOut.TOO_LONG: 1,
        LeftOut.UNSETTABLE: 1,
    }
    assert read(export(numbered_above, 60, others=others)).others == 3


def test_words_that_say_what_a_reason_says_are_words():
    found = past(export(lambda turn: {"text": ["never", "wordless", "too_long"][turn % 3]}, 3))
    assert [each.words for each in found.whispers] == ["never", "wordless", "too_long"]


def test_a_date_in_each_post_is_no_number():
    furniture = Furniture(f"12.03.2024 18:{turn:02}\n{words_of(turn)}" for turn in range(50))
    assert not furniture.numbers
    assert furniture.undress(f"12.03.2024 18:07\n{words_of(7)}").words == words_of(7)


def test_whoever_is_named_in_a_post_is_blotted_out():
    text = [
        "I love ",
        {"type": "mention_name", "text": NAMES[0], "user_id": 7},
        " and ",
        {"type": "mention", "text": NAMES[2]},
        f", write to {NAMES[3]} or {NAMES[4]}.",
    ]
    [whisper] = past(export(lambda turn: {"text": text}, 1)).whispers
    assert whisper.words == f"I love {HIDDEN} and {HIDDEN}, write to {HIDDEN} or {HIDDEN}."


def test_day_cover_picture_and_reactions_come_over():
    data = export(lambda turn: {"text": words_of(turn), "photo": "photos/one.jpg"}, 2)
    data["messages"][1]["media_spoiler"] = True
    data["messages"][2]["photo"] = "(File not included. Change data exporting settings.)"
    first, second = read(data).posts
    assert read(data).chat == CHAT
    assert first.posted_at == datetime(2024, 3, 1, 18, 0, tzinfo=UTC)
    assert (first.photo, first.covered, second.photo) == ("photos/one.jpg", True, None)
    assert first.reactions == {"❤": 1, "🤡": 2, "custom": 1}


def test_an_export_so_old_that_it_tells_local_times_is_read_in_the_channels_zone():
    data = export(numbered_above, 1)
    del data["messages"][1]["date_unixtime"]
    [post] = read(data).posts
    assert post.posted_at == datetime(2024, 3, 1, 17, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        ({"about": "…", "chats": {"list": []}}, "account"),
        ({**export(numbered_above, 1), "contacts": {}}, "account"),
        (export(numbered_above, 1, type="personal_chat"), "private"),
        (export(numbered_above, 1, type="saved_messages"), "private"),
        (export(numbered_above, 1, type="private_supergroup"), "private"),
        (export(numbered_above, 1, type="public_supergroup"), "private"),
        (export(numbered_above, 1, id="?"), "unreadable"),
        ({"messages": []}, "unreadable"),
        ([], "unreadable"),
        ("text", "unreadable"),
    ],
)
def test_private_chats_whole_accounts_and_other_files_are_refused(data, why):
    assert read_export(data, PARIS) == why


def test_a_message_of_no_shape_that_we_know_stops_nothing():
    data = export(numbered_above, 5)
    data["messages"] += [None, 7, {"type": "message"}, {"type": "message", "id": 9, "date": "?"}]
    data["messages"].append({"type": "message", "id": 10, "date_unixtime": "9" * 30, "text": 5})
    assert len(read(data).posts) == 5
