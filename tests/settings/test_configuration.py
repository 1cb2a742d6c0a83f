from datetime import time, timedelta
from pathlib import Path

import pytest

from bot.errors import SettingsWrong
from bot.i18n import LANGUAGES
from bot.settings import Configuration, entries, load_configuration, load_settings
from bot.settings.entries import MOST, NAME

TWO = """
[defaults]
mix = "strong"
moderators = -100123
votes = 3

[[channels]]
name = "love"
channel = "@sotto_love"
title = {en = "Love", fr = "Amour"}
about = {en = "what you never told them"}
language = "fr"

[[channels]]
name = "work"
channel = -1001234567890
title = "Work"
pace = "5s"
votes = 1
digest_time = 21:30:00
caption_text = false
release_share = 0.25
"""


@pytest.fixture(autouse=True)
def _deployment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOTTO_TOKEN", "42:hush-hush")


def written(text: str) -> Configuration:
    Path("sotto.toml").write_text(text, encoding="utf-8")
    return load_configuration()


def mistakes(text: str) -> list[str]:
    with pytest.raises(SettingsWrong) as caught:
        written(text)
    return [problem.removeprefix("sotto.toml, ") for problem in caught.value.problems]


def test_without_a_file_there_is_one_channel_made_of_the_environment(monkeypatch):
    monkeypatch.setenv("SOTTO_CHANNEL", "@sotto_voce")
    Path(".env").write_text("SOTTO_MIX=strong\n")
    [only] = load_configuration().channels
    assert (only.name, only.kind, only.title, only.about, only.of) == (
        "main",
        "whispers",
        {},
        {},
        (),
    )
    assert only.title_in("en") is None
    assert only.settings == load_settings()
    assert (only.settings.channel, only.settings.mix) == ("@sotto_voce", "strong")


def test_each_channel_has_its_own_settings_over_the_defaults_over_ours():
    found = written(TWO)
    love, work = found.channels
    assert (love.name, work.name) == ("love", "work")
    assert (love.settings.channel, work.settings.channel) == ("@sotto_love", -1001234567890)
    assert (love.settings.mix, work.settings.mix) == ("strong", "strong")
    assert (love.settings.votes, work.settings.votes) == (3, 1)
    assert (love.settings.pace, work.settings.pace) == (
        timedelta(seconds=3.1),
        timedelta(seconds=5),
    )
    assert work.settings.digest_time == time(21, 30)
    assert (work.settings.caption_text, work.settings.release_share) == (False, 0.25)
    assert {channel.settings.token.get_secret_value() for channel in found.channels} == {
        "42:hush-hush"
    }
    assert found.settings is love.settings
    assert found.named("work") is work
    assert found.named("home") is None


def test_a_title_is_told_in_the_authors_language_else_in_the_channels_else_in_any():
    love, work = written(TWO).channels
    assert [love.title_in(language) for language in ("en", "fr", "de")] == [
        "Love",
        "Amour",
        "Amour",
    ]
    assert love.about_in("fr") == "what you never told them"
    assert work.title == dict.fromkeys(LANGUAGES, "Work")
    assert work.about_in("en") is None


def test_the_environment_wins_for_the_first_channel_only(monkeypatch):
    monkeypatch.setenv("SOTTO_VOTES", "7")
    Path(".env").write_text(
        "SOTTO_LANGUAGE=en\nSOTTO_AUTHOR_LIMIT=9\nSOTTO_TIMEZONE=Europe/Paris\n"
    )
    love, work = written(TWO).channels
    assert (love.settings.votes, work.settings.votes) == (7, 1)
    assert love.settings.language == "en"
    assert (love.settings.timezone.key, work.settings.timezone.key) == ("Europe/Paris", "UTC")
    assert love.settings.author_limit == work.settings.author_limit == 9


def test_the_first_channel_may_be_named_by_the_environment(monkeypatch):
    monkeypatch.setenv("SOTTO_CHANNEL", "@of_the_environment")
    [love] = written('[[channels]]\nname = "love"\n').channels
    assert love.settings.channel == "@of_the_environment"


def test_an_empty_text_takes_a_default_away_again():
    _love, work = written(TWO + 'moderators = ""\n').channels
    assert work.settings.moderators is None
    assert work.settings.moderation_mode == "post"


def test_another_file_can_be_named(monkeypatch, tmp_path):
    (tmp_path / "mine.toml").write_text(TWO)
    Path("sotto.toml").write_text("no toml")
    monkeypatch.setenv("SOTTO_CONFIG", str(tmp_path / "mine.toml"))
    assert len(load_configuration().channels) == 2
    monkeypatch.setenv("SOTTO_CONFIG", str(tmp_path / "none.toml"))
    with pytest.raises(SettingsWrong, match=r"SOTTO_CONFIG: there's no file .*none\.toml"):
        load_configuration()
    monkeypatch.setenv("SOTTO_CONFIG", str(tmp_path))
    with pytest.raises(SettingsWrong, match="cannot be read: Is a directory"):
        load_configuration()


