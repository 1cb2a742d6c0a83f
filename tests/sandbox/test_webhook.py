"""Updates carried to a webhook, received by a small server of the test's own."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
import telegram
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram.error import BadRequest, Conflict

from bot.sandbox.listener import Listener
from tests.kit.world import SmallWorld


@dataclass
class Hook:
    """Answers with ``statuses`` in turn, then 200."""

    statuses: list[int] = field(default_factory=list)
    got: list[tuple[str | None, dict[str, Any]]] = field(default_factory=list)
    url: str = ""

    @property
    def texts(self) -> list[str]:
        return [body["message"]["text"] for _, body in self.got]

    async def receive(self, request: Request) -> Response:
        secret = request.headers.get("X-Telegram-Bot-Api-Secret-Token")
        self.got.append((secret, await request.json()))
        return Response(status_code=self.statuses.pop(0) if self.statuses else 200)


@pytest.fixture
async def hook() -> AsyncIterator[Hook]:
    hook = Hook()
    listener = Listener(Starlette(routes=[Route("/hook", hook.receive, methods=["POST"])]), 0)
    hook.url = f"http://127.0.0.1:{listener.port}/hook"
    await listener.start()
    yield hook
    await listener.stop()


async def test_updates_reach_the_webhook_with_its_secret_and_are_done(
    api: telegram.Bot, town: SmallWorld, hook: Hook
) -> None:
    town.alice.send("before")
    await api.set_webhook(hook.url, secret_token="s3cret")
    town.alice.send("after")
    await town.world.wait_until(lambda: len(hook.got) == 2 and not town.bot.inbox.waiting)
    assert hook.texts == ["before", "after"]
    assert {secret for secret, _ in hook.got} == {"s3cret"}
    info = await api.get_webhook_info()
    assert (info.url, info.pending_update_count) == (hook.url, 0)


async def test_a_refused_update_comes_again_before_the_next_one_of_its_chat(
    api: telegram.Bot, town: SmallWorld, hook: Hook
) -> None:
    hook.statuses = [500]
    await api.set_webhook(hook.url)
    bob = town.world.add_person("Bob")
    town.alice.send("one")
    town.alice.send("two")
    await town.world.wait_until(lambda: town.bot.inbox.last_error)
    bob.send("another chat")
    await town.world.wait_until(lambda: len(hook.got) == 2)
    assert hook.texts == ["one", "another chat"]
    wrong = (await api.get_webhook_info()).last_error_message
    assert wrong == "Wrong response from the webhook: 500 Internal Server Error"
    town.world.clock.skip(timedelta(seconds=1))
    await town.world.wait_until(lambda: not town.bot.inbox.waiting)
    assert hook.texts == ["one", "another chat", "one", "two"]


async def test_polling_and_a_webhook_exclude_each_other(
    api: telegram.Bot, town: SmallWorld, hook: Hook
) -> None:
    await api.set_webhook(hook.url)
    with pytest.raises(Conflict, match="while webhook is active"):
        await api.get_updates()
    hook.statuses = [500]
    town.alice.send("kept")
    await town.world.wait_until(lambda: town.bot.inbox.last_error)
    await api.delete_webhook()
    town.world.clock.skip(timedelta(minutes=2))
    (update,) = await api.get_updates()
    assert update.message is not None
    assert update.message.text == "kept"
    assert len(hook.got) == 1


async def test_a_secret_with_strange_characters_is_refused(
    api: telegram.Bot, town: SmallWorld, hook: Hook
) -> None:
    with pytest.raises(BadRequest, match="Secret token contains unallowed characters"):
        await api.set_webhook(hook.url, secret_token="no spaces")
