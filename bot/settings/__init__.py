"""Every setting once: name, unit, default, and what it is for. All mistakes are reported together.

Settings come from the environment and from ``.env``; the environment wins. Durations are
written ``3s``, ``15m``, ``12h``, ``2d`` (a bare number is refused: of what?).
"""

import os
import re
from datetime import time, timedelta
from pathlib import Path
from typing import Any, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.domain.mixing import INSTANT, PRESETS, Mixing
from bot.domain.ranking import Weights
from bot.errors import SettingsWrong
from bot.settings.misspelt import misspelt
from bot.settings.values import Channel, ChatNumber, ClockTime, Duration, Token, Zone, sentence_of

TELEGRAM = "https://api.telegram.org"

_PREFIX = "SOTTO_"
_FILE = ".env"


class Settings(BaseSettings):
    """What an operator can set. Each field is the environment variable ``SOTTO_<NAME>``."""

    model_config = SettingsConfigDict(
        env_prefix=_PREFIX,
        env_file=_FILE,
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        arbitrary_types_allowed=True,
    )

    # Telegram
    token: Token = Field(description="The bot's token, from @BotFather.")
    channel: Channel = Field(
        description="The public channel: its @name, its t.me link or its number."
    )
    moderators: ChatNumber | None = Field(
        None, description="Number of the moderators' chat; /id there tells it."
    )
    staging: ChatNumber | None = Field(
        None, description="Private chat where lost posts are looked up (default: moderators)."
    )
    bot_api: str = Field(TELEGRAM, description="Root of the Bot API server.")

    # Where things are kept
    data: Path = Field(Path("data"), description="Folder for the database. Made private (0700).")
    cache: Path | None = Field(
        None, description="Folder for prepared fonts and pictures (default: the user's cache)."
    )
    database: str | None = Field(
        None, description="Database address (default: sqlite+aiosqlite in SOTTO_DATA)."
    )
    pictures: Path | None = Field(None, description="Folder with pictures of your own.")

    # The channel's taste
    language: Literal["en", "fr"] = Field("en", description="Language of the channel's posts.")
    timezone: Zone = Field(
        ZoneInfo("UTC"), description="Time zone of the digest and of the times told to authors."
    )
    card_size: Literal["square", "portrait", "story"] = Field(
        "square", description="Shape of cards: square 1:1, portrait 4:5, story 9:16."
    )
    caption_text: bool = Field(True, description="Repeat the words in the caption, folded.")
    rules: str | None = Field(None, description="House rules for /rules (default: be kind…).")

    # Limits
    max_length: int = Field(400, ge=20, le=1000, description="Longest whisper, in graphemes.")
    author_limit: int = Field(3, ge=1, description="Whispers a person may publish a day.")

    # Digest
    digest_time: ClockTime = Field(time(20, 0), description="Local time of the daily digest.")
    digest_size: int = Field(5, ge=2, le=10, description="How many whispers a digest shows.")
    weights: str | None = Field(
        None, description="Reaction weights that differ from ours: 🔥=1 🤡=-1 other=0.3 paid_cap=3."
    )

    # Mixing
    release: Literal["instant", "mixed"] = Field(
        "mixed", description="mixed: whispers wait to be shuffled; instant: for trying only."
    )
    mix: Literal["quick", "balanced", "strong"] = Field("balanced", description="Mixing preset.")
    release_every: Duration | None = Field(None, description="Slot length (default: the preset's).")
    release_keep: int | None = Field(
        None, ge=0, description="Authors of whom something always stays waiting."
    )
    release_max_age: Duration | None = Field(None, description="Longest wait before release.")
    release_share: float | None = Field(
        None,
        ge=0,
        le=1,
        description="Chance of each waiting whisper at a slot, and at a batch (default: the "
        "preset's).",
    )

    # Burning
    draft_ttl: Duration = Field(timedelta(minutes=15), description="Life of an untouched draft.")
    receipt_ttl: Duration = Field(timedelta(minutes=10), description="Life of a shown receipt.")

    # Moderation
    moderation: Literal["pre", "hybrid", "post"] | None = Field(
        None,
        description="pre: moderators see each whisper first; hybrid: those with findings; post: "
        "none (default: pre with SOTTO_MODERATORS, else post).",
    )
    review_every: Duration | None = Field(
        None,
        description="How often moderators get a batch (default: the preset's). 0s: at once, for "
        "trying only.",
    )
    review_keep: int | None = Field(
        None, ge=0, description="Authors of whom something always waits for a later batch."
    )
    review_max_age: Duration | None = Field(
        None, description="Longest wait before moderators see it (default: the preset's)."
    )
    votes: int = Field(2, ge=1, description="Votes needed to remove a post or to ban.")
    undo: Duration = Field(timedelta(minutes=5), description="Time to undo a decision.")
    reject_reasons: str | None = Field(
        None, description="Reasons offered on Reject, separated by | (default: five kind ones)."
    )
    reports_severe: int = Field(1, ge=1, description="Reports that hide a post, severe reasons.")
    reports_other: int = Field(3, ge=1, description="Reports that hide a post, other reasons.")
    reports_every: Duration = Field(
        timedelta(minutes=5), description="How often reports are weighed; 0s: at once."
    )

    # Delivery
    pace: Duration = Field(timedelta(seconds=3.1), description="Least time between channel posts.")
    probe_after: Duration = Field(
        timedelta(seconds=120), description="Wait before a lost post counts as not sent."
    )
    stop_grace: Duration = Field(timedelta(seconds=20), description="Time to finish at a stop.")

    # Webhook and HTTP
    webhook_url: str | None = Field(None, description="Public https address for webhook mode.")
    webhook_listen: str = Field("127.0.0.1:8443", description="host:port the webhook listens on.")
    webhook_secret: SecretStr | None = Field(None, description="Secret that Telegram sends along.")
    http: str | None = Field(None, description="Loopback host:port for /healthz and /metrics.")

    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        "INFO", description="How much is logged. No level logs who or what."
    )

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        problems = []
        if self.database is not None and not self.database.startswith("sqlite+aiosqlite://"):
            problems.append("SOTTO_DATABASE: only sqlite+aiosqlite:// addresses are supported")
        for name in ("release_every", "release_max_age", "review_every", "review_max_age"):
            value = getattr(self, name)
            at_once = name == "review_every" and value == timedelta(0)
            if value is not None and value < timedelta(seconds=1) and not at_once:
                problems.append(f"SOTTO_{name.upper()}: at least 1s")
        if self.moderation in ("pre", "hybrid") and self.moderators is None:
            problems.append(
                f"SOTTO_MODERATION={self.moderation} needs SOTTO_MODERATORS: without that chat "
                "nobody could approve anything"
            )
        try:
            Weights.parse(self.weights or "")
        except ValueError as wrong:
            problems.append(f"SOTTO_WEIGHTS: {wrong}")
        if self.webhook_url is not None and self.webhook_secret is None:
            problems.append("SOTTO_WEBHOOK_URL needs SOTTO_WEBHOOK_SECRET as well")
        own_server = self.bot_api.rstrip("/") != TELEGRAM  # it may call http:// addresses too
        schemes = ("https://", "http://") if own_server else ("https://",)
        if self.webhook_url is not None and not self.webhook_url.startswith(schemes):
            problems.append("SOTTO_WEBHOOK_URL: Telegram only calls https:// addresses")
        if self.webhook_secret is not None and not re.fullmatch(
            r"[A-Za-z0-9_-]{16,256}", self.webhook_secret.get_secret_value()
        ):
            problems.append("SOTTO_WEBHOOK_SECRET: write 16 to 256 letters, digits, _ or -")
        if not self.bot_api.startswith(("http://", "https://")):
            problems.append("SOTTO_BOT_API: write an address such as https://api.telegram.org")
        if problems:
            raise ValueError("; ".join(problems))
        return self

    @property
    def moderation_mode(self) -> Literal["pre", "hybrid", "post"]:
        return self.moderation or ("pre" if self.moderators is not None else "post")

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
    def ranking_weights(self) -> Weights:
        return Weights.parse(self.weights or "")

    @property
    def cache_folder(self) -> Path:
        """``SOTTO_CACHE``, or the user's own cache (XDG_CACHE_HOME, ~/.cache)."""
        if self.cache is not None:
            return self.cache
        base = os.environ.get("XDG_CACHE_HOME", "")
        return (Path(base) if base.startswith("/") else Path.home() / ".cache") / "sotto"

    @property
    def database_address(self) -> str:
        return self.database or f"sqlite+aiosqlite:///{self.data.absolute() / 'sotto.db'}"


def load_settings(**overrides: Any) -> Settings:
    """Settings from ``.env`` and the environment. Raises SettingsWrong naming every mistake."""
    known = {name.upper() for name in Settings.model_fields}
    problems = misspelt(known, _PREFIX, environment=os.environ, file=_FILE)
    try:
        settings = Settings(**overrides)
    except ValidationError as wrong:
        told = [sentence_of(error, Settings.model_fields, _PREFIX) for error in wrong.errors()]
        missing = [
            place for place, error in enumerate(wrong.errors()) if error["type"] == "missing"
        ]
        if missing and not Path(_FILE).exists():
            told[missing[-1]] += (
                f" There is no {_FILE} here: copy .env.example to it and fill it in."
            )
        problems += told
        raise SettingsWrong(problems) from None
    if problems:
        raise SettingsWrong(problems)
    return settings
