"""Propose: an author's message becomes a card, or a reason why not. It stores and says nothing.

Two steps, since something may have to be said between them: a warm word comes before any card.
``hear`` reads the message, once; ``propose`` chooses a look for it and draws it, ``redraw`` draws
it in the look that a button or an edit asks for.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Protocol

from bot.cards import CannotSet, CardOrder, Imprint, propose_style, style_of
from bot.cards.order import Size
from bot.cards.pictures import Shelf
from bot.cards.studio import StudioBusy
from bot.darkroom.headers import PhotoRefused
from bot.domain.campaigns.packs import with_packs
from bot.domain.checks.care import Care
from bot.domain.draft import Contacts, DraftState
from bot.domain.picture_choice import first_picture
from bot.domain.pictures import PictureInfo
from bot.domain.whisper import BLURRED_PHOTO, OWN_PHOTO, OWN_PHOTOS, Look, PictureId
from bot.flows.authors.choices import Theme, beside, sheet_of
from bot.flows.authors.reading import Draft, Reading, SentPicture, read
from bot.flows.authors.refusals import (
    Banned,
    No,
    OverLimit,
    PictureRefused,
    Refusal,
    Unsettable,
)
from bot.flows.authors.rules import AuthorRules
from bot.flows.campaigns.packs import NoPacks, Packs, on_pack
from bot.flows.moderation.bans import standing_ban
from bot.memory.identity import Purpose, Route, RouteBook
from bot.memory.limits import TallyBook
from bot.memory.own_pictures import NotFetched, OwnPictures
from storage import Storage

LATELY = 12
"""Cards of the channel whose pictures are not proposed again at once."""


class PreviewStudio(Protocol):
    """The part of ``bot.cards.studio.Studio`` that a proposal uses."""

    shelf: Shelf

    async def card(self, order: CardOrder) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Proposal:
    """A finished card, and what it shows."""

    reading: Reading
    state: DraftState
    card: bytes = field(repr=False)


async def _no_question(_campaign: int) -> str | None:
    return None


@dataclass(frozen=True, slots=True)
class CardMaker:
    """All that drawing the cards of drafts needs."""

    studio: PreviewStudio
    own_pictures: OwnPictures
    size: Size
    question: Callable[[int], Awaitable[str | None]] = _no_question
    """Returns what a campaign of this channel asks. None: nothing that can be answered."""
    packs: Packs = NoPacks()  # noqa: RUF009  it holds nothing

    @property
    def pictures(self) -> Sequence[PictureInfo]:
        """The pictures that can be proposed now."""
        return self.studio.shelf.infos

    async def packs_for(self, reading: Reading, state: DraftState) -> tuple[PictureId, ...]:
        """Return the campaigns' pictures that these words may be drawn on: none for what is
        covered, or what a helpline stands under."""
        if state.heavy or reading.care is not Care.NONE or reading.shown(state).speaks_of_harm:
            return ()
        return await self.packs.offered()


async def hear(
    draft: Draft,
    *,
    storage: Storage,
    routes: RouteBook,
    published: TallyBook,
    rules: AuthorRules,
    now: datetime,
) -> Reading | Refusal:
    """Read the message, if its author may write at present; else return why not."""
    banned = await refuse_banned(draft.route, storage=storage, routes=routes, rules=rules, now=now)
    if banned is not None:
        return banned
    tag = routes.tag(draft.route, Purpose.PUBLISHED)
    if not await published.room(tag, now):
        return OverLimit(await published.free_at(tag, now))
    return read(draft, rules.limits, moderated=rules.moderated)


async def refuse_banned(
    route: Route, *, storage: Storage, routes: RouteBook, rules: AuthorRules, now: datetime
) -> Banned | None:
    found = await standing_ban(
        storage=storage, routes=routes, route=route, zone=rules.zone, now=now
    )
    return Banned(found.ban.until) if found else None


async def propose(
    draft: Draft,
    reading: Reading,
    *,
    handle: bytes,
    channel: int,
    storage: Storage,
    cards: CardMaker,
    imprint: str,
    now: datetime,
    campaign: int = 0,
) -> Proposal | Refusal:
    """Draw the card with a look chosen for these words, unlike the channel's last ones. ``handle``
    names the draft from now on; ``channel`` is the channel it is for; ``campaign`` is the one whose
    question its author has followed."""
    if reading.care is Care.PLAN:
        return No.TELLS_HOW
    async with storage.glancing() as tables:
        lately = await tables.whispers.latest_looks(LATELY)
    state = first_state(reading, handle, cards.pictures, lately)
    state = replace(state, channel=channel, campaign=campaign)
    return await _draw(draft, reading, state, cards, imprint, now)


async def redraw(
    draft: Draft,
    reading: Reading,
    state: DraftState,
    *,
    cards: CardMaker,
    imprint: str,
    now: datetime,
) -> Proposal | Refusal:
    """Draw the card in this state, as far as it fits what the message says now."""
    packs = await cards.packs_for(reading, state)
    state = settled_state(reading, state, cards.pictures, packs)
    return await _draw(draft, reading, state, cards, imprint, now)


async def _draw(
    draft: Draft, reading: Reading, state: DraftState, cards: CardMaker, imprint: str, now: datetime
) -> Proposal | Refusal:
    photo: bytes | None = None
    if state.look.picture in OWN_PHOTOS and draft.picture is not None:
        blurred = state.look.picture == BLURRED_PHOTO
        found = await own_picture(draft, draft.picture, cards.own_pictures, now, blurred=blurred)
        if not isinstance(found, bytes):
            return found
        photo = found
    order = await order_of(reading, state, cards, imprint, photo)
    if state.page:
        packs = await cards.packs_for(reading, state)
        walk = with_packs(reading.walk(cards.pictures, state.handle), packs)
        order = replace(order, choices=await beside(walk, state, cards.packs))
    try:
        return Proposal(reading, state, await cards.studio.card(order))
    except CannotSet as cannot:
        return Unsettable(cannot)
    except StudioBusy:
        return No.BUSY


async def draw_themes(
    reading: Reading,
    state: DraftState,
    themes: Sequence[Theme],
    *,
    cards: CardMaker,
    imprint: str,
) -> bytes | None:
    """Draw the sheet of these themes. None: it cannot be drawn just now."""
    order = sheet_of(await order_of(reading, state, cards, imprint, None), themes)
    try:
        return await cards.studio.card(order)
    except (CannotSet, StudioBusy):
        return None


async def order_of(
    reading: Reading, state: DraftState, cards: CardMaker, imprint: str, photo: bytes | None
) -> CardOrder:
    """Return the order for the card in this state. ``photo``: its author's, where the card shows
    it."""
    answers, picture = state.answers, state.look.picture
    own = picture in OWN_PHOTOS
    pack = None if own else await cards.packs.find(picture)
    order = CardOrder(
        words=reading.shown(state).words,
        picture=OWN_PHOTO if own else picture,
        photo=photo,
        style=state.look.style,
        imprint=Imprint(imprint),
        size=cards.size,
        question=None if answers is None else await cards.question(answers),
    )
    return on_pack(order, pack)


async def own_picture(
    draft: Draft,
    picture: SentPicture,
    own_pictures: OwnPictures,
    now: datetime,
    *,
    blurred: bool = False,
) -> bytes | PictureRefused | NotFetched | No:
    """Return the author's picture as a clean JPEG, kept while the draft is open."""
    try:
        found = await own_pictures.of(
            draft.route, draft.message_id, picture.file, picture.mark, now
        )
        if blurred and isinstance(found, bytes):
            return await own_pictures.blur(found)
        return found
    except PhotoRefused as refused:
        return PictureRefused(refused.reason)
    except StudioBusy:
        return No.BUSY


