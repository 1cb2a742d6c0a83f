"""The bots of ``sotto.toml``: their tokens, and which of them serve a channel."""

from pathlib import Path

import pytest

from bot.settings import Configuration, load_configuration
from tests.settings.test_configuration import mistakes, written

BOTS = """
[[bots]]
name = "first"
token_file = "first.token"

[[bots]]
name = "second"
token_env = "SECOND_BOT"
"""

CHANNELS = """
[[channels]]
name = "love"
channel = "@sotto_love"

[[channels]]
name = "work"
channel = "@sotto_work"
poster = "second"
bots = ["first", "second"]
"""


@pytest.fixture(autouse=True)
def _tokens(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("first.token").write_text("41:from-a-file\n")
    monkeypatch.setenv("SECOND_BOT", "42:from-the-environment")


def tokens(found: Configuration) -> list[str]:
    return [each.settings.token.get_secret_value() for each in found.channels]


def test_each_channel_has_its_poster_and_is_offered_where_the_file_says():
    found = written(BOTS + CHANNELS)
    assert [each.name for each in found.bots] == ["first", "second"]
    love, work = found.channels
    assert (love.bots.poster, love.bots.offered_by) == ("first", ("first",))
    assert (work.bots.poster, work.bots.offered_by) == ("second", ("first", "second"))
    assert tokens(found) == ["41:from-a-file", "42:from-the-environment"]


def test_no_other_token_is_needed(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("SOTTO_TOKEN", raising=False)
    assert tokens(written(BOTS + CHANNELS)) == ["41:from-a-file", "42:from-the-environment"]


def test_a_variable_may_stand_in_the_env_file(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("SECOND_BOT")
    Path(".env").write_text("SECOND_BOT=42:from-the-file\n")
    assert tokens(written(BOTS + CHANNELS))[1] == "42:from-the-file"


def test_without_bots_there_is_one_with_the_token_of_the_environment(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setenv("SOTTO_TOKEN", "7:the-only")
    monkeypatch.setenv("SOTTO_CHANNEL", "@sotto_voce")
    [only] = load_configuration().bots
    assert (only.name, only.token.get_secret_value()) == ("main", "7:the-only")


def test_a_token_is_shown_by_nothing():
    assert "from-a-file" not in repr(written(BOTS + CHANNELS))


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        (("token_file", "token"), "does not belong into this file: name a token_file"),
        (("first.token", "none.token"), "none.token cannot be read: No such file"),
        (("SECOND_BOT", "NO_BOT"), "NO_BOT is not set in the environment or in .env"),
        (('name = "second"', 'name = "first"'), "another bot is named first already"),
        (('name = "second"\n', 'name = "Two"\n'), "write up to 24 small letters"),
        (("token_env", "secret"), "secret isn't a key of a bot: name, token_file, token_env"),
        (('poster = "second"', 'poster = "secnd"'), "no bot is named secnd. Do you mean second?"),
        (('["first", "second"]', '["third"]'), "bots: no bot is named third"),
        (('["first", "second"]', '"second"'), "write names of bots in brackets"),
        (('poster = "second"\nbots = ["first", "second"]\n', ""), "nobody can write for any"),
        (('bots = ["first", "second"]', 'kind = "digest"'), "nobody can write for any channel"),
    ],
)
def test_every_mistake_is_told_with_its_line(changed: tuple[str, str], told: str):
    said = mistakes((BOTS + CHANNELS).replace(*changed))
    assert any(told in each for each in said), said
    assert all(each.startswith("line ") for each in said)


def test_two_names_for_one_bot_are_told(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SECOND_BOT", "41:another-token-of-it")
    assert "second has the token of another bot" in mistakes(BOTS + CHANNELS)[0]


def test_a_bot_is_named_only_where_there_are_some(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SOTTO_TOKEN", "7:the-only")
    assert mistakes(CHANNELS)[0] == (
        "line 9: poster: no bot is named here: begin one with a line [[bots]]"
    )


def test_bots_are_a_list(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SOTTO_TOKEN", "7:the-only")
    one = '[bots]\nname = "first"\n[[channels]]\nname = "love"\nchannel = "@sotto_love"\n'
    assert mistakes(one) == ["line 1: begin each bot with a line of its own: [[bots]]"]


def test_a_private_group_speaks_with_one_bot():
    room = "[defaults]\nmoderators = -100123\n"
    [said] = mistakes(BOTS + room + CHANNELS)
    assert "moderators: love shares this group and has another poster" in said
    both = BOTS + room + CHANNELS.replace('poster = "second"\n', "")
    assert len(written(both).bots) == 2
