"""Send under the preview of a reply, as people press it: again, where somebody else has meanwhile
taken the name that it shows."""

from collections.abc import Callable, Coroutine
from typing import Any

from bot.sandbox.messages import Message
from bot.sandbox.people import Person
from tests.prove.authors import CODE

Until = Callable[[Callable[[], Any]], Coroutine[Any, Any, Any]]


async def press_send(until: Until, person: Person, preview: Message) -> str:
    """``until`` waits for something in the world; returns the code of the receipt."""

    def code() -> str | None:
        said = (m for m in person.chat if m.sender is not person)
        found = (CODE.search(m.words.text) for m in said)
        return next((match[0] for match in found if match), None)

    def name() -> str:
        return (preview.text or "").split("\n")[0]

    while True:
        before = name()
        person.press(preview, "Send")
        await until(lambda before=before: code() or preview.deleted or name() != before)
        if code() or preview.deleted:
            found: str = await until(code)
            return found
