"""The burden of an update, seen from outside: before it is parsed, and whoever wrote it."""

from collections.abc import Mapping
from typing import Any

from bot.botapi.turns import Burden, Weight
from bot.domain.draft import Verb, decode
from handlers.incoming.channel import lane_of

_STRICT = frozenset({"/cancel", "/receipt", "/appeal"})
"""The commands that are handled though many of their chat wait."""

_FINAL = (Verb.PUBLISH, Verb.CANCEL)
_READING = frozenset({"/popular", "/latest", "/random", "/tag", "/search"})
"""The commands for which cards are drawn; nothing but an answer is lost when one is let go."""

_PAGE = 0.5  # of a card's cost
_ASIDE = 0.25  # of a card's cost


def burden_of(raw: Mapping[str, Any]) -> Burden:
    """Return the burden of an unparsed update. Presses that decide something, and what happens in
    groups and in the channel, are never let go; words for a card, edits, and presses that only
    change its look can be."""
    channel_state = lane_of(raw)
    for kind, about in (
        ("message", _message),
        ("edited_message", _edit),
        ("callback_query", _press),
    ):
        body = raw.get(kind)
        if isinstance(body, Mapping):
            return about(channel_state, body)
    return Burden(channel_state)


def _message(channel_state: str, message: Mapping[str, Any]) -> Burden:
    if not _private(message):
        return Burden(channel_state)
    text = message.get("text")
    if isinstance(text, str) and text.startswith("/"):
        command = text.split(maxsplit=1)[0].partition("@")[0].lower()
        if command in _READING:
            return Burden(channel_state, Weight.WORDS, _PAGE, spare=True)
        strict = command in _STRICT
        return Burden(
            channel_state, Weight.LIGHT, _ASIDE, spare=not strict, clears=command == "/cancel"
        )
    if text is None and not _pictured(message):
        return Burden(channel_state, Weight.LIGHT, _ASIDE, spare=True)
    return Burden(
        channel_state,
        _drawing(message),
        1.0,
        card=True,
        spare=True,
        message=message.get("message_id"),
    )


def _edit(channel_state: str, message: Mapping[str, Any]) -> Burden:
    if not _private(message):
        return Burden(channel_state)
    return Burden(
        channel_state, _drawing(message), _ASIDE, spare=True, message=message.get("message_id")
    )


def _press(channel_state: str, query: Mapping[str, Any]) -> Burden:
    message = query.get("message")
    if not isinstance(message, Mapping) or not _private(message):
        return Burden(channel_state)
    data = query.get("data")
    decoded = decode(data) if isinstance(data, str) else None
    if isinstance(data, str) and data.startswith(("q:", "Q:", "v:")):  # a feed's
        return Burden(channel_state, Weight.WORDS, _PAGE, spare=True)
    if decoded is None:  # a receipt's, a report's: an answer at most
        return Burden(channel_state, Weight.LIGHT, _ASIDE)
    words = message.get("reply_to_message")
    weight = _drawing(words) if isinstance(words, Mapping) else Weight.LIGHT
    if decoded[0] not in _FINAL:
        return Burden(channel_state, weight, _ASIDE, spare=True)
    return Burden(channel_state, Weight.LIGHT if weight is Weight.WORDS else weight, _ASIDE)


def _drawing(message: Mapping[str, Any]) -> Weight:
    return Weight.PICTURE if _pictured(message) else Weight.WORDS


def _pictured(message: Mapping[str, Any]) -> bool:
    """Tell whether it brings a picture, or answers one: words may come apart from theirs."""
    return any(
        isinstance(each, Mapping) and ("photo" in each or "document" in each)
        for each in (message, message.get("reply_to_message"))
    )


def _private(message: Mapping[str, Any]) -> bool:
    chat = message.get("chat")
    return isinstance(chat, Mapping) and chat.get("type") == "private"
