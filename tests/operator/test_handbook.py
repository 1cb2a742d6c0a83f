import re
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.settings import ChannelSettings, Settings, load_settings
from bot.tools.handbook import FILES, GROUPS, ROOT
from storage.register import REGISTER, described


@pytest.mark.parametrize("name", FILES)
def test_what_is_written_about_settings_and_storage_is_up_to_date(name: str):
    assert (ROOT / name).read_text() == FILES[name](), "run: make handbook"


def test_a_column_that_nobody_explained_is_refused(monkeypatch):
    kept = REGISTER["whispers"]
    columns = {name: what for name, what in kept.columns.items() if name != "deadline"}
    monkeypatch.setitem(REGISTER, "whispers", replace(kept, columns=columns))
    with pytest.raises(LookupError, match=r"whispers: \['deadline'\]"):
        described()


def test_a_table_that_nobody_explained_is_refused(monkeypatch):
    monkeypatch.delitem(REGISTER, "photos")
    with pytest.raises(LookupError, match="photos"):
        described()


def test_every_setting_is_explained_and_every_group_exists():
    example = (ROOT / ".env.example").read_text()
    for name, field in Settings.model_fields.items():
        assert f"SOTTO_{name.upper()}=" in example
        assert field.description
    assert GROUPS.keys() <= Settings.model_fields.keys()


def test_the_table_says_what_each_channel_may_set_in_the_file():
    table = (ROOT / "docs/settings.md").read_text()
    marked = set(re.findall(r"^\| `SOTTO_\w+` \| `(\w+)` \|", table, re.M))
    assert marked == ChannelSettings.model_fields.keys()


def test_the_example_with_its_first_two_lines_filled_in_is_the_default(environment, monkeypatch):
    filled = (ROOT / ".env.example").read_text().replace("SOTTO_TOKEN=", "SOTTO_TOKEN=42:hush")
    (environment.parent / ".env").write_text(filled)
    for name in ("SOTTO_TOKEN", "SOTTO_CHANNEL", "SOTTO_DATA", "SOTTO_CACHE"):
        monkeypatch.delenv(name)
    settings = load_settings()
    assert settings.channel == "@your_channel"
    assert settings.pace == timedelta(seconds=3.1)


def test_defaults_in_the_example_are_the_real_ones(environment, monkeypatch):
    """Uncomment every line that shows a default: nothing changes."""
    plain = load_settings()
    example = (ROOT / ".env.example").read_text()
    for line, after in re.findall(r"^# .*; default (?:.*)\)\n#(\w+)=(.*)$", example, re.M):
        monkeypatch.setenv(line, after)
    monkeypatch.setenv("SOTTO_DATA", str(environment))
    assert load_settings() == plain
