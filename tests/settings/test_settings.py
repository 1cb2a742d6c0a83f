import re
from datetime import timedelta
from pathlib import Path

import pytest

from bot.errors import SettingsWrong
from bot.settings import ChannelSettings, DeploymentSettings, Settings, load_settings
from bot.settings.values import parse_channel, parse_duration


@pytest.mark.parametrize(
    ("written", "meant"),
    [("3s", 3.0), ("15m", 900.0), ("12h", 43200.0), ("1h30m", 5400.0), ("0s", 0.0), ("3.1s", 3.1)],
)
def test_durations_read_as_people_write_them(written: str, meant: float):
    assert parse_duration(written) == timedelta(seconds=meant)


@pytest.mark.parametrize("written", ["3", "abc", "", "5 weeks", "-3s"])
def test_a_duration_without_a_unit_is_refused(written: str):
    with pytest.raises(ValueError, match="write a duration"):
        parse_duration(written)


def test_all_mistakes_are_reported_together_and_no_secret_is_shown(monkeypatch):
    monkeypatch.setenv("SOTTO_TOKEN", "")
    monkeypatch.setenv("SOTTO_CHANNEL", "not a channel")
    monkeypatch.setenv("SOTTO_PACE", "soon")
    with pytest.raises(SettingsWrong) as caught:
        load_settings()
    message = str(caught.value)
    assert "SOTTO_TOKEN" in message
    assert "SOTTO_CHANNEL" in message
    assert "SOTTO_PACE" in message


def test_environment_alone_is_enough(monkeypatch):
    monkeypatch.setenv("SOTTO_TOKEN", "42:hush-hush")
    monkeypatch.setenv("SOTTO_CHANNEL", "@sotto_voce")
    settings = load_settings()
    assert settings.channel == "@sotto_voce"
    assert settings.moderation_mode == "post"
    assert "hush-hush" not in repr(settings)


def test_with_moderators_everything_is_looked_at_first_unless_said_otherwise(monkeypatch):
    monkeypatch.setenv("SOTTO_TOKEN", "42:hush-hush")
    monkeypatch.setenv("SOTTO_CHANNEL", "@sotto_voce")
    monkeypatch.setenv("SOTTO_MODERATORS", "-1001234567890")
    assert load_settings().moderation_mode == "pre"
    monkeypatch.setenv("SOTTO_MODERATION", "hybrid")
    assert load_settings().moderation_mode == "hybrid"
    monkeypatch.delenv("SOTTO_MODERATORS")
    with pytest.raises(SettingsWrong, match="SOTTO_MODERATION=hybrid needs SOTTO_MODERATORS"):
        load_settings()


def test_reaction_weights_can_be_set_and_a_slip_in_them_is_named(monkeypatch):
    monkeypatch.setenv("SOTTO_TOKEN", "42:hush-hush")
    monkeypatch.setenv("SOTTO_CHANNEL", "@sotto_voce")
    monkeypatch.setenv("SOTTO_WEIGHTS", "🔥=1 paid_cap=9")
    assert load_settings().ranking_weights.paid_cap == 9
    monkeypatch.setenv("SOTTO_WEIGHTS", "🔥=lots")
    with pytest.raises(SettingsWrong, match=r"SOTTO_WEIGHTS: write weights .* not '🔥=lots'"):
        load_settings()


