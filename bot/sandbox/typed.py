"""People type plain text, Telegram's HTML, or text in which the app's completion tags people."""

from collections.abc import Mapping

from bot.sandbox.accounts import Account
from bot.sandbox.entities import (
    Entity,
    Words,
    ordered,
    parse_html,
    plain_words,
    trimmed,
    units,
    with_detected,
)


def typed(text: str, *, html: bool = False, tagging: Mapping[str, Account] | None = None) -> Words:
    """Return words as somebody types them. ``tagging``: a name as the writer's phone book has it ->
    whose it is. Every place where it stands becomes a ``text_mention``, as for people without a
    public name."""
    if not html and not tagging:
        return plain_words(text)
    words = trimmed(parse_html(text) if html else Words(text))
    found = [
        Entity("text_mention", units(words.text[:at]), units(name), (("user", account.json()),))
        for name, account in (tagging or {}).items()
        for at in _places(words.text, name)
    ]
    return with_detected(Words(words.text, ordered([*words.entities, *found])))


def _places(text: str, name: str) -> list[int]:
    places, at = [], text.find(name)
    while at >= 0:
        places.append(at)
        at = text.find(name, at + len(name))
    return places
