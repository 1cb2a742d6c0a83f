"""The Bot API over HTTP on 127.0.0.1: ``{root}/bot<token>/…`` and ``{root}/file/bot<token>/…``.

async with serve(world) as server:
    ... server.root ...
"""

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.sandbox.api import Upload, perform
from bot.sandbox.bots import Bot
from bot.sandbox.errors import ApiError
from bot.sandbox.world import World

_FIELD_BYTES = 1024 * 1024


def bot_api(world: World) -> Starlette:
    """The ASGI application."""

    async def call(request: Request) -> Response:
        try:
            bot = _bot(world, request)
            values, files = await _read(request)
            result = await perform(bot, request.path_params["method"], values, files)
        except ApiError as refused:
            headers = {}
            if "retry_after" in refused.parameters:
                headers["Retry-After"] = str(refused.parameters["retry_after"])
            return JSONResponse(refused.body(), refused.code, headers)
        return JSONResponse({"ok": True, "result": result})

    async def download(request: Request) -> Response:
        try:
            _bot(world, request)
        except ApiError as refused:
            return JSONResponse(refused.body(), refused.code)
        file = world.files.at(request.path_params["path"])
        if file is None:
            body = ApiError(404, "Not Found: file not found").body()
            return JSONResponse(body, 404)
        return Response(file.load(), media_type="application/octet-stream")

    return Starlette(
        routes=[
            Route("/bot{token}/{method}", call, methods=["GET", "POST"]),
            Route("/file/bot{token}/{path:path}", download, methods=["GET"]),
        ]
    )


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
    """Parameters from the query, a form, a multipart form or JSON. Raises ApiError 400."""
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


class _Uvicorn(uvicorn.Server):
    """A server that leaves the process's signals alone."""

    @contextmanager
    def capture_signals(self):  # type: ignore[no-untyped-def]
        yield


class Server:
    """A running Bot API server."""

    def __init__(self, world: World, port: int) -> None:
        self.world = world
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._socket.bind(("127.0.0.1", port))
        self.port: int = self._socket.getsockname()[1]
        self._uvicorn = _Uvicorn(
            uvicorn.Config(
                bot_api(world),
                log_config=None,
                log_level="critical",
                access_log=False,
                lifespan="off",
                timeout_graceful_shutdown=1,
                timeout_keep_alive=60,
            )
        )
        self._task: asyncio.Task[None] | None = None

    @property
    def root(self) -> str:
        """The address to give to a bot as the Bot API's root."""
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> None:
        self._task = asyncio.create_task(self._uvicorn.serve(sockets=[self._socket]))
        while not self._uvicorn.started:
            if self._task.done():
                self._task.result()
            await asyncio.sleep(0.005)

    async def stop(self) -> None:
        self._uvicorn.should_exit = True
        for bot in self.world.bots.values():
            bot.inbox.stop_poll(quietly=True)
        if self._task is not None:
            await self._task
        self._socket.close()


@asynccontextmanager
async def serve(world: World, port: int = 0) -> AsyncIterator[Server]:
    """Serves a world on 127.0.0.1 (port 0: a free one) for as long as the block runs."""
    server = Server(world, port)
    await server.start()
    try:
        yield server
    finally:
        await server.stop()
