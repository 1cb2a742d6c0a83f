"""What the operator sees of renderers: ``sotto doctor``, ``sotto status``, ``sotto render``."""

import os
import stat
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette

from bot.errors import SettingsWrong
from bot.ops.doctor.finding import DoctorFinding
from bot.ops.doctor.renderers import examine_renderers
from bot.ops.http import listening
from bot.ops.metrics import operator_face
from bot.ops.pulse import Pulse, read_pulse, write_pulse
from bot.ops.status import Facts, judge
from bot.ops.status_text import status_rows
from bot.renderers.answering import RendererStatus
from bot.renderers.likeness import Likeness
from bot.settings import load_configuration
from tests.kit.renderers import CARD, SECRET, standing

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)


async def draws(*_: object) -> bytes:
    return CARD


async def looked(monkeypatch: pytest.MonkeyPatch, address: str) -> DoctorFinding:
    monkeypatch.setenv("SOTTO_RENDERERS", address)
    [finding] = await examine_renderers(load_configuration())
    return finding


@pytest.mark.usefixtures("environment")
async def test_the_doctor_greets_each_renderer(
    monkeypatch: pytest.MonkeyPatch, free_port: int
) -> None:
    assert await examine_renderers(load_configuration()) == []
    async with standing(draws) as place:
        found = await looked(monkeypatch, place.address)
        assert (found.state, found.said) == (
            "fine",
            f"{place.address} draws cards as they are drawn here.",
        )
        place.likeness = Likeness(place.likeness.program, "other")
        assert "has other pictures" in (await looked(monkeypatch, place.address)).said
        place.likeness = Likeness("older", "other")
        found = await looked(monkeypatch, place.address)
        assert found.state == "warned"
        assert "has another version of Sotto" in found.said
        assert "Install the same version" in found.mend
        assert place.status.drawn == 0
    found = await looked(monkeypatch, f"http://127.0.0.1:{free_port}")
    assert (found.state, "doesn't answer" in found.said) == ("warned", True)


@pytest.mark.usefixtures("environment")
async def test_the_doctor_tells_of_a_wrong_secret_another_program_and_other_shapes(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "secret").write_text("another-secret-of-16")
    monkeypatch.setenv("SOTTO_RENDER_SECRET_FILE", str(tmp_path / "secret"))
    async with standing(draws, secret=SECRET) as place:
        assert "expects another secret" in (await looked(monkeypatch, place.address)).said
        (tmp_path / "secret").write_text(SECRET)
        assert (await looked(monkeypatch, place.address)).state == "fine"
        monkeypatch.setenv("SOTTO_CARD_SIZE", "story")
        found = await looked(monkeypatch, place.address)
        assert "keeps no pictures prepared for story cards" in found.said
    async with listening(Starlette(), ("127.0.0.1", 0), setting="x") as port:
        assert "isn't sotto render" in (await looked(monkeypatch, f"http://127.0.0.1:{port}")).said
    (tmp_path / "secret").unlink()
    assert (await looked(monkeypatch, "unix:///nowhere")).state == "failed"


def test_the_status_tells_which_are_used_and_why_others_are_not(tmp_path: Path) -> None:
    known = {"in_use": 2, "version": 1, "away": 1}
    facts = Facts(
        at=NOW, started=NOW, last_poll=NOW,
        renderers=known, drawing=5, drawn_elsewhere=812, drawn_here=3,
    )  # fmt: skip
    status = judge(facts)
    assert (status.health, status.problems) == ("degraded", ("renderer_left",))
    told = dict(status_rows(status, UTC, ()))["renderers"]
    assert told == "2 in use, 2 not (away, version); 812 drawn there, 3 here"
    assert status.as_json()["renderers"] == known
    gauges = {name: value for name, _said, value in status.gauges()}
    assert (gauges["renderers_in_use"], gauges["renderers_left"]) == (2, 2)
    assert gauges["drawing_orders"] == 5
    assert (gauges["drawn_elsewhere_total"], gauges["drawn_here_total"]) == (812, 3)
    pulse = Pulse(started=NOW, renderers=known, drawn_elsewhere=812, drawn_here=3)
    write_pulse(tmp_path, pulse)
    assert read_pulse(tmp_path) == pulse
    alone = judge(Facts(at=NOW, started=NOW, last_poll=NOW))
    assert alone.health == "ok"
    assert "renderers" not in dict(status_rows(alone, UTC, ()))
    assert "drawn_here_total" not in {name for name, _said, _value in alone.gauges()}


async def test_a_renderer_has_a_face_for_operators_too() -> None:
    face = operator_face(lambda: RendererStatus(at_once=16, in_hand=2, drawn=7))
    async with (
        listening(face, ("127.0.0.1", 0), setting="SOTTO_HTTP") as port,
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client,
    ):
        assert (await client.get("/healthz")).json()["drawn"] == 7
        assert "sotto_renderer_in_hand 2.0" in (await client.get("/metrics")).text


async def test_a_socket_is_this_users_alone_and_goes_with_its_process(tmp_path: Path) -> None:
    path = tmp_path / "render.sock"
    async with listening(Starlette(), path, setting="SOTTO_RENDER_LISTEN"):
        assert stat.S_IMODE(os.stat(path).st_mode) == 0o600
        with pytest.raises(SettingsWrong, match="SOTTO_RENDER_LISTEN: can't listen at"):
            async with listening(Starlette(), path, setting="SOTTO_RENDER_LISTEN"):
                pass
        assert path.exists(), "it is the first one's"
    assert not path.exists()
    async with listening(Starlette(), path, setting="SOTTO_RENDER_LISTEN"):
        os.link(path, tmp_path / "left")  # as a killed process leaves it
    async with listening(Starlette(), tmp_path / "left", setting="SOTTO_RENDER_LISTEN"):
        transport = httpx.AsyncHTTPTransport(uds=str(tmp_path / "left"))
        async with httpx.AsyncClient(transport=transport) as client:
            assert (await client.get("http://x/")).status_code == 404
    (tmp_path / "letter").write_text("dear")
    with pytest.raises(SettingsWrong, match="can't listen at"):
        async with listening(Starlette(), tmp_path / "letter", setting="SOTTO_RENDER_LISTEN"):
            pass
    assert (tmp_path / "letter").read_text() == "dear"
    with pytest.raises(SettingsWrong, match="too long"):
        async with listening(Starlette(), tmp_path / ("x" * 120), setting="SOTTO_RENDER_LISTEN"):
            pass


@pytest.mark.parametrize(
    ("listen", "said"),
    [("0.0.0.0:0", "needs SOTTO_RENDER_SECRET_FILE"), ("unix:///nowhere/a", "can't listen at")],
)
def test_render_needs_no_token_and_says_what_is_wrong(
    sotto, monkeypatch: pytest.MonkeyPatch, listen: str, said: str
) -> None:
    for name in ("SOTTO_TOKEN", "SOTTO_CHANNEL"):
        monkeypatch.delenv(name)
    Path("sotto.toml").write_text('[[bots]]\nname = "a"\ntoken_file = "not on this machine"\n')
    monkeypatch.setenv("SOTTO_RENDER_LISTEN", listen)
    ended = sotto("render")
    assert ended.status == 2
    assert said in ended.err
    assert "SOTTO_TOKEN" not in ended.err
