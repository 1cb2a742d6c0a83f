"""The memory of authors while this process lives, in one bundle: a restart forgets all of it."""

from dataclasses import dataclass

from bot.memory.arrivals import Arrivals
from bot.memory.authors import AuthorBook
from bot.memory.drafts import OpenDrafts
from bot.memory.limits import Tallies
from bot.memory.near_duplicates import DuplicateBook
from bot.memory.open_questions import OpenQuestions
from bot.memory.own_pictures import OwnPictures
from bot.memory.published_drafts import PublishedDrafts
from bot.memory.reply_memory import ReplyMemory
from bot.memory.said_once import SaidOnce


@dataclass(frozen=True, slots=True)
class AuthorMemory:
    """The memories that an author's draft passes from its first word to its receipt."""

    authors: AuthorBook
    drafts: OpenDrafts
    questions: OpenQuestions
    own_pictures: OwnPictures
    said_once: SaidOnce
    published_drafts: PublishedDrafts
    tallies: Tallies
    near: DuplicateBook
    arrivals: Arrivals
    replies: ReplyMemory
