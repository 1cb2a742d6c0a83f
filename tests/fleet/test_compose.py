"""deploy/ says what Sotto asks for: known settings, and servers that keep nothing."""

import os
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from bot.settings import Settings
from tests.fleet.balancer import CADDYFILE, caddy_program
from tests.fleet.compose import DEPLOY, services_of
from tests.fleet.fleet import INTAKE, PUBLISH, RENDER
from tests.servers import NOTHING_KEPT, QUIET

OURS = services_of("sotto-fleet")


def test_two_of_each_role_run() -> None:
    roles = sorted(tuple(service["command"]) for service in OURS.values())
    assert roles == sorted([INTAKE, INTAKE, PUBLISH, PUBLISH, RENDER, RENDER])


@pytest.mark.parametrize("name", OURS)
def test_each_has_known_settings_and_no_secret_in_its_environment(name: str) -> None:
    environment = OURS[name]["environment"]
    known = {f"SOTTO_{field.upper()}" for field in Settings.model_fields}
    assert environment.keys() <= known
    assert not {"SOTTO_TOKEN", "SOTTO_WEBHOOK_SECRET"} & environment.keys()
    given = {f"/run/secrets/{secret}" for secret in OURS[name]["secrets"]}
    assert {value for key, value in environment.items() if key.endswith("_FILE")} <= given


@pytest.mark.parametrize("name", [*OURS, "valkey"])
def test_what_is_in_memory_only_comes_into_no_swap_and_no_core_file(name: str) -> None:
    service = services_of()[name]
    assert service["mem_limit"] == service["memswap_limit"]
    assert service["ulimits"] == {"core": 0}
    assert service["read_only"] is True


def test_the_servers_write_down_what_they_may_and_no_more() -> None:
    tables = services_of()["postgres"]["command"]
    assert {f"-c{name}={value}" for name, value in QUIET.items()} <= {*tables}
    memory = services_of()["valkey"]["command"]
    told = dict(zip(memory[1::2], memory[2::2], strict=True))
    wanted = {f"--{name}": value for name, value in NOTHING_KEPT.items()}
    assert wanted.items() <= told.items()
    assert told["--maxmemory-policy"] == "noeviction"


def test_the_example_names_the_tokens_that_are_given() -> None:
    example = tomllib.loads((DEPLOY / "sotto.toml.example").read_text("utf-8"))
    files = {bot["token_file"] for bot in example["bots"]}
    assert files == {"/run/secrets/token-first", "/run/secrets/token-second"}
    names = {bot["name"] for bot in example["bots"]}
    assert {channel["poster"] for channel in example["channels"]} == names


def test_the_readme_makes_every_file_that_is_asked_for() -> None:
    readme = (DEPLOY / "README.md").read_text("utf-8")
    for secret in OURS["intake-1"]["secrets"]:
        assert re.search(rf"secrets/{secret}\b", readme), secret
    assert "sotto.toml.example" in readme


@pytest.mark.skipif(caddy_program() is None, reason="no Caddy here: apt install caddy")
def test_caddy_reads_our_file(tmp_path: Path) -> None:
    environment = {"SOTTO_DOMAIN": "bot.example.org", "SOTTO_INTAKES": "intake-1:8443"}
    subprocess.run(
        ["caddy", "validate", "--config", CADDYFILE, "--adapter", "caddyfile"],
        check=True, capture_output=True, timeout=60,
        env={**os.environ, **environment, "HOME": str(tmp_path)},
    )  # fmt: skip
