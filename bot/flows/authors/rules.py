"""Rules of the operator's settings for an author's draft, read once."""

from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from bot.cards.order import Size
from bot.domain.draft import DraftState
from bot.domain.mixing import Mixing
from bot.domain.places.place import Narrowest
from bot.domain.review import Mode
from bot.domain.words import Limits
from bot.flows.authors.reading import Reading
from bot.flows.moderation.mode import looked_at_first
from bot.settings import Settings


@dataclass(frozen=True, slots=True)
class AuthorRules:
    limits: Limits
    size: Size  # the cards' size
    moderated: bool  # there are moderators
    mode: Mode  # who looks first, unless moderators have chosen another mode
    review: Mixing  # the rule of what goes to the moderators
    mixing: Mixing  # the rule of what goes to the channel
    pace: timedelta  # least time between two posts
    zone: ZoneInfo  # the zone in which days are counted
    places: Narrowest = Narrowest.OFF  # the narrowest place that posts may print

    def looked_at_first(self, mode: Mode, reading: Reading, state: DraftState) -> bool:
        """Tell whether moderators see it before it comes out, as preview and receipt say. Cruelty
        waits for people in every mode, where there are any, and so does what answers a campaign's
        question."""
        findings, care = reading.findings(state), reading.shown(state).speaks_of_harm
        guarded = self.moderated and ("cruel" in findings or state.answers is not None)
        return looked_at_first(mode, lambda: care or bool(findings), guarded=guarded)

    @classmethod
    def of(cls, settings: Settings) -> "AuthorRules":
        return cls(
            limits=Limits(graphemes=settings.max_length),
            size=settings.card_size,
            moderated=settings.moderators is not None,
            mode=settings.moderation_mode,
            review=settings.review_rules,
            mixing=settings.mixing_rules,
            pace=settings.pace,
            zone=settings.timezone,
            places=settings.place_rule.narrowest,
        )
