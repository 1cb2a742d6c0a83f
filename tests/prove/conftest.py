"""``figure("name", "value")`` in a test; pytest prints all of them after the run (see make prove).

xdist workers hand their figures to the controller, so that they are printed once."""

from collections.abc import Callable

import pytest

from tests.journeys.conftest import town  # noqa: F401  the bot in this process, where that is enough

_COLLECTED: list[tuple[str, str]] = []


@pytest.fixture
def figure(record_property: Callable[[str, object], None]) -> Callable[[str, object], None]:
    """Say what was measured."""

    def say(name: str, value: object) -> None:
        record_property("figure", f"{name}|{value}")

    return say


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.when == "call":
        _COLLECTED.extend(
            (name, value)
            for key, text in report.user_properties
            if key == "figure"
            for name, _, value in [str(text).partition("|")]
        )


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if _COLLECTED:
        terminalreporter.section(f"privacy: {len(_COLLECTED)} figures")
        width = max(len(name) for name, _ in _COLLECTED)
        for name, value in sorted(_COLLECTED):
            terminalreporter.write_line(f"{name:<{width}}  {value}")
