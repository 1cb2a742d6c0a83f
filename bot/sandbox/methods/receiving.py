"""Updates, answers to button presses, files: https://core.telegram.org/bots/api#getupdates"""

import re
from typing import Any

from bot.sandbox.api import Call, Json, method
from bot.sandbox.errors import bad
from bot.sandbox.inbox import KINDS


def _kinds(given: Json) -> list[str] | None:
    """Return the kinds that are known. Unknown ones are ignored, as by the real server."""
    if given is None:
        return None
    if not isinstance(given, list):
        raise bad("can't parse allowed_updates: array expected")
    return [kind for kind in given if kind in KINDS]


@method("getUpdates")
async def get_updates(
    call: Call, offset: int = 0, limit: int = 100, timeout: int = 0, allowed_updates: Json = None
) -> list[dict[str, Any]]:
    call.bot.inbox.allow(_kinds(allowed_updates))
    return await call.bot.inbox.fetch(offset, min(max(limit, 1), 100), min(max(timeout, 0), 50))


@method("setWebhook")
def set_webhook(
    call: Call,
    url: str,
    ip_address: str | None = None,
    max_connections: int = 40,
    allowed_updates: Json = None,
    drop_pending_updates: bool = False,
    secret_token: str | None = None,
) -> bool:
    """Set the webhook. Real Telegram insists on https; here plain http on loopback is taken as
    well."""
    inbox = call.bot.inbox
    if url and not url.startswith(("https://", "http://127.0.0.1", "http://localhost")):
        raise bad("bad webhook: An HTTPS URL must be provided for webhook")
    if secret_token is not None and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret_token):
        raise bad("secret token contains unallowed characters")
    if not 1 <= max_connections <= 100:
        raise bad("max_connections must be 1 to 100")
    inbox.allow(_kinds(allowed_updates))
    if drop_pending_updates:
        inbox.clear()
    inbox.stop_poll("setWebhook")
    inbox.last_error = None
    inbox.webhook = (
        {"url": url, "secret_token": secret_token, "max_connections": max_connections}
        if url
        else {}
    )
    inbox.on_webhook()
    return True


@method("deleteWebhook")
def delete_webhook(call: Call, drop_pending_updates: bool = False) -> bool:
    call.bot.inbox.webhook = {}
    if drop_pending_updates:
        call.bot.inbox.clear()
    return True


@method("getWebhookInfo")
def get_webhook_info(call: Call) -> dict[str, Any]:
    inbox = call.bot.inbox
    found: dict[str, Any] = {
        "url": inbox.webhook.get("url", ""),
        "has_custom_certificate": False,
        "pending_update_count": len(inbox.waiting),
    }
    if inbox.webhook:
        found["max_connections"] = inbox.webhook["max_connections"]
        found["ip_address"] = "127.0.0.1"
    if inbox.last_error is not None:
        moment, why = inbox.last_error
        found |= {"last_error_date": int(moment.timestamp()), "last_error_message": why}
    if inbox.allowed is not None:
        found["allowed_updates"] = sorted(inbox.allowed)
    return found


@method("answerCallbackQuery")
def answer_callback_query(
    call: Call,
    callback_query_id: str,
    text: str | None = None,
    show_alert: bool = False,
    url: str | None = None,
    cache_time: int = 0,
) -> bool:
    if text is not None and len(text) > 200:
        raise bad("MESSAGE_TOO_LONG")
    call.world.queries.answer(call.bot, callback_query_id, text, show_alert, url)
    return True


@method("getFile")
def get_file(call: Call, file_id: str) -> dict[str, Any]:
    file = call.world.files.find(file_id, call.bot.id)
    return {**file.json(call.bot.id), "file_path": file.path}