def test_a_mistyped_name_is_refused_and_the_right_one_told(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    lines = ("SOTTO_TOKEN=42:hush", "SOTTO_CHANNEL=@sotto_voce", "SOTTO_FLAVOUR=mint")
    (tmp_path / ".env").write_text("\n".join(lines))
    monkeypatch.setenv("SOTTO_MODERATON", "pre")  # it would let everything come out unseen
    with pytest.raises(SettingsWrong) as caught:
        load_settings()
    assert list(caught.value.problems) == [
        "SOTTO_FLAVOUR isn't a setting. docs/settings.md lists them all.",
        "SOTTO_MODERATON isn't a setting. Do you mean SOTTO_MODERATION?",
    ]


def test_other_programs_may_have_names_of_their_own_in_the_environment(monkeypatch):
    monkeypatch.setenv("SOTTO_TOKEN", "42:hush-hush")
    monkeypatch.setenv("SOTTO_CHANNEL", "@sotto_voce")
    monkeypatch.setenv("SOTTO_REQUIRE_BROWSER", "1")
    load_settings()


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("@sotto_voce", "@sotto_voce"),
        ("sotto_voce", "@sotto_voce"),
        (" https://t.me/sotto_voce ", "@sotto_voce"),
        ("http://telegram.me/sotto_voce/", "@sotto_voce"),
        ("t.me/s/sotto_voce?before=12", "@sotto_voce"),
        ("https://t.me/sotto_voce/12", "@sotto_voce"),
        ("https://t.me/c/1234567890/5", -1001234567890),
        ("-1001234567890", -1001234567890),
    ],
)
def test_a_channel_is_taken_as_people_copy_it(written: str, meant: str | int):
    assert parse_channel(written) == meant


@pytest.mark.parametrize("written", ["https://t.me/+AbCdEf", "not a channel", "@x", "", "12.5"])
def test_what_names_no_channel_is_refused_with_what_to_write(written: str):
    with pytest.raises(ValueError, match="write the channel's @name, its link"):
        parse_channel(written)


MISTAKES = {
    "TOKEN": ("123456", "this doesn't look like a token"),
    "MODERATORS": ("@mods", "write the chat's number, such as -1001234567890, not '@mods'"),
    "STAGING": ("here", "write the chat's number"),
    "AUTHOR_LIMIT": ("0", "at least 1, not '0'"),
    "MAX_LENGTH": ("5000", "at most 1000, not '5000'"),
    "DIGEST_SIZE": ("many", "write a whole number, not 'many'"),
    "MIX": ("fast", "write quick, balanced or strong, not 'fast'"),
    "CAPTION_TEXT": ("perhaps", "write yes or no, not 'perhaps'"),
    "DIGEST_TIME": ("25:00", "write a time of day such as 20:00, not '25:00'"),
    "TIMEZONE": ("Paris", "'Paris' isn't a time zone; write one like Europe/Paris"),
    "UNDO": ("5", "write a duration"),
    "PLACE": ("Marseile", "no big town or country is called 'Marseile'. Do you mean Marseille, Fr"),
}


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Lyon", "FR.84.2996944"),
        ("Springfield, Illinois", "US.IL.4250542"),
        ("Springfield, Illinois, United States", "US.IL.4250542"),
        ("France", "FR"),
    ],
)
def test_the_place_of_a_digest_is_written_by_name(written: str, meant: str):
    assert load_settings(token="1:abcdef", channel="@sotto_voce", place=written).place == meant


def test_a_name_that_several_places_have_is_refused_with_what_to_write():
    with pytest.raises(SettingsWrong, match="Springfield, Illinois, United States"):
        load_settings(token="1:abcdef", channel="@sotto_voce", place="Springfield")


def test_every_mistake_is_told_in_our_own_words(monkeypatch):
    monkeypatch.setenv("SOTTO_CHANNEL", "@sotto_voce")
    for name, (written, _) in MISTAKES.items():
        monkeypatch.setenv(f"SOTTO_{name}", written)
    with pytest.raises(SettingsWrong) as caught:
        load_settings()
    told = dict(problem.split(": ", 1) for problem in caught.value.problems)
    assert told.keys() == {f"SOTTO_{name}" for name in MISTAKES}
    for name, (_, sentence) in MISTAKES.items():
        assert sentence in told[f"SOTTO_{name}"]
    assert "123456" not in told["SOTTO_TOKEN"].replace("123456789:AAF", "")
    assert "Input should" not in str(caught.value)


def test_every_setting_that_cannot_be_read_gets_a_sentence_without_the_librarys_words(monkeypatch):
    for name in Settings.model_fields:
        monkeypatch.setenv(f"SOTTO_{name.upper()}", "\x7f nonsense")
    with pytest.raises(SettingsWrong) as caught:
        load_settings()
    for problem in caught.value.problems:
        assert not re.search(r"Input should|valid \w+|unable to|type=", problem), problem


