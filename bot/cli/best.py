"""``sotto digest --week`` and ``--year``: ask the running bot for it, or look at it first."""

import re
from datetime import UTC, date, datetime
from html import unescape
from pathlib import Path

from bot.cards.draw.convert import converted
from bot.cards.studio import Studio
from bot.cli.cards import picture_format
from bot.cli.data import on_channel, when_it_happens
from bot.domain.channel_info import ChannelInfo
from bot.domain.days import Span, local_day
from bot.errors import SettingsWrong
from bot.flows.bests import ask_best, looked_at_first
from bot.flows.digest import FEWEST, DigestRules
from bot.flows.publishing import content
from bot.flows.publishing.composed import Composed
from bot.flows.publishing.publisher import PostStyle
from bot.i18n import translator_for
from bot.ops.known_channels import KnownChannel
from bot.settings import Settings

_TAG = re.compile(r"<[^>]+>")


def ask(span: Span, channel: str | None) -> int:
    """Ask for the best. Exit status 0, or 1 when it was made before."""

    async def asked(known: KnownChannel) -> date | None:
        return await ask_best(
            storage=known.storage,
            span=span,
            now=datetime.now(UTC),
            zone=known.settings.timezone,
            chat=await _chat_of(known),
        )

    day, chosen = on_channel(channel, asked)
    if day is None:
        print(f"The best of that {span}{chosen.where} was posted before, or is on its way.")
        return 1
    print(
        f"The best of the {span} from {day}{chosen.where} is asked for. It is posted once, unless "
        f"fewer than two whispers have reactions. {when_it_happens(chosen.settings)}"
    )
    return 0


def look(span: Span, channel: str | None, out: Path) -> int:
    """Draw it into a file and print its caption; nothing is posted or decided. Exit status 0, or 1
    when there is too little to show. Raises SettingsWrong."""
    kind = picture_format(out)

    async def looked(known: KnownChannel) -> Composed | None:
        return await _composed(known, span)

    composed, chosen = on_channel(channel, looked)
    if composed is None:
        print(f"Fewer than two whispers{chosen.where} have reactions: there is no best of it.")
        return 1
    try:
        out.write_bytes(converted(composed.photo, kind))
    except OSError as error:
        raise SettingsWrong([f"{out} cannot be written ({error.strerror})."]) from None
    print(f"{unescape(_TAG.sub('', composed.caption))}\n\n{out}. Nothing is posted.")
    return 0


async def _composed(known: KnownChannel, span: Span) -> Composed | None:
    """Raises SettingsWrong for a channel without whispers of its own."""
    settings, chat = known.settings, await _chat_of(known)
    if known.kind == "digest":
        raise SettingsWrong(["That channel shows others' whispers: look at theirs, one by one."])
    day = span.nearest(local_day(datetime.now(UTC), settings.timezone))
    rules = DigestRules.of(settings)
    entries = () if chat is None else await looked_at_first(known.storage, chat, rules, span, day)
    async with known.storage.reading() as tables:
        places = content.moved_up(await content.places_of(tables, entries))
    if chat is None or len(places) < FEWEST:
        return None
    studio = await Studio.open(
        cache=settings.cache_folder, pictures=settings.pictures, size=settings.card_size, workers=1
    )
    try:
        return await content.digest(
            day, places, studio=studio, house=_house(settings, chat), span=span
        )
    finally:
        await studio.close()


def _house(settings: Settings, chat: int) -> PostStyle:
    """Return the style of posts, as far as a picture and its words go: nobody can tap them."""
    named = str(settings.channel)
    username = named.removeprefix("@") if named.startswith("@") else None
    place = ChannelInfo(chat, named, username, language=settings.language)
    return PostStyle(place=place, bot="", t=translator_for(settings.language))


async def _chat_of(known: KnownChannel) -> int | None:
    """Return the channel's chat. None: the bot has not been in it yet."""
    async with known.storage.reading() as tables:
        rows = await tables.channels.all()
    return next((row.chat for row in rows if row.id == known.storage.scope.channel), None)
