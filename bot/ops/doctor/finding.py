"""A finding of a check: whether all is well, the state, and how to mend it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from bot.settings import BotConfig, ChannelConfig, Configuration

State = Literal["fine", "warned", "failed"]


@dataclass(frozen=True, slots=True)
class DoctorFinding:
    check: str
    state: State
    said: str
    mend: str = ""  # what to do, when something is to be done
    channel: str = ""  # its name, where there are several
    bot: str = ""  # its name, where there are several


def fine(check: str, said: str) -> DoctorFinding:
    return DoctorFinding(check, "fine", said)


def warned(check: str, said: str, mend: str) -> DoctorFinding:
    """Return a finding: it runs, but not as it could."""
    return DoctorFinding(check, "warned", said, mend)


def failed(check: str, said: str, mend: str) -> DoctorFinding:
    """Return a finding: it will not run like this."""
    return DoctorFinding(check, "failed", said, mend)


def healthy(findings: Iterable[DoctorFinding]) -> bool:
    return all(finding.state != "failed" for finding in findings)


def of_channel(
    configuration: Configuration, channel: ChannelConfig, findings: Iterable[DoctorFinding]
) -> Iterator[DoctorFinding]:
    """Yield the findings under the channel's name; with one channel nothing has to be named."""
    name = channel.name if len(configuration.channels) > 1 else ""
    return (replace(finding, channel=name) for finding in findings)


def of_bot(
    configuration: Configuration, bot: BotConfig, findings: Iterable[DoctorFinding]
) -> Iterator[DoctorFinding]:
    """Yield the findings under the bot's name, but for those of a channel; with one bot nothing has
    to be named."""
    name = bot.name if len(configuration.bots) > 1 else ""
    return (each if each.channel else replace(each, bot=name) for each in findings)


def as_json(findings: Sequence[DoctorFinding]) -> dict[str, Any]:
    return {"ok": healthy(findings), "checks": [_as_json(finding) for finding in findings]}


def _as_json(finding: DoctorFinding) -> dict[str, str]:
    told = {"check": finding.check, "state": finding.state}
    told |= {"said": finding.said, "mend": finding.mend}
    told |= {"channel": finding.channel} if finding.channel else {}
    return told | ({"bot": finding.bot} if finding.bot else {})
