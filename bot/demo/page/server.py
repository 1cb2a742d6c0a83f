"""The page over HTTP on 127.0.0.1: its files, what people do, and the stream of what happens."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import (
    HTMLResponse,
    JSONResponse,
    Response,
    StreamingResponse,
)
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from bot.cards.text.emoji import outline_of
from bot.darkroom.door import Darkroom
from bot.demo.page.acts import Acts, Cannot
from bot.demo.page.asked import asked_of
from bot.demo.page.control import Control
from bot.demo.page.crowd import Crowd
from bot.demo.page.guard import Guard
from bot.demo.page.live import Live, Viewer
from bot.demo.page.scene import REACTIONS, Scene
from bot.demo.page.sentences import filled, language_of
from bot.demo.page.views import Keys, message_view, place_view
from bot.i18n import _, translator_for
from bot.sandbox.listener import Listener

_STATIC = Path(__file__).parent / "static"
_MOST_JSON = 64 * 1024
_FOREVER = {"Cache-Control": "private, max-age=86400, immutable"}

Asked = dict[str, Any]


class Page:
    """Everything that answers a browser; ``crowd`` is for whoever starts the demo."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._keys = Keys()
        self._live = Live(scene, self._keys)
        self._darkroom = Darkroom()
        self._acts = Acts(scene, self._keys, self._darkroom)
        self.crowd = Crowd(scene)
        self._control = Control(scene, self.crowd)
        self.app = Guard(self._routes())

    async def close(self) -> None:
        self._live.close()
        await self.crowd.close()
        await self._darkroom.close()

    def _routes(self) -> Starlette:
        acts, control = self._acts, self._control
        return Starlette(
            routes=[
                Route("/", self._index),
                Route("/api/state", self._state),
                Route("/api/live", self._stream),
                Route("/api/strip", self._strip),
                Route("/api/stored", self._stored),
                _does("/api/write", acts.write),
                Route("/api/photo", self._photo, methods=["POST"]),
                _does("/api/edit", acts.edit),
                _does("/api/delete", acts.delete),
                _does("/api/press", acts.press),
                _does("/api/locate", acts.locate),
                _does("/api/react", acts.react),
                _does("/api/follow", acts.follow),
                _does("/api/skip", lambda asked: control.skip(_one_of(asked, "to", _GOALS))),
                _does("/api/crowd", lambda asked: self.crowd.gather()),
                _does(
                    "/api/trouble",
                    lambda asked: control.trouble(
                        _one_of(asked, "name", _TROUBLES), on=asked.get("on") is True
                    ),
                ),
                Route("/media/{path:path}", self._media),
                Route("/emoji/{name}", _emoji),
                Mount("/static", StaticFiles(directory=_STATIC)),
            ],
            exception_handlers={Cannot: _refused},
        )

    async def _index(self, request: Request) -> Response:
        html = (_STATIC / "index.html").read_text("utf-8")
        page = filled(html, language_of(request))
        return HTMLResponse(page, headers={"Cache-Control": "no-cache", "Vary": "Accept-Language"})

    async def _state(self, request: Request) -> Response:
        """Answer with everything there is to show at first; ``last`` is where the stream goes
        on."""
        viewer, scene = self._viewer(request), self._scene
        private = scene.private(self._acts.person(viewer.persona.id))
        views = {
            name: [message_view(scene, self._keys, message, who) for message in chat.messages]
            for name, chat, who in (
                ("private", private, viewer.persona),
                *((place.view, place.chat, viewer.persona) for place in scene.places),
                ("moderators", scene.group, viewer.moderator),
                ("managers", scene.managers, scene.manager),
            )
        }
        return JSONResponse(
            {
                "last": self._live.last,
                "started": private.started,
                "reactions": REACTIONS,
                "channels": [place_view(place, language_of(request)) for place in scene.places],
                "chats": views,
                **self._control.state(),
                "balance": await self._control.balance(),
            }
        )

    async def _stream(self, request: Request) -> Response:
        after = request.headers.get("last-event-id") or request.query_params.get("after", "")
        number = int(after) if after.isdecimal() else self._live.last
        stream = self._live.follow(self._viewer(request), number)
        return StreamingResponse(stream, media_type="text/event-stream")

    async def _strip(self, request: Request) -> Response:
        return JSONResponse(
            {**self._control.state(), "balance": await self._control.balance()},
        )

    async def _stored(self, request: Request) -> Response:
        person = self._acts.person(request.query_params.get("as"))
        return JSONResponse(await self._control.stored(person))

    async def _photo(self, request: Request) -> Response:
        """Take a picture: it is the body; who, where and the caption come in the address."""
        asked: Asked = dict(request.query_params)
        await self._acts.photo(asked, await request.body())
        return JSONResponse({})

    async def _media(self, request: Request) -> Response:
        file = self._scene.world.files.at(request.path_params["path"])
        if file is None or not file.path.startswith("photos/"):
            return Response("It is gone.\n", 404)
        data = await asyncio.to_thread(file.load)
        kind = "image/png" if data[:4] == b"\x89PNG" else "image/jpeg"
        return Response(data, media_type=kind, headers=_FOREVER)

    def _viewer(self, request: Request) -> Viewer:
        asked, scene = request.query_params, self._scene
        return Viewer(
            self._acts.person(asked.get("as", scene.personas[0].id)),
            self._acts.person(asked.get("moderator", scene.moderators[0].id)),
        )


_GOALS = ("release", "digest", "hour")
_TROUBLES = ("lose", "flood", "outage")


def _does(path: str, act: Callable[[Asked], Any]) -> Route:
    """Return the route of a POST of JSON that does one thing."""

    async def endpoint(request: Request) -> Response:
        asked = await asked_of(request, _MOST_JSON)
        if asked is None:
            raise Cannot(_("That is not what this page sends."))
        done = act(asked)
        if isinstance(done, Awaitable):
            done = await done
        return JSONResponse(done if isinstance(done, dict) else {})

    return Route(path, endpoint, methods=["POST"])


def _one_of(asked: Asked, name: str, known: tuple[str, ...]) -> str:
    value = asked.get(name)
    if value not in known:
        raise Cannot("{name} is one of: {known}.", name=name, known=", ".join(known))
    return str(value)


async def _refused(request: Request, why: Exception) -> Response:
    assert isinstance(why, Cannot)
    return JSONResponse({"why": why.said(translator_for(language_of(request)))}, 409)


async def _emoji(request: Request) -> Response:
    """Answer with a picture of an emoji, from the package that cards take theirs from. ``name``:
    its signs, in hexadecimal with hyphens between them."""
    signs = request.path_params["name"].split("-")
    known = all(sign.isalnum() and len(sign) <= 6 for sign in signs)
    try:
        drawn = outline_of("".join(chr(int(sign, 16)) for sign in signs)) if known else None
    except (ValueError, OverflowError):
        drawn = None
    if drawn is None:
        return Response("There is none.\n", 404)
    return Response(drawn, media_type="image/svg+xml", headers=_FOREVER)


@asynccontextmanager
async def serve_page(scene: Scene, port: int = 0) -> AsyncIterator[tuple[Page, str]]:
    """Serve the page on 127.0.0.1 (port 0: a free one) inside the block: the page, its address."""
    page = Page(scene)
    listener = Listener(page.app, port)
    page.app.listen_as(listener.port)
    await listener.start()
    try:
        yield page, f"http://127.0.0.1:{listener.port}/"
    finally:
        await page.close()
        await listener.stop()
