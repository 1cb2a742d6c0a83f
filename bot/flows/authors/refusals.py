"""Every way to say no to an author. Values only: ``handlers/author/refusals.py`` has the sentences.

A new reason gets a class, or a member of ``No``, and stands in ``Refusal``: the type checker then
names each place that must know it.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum, auto

from bot.cards.order import CannotSet
from bot.darkroom.headers import PhotoRefusal
from bot.domain.words import WordsRefused
from bot.memory.own_pictures import NotFetched


@dataclass(frozen=True, slots=True)
class Banned:
    """This author may not write before that day."""

    until: date


@dataclass(frozen=True, slots=True)
class OverLimit:
    """This author has published as much as one person may in a day."""

    free_at: datetime


@dataclass(frozen=True, slots=True)
class Unsettable:
    """The words cannot be set as a card."""

    why: CannotSet


@dataclass(frozen=True, slots=True)
class PictureRefused:
    """The author's own picture cannot be used."""

    reason: PhotoRefusal


class No(Enum):
    """Refusals of which there is no more to say."""

    WORDLESS = auto()  # a picture without words: it may wait for them
    NEVER = auto()  # such words are never published; moderators learn that it happened
    CRUEL = auto()  # it would hurt somebody, and nobody can look at it first
    TELLS_HOW = auto()  # the words name a way or a day to die: a helpline instead of a card
    BUSY = auto()  # too many cards are being drawn
    ASK_CONTACTS = auto()  # hide the contact data, or keep it? The author has not chosen
    SAID_BEFORE = auto()  # the same words by the same author: the second press publishes them
    BACKLOG = auto()  # the channel is more than a day behind


Refusal = Banned | OverLimit | WordsRefused | Unsettable | PictureRefused | NotFetched | No
