"""A draft lives in the author's chat, not with us: its whole state fits into a button.

Layout of ``callback_data``: one letter, what the button does, then base64url without padding of

    12 bytes  handle    random, names the draft; makes Publish idempotent
     4 bytes  check     of the words (and photo) that the preview shows
     4 bytes  picture   stable id
     1 byte   style
     1 byte   flags     bits 0-1: contacts (unseen, hide, keep); bit 2: heavy; bits 3-7: page
     1 byte   channel   for which it is; left out for channel 1, unless there is a place
     4 bytes  place     a town's or a country's number; left out for none, unless it follows a link
     4 bytes  campaign  whose question it was written to; the highest bit: it does not answer it

= at most 43 of the 64 bytes that Telegram allows. A button names the state it leads to, never "the
next one", so pressing it twice is pressing it once. Nothing in it says who the author is. It is not
signed either: whoever invents one only drafts their own words under a look of their choice, and a
handle of 96 random bits is not guessed.
"""

import base64
import binascii
import hashlib
import random
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from bot.domain.whisper import FIRST_CHANNEL, Look, PictureId

HANDLE_BYTES = 12
CHECK_BYTES = 4
_PICTURE_BYTES = 4
_STATE_BYTES = HANDLE_BYTES + CHECK_BYTES + _PICTURE_BYTES + 2
_PLACE_BYTES = 4
_CAMPAIGN_BYTES = 4
_APART_BIT = 1 << 31
_SIZES = (
    _STATE_BYTES,
    _STATE_BYTES + 1,
    _STATE_BYTES + 1 + _PLACE_BYTES,
    _STATE_BYTES + 1 + _PLACE_BYTES + _CAMPAIGN_BYTES,
)
_TEXT_LENGTHS = tuple(1 + -(-count * 4 // 3) for count in _SIZES)

_LOOK = slice(HANDLE_BYTES + CHECK_BYTES, HANDLE_BYTES + CHECK_BYTES + _PICTURE_BYTES)
_CONTACTS_BITS = 0b011
_HEAVY_BIT = 0b100
_PAGE_SHIFT = 3
PAGES = 32
"""The number of pages that a list under a preview can have. Of pictures beside the card 0 means
none."""


class Verb(StrEnum):
    """The action of a button, done with the state that it carries."""

    PUBLISH = "p"
    SHOW = "w"  # draw the preview in this state: also Back from the themes, Refresh
    PICTURE = "n"  # … with this other picture
    STYLE = "s"  # … with this other style
    THEMES = "t"  # open the grid of themes
    THEME = "g"  # one theme of the grid was chosen: its picture is in the state
    HIDE = "h"  # … with contact data covered
    KEEP = "k"  # … with contact data as written
    HEAVY = "v"  # … with the content note on or off
    CHANNELS = "l"  # open a page of the list of channels
    CHANNEL = "o"  # … for this other channel
    PLACES = "a"  # open the ways to add a place
    TYPE_TOWN = "y"
    FIND_PLACE = "f"
    COUNTRY_ONLY = "u"
    PLACE = "j"  # … with this place, or with none
    ANSWERS = "q"  # … as an answer to the question that it was written to, or not
    CANCEL = "c"


_PAGED = frozenset((Verb.CHANNELS, Verb.PICTURE, Verb.THEMES))


class Contacts(IntEnum):
    """The author's decision about phone numbers, addresses and names found in the words."""

    UNSEEN = 0
    HIDE = 1
    KEEP = 2


@dataclass(frozen=True, slots=True)
class DraftState:
    handle: bytes
    check: bytes
    look: Look
    contacts: Contacts = Contacts.UNSEEN
    heavy: bool = False
    channel: int = FIRST_CHANNEL  # the id of the channel it is for
    place: int = 0  # number of the place that its author added (``bot/domain/places``); 0: none
    page: int = 0  # the page of what a button opens: channels, pictures beside the card, themes
    campaign: int = 0  # the one whose question its author followed; 0: none
    apart: bool = False  # whether it is not to answer that question

    @property
    def answers(self) -> int | None:
        """The campaign whose question it answers."""
        return self.campaign if self.campaign and not self.apart else None


def new_handle(rng: random.Random) -> bytes:
    """Return 12 random bytes. ``rng`` is a ``random.SystemRandom`` outside of tests."""
    return rng.randbytes(HANDLE_BYTES)


def handle_hash(handle: bytes) -> bytes:
    """Return 32 bytes, what storage keeps of a handle until the chat is burnt."""
    return hashlib.blake2b(handle, digest_size=32, person=b"sotto handle").digest()


def check_of(
    words: str,
    has_photo: bool,
    photo_mark: str = "",
    *,
    tagged: Sequence[tuple[int, int]] = (),
    covered: bool = False,
) -> bytes:
    """Return 4 bytes that change when the words, or whether there is a photo, change.

    ``photo_mark`` may tell one photo from another (an author can replace it by editing); only
    these 4 bytes of it ever leave this function. ``tagged`` (where people are tagged in the words)
    and ``covered`` count as well: an edit can change them alone. Chance that an edit goes unseen:
    2**-32."""
    parts = ["photo" if has_photo else "plain", photo_mark, words]
    if tagged or covered:
        parts.append(f"{sorted(tagged)} {covered}")
    text = "\0".join(parts)
    data = text.encode("utf-8", "surrogatepass")
    return hashlib.blake2b(data, digest_size=CHECK_BYTES, person=b"sotto check").digest()


def encode(verb: Verb, state: DraftState) -> str:
    """Return 31, 32, 37 or 43 ASCII characters. Raises ValueError for a state that has no
    encoding."""
    sizes = (len(state.handle), len(state.check), len(state.look.picture))
    if sizes != (HANDLE_BYTES, CHECK_BYTES, _PICTURE_BYTES) or not 0 <= state.look.style <= 255:
        raise ValueError(f"not a draft state: {sizes} bytes, style {state.look.style}")
    if not (0 <= state.page < PAGES and 0 < state.channel <= 255):
        raise ValueError(f"not a draft state: page {state.page}, channel {state.channel}")
    flags = state.contacts | (_HEAVY_BIT if state.heavy else 0) | (state.page << _PAGE_SHIFT)
    packed = state.handle + state.check + state.look.picture + bytes((state.look.style, flags))
    if not 0 <= state.place < 1 << 8 * _PLACE_BYTES:
        raise ValueError("not a draft state: no such place")
    if not 0 <= state.campaign < _APART_BIT or (state.apart and not state.campaign):
        raise ValueError("not a draft state: no such campaign")
    if state.channel != FIRST_CHANNEL or state.place or state.campaign:
        packed += bytes((state.channel,))
    if state.place or state.campaign:
        packed += state.place.to_bytes(_PLACE_BYTES)
    if state.campaign:
        marked = state.campaign | (_APART_BIT if state.apart else 0)
        packed += marked.to_bytes(_CAMPAIGN_BYTES)
    return verb.value + base64.urlsafe_b64encode(packed).decode("ascii").rstrip("=")


def decode(data: str | None) -> tuple[Verb, DraftState] | None:
    """Return the inverse of ``encode``; None for everything that ``encode`` cannot have written."""
    if data is None or len(data) not in _TEXT_LENGTHS or not data.isascii():
        return None
    try:
        verb = Verb(data[0])
        packed = base64.b64decode(data[1:] + "=" * (-len(data[1:]) % 4), b"-_", validate=True)
    except (ValueError, binascii.Error):
        return None
    if len(packed) not in _SIZES:
        return None
    style, flags, *named = packed[HANDLE_BYTES + CHECK_BYTES + _PICTURE_BYTES :]
    try:
        contacts = Contacts(flags & _CONTACTS_BITS)
    except ValueError:
        return None
    campaign = int.from_bytes(named[1 + _PLACE_BYTES :])
    if campaign == _APART_BIT:
        return None
    state = DraftState(
        handle=packed[:HANDLE_BYTES],
        check=packed[HANDLE_BYTES : HANDLE_BYTES + CHECK_BYTES],
        look=Look(PictureId(packed[_LOOK]), style),
        contacts=contacts,
        heavy=bool(flags & _HEAVY_BIT),
        channel=named[0] if named else FIRST_CHANNEL,
        place=int.from_bytes(named[1 : 1 + _PLACE_BYTES]),
        campaign=campaign & ~_APART_BIT,
        apart=bool(campaign & _APART_BIT),
        page=flags >> _PAGE_SHIFT,
    )
    if state.channel == 0 or (state.page and verb not in _PAGED):
        return None
    # one state, one text: spare bits and unknown flags are somebody's invention
    return (verb, state) if encode(verb, state) == data else None
