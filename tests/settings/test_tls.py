"""TLS: one context for everything that calls Telegram."""

import ssl
from typing import Any

import pytest
from pydantic import SecretStr

from bot.botapi.connect import make_bot
from bot.clock import SystemClock
from bot.ops.doctor.bot_api import BotApi
from bot.settings import Settings
from bot.settings.tls import tls_context


def test_certificates_are_read_once_for_all_clients(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[ssl.SSLContext] = []
    make = ssl.create_default_context

    def counted(*args: Any, **options: Any) -> ssl.SSLContext:
        made.append(make(*args, **options))
        return made[-1]

    monkeypatch.setattr(ssl, "create_default_context", counted)
    tls_context.cache_clear()
    settings = Settings(token=SecretStr("42:SANDBOX"), channel="@sotto_voce")
    make_bot(settings.token, settings, SystemClock())
    BotApi("https://api.telegram.org", "42:SANDBOX")
    assert len(made) == 1
    assert made[0].verify_mode is ssl.CERT_REQUIRED
    assert made[0].check_hostname