def test_without_settings_and_without_a_file_the_guide_is_named(monkeypatch, tmp_path):
    with pytest.raises(SettingsWrong, match=r"There's no \.env here: sotto setup"):
        load_settings()
    Path(".env").write_text("SOTTO_TOKEN=42:hush-hush\n")
    with pytest.raises(SettingsWrong) as caught:
        load_settings()
    assert ".env.example" not in str(caught.value)


def test_settings_that_do_not_go_together_are_told_together(monkeypatch):
    monkeypatch.setenv("SOTTO_TOKEN", "42:hush-hush")
    monkeypatch.setenv("SOTTO_CHANNEL", "@sotto_voce")
    monkeypatch.setenv("SOTTO_MODERATION", "pre")
    monkeypatch.setenv("SOTTO_WEBHOOK_URL", "http://bot.example.org")
    with pytest.raises(SettingsWrong) as caught:
        load_settings()
    assert list(caught.value.problems) == [
        "SOTTO_WEBHOOK_URL needs SOTTO_WEBHOOK_SECRET as well",
        "SOTTO_WEBHOOK_URL: Telegram only calls https:// addresses",
        "SOTTO_MODERATION=pre needs SOTTO_MODERATORS: without that chat nobody can approve "
        "anything",
    ]


def test_a_value_that_cannot_be_read_does_not_hide_what_does_not_go_together(monkeypatch):
    monkeypatch.setenv("SOTTO_PACE", "soon")
    monkeypatch.setenv("SOTTO_MODERATION", "pre")
    Path(".env").write_text("")
    with pytest.raises(SettingsWrong) as caught:
        load_settings()
    assert [problem.split(" ")[0] for problem in caught.value.problems] == [
        "SOTTO_TOKEN", "SOTTO_CHANNEL", "SOTTO_PACE:", "SOTTO_MODERATION=pre",
    ]  # fmt: skip
    monkeypatch.setenv("SOTTO_MODERATORS", "@mods")  # there, though not as it must be
    with pytest.raises(SettingsWrong) as caught:
        load_settings()
    assert "SOTTO_MODERATION" not in str(caught.value)


ALONE = {
    "DATABASE": ("postgresql://localhost", "postgresql+asyncpg://user@host/name"),
    "BOT_API": ("api.telegram.org", "write an address such as https://"),
    "WEIGHTS": ("🔥=lots", "write weights"),
    "RELEASE_EVERY": ("10ms", "at least 1s"),
    "REVIEW_EVERY": ("10ms", "at least 1s"),
    "WEBHOOK_SECRET": ("short-and-told", "write 16 to 256 letters"),
    "DIGEST_SIZE": ("many", "write a whole number"),
}


def test_a_mistake_that_shows_in_one_setting_hides_no_other(monkeypatch):
    monkeypatch.setenv("SOTTO_TOKEN", "42:hush-hush")
    monkeypatch.setenv("SOTTO_CHANNEL", "@sotto_voce")
    for name, (written, _) in ALONE.items():
        monkeypatch.setenv(f"SOTTO_{name}", written)
    with pytest.raises(SettingsWrong) as caught:
        load_settings()
    told = dict(problem.split(": ", 1) for problem in caught.value.problems)
    assert told.keys() == {f"SOTTO_{name}" for name in ALONE}
    for name, (_, sentence) in ALONE.items():
        assert sentence in told[f"SOTTO_{name}"]
    assert "short-and-told" not in str(caught.value)


def test_cards_to_moderators_may_come_at_once(monkeypatch):
    monkeypatch.setenv("SOTTO_TOKEN", "42:hush-hush")
    monkeypatch.setenv("SOTTO_CHANNEL", "@sotto_voce")
    monkeypatch.setenv("SOTTO_REVIEW_EVERY", "0s")
    assert load_settings().review_rules.instant


def test_every_setting_is_either_the_deployments_or_a_channels():
    deployment, channel = DeploymentSettings.model_fields, ChannelSettings.model_fields
    assert not deployment.keys() & channel.keys()
    assert deployment.keys() | channel.keys() == Settings.model_fields.keys()