def first_state(
    reading: Reading,
    handle: bytes,
    pictures: Sequence[PictureInfo],
    lately: Sequence[Look] = (),
) -> DraftState:
    """Return the look that is proposed for these words. ``lately``: how the channel's last cards
    look, the newest first."""
    light = False
    if reading.own_photo:
        picture = OWN_PHOTO
    else:
        picture = first_picture(reading.walk(pictures, handle), [each.picture for each in lately])
        light = any(info.light for info in pictures if info.id == picture)
    style = propose_style(
        reading.words,
        light=light,
        seed=handle,
        worn=[each.style for each in lately],
        calm=reading.as_written.speaks_of_harm,
    )
    look = Look(picture, style.code)
    return DraftState(handle=handle, check=reading.check, look=look, heavy=reading.covered)


def settled_state(
    reading: Reading,
    state: DraftState,
    pictures: Sequence[PictureInfo],
    packs: Sequence[PictureId] = (),
) -> DraftState:
    """Return the same state for what the message says now; a picture or style that is gone, or the
    own photo of a message that has none any more, gives way to a proposal."""
    proposed = first_state(reading, state.handle, pictures)
    picture = state.look.picture
    known = {*(each.id for each in pictures), *packs}
    fits = reading.own_photo if picture in OWN_PHOTOS else picture in known
    changed = state.check != reading.check
    return replace(
        state,
        check=reading.check,
        look=Look(picture if fits else proposed.look.picture, style_of(state.look.style).code),
        contacts=Contacts.UNSEEN if changed else state.contacts,
        heavy=state.heavy or (changed and reading.covered),
    )