DIGEST = """
[[channels]]
name = "best"
kind = "digest"
channel = "@sotto_best"
"""


def test_a_digest_shows_every_channel_that_takes_whispers_unless_some_are_named():
    assert written(TWO + DIGEST).channels[2].of == ("love", "work")
    named = written(TWO + DIGEST + 'of = ["work", "work"]\n').channels[2]
    assert (named.kind, named.of) == ("digest", ("work",))
    assert [channel.of for channel in written(TWO + DIGEST).channels[:2]] == [(), ()]


def test_a_digest_inherits_only_what_it_has_a_use_for():
    best = written(
        TWO.replace("[defaults]", '[defaults]\nmoderation = "pre"\npace = "9s"') + DIGEST
    )
    settings = best.channels[2].settings
    assert (settings.moderators, settings.moderation, settings.votes) == (None, None, 2)
    assert settings.pace == timedelta(seconds=9)


def test_all_mistakes_are_told_together_each_with_its_line_and_how_to_mend_it(monkeypatch):
    monkeypatch.setenv("SOTTO_AUTHOR_LIMIT", "none")
    monkeypatch.setenv("SOTTO_DIGEST_SIZE", "many")
    monkeypatch.setenv("SOTTO_MODERATON", "pre")
    assert mistakes("""[defaults]
mix = "fast"
name = "all"
author_limit = 3

[[channels]]
name = "Love!"
channel = "not a channel"
title = {en = "Love", de = "Liebe"}
moderators = "@mods"

[[channels]]
name = "work"
chanel = "@sotto_work"
pace = 5
rules = ["be kind"]
moderation = "pre"
SOTTO_TOKEN = "42:x"

[[chanels]]
""") == [
        "SOTTO_MODERATON isn't a setting. Do you mean SOTTO_MODERATION?",
        "SOTTO_AUTHOR_LIMIT: write a whole number, not 'none'",
        "SOTTO_DIGEST_SIZE: write a whole number, not 'many'",
        "line 2: mix: write quick, balanced or strong, not 'fast'",
        "line 3: name is each channel's own: write it under [[channels]]",
        "line 4: author_limit applies to the whole bot and belongs in the environment or .env: "
        "SOTTO_AUTHOR_LIMIT",
        "line 7: name: write up to 24 small letters a-z, digits or hyphens, a letter first, not "
        "'Love!'",
        "line 8: channel: write the channel's @name, its link (https://t.me/name) or its number, "
        "not 'not a channel'",
        f"line 9: title.de: authors can only be addressed in {', '.join(LANGUAGES)}",
        "line 10: moderators: write the chat's number, such as -1001234567890, not '@mods'; /id in "
        "that chat tells it",
        "line 12: channel is missing. The public channel: its @name, its t.me link or its number.",
        "line 14: chanel isn't a key here. Do you mean channel?",
        "line 15: pace: write a duration such as 3s, 15m or 12h, not '5'",
        "line 16: rules: write one value, not a list",
        "line 17: moderation=pre needs moderators: without that chat nobody can approve anything",
        "line 18: SOTTO_TOKEN applies to the whole bot and belongs in the environment or .env: "
        "SOTTO_TOKEN",
        "line 20: chanels isn't a key here. Do you mean channels?",
    ]


ONE = '[[channels]]\nname = "love"\nchannel = "@sotto_love"\n'

