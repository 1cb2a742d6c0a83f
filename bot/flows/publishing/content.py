"""The content of a parcel when it is sent: the picture, the caption, and its public first line."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from html import escape

from bot.cards.order import CardOrder, Imprint, PosterEntry
from bot.domain.campaigns.campaign import Campaign
from bot.domain.campaigns.packs import PackPicture
from bot.domain.captions import (
    DigestLine,
    FallenLine,
    card_caption,
    digest_caption,
    first_line_of,
)
from bot.domain.days import Span
from bot.domain.inert import inert
from bot.domain.parcel import Change, DigestEntry
from bot.domain.places.names import said
from bot.domain.places.place import Place
from bot.domain.replies.masks import MASKS
from bot.domain.replies.reply import Reply
from bot.domain.states import PostState
from bot.domain.whisper import OWN_PHOTO, State, Whisper
from bot.flows.campaigns.packs import on_pack
from bot.flows.publishing.composed import Composed
from bot.flows.publishing.publisher import CardStudio, PostStyle
from bot.i18n import Translator, _, _p
from storage import Tables
from storage.posts import Post

NOTICES = {
    Change.REMOVED: _("This whisper was removed."),
    Change.WITHDRAWN: _("The author withdrew this whisper."),
    Change.HIDDEN: _("This whisper is being looked at."),
}


_HEAVY = _("Sensitive topic")
"""The words of a digest about a covered whisper: who did not tap it is not shown its words
there."""


@dataclass(frozen=True, slots=True)
class About:
    """The ties of a whisper to campaigns: the question that it answers, and its picture."""

    question: Campaign | None = None
    pack: PackPicture | None = None


NOTHING = About()

_EMOJI = 3
"""The number of kinds of reactions that a digest's line names."""

