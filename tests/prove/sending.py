"""Send under the preview of a reply, as people press it: again, where somebody else has meanwhile
taken the name that it shows."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from bot.sandbox.messages import Message
from bot.sandbox.people import Person
from tests.prove.authors import CODE

_PATIENCE = 15.0
"""Seconds after which somebody presses again."""

_PRESSES = 12
"""More would be a bot that does not answer."""

Until = Callable[[Callable[[], Any]], Coroutine[Any, Any, Any]]


async def press_send(until: Until, person: Person, preview: Message) -> str:
    """``until`` waits for something in the world; returns the code of the receipt."""

    def code() -> str | None:
        said = (m for m in person.chat if m.sender is not person)
        found = (CODE.search(m.words.text) for m in said)
        return next((match[0] for match in found if match), None)

    def name() -> str:
        return (preview.text or "").split("\n")[0]

    for _ in range(_PRESSES):
        before = name()
        person.press(preview, "Send")
        try:
            async with asyncio.timeout(_PATIENCE):
                await until(lambda before=before: code() or preview.deleted or name() != before)
        except TimeoutError:
            continue  # nothing seems to happen: they press once more
        if code() or preview.deleted:
            found: str = await until(code)
            return found
    raise TimeoutError("Send was pressed, and nothing came of it")
