"""Open previews: memory only, so that an edit can refresh its preview.

Losing one loses nothing: the draft itself is the author's message plus the preview that replies to
it, and every button carries its whole state (``bot/domain/draft.py``).
"""

from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.draft import DraftState
from bot.domain.replies.draft import ReplyDraft
from bot.domain.tagged import Span


@dataclass(frozen=True, slots=True)
class KeptPicture:
    """A picture without a caption, as it stands in the author's chat. ``file`` fetches its bytes,
    equal marks are the same picture."""

    message: int
    file: str = field(repr=False)
    mark: str = field(repr=False)
    covered: bool = False  # behind its author's spoiler
    answer: int | None = None  # our message that asks for the words


@dataclass(frozen=True, slots=True)
class OpenDraft:
    author_message: int
    preview: int
    state: DraftState | ReplyDraft
    opened: datetime
    words_message: int | None = None  # where the words stand, when not with the picture
    kept: KeptPicture | None = None  # the picture that they were written for
    asked: int | None = None  # our question that a reply answers
    text: str = field(default="", repr=False)  # of a reply, while its author is looked up
    tagged: tuple[Span, ...] = field(default=(), repr=False)

    @property
    def messages(self) -> tuple[int, ...]:
        """Everything in the chat that belongs to it."""
        answer = self.kept.answer if self.kept else None
        found = (self.author_message, self.preview, self.words_message, answer, self.asked)
        return tuple(each for each in found if each is not None)
