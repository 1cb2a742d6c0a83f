"""The crowd in which each channel's whispers hide. Several channels divide one crowd.

``Crowds`` is measured elsewhere, where there is a database; a channel that is not in it has not
been measured yet.
"""

from collections.abc import Mapping

from bot.domain.counted import counted
from bot.ops.doctor.finding import DoctorFinding, fine, of_channel, warned
from bot.settings import ChannelConfig, Configuration

Crowds = Mapping[str, float | None]
"""A channel's name -> whispers a day, of late. None: it is new."""

QUIET = 20.0
"""The whispers a day below which presets other than strong hide little (table in
docs/privacy.md)."""


def examine_crowds(configuration: Configuration, crowds: Crowds) -> list[DoctorFinding]:
    """Judge the crowds of several channels that take whispers: one is all the crowd there is."""
    taking = configuration.taking_whispers
    if len(taking) < 2:
        return []
    measured = {channel.name for channel in taking} & crowds.keys()
    findings = [
        finding
        for channel in taking
        if channel.name in measured
        for finding in of_channel(configuration, channel, [_crowd(channel, crowds[channel.name])])
    ]
    return findings if len(measured) == len(taking) else [_divided(len(taking)), *findings]


def _divided(number: int) -> DoctorFinding:
    return warned(
        "crowd",
        f"{number} channels take whispers: in each, authors hide only among those who write to "
        "the same one.",
        f"Start with one, and split it when each part gets about {QUIET:g} whispers a day; use "
        'mix = "strong" for those that get fewer.',
    )


def _crowd(channel: ChannelConfig, a_day: float | None) -> DoctorFinding:
    if a_day is None:
        return fine("crowd", "It's new: its first day will show how many people write to it.")
    gets = f"It gets {counted(round(a_day), 'whisper', 'whispers')} a day"
    said = f"{gets} for each one to hide among."
    if a_day >= QUIET or channel.settings.mix == "strong":
        return fine("crowd", said)
    return warned(
        "crowd",
        f"{gets}: too few to hide among.",
        f"Set {channel.line_of('mix', 'strong')}, or let a larger channel take them.",
    )
