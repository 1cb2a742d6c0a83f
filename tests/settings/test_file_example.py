"""``sotto.toml.example`` and the file in docs/channels.md: what people copy must work."""

import re
from pathlib import Path

import pytest

from bot.settings import ChannelSettings, Configuration, load_configuration

ROOT = Path(__file__).parents[2]
EXAMPLE = (ROOT / "sotto.toml.example").read_text()
[SHOWN] = re.findall(r"```toml\n(.*?)```", (ROOT / "docs/channels.md").read_text(), re.DOTALL)
UNCOMMENTED = re.sub(r"^#(?=\w+ = )", "", EXAMPLE, flags=re.MULTILINE)


def loaded(text: str, monkeypatch: pytest.MonkeyPatch) -> Configuration:
    monkeypatch.setenv("SOTTO_TOKEN", "42:hush-hush")
    Path("sotto.toml").write_text(text, encoding="utf-8")
    return load_configuration()


@pytest.mark.parametrize("text", [EXAMPLE, UNCOMMENTED, SHOWN], ids=["as it is", "all", "shown"])
def test_the_example_works_as_it_is_and_with_every_line(text: str, monkeypatch):
    found = loaded(text, monkeypatch)
    assert [channel.name for channel in found.channels] == ["love", "work", "best"]
    assert [channel.kind for channel in found.channels] == ["whispers", "whispers", "digest"]
    assert found.channels[2].of == ("love", "work")


def test_what_the_example_shows_as_a_default_is_one(monkeypatch):
    first = loaded(UNCOMMENTED, monkeypatch).settings
    for name in ("pace", "votes", "digest_time"):
        assert getattr(first, name) == ChannelSettings.model_fields[name].default
