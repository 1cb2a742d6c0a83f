"""Checks of what a channel's own settings say: time zone, digest, mixing, batches."""

from datetime import datetime

from bot.domain.counted import counted
from bot.domain.days import next_moment
from bot.domain.mixing import Mixing
from bot.domain.places.names import said as said_place
from bot.domain.places.place import Narrowest, steps_of
from bot.domain.places.towns import towns
from bot.ops.doctor.finding import DoctorFinding, fine, warned
from bot.settings import ChannelConfig
from bot.settings.values import write_duration

_TOWNS_LAST = 3 * 365
"""The days after which the table of towns is called old: towns grow slowly."""


def examine_channel_settings(channel: ChannelConfig, now: datetime) -> list[DoctorFinding]:
    return [
        *_environment(channel),
        _zone(channel),
        _digest(channel, now),
        *([] if channel.kind == "digest" else _mixing(channel)),
        *([] if channel.kind == "digest" else _places(channel, now)),
    ]


def _environment(channel: ChannelConfig) -> list[DoctorFinding]:
    """Warn of a line that is left from the days of one channel: it may surprise."""
    if channel.file is None or not channel.in_environment:
        return []
    names = ", ".join(sorted(channel.name_of(setting) for setting in channel.in_environment))
    said = (
        f"From the environment or .env, over {channel.file}, and for this channel alone: {names}."
    )
    return [fine("environment", said)]


def _zone(channel: ChannelConfig) -> DoctorFinding:
    """Judge the time zone. UTC that somebody wrote down is a choice; UTC by default is a forgotten
    line."""
    if "timezone" in channel.settings.model_fields_set:
        return fine("time zone", f"Authors see times in {channel.settings.timezone.key}.")
    return warned(
        "time zone",
        f"{channel.name_of('timezone')} isn't set: authors see UTC times, and the digest "
        "follows them.",
        f"Set your readers' time zone in {channel.place_of('timezone')}, such as "
        f"{channel.line_of('timezone', 'Europe/Paris')}.",
    )


def _digest(channel: ChannelConfig, now: datetime) -> DoctorFinding:
    zone = channel.settings.timezone
    local = next_moment(now, channel.settings.digest_time, zone).astimezone(zone)
    told = f"The next digest is at {local:%Y-%m-%d %H:%M %Z} ({zone.key})."
    place, narrowest = channel.settings.place, channel.settings.place_rule.narrowest
    if place is None:
        return fine("digest", told)
    name = said_place(place, "en")
    if channel.kind == "digest" or place in steps_of(place, narrowest):
        return fine("digest", f"{told} It shows whispers from {name}.")
    return warned(
        "digest",
        f"{told} It would show whispers from {name}, but no post names a place that precise.",
        f"Set {channel.line_of('places', 'town')}, or take {channel.name_of('place')} out.",
    )


def _places(channel: ChannelConfig, now: datetime) -> list[DoctorFinding]:
    rule = channel.settings.place_rule
    if rule.narrowest is Narrowest.OFF:
        return []
    days = (now.date() - towns().made).days
    narrowest = rule.narrowest.value
    said = (
        f"Posts name a {narrowest} once {rule.least} whispers from 30 days share it; the table of "
        f"{towns().big:,} towns is {counted(days, 'day', 'days')} old."
    )
    if days > _TOWNS_LAST:
        return [warned("places", said, "Install a newer version.")]
    return [fine("places", said)]


def _mixing(channel: ChannelConfig) -> list[DoctorFinding]:
    return [
        _release(channel),
        *([] if channel.settings.moderators is None else [_batches(channel)]),
    ]


def _release(channel: ChannelConfig) -> DoctorFinding:
    mixing = channel.settings.mixing_rules
    if mixing.instant:
        return warned(
            "mixing",
            f"{channel.line_of('release', 'instant')}: anyone watching sees when a whisper was "
            "written.",
            f"Set {channel.line_of('release', 'mixed')} for a real channel.",
        )
    return fine(
        "mixing", f"Every {write_duration(mixing.every)} whispers are published; {_told(mixing)}"
    )


def _batches(channel: ChannelConfig) -> DoctorFinding:
    """Judge the batches of the pool before the other: of what moderators look at first."""
    review = channel.settings.review_rules
    if review.instant:
        return warned(
            "batches",
            f"{channel.line_of('review_every', '0s')}: moderators see when a whisper was written.",
            f"Leave {channel.name_of('review_every')} to the preset for a real channel.",
        )
    return fine(
        "batches", f"Every {write_duration(review.every)} moderators get cards; {_told(review)}"
    )


def _told(mixing: Mixing) -> str:
    return (
        f"each waiting one with a chance of {mixing.share:.0%}, while something from "
        f"{counted(mixing.keep, 'author', 'authors')} stays; none waits longer than "
        f"{write_duration(mixing.max_age)}."
    )
