"""Settings that are one for the whole process, whatever the number of its channels: the bot, its
folders, its limits, how it is reached. They stand in the environment and in ``.env`` alone."""

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Literal
from urllib.parse import urlencode

from pydantic import Field, SecretStr, TypeAdapter, ValidationError

from bot.errors import SettingsWrong
from bot.settings.mistakes import Mistake, SettingsPart
from bot.settings.renderers import RendererList, RenderListener, stays_here
from bot.settings.values import (
    Database,
    Duration,
    HookSecret,
    MemoryAddress,
    Root,
    ServiceKey,
    Token,
    is_secret,
)

TELEGRAM = "https://api.telegram.org"
_HOOK_SECRET: TypeAdapter[SecretStr] = TypeAdapter(HookSecret)


class DeploymentSettings(SettingsPart):
    """Each field is the environment variable ``SOTTO_<NAME>``."""

    # Telegram
    token: Token = Field(description="The bot's token, from @BotFather.")
    bot_api: Root = Field(TELEGRAM, description="Root of the Bot API server.")

    # Where things are kept
    config: Path | None = Field(
        None,
        description="File that names channels and their settings (default: sotto.toml, if there).",
    )
    data: Path = Field(Path("data"), description="Folder for the database. Made private (0700).")
    cache: Path | None = Field(
        None, description="Folder for prepared fonts and pictures (default: the user's cache)."
    )
    database: Database | None = Field(
        None, description="Database address (default: sqlite+aiosqlite in SOTTO_DATA)."
    )
    database_password_file: Path | None = Field(
        None, description="File that holds the PostgreSQL role's password, if it needs one."
    )
    memory: MemoryAddress | None = Field(
        None, description="Server that several processes share (default: each has its own memory)."
    )
    memory_password_file: Path | None = Field(
        None, description="File that holds the memory's password, if it needs one."
    )
    memory_replicas: bool = Field(
        False, description="Allow copies of the memory, on servers that write nothing either."
    )
    pictures: Path | None = Field(None, description="Folder with pictures of your own.")
    pexels_key: ServiceKey | None = Field(
        None, description="Key for sotto pictures fetch --from pexels."
    )
    pixabay_key: ServiceKey | None = Field(
        None, description="Key for sotto pictures fetch --from pixabay."
    )

    # Limits
    author_limit: int = Field(3, ge=1, description="Whispers a person may publish a day.")
    draft_ttl: Duration = Field(
        timedelta(minutes=15), description="How long an untouched draft lives."
    )
    receipt_ttl: Duration = Field(
        timedelta(minutes=10), description="How long a receipt stays on screen."
    )

    # Delivery
    probe_after: Duration = Field(
        timedelta(seconds=120), description="Wait before a lost post counts as not sent."
    )
    stop_grace: Duration = Field(
        timedelta(seconds=20), description="Time to finish up when stopping."
    )

    # Cards drawn by other processes
    renderers: RendererList | None = Field(
        None,
        description="Addresses of sotto render processes that draw the cards, with spaces between "
        "(default: drawn here).",
    )
    render_listen: RenderListener = Field(
        "127.0.0.1:8450", description="host:port or unix:///path that sotto render listens on."
    )
    render_secret_file: Path | None = Field(
        None, description="File with the secret that both sides of drawing elsewhere know."
    )

    # Webhook, HTTP and the log
    webhook_url: str | None = Field(None, description="Public https address for webhook mode.")
    webhook_listen: str = Field("127.0.0.1:8443", description="host:port the webhook listens on.")
    webhook_secret: HookSecret | None = Field(None, description="Secret that Telegram sends along.")
    webhook_secret_file: Path | None = Field(
        None, description="File that holds that secret, in place of SOTTO_WEBHOOK_SECRET."
    )
    http: str | None = Field(None, description="Loopback host:port for /healthz and /metrics.")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        "INFO", description="How much is logged. No level logs who wrote or what."
    )

    def mismatches(self) -> Iterator[Mistake]:
        yield from super().mismatches()
        yield from self._unguarded()
        if self.webhook_url is None:
            return
        if self.webhook_secret is None and self.webhook_secret_file is None:
            yield Mistake(
                "webhook_url",
                lambda n: f"{n('webhook_url')} needs {n('webhook_secret')} as well",
                others=frozenset({"webhook_secret", "webhook_secret_file"}),
            )
        own_server = self.bot_api.rstrip("/") != TELEGRAM  # it may call http:// addresses too
        schemes = ("https://", "http://") if own_server else ("https://",)
        if not self.webhook_url.startswith(schemes):
            yield Mistake(
                "webhook_url",
                lambda n: f"{n('webhook_url')}: Telegram only calls https:// addresses",
                others=frozenset({"bot_api"}),
            )

    @property
    def secret_of_webhook(self) -> str:
        """Read anew each time where a file holds it; empty: there is none. Raises SettingsWrong."""
        if self.webhook_secret is not None:
            return self.webhook_secret.get_secret_value()
        if self.webhook_secret_file is None:
            return ""
        read = _read_secret("SOTTO_WEBHOOK_SECRET_FILE", self.webhook_secret_file)
        try:
            return _HOOK_SECRET.validate_python(read).get_secret_value()
        except ValidationError as wrong:
            said = wrong.errors()[0]["msg"].removeprefix("Value error, ")
            raise SettingsWrong([f"SOTTO_WEBHOOK_SECRET_FILE: {said}"]) from None

    def webhook_for(self, bot: str | None) -> str | None:
        """Return the address to which Telegram brings a bot's updates: SOTTO_WEBHOOK_URL, and of
        one of several bots its name below that. ``bot`` None: it is the only one."""
        if self.webhook_url is None or bot is None:
            return self.webhook_url
        return f"{self.webhook_url.rstrip('/')}/{bot}"

    def _unguarded(self) -> Iterator[Mistake]:
        """Yield what draws for others, or lets others draw, without a secret."""
        if self.render_secret_file is not None:
            return
        reached = {"renderers": self.renderers or "", "render_listen": self.render_listen}
        for name, written in reached.items():
            if not all(stays_here(address) for address in written.split()):
                yield _needs_secret(name)

    @property
    def cache_folder(self) -> Path:
        """The folder ``SOTTO_CACHE``, or the user's own cache (XDG_CACHE_HOME, ~/.cache)."""
        if self.cache is not None:
            return self.cache
        base = os.environ.get("XDG_CACHE_HOME", "")
        return (Path(base) if base.startswith("/") else Path.home() / ".cache") / "sotto"

    @property
    def memory_password(self) -> str | None:
        """Read anew each time. Raises SettingsWrong."""
        return _read_secret("SOTTO_MEMORY_PASSWORD_FILE", self.memory_password_file)

    @property
    def render_secret(self) -> str | None:
        """Read anew each time. Raises SettingsWrong."""
        secret = _read_secret("SOTTO_RENDER_SECRET_FILE", self.render_secret_file)
        if secret is not None and not is_secret(secret):
            said = "SOTTO_RENDER_SECRET_FILE: write 16 to 256 letters, digits, _ or - into it"
            raise SettingsWrong([said])
        return secret

    @property
    def database_address(self) -> str:
        """The address of the database, never with a password: at most with the name of the file
        that holds it."""
        if self.database is None:
            return f"sqlite+aiosqlite:///{self.data.absolute() / 'sotto.db'}"
        if self.database_password_file is None or not self.database.startswith("postgresql"):
            return self.database
        named = urlencode({"password_file": str(self.database_password_file.absolute())})
        return f"{self.database}{'&' if '?' in self.database else '?'}{named}"


def _needs_secret(name: str) -> Mistake:
    return Mistake(
        name,
        lambda n: (
            f"{n(name)} is reached over a network: it needs {n('render_secret_file')} as well"
        ),
        others=frozenset({"render_secret_file"}),
    )


def _read_secret(setting: str, file: Path | None) -> str | None:
    """Return what stands in the file, if one is named. Raises SettingsWrong."""
    if file is None:
        return None
    try:
        return file.read_text(encoding="utf-8").strip()
    except (OSError, ValueError) as error:
        raise SettingsWrong([f"{setting} cannot be read: {error}"]) from None
