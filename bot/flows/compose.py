"""What a parcel looks like when it is sent: the picture, the caption, and its public first line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.cards.order import CardOrder, Imprint, PosterEntry
from bot.domain.captions import (
    DigestLine,
    card_caption,
    digest_caption,
    first_line_of,
    post_link,
)
from bot.domain.parcel import Change
from bot.domain.whisper import State, Whisper
from bot.flows.press import CardStudio, House
from bot.i18n import _
from storage import Tables

NOTICES = {
    Change.REMOVED: _("This whisper was removed."),
    Change.WITHDRAWN: _("Its author took this whisper back."),
    Change.HIDDEN: _("This whisper is being looked at."),
}


@dataclass(frozen=True, slots=True)
class Composed:
    photo: bytes
    caption: str
    first_line: str
    spoiler: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One place of a digest: the order and the counts are frozen, the words are read anew, so
    that what was taken down meanwhile is not shown."""

    message_id: int
    reactions: tuple[tuple[str, int], ...]  # most telling first
    whisper: Whisper

    @property
    def number(self) -> int:
        return self.whisper.number or 0


async def card(whisper: Whisper, *, studio: CardStudio, house: House) -> Composed:
    """A released whisper as it stands in the channel. Raises CannotSet, StudioBusy."""
    number = whisper.number or 0
    order = CardOrder(
        words=whisper.words,
        picture=whisper.look.picture,
        photo=whisper.photo,
        style=whisper.look.style,
        imprint=Imprint(house.channel, number),
        size=house.size,
    )
    return Composed(
        photo=await studio.card(order),
        caption=caption_of(whisper, house),
        first_line=first_line_of(number),
        spoiler=whisper.cover,
    )


def caption_of(whisper: Whisper, house: House) -> str:
    """What is covered in the picture is not repeated in the caption, nor are its hashtags."""
    number = whisper.number or 0
    return card_caption(
        number,
        words=whisper.words if house.repeat_words and not whisper.cover else None,
        tags=() if whisper.cover else tuple(house.hashtags(whisper.words))[:3],
        note=house.t("Heavy words: tap the picture to see them.") if whisper.cover else None,
        care=house.care(whisper.words),
        links=house.links(number),
    )


async def notice(change: Change, *, studio: CardStudio, house: House, line: str) -> Composed:
    """A card that stands where a whisper stood. Hidden ones keep their number, since they may
    come back; tombstones have no caption at all."""
    return Composed(
        photo=await studio.notice(house.t(NOTICES[change])),
        caption=line if change is Change.HIDDEN else "",
        first_line=line,
    )


def digest_title(day: date, house: House) -> str:
    """The dated first line of a digest: never a number."""
    return house.t("Most loved · {day}", day=house.t.day(day))


async def entries_of(tables: Tables, content: Mapping[str, Any]) -> tuple[Entry, ...]:
    """The frozen places whose whispers still stand."""
    found = []
    for place in content["entries"]:
        whisper = await tables.whispers.by_number(place["number"])
        if whisper is not None and whisper.state is State.RELEASED:
            reactions = tuple((str(emoji), int(count)) for emoji, count in place["reactions"])
            found.append(Entry(place["message_id"], reactions, whisper))
    return tuple(found)


async def digest(
    day: date, entries: Sequence[Entry], *, chat: int, studio: CardStudio, house: House
) -> Composed:
    title = digest_title(day, house)
    places = [
        PosterEntry(
            rank=rank,
            number=entry.number,
            words=entry.whisper.words,
            picture=entry.whisper.look.picture,
            style=entry.whisper.look.style,
            reactions=entry.reactions,
        )
        for rank, entry in enumerate(entries, 1)
    ]
    lines = [
        DigestLine(
            rank=rank,
            number=entry.number,
            address=post_link(chat, house.username, entry.message_id),
            words=entry.whisper.words,
            emoji=entry.reactions[0][0] if entry.reactions else "",
            count=entry.reactions[0][1] if entry.reactions else 0,
        )
        for rank, entry in enumerate(entries, 1)
    ]
    return Composed(
        photo=await studio.poster(
            house.t("Most loved"), house.t.day(day), places, channel=house.channel
        ),
        caption=digest_caption(title, lines, links=house.links()),
        first_line=title,
    )
