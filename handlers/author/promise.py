"""When moderators see a whisper that they look at first: said to its author before Publish, and
once more after it."""

from datetime import datetime

from bot.flows.moderation.batch import care_slots
from bot.i18n import Translator
from bot.services import AuthorServices
from handlers.author.hello import channel_name


def looked_at(
    services: AuthorServices, t: Translator, *, care: bool, published: bool, now: datetime
) -> str:
    """Say when it comes out where moderators look first. HTML. ``care``: it speaks of suicide or
    self-harm. A draft may be published whenever in its life; so long the promise must hold."""
    review, zone = services.rules.review, services.shared.settings.timezone
    until = now if published else now + services.shared.settings.draft_ttl
    said = {"channel": channel_name(services, t), "zone": t.zone(zone)}
    if review.instant:
        return _at_once(said["channel"], t, published=published)
    if care:
        said["end"] = t.clock(care_slots(review).next_slot(until).astimezone(zone))
        return _soon(said, t, published=published)
    start, end = review.next_slot(now).astimezone(zone), review.deadline_for(until).astimezone(zone)
    said |= {"start": t.clock(start), "end": spelt(start, end, t)}
    return _between(said, t, published=published)


def _at_once(channel: str, t: Translator, *, published: bool) -> str:
    if published:
        return t(
            "A moderator checks it first, without learning who wrote it. Then it will appear in "
            "{channel} among others.",
            channel=channel,
        )
    return t(
        "If you publish it, a moderator checks it first, without learning who wrote it. Then it "
        "will appear in {channel} among others.",
        channel=channel,
    )


def _soon(said: dict[str, str], t: Translator, *, published: bool) -> str:
    if published:
        return t(
            "Moderators see it by {end} ({zone}), without learning who wrote it. Once approved, "
            "it will appear in {channel} among others.",
            **said,
        )
    return t(
        "If you publish it, moderators see it by {end} ({zone}), without learning who wrote it. "
        "Once approved, it will appear in {channel} among others.",
        **said,
    )


def _between(said: dict[str, str], t: Translator, *, published: bool) -> str:
    if published:
        return t(
            "Moderators see it between {start} and {end} ({zone}), without learning who wrote "
            "it. Once approved, it will appear in {channel} among others.",
            **said,
        )
    return t(
        "If you publish it, moderators see it between {start} and {end} ({zone}), without "
        "learning who wrote it. Once approved, it will appear in {channel} among others.",
        **said,
    )


def spelt(start: datetime, end: datetime, t: Translator) -> str:
    """Return the end of a span, with its day where that is another one."""
    if start.date() == end.date():
        return t.clock(end)
    return t.moment(end)
