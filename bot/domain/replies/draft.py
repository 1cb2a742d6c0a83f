"""A reply before Send: its whole state fits into a button, as a whisper's draft does.

Layout of ``callback_data``: ``q``, one letter, what the button does, a colon, then base64url
without padding of

    12 bytes  handle    random, names the reply; makes Send idempotent
     4 bytes  check     of the words that the preview shows
     1 byte   mask      its place among the masks; 255: the author, who wears none
     1 byte   channel   where the whisper stands
     4 bytes  number    of the whisper
     8 bytes  proof     only where the author writes: that the receipt was shown

= at most 43 of the 64 bytes that Telegram allows. A button names the state it leads to. Nothing in
it says who writes. Somebody may invent one: they name their own mask, which hurts nobody, but the
proof is keyed, so nobody invents being the author.
"""

import base64
import binascii
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.draft import CHECK_BYTES, HANDLE_BYTES
from bot.domain.replies.masks import MASKS, Mask

PROOF_BYTES = 8
_NUMBER_BYTES = 4
_PLAIN = HANDLE_BYTES + CHECK_BYTES + 2 + _NUMBER_BYTES
_AUTHOR = 255
_NAMES = tuple(MASKS)


class ReplyVerb(StrEnum):
    """The action of a button, done with the state that it carries."""

    SEND = "s"
    NAME = "n"  # show it under this other name
    AUTHOR = "a"  # ask for the whisper's receipt
    CANCEL = "c"


@dataclass(frozen=True, slots=True)
class ReplyDraft:
    handle: bytes
    check: bytes
    mask: str | None  # name of a mask; None: the author, who wears none
    channel: int
    number: int  # of the whisper
    proof: bytes = b""  # the proof that the receipt was shown

    @property
    def author(self) -> bool:
        return self.mask is None

    @property
    def worn(self) -> Mask | None:
        return None if self.mask is None else MASKS[self.mask]


def encode_reply(verb: ReplyVerb, draft: ReplyDraft) -> str:
    """Return 33 or 43 ASCII characters. Raises ValueError for a state that has no encoding."""
    if (len(draft.handle), len(draft.check)) != (HANDLE_BYTES, CHECK_BYTES):
        raise ValueError("not a reply's draft: handle or check has another length")
    if len(draft.proof) != (PROOF_BYTES if draft.author else 0):
        raise ValueError("not a reply's draft: an author has a proof, nobody else does")
    mask = _AUTHOR if draft.mask is None else _NAMES.index(draft.mask)
    packed = draft.handle + draft.check + bytes((mask, draft.channel))
    packed += draft.number.to_bytes(_NUMBER_BYTES, "big") + draft.proof
    return f"q{verb}:" + base64.urlsafe_b64encode(packed).decode("ascii").rstrip("=")


def decode_reply(data: str) -> tuple[ReplyVerb, ReplyDraft] | None:
    """Return the inverse of ``encode_reply``; None for everything that it cannot have written."""
    try:
        verb = ReplyVerb(data[1:2])
        packed = base64.b64decode(data[3:] + "=" * (-len(data[3:]) % 4), b"-_", validate=True)
    except (ValueError, binascii.Error):
        return None
    if len(packed) not in (_PLAIN, _PLAIN + PROOF_BYTES):
        return None
    at = HANDLE_BYTES + CHECK_BYTES
    mask, channel = packed[at], packed[at + 1]
    if mask >= len(_NAMES) and mask != _AUTHOR:
        return None
    draft = ReplyDraft(
        handle=packed[:HANDLE_BYTES],
        check=packed[HANDLE_BYTES:at],
        mask=None if mask == _AUTHOR else _NAMES[mask],
        channel=channel,
        number=int.from_bytes(packed[at + 2 : _PLAIN], "big"),
        proof=packed[_PLAIN:],
    )
    if len(draft.proof) != (PROOF_BYTES if draft.author else 0):
        return None
    return (verb, draft) if encode_reply(verb, draft) == data else None
