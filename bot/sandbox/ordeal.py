"""An ordeal takes one call through the faults that it meets."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.types import Message

from bot.sandbox.bots import Bot
from bot.sandbox.errors import ApiError, bad, too_many
from bot.sandbox.faults import BAD_GATEWAY, Caught, Fault
from bot.sandbox.listener import BREAK
from bot.sandbox.world import World


class Ordeal:
    """Faults are chosen when the call has been read, before it is processed."""

    def __init__(
        self, request: Request, bot: Bot, method: str, parameters: Mapping[str, Any]
    ) -> None:
        self._request, self._bot = request, bot
        self._method, self._parameters = method, parameters
        self._chat = bot.world.meant_chat(bot, parameters)
        self._met = bot.world.faults.meet(method, self._chat)

    async def run(self, process: Callable[[], Awaitable[Response]]) -> Response:
        """Processes the call unless a fault forbids it, and gives the answer that remains."""
        for fault in self._met:
            if fault.at == "before" and (spoilt := await self._suffer(fault, None)):
                return spoilt
        answer = await process()
        for fault in self._met:
            if fault.at == "after" and (spoilt := await self._suffer(fault, answer)):
                return spoilt
        return answer

    async def _suffer(self, fault: Fault, answer: Response | None) -> Response | None:
        """Return what is answered instead. None: nothing, the call goes on."""
        world = self._bot.world
        if fault.kind == "delay":
            await world.clock.sleep(fault.seconds)
            return None
        if fault.kind == "flood":
            if self._chat is not None:
                world.floods.close(self._bot, self._chat, fault.seconds)
            return refusal(too_many(int(fault.seconds)))
        if fault.kind == "server_error":
            if fault.code == 400:
                return refusal(bad(fault.why))
            if fault.code == 500:
                return refusal(ApiError(500, "Internal Server Error: restart"))
            return Response(BAD_GATEWAY, fault.code, media_type="text/html")
        if fault.kind == "garbage":
            return Response(fault.body, 200, media_type="application/json")
        if fault.kind == "drip":
            return StreamingResponse(_drops(world, fault.seconds), media_type="application/json")
        if fault.kind == "hang":
            return await self._gone()
        if fault.pause is not None:
            sent = (answer.status_code, bytes(answer.body)) if answer else None
            caught = Caught(self._bot, self._method, self._parameters, sent)
            if await fault.pause.hold(caught):
                return None
        return await self._break()

    async def _break(self) -> Response:
        self._request.scope[BREAK]()
        return await self._gone()

    async def _gone(self) -> Response:
        """Waits until the other side has hung up; what is answered then nobody reads."""
        while (await self._request.receive())["type"] != "http.disconnect":
            pass
        return Response(status_code=504)


async def _drops(world: World, seconds: float) -> AsyncIterator[bytes]:
    """Yield white space, which may stand before any JSON, as long as somebody listens."""
    while True:
        yield b" "
        await world.clock.sleep(seconds)


def dripping(request: Request, world: World, method: str) -> Request:
    """Return the same call, whose body comes in as slowly as the world's faults say."""
    seconds = world.faults.drips(method)
    if seconds is None:
        return request

    async def receive() -> Message:
        await world.clock.sleep(seconds)
        return await request.receive()

    return Request(request.scope, receive)


def refusal(refused: ApiError) -> Response:
    """Return an ApiError as HTTP."""
    headers = {}
    if "retry_after" in refused.parameters:
        headers["Retry-After"] = str(refused.parameters["retry_after"])
    return JSONResponse(refused.body(), refused.code, headers)
