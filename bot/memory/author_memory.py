"""The memory of authors, in one bundle: a restart forgets all that is not shared."""

from dataclasses import dataclass

from bot.memory.arrivals import Arrivals
from bot.memory.authors import AuthorBook
from bot.memory.limits import Tallies
from bot.memory.near_duplicates import DuplicateBook
from bot.memory.own_pictures import OwnPictures
from bot.memory.published_drafts import PublishedDrafts
from bot.memory.reply_memory import ReplyMemory
from bot.memory.said_once import SaidOnce
from bot.memory.slates import SlateBook


@dataclass(frozen=True, slots=True)
class AuthorMemory:
    """The memories that an author's draft passes from its first word to its receipt."""

    authors: AuthorBook
    slates: SlateBook
    own_pictures: OwnPictures
    said_once: SaidOnce
    published_drafts: PublishedDrafts
    tallies: Tallies
    near: DuplicateBook
    arrivals: Arrivals
    replies: ReplyMemory
