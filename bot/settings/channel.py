"""Settings that each channel has for itself: its rooms, taste, digest, mixing, moderation and
pace."""

from collections.abc import Iterator
from datetime import time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import Field

from bot.domain.campaigns.categories import Category, read_categories
from bot.domain.campaigns.schedule import A_DAY
from bot.domain.mixing import INSTANT, PRESETS, Mixing
from bot.domain.places.crowd import CrowdRule
from bot.domain.places.place import Narrowest
from bot.domain.ranking import Weights
from bot.domain.replies.slots import ReplySlots
from bot.settings.mistakes import Mistake, SettingsPart
from bot.settings.values import (
    Categories,
    Channel,
    ChatNumber,
    ClockTime,
    Duration,
    Every,
    Interval,
    PlaceName,
    Spoken,
    WeightList,
    Zone,
)

DIGEST_SETTINGS = frozenset(
    {
        *("channel", "staging", "language", "timezone", "pace"),
        *("digest_time", "digest_size", "weights", "place"),
    }
)
"""The settings that a channel of digests has a use for: nobody writes to it."""


class ChannelSettings(SettingsPart):
    """Each field is a key in ``sotto.toml``; of the first channel, or the only one, it is the
    environment variable ``SOTTO_<NAME>`` too."""

    # The channel and its rooms
    channel: Channel = Field(
        description="The public channel: its @name, its t.me link or its number."
    )
    moderators: ChatNumber | None = Field(
        None, description="Number of the moderators' chat; send /id there to see it."
    )
    staging: ChatNumber | None = Field(
        None, description="Private chat where lost posts are looked up (default: moderators)."
    )

    # Campaigns
    campaigns: ChatNumber | None = Field(
        None,
        description="Number of the private group where community managers make campaigns; send "
        "/id there to see it.",
    )
    campaign_allows: Categories | None = Field(
        None,
        description="Topics that campaigns may cover after all, with commas: politics, "
        "gambling, medicines, alcohol, tobacco, weapons.",
    )
    campaigns_a_day: int = Field(
        A_DAY,
        ge=0,
        le=A_DAY,
        description="Most campaigns that are posted in a day. 0: none, and no picture of theirs is "
        "offered to authors.",
    )

    # Taste
    language: Spoken = Field("en", description="Language of the channel's posts.")
    timezone: Zone = Field(
        ZoneInfo("UTC"), description="Time zone of the digest and of the times authors see."
    )
    card_size: Literal["square", "portrait", "story"] = Field(
        "square", description="Shape of cards: square 1:1, portrait 4:5, story 9:16."
    )
    caption_text: bool = Field(True, description="Repeat the words in the caption, folded.")
    rules: str | None = Field(None, description="House rules for /rules (default: be kind…).")
    max_length: int = Field(400, ge=20, le=1000, description="Longest whisper, in characters.")

    # Places
    places: Literal["off", "country", "region", "town"] = Field(
        "off",
        description="The most precise place a post may show, if its author adds one: off, "
        "country, region or town (a big one).",
    )
    place_crowd: int = Field(
        3, ge=2, description="How many whispers from 30 days must share a place before it is shown."
    )

    # Digest
    digest_time: ClockTime = Field(time(20, 0), description="Local time of the daily digest.")
    digest_size: int = Field(5, ge=2, le=10, description="How many whispers a digest shows.")
    place: PlaceName | None = Field(
        None,
        description="The digest shows only whispers whose posts name this big town or country, "
        "such as Lyon.",
    )
    weights: WeightList | None = Field(
        None, description="Reaction weights that differ from ours: 🔥=1 🤡=-1 other=0.3 paid_cap=3."
    )

    # Mixing
    release: Literal["instant", "mixed"] = Field(
        "mixed", description="mixed: whispers wait to be shuffled; instant: for trying only."
    )
    mix: Literal["quick", "balanced", "strong"] = Field("balanced", description="Mixing preset.")
    release_every: Interval | None = Field(None, description="Slot length (default: the preset's).")
    release_keep: int | None = Field(
        None, ge=0, description="Authors of whom something always stays waiting."
    )
    release_max_age: Interval | None = Field(None, description="Longest wait before publishing.")
    release_share: float | None = Field(
        None,
        ge=0,
        le=1,
        description="Chance of each waiting whisper at a slot, and at a batch (default: the "
        "preset's).",
    )

    # Moderation
    moderation: Literal["pre", "hybrid", "post"] | None = Field(
        None,
        description="pre: moderators see each whisper first; hybrid: those with findings; post: "
        "none (default: pre with SOTTO_MODERATORS, else post).",
    )
    review_every: Every | None = Field(
        None,
        description="How often moderators get a batch (default: the preset's). 0s: at once, for "
        "trying only.",
    )
    review_keep: int | None = Field(
        None, ge=0, description="Authors of whom something always waits for a later batch."
    )
    review_max_age: Interval | None = Field(
        None, description="Longest wait before moderators see it (default: the preset's)."
    )
    topics: bool = Field(
        False,
        description="In a moderators' group with topics, a topic for each queue (the bot needs the "
        "right to manage topics).",
    )
    votes: int = Field(2, ge=1, description="Votes needed to remove a post or to ban.")
    undo: Duration = Field(timedelta(minutes=5), description="Time to undo a decision.")
    reject_reasons: str | None = Field(
        None, description="Reasons offered for Reject, separated by | (default: five kind ones)."
    )
    reports_severe: int = Field(
        1, ge=1, description="Reports needed to hide a post, severe reasons."
    )
    reports_other: int = Field(3, ge=1, description="Reports needed to hide a post, other reasons.")
    reports_every: Duration = Field(
        timedelta(minutes=5), description="How often reports are weighed; 0s: at once."
    )

    # Replies
    replies: Literal["on", "off"] | None = Field(
        None, description="Anonymous replies to whispers (default: on with SOTTO_MODERATORS)."
    )
    reply_every: Every = Field(
        timedelta(minutes=15),
        description="How often replies are published, shuffled. 0s: at once, for trying only.",
    )

    # Delivery
    pace: Duration = Field(timedelta(seconds=3.1), description="Least time between channel posts.")

    def mismatches(self) -> Iterator[Mistake]:
        yield from super().mismatches()
        mode = self.moderation
        if mode in ("pre", "hybrid") and self.moderators is None:
            yield Mistake(
                "moderation",
                lambda n: (
                    f"{n('moderation')}={mode} needs {n('moderators')}: without that chat "
                    "nobody can approve anything"
                ),
                others=frozenset({"moderators"}),
            )

        if self.campaigns is not None and self.moderators is None:
            yield Mistake(
                "campaigns",
                lambda n: (
                    f"{n('campaigns')} needs {n('moderators')}: without that chat nobody can "
                    "approve a campaign"
                ),
                others=frozenset({"moderators"}),
            )
        if self.campaigns is not None and self.campaigns == self.moderators:
            yield Mistake(
                "campaigns",
                lambda n: (
                    f"{n('campaigns')} and {n('moderators')} are the same chat: whoever makes "
                    "a campaign can't approve it"
                ),
                others=frozenset({"moderators"}),
            )

    @property
    def campaign_categories(self) -> frozenset[Category]:
        """The subjects that campaigns may have though the house rules say no."""
        return read_categories(self.campaign_allows or "")

    @property
    def moderation_mode(self) -> Literal["pre", "hybrid", "post"]:
        return self.moderation or ("pre" if self.moderators is not None else "post")

    @property
    def takes_replies(self) -> bool:
        """Whether replies are taken. Without people to look, replies are a door for cruelty: then
        only on request."""
        return self.replies == "on" or (self.replies is None and self.moderators is not None)

    @property
    def reply_slots(self) -> ReplySlots:
        return ReplySlots(self.reply_every)

    @property
    def staging_chat(self) -> int | None:
        return self.staging if self.staging is not None else self.moderators

    @property
    def mixing_rules(self) -> Mixing:
        """How the channel's readers get whispers: the preset with what was set one by one."""
        if self.release == "instant":
            return INSTANT
        preset = PRESETS[self.mix].readers
        return self._changed(preset, self.release_every, self.release_keep, self.release_max_age)

    @property
    def review_rules(self) -> Mixing:
        """How moderators get them, before: in batches."""
        if self.review_every == timedelta(0):
            return INSTANT
        preset = PRESETS[self.mix].moderators
        return self._changed(preset, self.review_every, self.review_keep, self.review_max_age)

    def _changed(
        self, preset: Mixing, every: timedelta | None, keep: int | None, max_age: timedelta | None
    ) -> Mixing:
        return Mixing(
            every=every or preset.every,
            keep=preset.keep if keep is None else keep,
            max_age=max_age or preset.max_age,
            share=preset.share if self.release_share is None else self.release_share,
        )

    @property
    def place_rule(self) -> CrowdRule:
        return CrowdRule(Narrowest(self.places), self.place_crowd)

    @property
    def ranking_weights(self) -> Weights:
        return Weights.parse(self.weights or "")