_FALLEN = {
    Change.REMOVED: _p("whisper", "removed"),
    Change.WITHDRAWN: _("withdrawn by its author"),
    Change.HIDDEN: _("being looked at"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A place of a digest: the order and the counts are frozen, the words are read anew, so that
    what was taken down meanwhile is not shown."""

    rank: int
    message_id: int
    reactions: tuple[tuple[str, int], ...]  # most telling first
    whisper: Whisper
    channel: int | None = None  # None: the digest's own

    @property
    def number(self) -> int:
        return self.whisper.number or 0


async def card(
    whisper: Whisper,
    place: Place | None,
    *,
    studio: CardStudio,
    house: PostStyle,
    replies: int = 0,
    about: About = NOTHING,
) -> Composed:
    """Compose a released whisper as it stands in the channel. ``replies``: how many the caption is
    to name; ``about``: its ties to campaigns. Raises CannotSet, StudioBusy."""
    number = whisper.number or 0
    order = CardOrder(
        words=whisper.words,
        picture=whisper.look.picture,
        photo=whisper.photo,
        style=whisper.look.style,
        imprint=Imprint(house.channel, number, foot_of(whisper, place, house)),
        size=house.size,
        question=None if about.question is None else about.question.words,
    )
    shown = named(whisper, place, house=house, replies=replies, about=about)
    return replace(shown, photo=await studio.card(on_pack(order, about.pack)))


def foot_of(whisper: Whisper, place: Place | None, house: PostStyle) -> str | None:
    """Return the place at a card's foot. A card on a picture of its author's own names it in the
    caption alone: the picture is forgotten after two days, and then no card could be drawn that
    names a wider one."""
    if place is None or whisper.look.picture == OWN_PHOTO:
        return None
    return said(place, house.t.language)


def named(
    whisper: Whisper,
    place: Place | None,
    *,
    house: PostStyle,
    replies: int = 0,
    about: About = NOTHING,
) -> Composed:
    """Compose the same without a picture: its caption alone."""
    return Composed(
        photo=b"",
        caption=caption_of(whisper, house, place, replies, about),
        first_line=first_line_of(whisper.number or 0),
        spoiler=whisper.cover,
        place=place,
    )


def counted(
    whisper: Whisper,
    place: Place | None,
    post: Post | None,
    *,
    house: PostStyle,
    replies: int,
    about: About = NOTHING,
) -> Composed | None:
    """Compose the same card with another caption. None: it stands like this, or not at all."""
    caption = caption_of(whisper, house, place, replies, about)
    if post is None or post.state is not PostState.LIVE or post.caption == caption:
        return None
    return Composed(b"", caption, post.first_line)


def caption_of(
    whisper: Whisper,
    house: PostStyle,
    place: Place | None = None,
    replies: int = 0,
    about: About = NOTHING,
) -> str:
    """Return the card's caption. What is covered in the picture is covered in the caption too. It
    has no hashtags, and neither has what a helpline stands under: nobody looks for such words by a
    tap."""
    number = whisper.number or 0
    care = house.care(whisper.words)
    tagged = not (whisper.cover or care)
    return card_caption(
        number,
        words=whisper.words if house.repeat_words else None,
        covered=whisper.cover,
        place=None if place is None else said(place, house.t.language),
        tags=tuple(house.hashtags(whisper.words))[:3] if tagged else (),
        note=house.t("Sensitive: tap to reveal.") if whisper.cover else None,
        care=care,
        count=house.replies_link(number, replies),
        links=house.links(number),
        question=None if about.question is None else house.question_link(about.question),
        label=None if about.pack is None else house.pack_link(about.pack),
    )


def name_of(reply: Reply, t: Translator) -> str:
    """Return the name under which a reply appears: ``🦊 Fox``, or ``✔ Author``."""
    worn = None if reply.mask is None else MASKS[reply.mask]
    return "✔ " + t("Author") if worn is None else f"{worn.emoji} {t(worn.label)}"


def comment(reply: Reply, house: PostStyle) -> Composed:
    """Compose a reply as a comment. Its first line tells which one it is."""
    line = f"{name_of(reply, house.t)} · {reply.number}.{reply.ordinal}"
    text = f"{escape(line, quote=False)}\n{escape(inert(reply.words), quote=False)}"
    return Composed(b"", text, line)


def comment_notice(post: Post, house: PostStyle) -> Composed:
    """Return the notice that takes the place of a reply that was removed."""
    return Composed(b"", escape(house.t("This reply was removed."), quote=False), post.first_line)


async def notice(change: Change, *, studio: CardStudio, house: PostStyle, line: str) -> Composed:
    """Compose a card that stands where a whisper stood. Hidden ones keep their number, since they
    may come back; tombstones have no caption at all."""
    return Composed(
        photo=await studio.notice(house.t(NOTICES[change])),
        caption=line if change is Change.HIDDEN else "",
        first_line=line,
    )


def digest_title(day: date, house: PostStyle, span: Span = Span.DAY) -> str:
    """Return the dated first line of a digest: never a number. ``day``: the first of its
    ``span``."""
    match span:
        case Span.DAY:
            return house.t("Most loved · {day}", day=_when(day, house, span))
        case Span.WEEK:
            return house.t("Best of the week · {days}", days=_when(day, house, span))
        case Span.YEAR:
            return house.t("Best of the year · {year}", year=_when(day, house, span))


def _when(day: date, house: PostStyle, span: Span) -> str:
    match span:
        case Span.DAY:
            return house.t.day(day)
        case Span.WEEK:
            return f"{house.t.day(day)} – {house.t.day(day + timedelta(days=6))}"
        case Span.YEAR:
            return str(day.year)


def _headline(house: PostStyle, span: Span) -> str:
    match span:
        case Span.DAY:
            return house.t("Most loved")
        case Span.WEEK:
            return house.t("Best of the week")
        case Span.YEAR:
            return house.t("Best of the year")


@dataclass(frozen=True, slots=True)
class Fallen:
    """A place of a digest whose whisper was taken down, or is hidden for now."""

    rank: int
    number: int
    change: Change
    channel: int | None = None


Places = tuple[Entry | Fallen, ...]


async def places_of(tables: Tables, entries: Sequence[DigestEntry]) -> Places:
    """Return the frozen places as their whispers stand now, best first."""
    return tuple(
        [
            await _place(tables.of(frozen.channel), rank, frozen)
            for rank, frozen in enumerate(entries, 1)
        ]
    )


async def _place(tables: Tables, rank: int, frozen: DigestEntry) -> Entry | Fallen:
    number = frozen.number
    whisper = await tables.whispers.by_number(number)
    post = await tables.posts.by_number(number)
    if whisper is None or whisper.state is not State.RELEASED:
        withdrawn = whisper is not None and whisper.state is State.WITHDRAWN
        change = Change.WITHDRAWN if withdrawn else Change.REMOVED
        return Fallen(rank, number, change, frozen.channel)
    if post is not None and post.state is PostState.HIDDEN:
        return Fallen(rank, number, Change.HIDDEN, frozen.channel)
    with_photo = await tables.whispers.by_key(whisper.key) or whisper
    return Entry(rank, frozen.message_id, frozen.reactions, with_photo, frozen.channel)


def moved_up(places: Places) -> Places:
    """Leave out who has fallen before a digest is posted; the next moves up."""
    standing = [place for place in places if isinstance(place, Entry)]
    return tuple(replace(place, rank=rank) for rank, place in enumerate(standing, 1))


async def digest(
    day: date,
    places: Places,
    *,
    studio: CardStudio,
    house: PostStyle,
    span: Span = Span.DAY,
) -> Composed:
    """Compose a digest. The picture shows who stands; the caption says what became of the others.
    Its design turns with the date, so that a corrected one looks as it did."""
    title = digest_title(day, house, span)
    entries = [place for place in places if isinstance(place, Entry)]
    if not entries:
        hidden = any(isinstance(p, Fallen) and p.change is Change.HIDDEN for p in places)
        change = Change.HIDDEN if hidden else Change.REMOVED
        return await notice(change, studio=studio, house=house, line=title)
    shown = [
        PosterEntry(
            rank=entry.rank,
            number=entry.number,
            words="" if entry.whisper.cover else entry.whisper.words,
            picture=entry.whisper.look.picture,
            style=entry.whisper.look.style,
            reactions=entry.reactions,
            photo=entry.whisper.photo,
            note=house.t(_HEAVY) if entry.whisper.cover else None,
        )
        for entry in entries
    ]
    lines = [_line(place, house) for place in places]
    return Composed(
        photo=await studio.poster(
            _headline(house, span),
            _when(day, house, span),
            shown,
            channel=house.channel,
            design=turn_of(day, span),
        ),
        caption=digest_caption(title, lines, links=house.links()),
        first_line=title,
        shown=tuple((entry.channel, entry.number) for entry in entries),
    )


def turn_of(day: date, span: Span) -> int:
    """Count the days, weeks or years: two that follow one another differ by one."""
    match span:
        case Span.DAY:
            return day.toordinal()
        case Span.WEEK:
            return day.toordinal() // 7
        case Span.YEAR:
            return day.year


def _line(place: Entry | Fallen, house: PostStyle) -> DigestLine | FallenLine:
    there = house.place if place.channel is None else house.others.get(place.channel, house.place)
    named = "" if place.channel is None else f"{there.called(house.t.language)} "
    if isinstance(place, Fallen):
        rank, why = house.t.number(place.rank), house.t(_FALLEN[place.change])
        return FallenLine(rank, place.number, why, named)
    return DigestLine(
        rank=house.t.number(place.rank),
        number=place.number,
        named=named,
        address=there.post_link(place.message_id),
        words=house.t(_HEAVY) if place.whisper.cover else place.whisper.words,
        emoji="".join(emoji for emoji, _count in place.reactions[:_EMOJI]),
        count=house.t.number(sum(count for _emoji, count in place.reactions)),
    )
