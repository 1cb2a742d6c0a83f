"""The Bot API over HTTP on 127.0.0.1: ``{root}/bot<token>/…`` and ``{root}/file/bot<token>/…``.

async with serve(world) as server:
    ... server.root ...

Each call first meets the world's faults, then the method, then faults again.
"""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from starlette.applications import Starlette
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.sandbox.api import Upload
from bot.sandbox.bots import Bot
from bot.sandbox.errors import ApiError
from bot.sandbox.listener import Listener
from bot.sandbox.methods import perform
from bot.sandbox.ordeal import Ordeal, dripping, refusal
from bot.sandbox.webhooks import Couriers
from bot.sandbox.world import World

_FIELD_BYTES = 1024 * 1024


def bot_api(world: World) -> Starlette:
    """Returns the ASGI application."""

    async def call(request: Request) -> Response:
        try:
            bot = _bot(world, request)
            name = request.path_params["method"]
            values, files = await _read(dripping(request, world, name))
        except ApiError as refused:
            return refusal(refused)
        ordeal = Ordeal(request, bot, name, {**values, **files})
        return await ordeal.run(lambda: _answer(bot, name, values, files))

    async def download(request: Request) -> Response:
        try:
            bot = _bot(world, request)
        except ApiError as refused:
            return refusal(refused)

        async def answer() -> Response:
            file = world.files.at(request.path_params["path"])
            if file is None:
                return refusal(ApiError(404, "Not Found: file not found"))
            return Response(file.load(), media_type="application/octet-stream")

        return await Ordeal(request, bot, "file", {}).run(answer)

    return Starlette(
        routes=[
            Route("/bot{token}/{method}", call, methods=["GET", "POST"]),
            Route("/file/bot{token}/{path:path}", download, methods=["GET"]),
        ]
    )


async def _answer(
    bot: Bot, name: str, values: dict[str, Any], files: dict[str, Upload]
) -> Response:
    try:
        return JSONResponse({"ok": True, "result": await perform(bot, name, values, files)})
    except ApiError as refused:
        return refusal(refused)


def _bot(world: World, request: Request) -> Bot:
    token = request.path_params["token"]
    bot = world.bots.get(token)
    if bot is None:
        number, _, secret = token.partition(":")
        if number.isdecimal() and secret:
            raise ApiError(401, "Unauthorized")
        raise ApiError(404, "Not Found")
    return bot


async def _read(request: Request) -> tuple[dict[str, Any], dict[str, Upload]]:
    """Reads parameters from the query, a form, a multipart form or JSON. Raises ApiError 400."""
    values: dict[str, Any] = dict(request.query_params)
    files: dict[str, Upload] = {}
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/json":
        try:
            body = json.loads(await request.body() or b"{}")
        except ValueError:
            body = None
        if not isinstance(body, dict):
            raise ApiError(400, "Bad Request: can't parse JSON object")
        values |= body
    elif kind in ("multipart/form-data", "application/x-www-form-urlencoded"):
        try:
            async with request.form(max_part_size=_FIELD_BYTES) as form:
                for name, value in form.multi_items():
                    if isinstance(value, UploadFile):
                        files[name] = Upload(
                            value.filename or name, value.content_type or "", await value.read()
                        )
                    else:
                        values[name] = value
        except MultiPartException as wrong:
            raise ApiError(400, f"Bad Request: {wrong.message}") from None
    return values, files


class Server:
    """A running Bot API server."""

    def __init__(self, world: World, port: int) -> None:
        self.world = world
        self._listener = Listener(bot_api(world), port)
        self._couriers = Couriers()
        self._turning: asyncio.Task[None] | None = None

    @property
    def port(self) -> int:
        return self._listener.port

    @property
    def root(self) -> str:
        """The address to give to a bot as the Bot API's root."""
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> None:
        await self._listener.start()
        self.world.faults.on_switch.append(self._switched)
        self.world.on_update = self._couriers.news

    def _switched(self) -> None:
        """Closes or opens the listener: an outage begins or ends."""
        if self.world.faults.down:
            self._listener.close()
        else:
            self._turning = asyncio.create_task(self._listener.reopen())

    async def stop(self) -> None:
        self.world.faults.on_switch.remove(self._switched)
        self.world.faults.recover()
        self.world.on_update = lambda bot: None
        await self._couriers.stop()
        if self._turning is not None:
            await self._turning
        for bot in self.world.bots.values():
            bot.inbox.stop_poll(quietly=True)
        await self._listener.stop()


@asynccontextmanager
async def serve(world: World, port: int = 0) -> AsyncIterator[Server]:
    """Serves a world on 127.0.0.1 (port 0: a free one) for as long as the block runs."""
    server = Server(world, port)
    await server.start()
    try:
        yield server
    finally:
        await server.stop()