MISTAKES = {
    "a second channel of the same name": (
        ONE + ONE.replace("_love", "_two"),
        ["line 5: name: love is the name in line 2 already"],
    ),
    "the same channel twice, whatever its letters": (
        ONE + '[[channels]]\nname = "work"\nchannel = "https://t.me/SOTTO_Love"\n',
        ["line 6: channel: @sotto_love is the channel in line 3 already"],
    ),
    "the same number twice": (
        ONE.replace('"@sotto_love"', "-1001") + '[[channels]]\nname = "b"\nchannel = "-1001"\n',
        ["line 6: channel: -1001 is the channel in line 3 already"],
    ),
    "no name": (
        '[[channels]]\nchannel = "@sotto_love"\n',
        ['line 1: name is missing. A short one, for links and commands: name = "love"'],
    ),
    "a name with an underscore, which parts deep links": (
        ONE.replace('"love"', '"true_love"'),
        [
            "line 2: name: write up to 24 small letters a-z, digits or hyphens, a letter first, "
            "not 'true_love'"
        ],
    ),
    "a name that is a number": (
        ONE.replace('"love"', "5"),
        [
            "line 2: name: write up to 24 small letters a-z, digits or hyphens, a letter first, "
            "not 5"
        ],
    ),
    "a title that no button holds": (
        ONE + f'title = {{fr = "{"é" * 31}"}}\n',
        ["line 4: title.fr: at most 30 characters, not 31"],
    ),
    "one title for all that no button holds is told once": (
        ONE + f'title = "{"x" * 31}"\n',
        ["line 4: title: at most 30 characters, not 31"],
    ),
    "a title of two lines": (
        ONE + 'title = "Love\\nand more"\n',
        ["line 4: title: write a few words in one line, in quotes"],
    ),
    "an empty title": (
        ONE + 'title = {en = " "}\n',
        ["line 4: title.en: write a few words in one line, in quotes"],
    ),
    "a title that is no text": (
        ONE + "title = 5\n",
        ['line 4: title: write a text, or one for each language: {en = "Love"}'],
    ),
    "an about that fills a message": (
        ONE + f'about = "{"x" * 101}"\n',
        ["line 4: about: at most 100 characters, not 101"],
    ),
    "no channel": (
        '[defaults]\nmix = "quick"\n',
        ["line 1: no channel is named here: begin one with a line [[channels]]"],
    ),
    "channels that are no list": (
        '[channels]\nname = "love"\n',
        ["line 1: begin each channel with a line of its own: [[channels]]"],
    ),
    "defaults that are no table": (
        'defaults = "strong"\n' + ONE,
        ["line 1: write the settings under a line of its own: [defaults]"],
    ),
    "digests alone": (
        DIGEST.strip(),
        ["line 1: no channel takes whispers: one must be of another kind than digest"],
    ),
    "a digest first": (
        DIGEST.strip() + "\n" + ONE,
        [
            "line 1: the first channel must take whispers: the environment's settings are its "
            "own. Move this one down"
        ],
    ),
    "a kind that is none": (
        ONE + 'kind = "digests"\n',
        ["line 4: kind: write whispers or digest, not 'digests'"],
    ),
    "of in a channel of whispers": (
        ONE + 'of = ["love"]\n',
        ['line 4: of belongs to a channel of kind = "digest"'],
    ),
    "a digest of a channel that is none": (
        ONE + DIGEST + 'of = ["lvoe"]\n',
        ["line 9: of: no channel is named lvoe. Do you mean love?"],
    ),
    "a digest of itself": (
        ONE + DIGEST + 'of = ["best"]\n',
        ["line 9: of: best is a digest itself and has no whispers to show"],
    ),
    "a digest of nothing": (
        ONE + DIGEST + "of = []\n",
        ['line 9: of: write names of channels in brackets: of = ["love", "work"]'],
    ),
    "moderators of a digest": (
        ONE + DIGEST + "moderators = -1001\n",
        ["line 9: moderators has no meaning for a digest, which takes no whispers: remove it"],
    ),
    "moderation without moderators is told at the channel that lacks them": (
        '[defaults]\nmoderation = "hybrid"\n' + ONE,
        [
            "line 3: moderation=hybrid needs moderators: without that chat nobody can approve "
            "anything"
        ],
    ),
    "a date": (ONE + "rules = 2026-11-29\n", ["line 4: rules: write one value, not a date"]),
    "yes for a number": (
        ONE + "votes = true\n",
        ["line 4: votes: write a whole number, not 'yes'"],
    ),
}


@pytest.mark.parametrize(("text", "told"), MISTAKES.values(), ids=MISTAKES)
def test_what_cannot_be_used_is_told_with_its_line(text: str, told: list[str]):
    assert mistakes(text) == told


def test_a_channel_of_the_environment_is_compared_too(monkeypatch):
    monkeypatch.setenv("SOTTO_CHANNEL", "@sotto_work")
    assert mistakes(ONE + '[[channels]]\nname = "work"\nchannel = "@Sotto_Work"\n') == [
        "line 6: channel: @sotto_work is the channel in line 3 already"
    ]


def test_a_choice_of_one_byte_is_enough_for_every_channel():
    rows = [f'[[channels]]\nname = "c{n}"\nchannel = "@channel_{n}"\n' for n in range(MOST + 1)]
    assert len(written("".join(rows[:MOST])).channels) == MOST
    assert mistakes("".join(rows)) == [f"line {3 * MOST + 1}: at most 255 channels, not 256"]


def test_a_mistake_in_the_file_hides_none_of_the_environment(monkeypatch):
    monkeypatch.setenv("SOTTO_LOG_LEVEL", "LOUD")
    told = mistakes("[[channels]\n")
    assert told[0] == "SOTTO_LOG_LEVEL: write DEBUG, INFO, WARNING or ERROR, not 'LOUD'"
    assert told[1].startswith("line 1, column 11: ")


def test_a_missing_token_is_told_once_for_all_channels(monkeypatch):
    monkeypatch.delenv("SOTTO_TOKEN")
    [told] = mistakes(TWO)
    assert told.startswith("SOTTO_TOKEN is missing.")
    assert "sotto setup" in told


def test_every_name_fits_into_a_deep_link():
    longest = "a" * 24
    assert NAME.fullmatch(longest)
    assert not NAME.fullmatch(longest + "a")
    assert len(f"reply_{longest}_{2**63}") <= 64


def test_titles_can_be_written_in_every_language_that_authors_are_spoken_to_in():
    assert set(entries.LANGUAGES) == set(LANGUAGES)
