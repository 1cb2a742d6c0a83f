"""Rules of the operator's settings for replies, read once."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.domain.checks.care import Care
from bot.domain.replies.reply import LONGEST
from bot.domain.replies.slots import ReplySlots
from bot.domain.review import Mode
from bot.domain.words import Limits
from bot.flows.authors.reading import ShownWords
from bot.flows.moderation.mode import looked_at_first
from bot.settings import Settings


@dataclass(frozen=True, slots=True)
class ReplyRules:
    takes: bool  # replies at all
    closed: bool  # the channel takes nothing new, and lets nothing out
    limits: Limits
    moderated: bool  # there are moderators
    mode: Mode  # who looks first, unless moderators have chosen another mode
    slots: ReplySlots
    zone: ZoneInfo

    def waits(self, mode: Mode, shown: ShownWords, *, fragile: bool, watched: bool) -> bool:
        """Whether people look at it first: as with whispers, and always where the whisper is
        covered or somebody in it is not well, or where its writer had a reply rejected lately."""
        if not self.moderated:
            return False
        found = shown.care is not Care.NONE or bool(shown.families)
        guarded = fragile or watched or "cruel" in shown.families
        return looked_at_first(mode, lambda: found, guarded=guarded)

    @classmethod
    def of(cls, settings: Settings, *, closed: bool = False) -> "ReplyRules":
        return cls(
            takes=settings.takes_replies and not closed,
            closed=closed,
            limits=Limits(graphemes=LONGEST),
            moderated=settings.moderators is not None,
            mode=settings.moderation_mode,
            slots=settings.reply_slots,
            zone=settings.timezone,
        )
