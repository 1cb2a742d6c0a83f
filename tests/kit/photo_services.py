"""The four services on a port of this machine: they answer as their documentation says.

All know the same ``shots``, in order; ``asked`` is what they were asked, ``refusals`` how the next
requests are refused.
"""

import io
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import numpy as np
from PIL import Image

from tests.kit.drawn_face import draw_face


@dataclass(frozen=True, slots=True)
class Shot:
    """``scene`` is what it shows: two of one scene look alike."""

    number: int
    scene: int = 0
    title: str = "Pier in the morning"
    author: str = "Ada Lovelace"
    licence: str = "cc0"
    size: tuple[int, int] = (1300, 1080)
    tags: str = "pier, water"
    personality: bool = False
    face: bool = False

    def jpeg(self) -> bytes:
        rng = np.random.default_rng(self.scene or self.number)
        lumps = rng.integers(0, 255, (9, 9, 3), np.uint8)
        image = Image.fromarray(lumps, "RGB").resize(self.size, Image.Resampling.BICUBIC)
        if self.face:
            draw_face(image)
        exif = Image.Exif()
        exif[0x010F] = "Secret Camera"
        out = io.BytesIO()
        image.save(out, "JPEG", quality=60 + self.number % 30, exif=exif)
        return out.getvalue()


@dataclass(slots=True)
class Asked:
    """One request."""

    path: str
    params: dict[str, str]
    agent: str
    key: str


@dataclass(slots=True)
class PhotoServices:
    """``root`` is where each of them lives."""

    shots: list[Shot]
    root: str = ""
    asked: list[Asked] = field(default_factory=list)
    refusals: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    broken: set[int] = field(default_factory=set)

    @property
    def searches(self) -> list[Asked]:
        return [one for one in self.asked if not one.path.startswith("/photo/")]

    @property
    def images(self) -> list[Asked]:
        return [one for one in self.asked if one.path.startswith("/photo/")]

    def page(self, params: dict[str, str], size: int) -> tuple[list[Shot], int]:
        page = int(params.get("page", "1"))
        return self.shots[(page - 1) * size : page * size], page

    def openverse(self, params: dict[str, str]) -> dict[str, Any]:
        size = int(params["page_size"])
        shots, page = self.page(params, size)
        return {
            "result_count": len(self.shots),
            "page_count": -(-len(self.shots) // size),
            "page_size": size,
            "page": page,
            "results": [
                {
                    "id": f"4bc43a04-{one.number}",
                    "title": one.title,
                    "foreign_landing_url": f"https://example.org/photo/{one.number}",
                    "url": self._image(one),
                    "creator": one.author,
                    "license": one.licence,
                    "license_version": "1.0",
                    "license_url": "https://creativecommons.org/publicdomain/zero/1.0/",
                    "tags": [{"accuracy": None, "name": tag} for tag in one.tags.split(", ")],
                    "mature": False,
                    "width": one.size[0],
                    "height": one.size[1],
                    "unstable__sensitivity": [],
                }
                for one in shots
            ],
        }

    def wikimedia(self, params: dict[str, str]) -> dict[str, Any]:
        first, size = int(params["gsroffset"]), int(params["gsrlimit"])
        shots = self.shots[first : first + size]
        answer: dict[str, Any] = {"batchcomplete": True}
        if first + size < len(self.shots):
            answer["continue"] = {"gsroffset": first + size, "continue": "gsroffset||"}
        if shots:
            pages = [self._commons(one, first + at) for at, one in enumerate(shots, start=1)]
            answer["query"] = {"pages": list(reversed(pages))}  # in no order but their index
        return answer

    def _commons(self, one: Shot, index: int) -> dict[str, Any]:
        short = {"cc0": "CC0", "by": "CC BY 4.0", "by-sa": "CC BY-SA 4.0"}[one.licence]
        code = "cc0" if one.licence == "cc0" else f"cc-{one.licence}-4.0"
        said = {
            "License": code,
            "LicenseShortName": short,
            "LicenseUrl": "https://creativecommons.org/licenses/",
            "Artist": f'<a href="//commons.wikimedia.org/wiki/User:A">{one.author}</a>',
            "Restrictions": "personality" if one.personality else "",
        }
        return {
            "pageid": one.number,
            "ns": 6,
            "title": f"File:{one.title}.jpg",
            "index": index,
            "imagerepository": "local",
            "imageinfo": [
                {
                    "size": 1,
                    "width": one.size[0],
                    "height": one.size[1],
                    "thumburl": self._image(one),
                    "url": self._image(one),
                    "descriptionurl": f"https://example.org/photo/{one.number}",
                    "mime": "image/jpeg",
                    "extmetadata": {
                        name: {"value": value, "source": "commons-desc-page"}
                        for name, value in said.items()
                    },
                }
            ],
        }

    def pexels(self, params: dict[str, str]) -> dict[str, Any]:
        size = int(params["per_page"])
        shots, page = self.page(params, size)
        answer: dict[str, Any] = {
            "total_results": len(self.shots),
            "page": page,
            "per_page": size,
            "photos": [
                {
                    "id": one.number,
                    "width": one.size[0],
                    "height": one.size[1],
                    "url": f"https://example.org/photo/{one.number}",
                    "photographer": one.author,
                    "alt": one.title,
                    "src": {"original": "http://127.0.0.1:9/", "large2x": self._image(one)},
                }
                for one in shots
            ],
        }
        if page * size < len(self.shots):
            answer["next_page"] = f"{self.root}/v1/search?page={page + 1}"
        return answer

    def pixabay(self, params: dict[str, str]) -> dict[str, Any]:
        shots, _ = self.page(params, int(params["per_page"]))
        return {
            "total": len(self.shots),
            "totalHits": len(self.shots),
            "hits": [
                {
                    "id": one.number,
                    "pageURL": f"https://example.org/photo/{one.number}",
                    "type": "photo",
                    "tags": one.tags,
                    "largeImageURL": self._image(one),
                    "imageWidth": one.size[0],
                    "imageHeight": one.size[1],
                    "user": one.author,
                }
                for one in shots
            ],
        }

    def _image(self, one: Shot) -> str:
        return f"{self.root}/photo/{one.number}.jpg"

    def answer(self, asked: Asked) -> tuple[int, dict[str, str], bytes]:
        self.asked.append(asked)
        if self.refusals:
            status, headers = self.refusals.pop(0)
            return status, headers, b"{}"
        if asked.path.startswith("/photo/"):
            number = int(asked.path.removeprefix("/photo/").removesuffix(".jpg"))
            if number in self.broken:
                return 404, {}, b""
            return 200, {}, next(s for s in self.shots if s.number == number).jpeg()
        services = {
            "/v1/images/": self.openverse,
            "/w/api.php": self.wikimedia,
            "/v1/search": self.pexels,
            "/api/": self.pixabay,
        }
        return 200, {}, json.dumps(services[asked.path](asked.params)).encode()


@contextmanager
def photo_services(shots: list[Shot]) -> Iterator[PhotoServices]:
    services = PhotoServices(shots)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            split = urlsplit(self.path)
            params = {name: values[0] for name, values in parse_qs(split.query).items()}
            agent = self.headers.get("User-Agent", "")
            key = self.headers.get("Authorization", "")
            status, headers, body = services.answer(Asked(split.path, params, agent, key))
            self.send_response(status)
            for name, value in (headers | {"Content-Length": str(len(body))}).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        services.root = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield services
        finally:
            server.shutdown()
            thread.join(5)
