"""Where words may go to be drawn, and what both sides must know."""

from pathlib import Path

import pytest

from bot.errors import SettingsWrong
from bot.settings import Settings, load_settings


@pytest.fixture(autouse=True)
def _bot(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOTTO_TOKEN", "42:hush-hush")
    monkeypatch.setenv("SOTTO_CHANNEL", "@sotto_voce")


def loaded(monkeypatch: pytest.MonkeyPatch, **settings: object) -> Settings:
    for name, value in settings.items():
        monkeypatch.setenv(f"SOTTO_{name.upper()}", str(value))
    return load_settings()


def test_one_or_several_addresses_each_once(monkeypatch: pytest.MonkeyPatch) -> None:
    written = " unix:///run/sotto/a.sock  http://127.0.0.1:8450/ http://127.0.0.1:8450"
    settings = loaded(monkeypatch, renderers=written)
    assert settings.renderers == "unix:///run/sotto/a.sock http://127.0.0.1:8450"
    assert settings.render_secret is None


@pytest.mark.parametrize(
    "fine",
    [
        *("http://10.0.0.7:8450", "http://192.168.1.2:80", "http://[fd00::7]:8450"),
        *("http://renderer:8450", "https://cards.example.org", "https://93.184.215.14:8450"),
    ],
)
def test_a_network_needs_the_secret(
    fine: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with pytest.raises(SettingsWrong, match="SOTTO_RENDERERS is reached over a network: it needs"):
        loaded(monkeypatch, renderers=fine)
    (tmp_path / "secret").write_text("hush-hush-hush-hush\n")
    settings = loaded(monkeypatch, renderers=fine, render_secret_file=tmp_path / "secret")
    assert (settings.renderers, settings.render_secret) == (fine, "hush-hush-hush-hush")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("http://93.184.215.14:8450", "in no private network: write https://"),
        ("http://172.32.0.1:8450", "in no private network"),
        ("http://[2606:2800::1]:8450", "in no private network"),
        ("http://user:s3cr3t-word@10.0.0.7:8450", "put the secret into a file"),
        ("ftp://10.0.0.7", "write http://10.0.0.7:8450"),
        ("10.0.0.7:8450", "write http://10.0.0.7:8450"),
        ("http://10.0.0.7:8450/cards", "write http://10.0.0.7:8450"),
        ("http://10.0.0.7:8450?s3cr3t-word", "write http://10.0.0.7:8450"),
        ("http://10.0.0.7:no", "write http://10.0.0.7:8450"),
        ("unix:run/a.sock", "unix:///run"),
        ("unix://run/a.sock", "unix:///run"),
    ],
)
def test_an_address_to_which_no_words_may_go_is_refused(
    wrong: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(SettingsWrong, match="SOTTO_RENDERERS") as refused:
        loaded(monkeypatch, renderers=wrong)
    assert said in str(refused.value)
    assert "s3cr3t-word" not in str(refused.value)


@pytest.mark.parametrize("open_to_others", ["0.0.0.0:8450", "10.0.0.7:8450", "[::]:8450"])
def test_who_draws_for_other_machines_needs_the_secret(
    open_to_others: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for here in ("127.0.0.1:8450", "[::1]:8450", "localhost:8450", "unix:///run/a.sock"):
        assert loaded(monkeypatch, render_listen=here).render_listen == here
    with pytest.raises(SettingsWrong, match="SOTTO_RENDER_LISTEN is reached over a network"):
        loaded(monkeypatch, render_listen=open_to_others)


@pytest.mark.parametrize("wrong", ["8450", ":8450", "localhost", "unix:///", "http://10.0.0.7:1"])
def test_what_cannot_be_listened_on_is_refused(wrong: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SettingsWrong, match="SOTTO_RENDER_LISTEN: write host:port"):
        loaded(monkeypatch, render_listen=wrong)


@pytest.mark.parametrize("secret", ["short", "with spaces in it, long", ""])
def test_a_weak_secret_is_refused_and_not_shown(
    secret: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "secret").write_text(secret)
    settings = loaded(monkeypatch, render_secret_file=tmp_path / "secret")
    with pytest.raises(SettingsWrong, match="16 to 256 letters") as refused:
        _ = settings.render_secret
    assert not secret or secret not in str(refused.value)
    (tmp_path / "secret").unlink()
    with pytest.raises(SettingsWrong, match="SOTTO_RENDER_SECRET_FILE cannot be read"):
        _ = settings.render_secret
