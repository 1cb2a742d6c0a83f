"""What a check found: whether it is well, what is so, and how to mend it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

State = Literal["fine", "warned", "failed"]


@dataclass(frozen=True, slots=True)
class DoctorFinding:
    check: str
    state: State
    said: str
    mend: str = ""  # what to do, when something is to be done


def fine(check: str, said: str) -> DoctorFinding:
    return DoctorFinding(check, "fine", said)


def warned(check: str, said: str, mend: str) -> DoctorFinding:
    """It runs, but not as it could."""
    return DoctorFinding(check, "warned", said, mend)


def failed(check: str, said: str, mend: str) -> DoctorFinding:
    """It will not run like this."""
    return DoctorFinding(check, "failed", said, mend)


def healthy(findings: Iterable[DoctorFinding]) -> bool:
    return all(finding.state != "failed" for finding in findings)


def as_json(findings: Sequence[DoctorFinding]) -> dict[str, Any]:
    return {
        "ok": healthy(findings),
        "checks": [
            {"check": f.check, "state": f.state, "said": f.said, "mend": f.mend} for f in findings
        ],
    }
