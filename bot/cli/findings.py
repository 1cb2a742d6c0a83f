"""Findings of the checks, printed for a person: a mark, the name, the state and how to mend it."""

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.ops.doctor.finding import DoctorFinding

_MARKS = {"fine": ("✓", "green"), "warned": ("!", "yellow"), "failed": ("✗", "red")}


def print_findings(findings: Sequence[DoctorFinding]) -> None:
    """Print what concerns all, then a block for each bot and each channel; with one, one block."""
    console = Console(highlight=False)
    for heading in dict.fromkeys(["", *map(_heading, findings)]):
        if heading:
            console.print()
            console.print(Text(heading, style="bold"))
        console.print(_block(each for each in findings if _heading(each) == heading))


def _heading(finding: DoctorFinding) -> str:
    return f"bot {finding.bot}" if finding.bot else finding.channel


def _block(findings: Iterable[DoctorFinding]) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column()
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for finding in findings:
        mark, colour = _MARKS[finding.state]
        said = Text(finding.said)
        if finding.mend:
            said.append(f"\n→ {finding.mend}", style="bold")
        table.add_row(Text(mark, style=colour), finding.check, said)
    return table
