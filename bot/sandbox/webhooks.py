"""Updates carried to a bot's webhook. https://core.telegram.org/bots/api#setwebhook

As tdlib/telegram-bot-api does (WebhookActor): up to max_connections at once, in order within a
chat, an update given again until the bot answers 2xx, with pauses of 1, 2, 4 … 60 seconds of the
world's time. A method call in the bot's answer is not carried out.
"""

import asyncio
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import httpx

if TYPE_CHECKING:
    from bot.sandbox.bots import Bot

SECRET = "X-Telegram-Bot-Api-Secret-Token"
ANSWER_WITHIN = 60.0
LONGEST_PAUSE = 60.0


class Couriers:
    """The couriers, one for each bot that has a webhook; they start when there is something to
    do."""

    def __init__(self) -> None:
        self._couriers: dict[int, Courier] = {}

    def news(self, bot: "Bot") -> None:
        if bot.inbox.webhook:
            self._couriers.setdefault(bot.id, Courier(bot)).look()

    async def stop(self) -> None:
        for courier in self._couriers.values():
            await courier.stop()
        self._couriers.clear()


class Courier:
    """Carries the updates of one bot."""

    def __init__(self, bot: "Bot") -> None:
        self._bot = bot
        self._client = httpx.AsyncClient(timeout=ANSWER_WITHIN, trust_env=False)
        self._under_way: dict[int, asyncio.Task[None]] = {}
        self._pauses: dict[int, float] = {}

    def look(self) -> None:
        """Starts on each chat's oldest update, as far as connections are free."""
        hook = self._bot.inbox.webhook
        for update in self._bot.inbox.waiting if hook else ():
            if len(self._under_way) >= hook["max_connections"]:
                break
            channel_state = _lane(update)
            if channel_state not in self._under_way:
                self._under_way[channel_state] = asyncio.create_task(
                    self._carry(update, channel_state, hook)
                )

    async def _carry(
        self, update: dict[str, Any], channel_state: int, hook: dict[str, Any]
    ) -> None:
        clock = self._bot.world.clock
        wrong = await self._give(update, hook)
        if wrong is None:
            self._bot.inbox.drop(update)
            self._pauses.pop(channel_state, None)
        else:
            self._bot.inbox.last_error = (clock.now(), wrong)
            pause = self._pauses.get(channel_state, 1.0)
            self._pauses[channel_state] = min(pause * 2, LONGEST_PAUSE)
            await clock.sleep(pause)
        del self._under_way[channel_state]
        self.look()

    async def _give(self, update: dict[str, Any], hook: dict[str, Any]) -> str | None:
        """Gives an update to the webhook. Returns None, or what went wrong, in the words of
        getWebhookInfo."""
        headers = {SECRET: hook["secret_token"]} if hook["secret_token"] else {}
        try:
            answer = await self._client.post(hook["url"], json=update, headers=headers)
        except httpx.TimeoutException:
            return "Read timeout expired"
        except httpx.TransportError as broken:
            refused = isinstance(broken, httpx.ConnectError)
            return "Connection refused" if refused else "Connection reset by peer"
        if answer.is_success:
            return None
        known = {status.value: status.phrase for status in HTTPStatus}
        phrase = known.get(answer.status_code, "Unknown")
        return f"Wrong response from the webhook: {answer.status_code} {phrase}"

    async def stop(self) -> None:
        tasks = list(self._under_way.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._client.aclose()


def _lane(update: dict[str, Any]) -> int:
    """Gives the chat of an update: updates of one chat stay in order."""
    body = next(value for key, value in update.items() if key != "update_id")
    place = body.get("chat") or body.get("message", {}).get("chat") or body.get("from", {})
    return int(place.get("id", 0))
