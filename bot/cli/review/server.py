"""The contact sheet over HTTP on 127.0.0.1."""

import asyncio
import webbrowser
from collections.abc import Callable
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from bot.cards.photographs.folder import Photograph, PhotographFolder
from bot.cards.photographs.small import small_copy
from bot.demo.page.asked import asked_of
from bot.demo.page.guard import Guard
from bot.domain.themes import THEMES
from bot.sandbox.listener import Listener

_STATIC = Path(__file__).parent / "static"
_MOST_JSON = 8 * 1024
_MOST_TAGS = 12


class Review:
    """Everything that answers the browser."""

    def __init__(self, folder: PhotographFolder) -> None:
        self._folder = folder
        self.app = Guard(
            Starlette(
                routes=[
                    Route("/", self._index),
                    Route("/api/pictures", self._pictures),
                    Route("/api/keep", _told(self._keep), methods=["POST"]),
                    Route("/api/drop", _told(self._drop), methods=["POST"]),
                    Route("/api/back", _told(self._back), methods=["POST"]),
                    Route("/picture/{name}", self._picture),
                    Mount("/static", StaticFiles(directory=_STATIC)),
                ]
            )
        )

    async def _index(self, request: Request) -> Response:
        return FileResponse(_STATIC / "index.html", headers={"Cache-Control": "no-cache"})

    async def _pictures(self, request: Request) -> Response:
        found = await asyncio.to_thread(lambda: list(self._folder.photographs()))
        return JSONResponse({"themes": list(THEMES), "pictures": [_view(each) for each in found]})

    async def _picture(self, request: Request) -> Response:
        photograph = self._folder.named(request.path_params["name"])
        small = await asyncio.to_thread(small_copy, photograph.file) if photograph else None
        if small is None:
            return Response("It can't be shown.\n", 404)
        return Response(small, media_type="image/jpeg")

    def _keep(self, asked: dict[str, Any]) -> bool:
        photograph = self._folder.named(str(asked.get("file")))
        themes = asked.get("themes")
        if photograph is None or not isinstance(themes, list):
            return False
        told = tuple(dict.fromkeys(" ".join(str(each).casefold().split()) for each in themes))
        self._folder.tag(photograph, tuple(filter(None, told))[:_MOST_TAGS])
        return True

    def _drop(self, asked: dict[str, Any]) -> bool:
        photograph = self._folder.named(str(asked.get("file")))
        if photograph is None:
            return False
        self._folder.drop(photograph)
        return True

    def _back(self, asked: dict[str, Any]) -> bool:
        return self._folder.bring_back(str(asked.get("file")))


async def serve_review(folder: PhotographFolder, port: int, *, browser: bool) -> None:
    """Serve the contact sheet until this is cancelled (Ctrl-C)."""
    review = Review(folder)
    listener = Listener(review.app, port)
    review.app.listen_as(listener.port)
    await listener.start()
    address = f"http://127.0.0.1:{listener.port}/"
    print(f"The contact sheet: {address} (Ctrl-C ends it)")
    try:
        if browser:
            await asyncio.to_thread(webbrowser.open, address)
        await asyncio.Event().wait()
    finally:
        await listener.stop()


def _view(one: Photograph) -> dict[str, Any]:
    credit = one.credit
    return {
        "file": one.file.name,
        "name": one.name,
        "themes": one.themes,
        "author": credit.author if credit else "",
        "licence": credit.licence.name if credit else "",
        "page": credit.page if credit and credit.page.startswith("https://") else "",
        "kept": one.looked_at,
    }


def _told(act: Callable[[dict[str, Any]], bool]) -> Callable[[Request], Any]:
    """Return an endpoint for a POST of JSON that changes files; 404 when the picture is not there
    any more."""

    async def endpoint(request: Request) -> Response:
        asked = await asked_of(request, _MOST_JSON)
        if asked is None:
            return JSONResponse({"why": "This page doesn't send requests like that."}, 400)
        try:
            done = await asyncio.to_thread(act, asked)
        except OSError as error:
            return JSONResponse({"why": f"The folder: {error.strerror}."}, 409)
        if not done:
            return JSONResponse({"why": "That picture is no longer there."}, 404)
        return JSONResponse({})

    return endpoint
