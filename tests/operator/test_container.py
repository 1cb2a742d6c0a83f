"""The container, as far as it can be judged without Docker; ``make container`` tries its steps."""

import re
import subprocess
import sys
from pathlib import Path

from bench.container import instructions
from bot.ops.setup.service import COMPOSE

ROOT = Path(__file__).parents[2]
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")


def test_the_dockerfile_keeps_the_rules() -> None:
    linter = Path(sys.executable).parent / "hadolint"
    told = subprocess.run(
        [str(linter), "--no-color", str(ROOT / "Dockerfile")],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert (told.returncode, told.stdout) == (0, "")


def test_the_image_runs_as_nobody_in_particular_and_installs_what_was_locked() -> None:
    steps = list(instructions(DOCKERFILE))
    assert [verb for verb, _ in steps].count("FROM") == 2  # what builds is left behind
    assert [what for verb, what in steps if verb == "USER"] == ["10001"]
    installs = [what for verb, what in steps if verb == "RUN" and "pip install" in what]
    assert all("--require-hashes" in what or "--no-index" in what for what in installs)
    assert any(verb == "HEALTHCHECK" and '"status", "--json"' in what for verb, what in steps)


def test_nothing_of_the_operators_comes_into_the_image() -> None:
    """Everything is left out but what is named."""
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    assert lines[0] == "*"
    assert not {line for line in lines if re.match(r"!(\.env|data|sotto\.toml|\.git|\.)", line)}


def test_the_service_has_two_volumes_and_the_rest_is_read_only_without_swap_or_core() -> None:
    service = COMPOSE[COMPOSE.index("  sotto:\n") : COMPOSE.index("  setup:\n")]
    assert re.findall(r"^    volumes: (.*)$", service, re.M) == ["[data:/data, cache:/cache]"]
    for line in ("read_only: true", "cap_drop: [ALL]", "ulimits: {core: 0}"):
        assert f"    {line}\n" in service
    limits = dict(re.findall(r"^    (mem_limit|memswap_limit): (\S+)", service, re.M))
    assert limits["mem_limit"] == limits["memswap_limit"]
    assert "no-new-privileges:true" in service


def test_the_service_has_longer_to_stop_than_the_bot_takes() -> None:
    found = re.search(r"stop_grace_period: (\d+)s", COMPOSE)
    assert found is not None
    assert int(found[1]) > 20 + 10  # SOTTO_STOP_GRACE, and what comes after


def test_setting_up_in_a_container_reaches_the_folder_and_neither_data_nor_network_rights() -> None:
    setup = COMPOSE[COMPOSE.index("  setup:\n") : COMPOSE.index("\nvolumes:")]
    assert re.findall(r"volumes: (.*)", setup) == ["[.:/here]"]
    assert "command: [setup, --no-start]" in setup
    assert "cap_drop: [ALL]" in setup
