"""Pixabay: a key among the parameters; 100 requests a minute, answers are kept for a day.

Documented at https://pixabay.com/api/docs/. It forbids mass downloads, so that nobody can ask for
more than 200 photographs of a theme. 1280 pixels are its largest without more rights.
"""

from dataclasses import dataclass
from typing import Any

from bot.cards.photographs.found import KnownPhotograph, Licence, Search, SearchAnswer

_A_PAGE = 50
_LICENCE = Licence(
    "pixabay", "Pixabay Content License", "https://pixabay.com/service/license-summary/"
)


@dataclass(frozen=True, slots=True)
class Pixabay:
    """The service Pixabay; see ``Service``."""

    root: str = "https://pixabay.com"
    name: str = "pixabay"
    label: str = "Pixabay"
    pause: float = 1.5
    key_name: str | None = "SOTTO_PIXABAY_KEY"
    wants_contact: bool = False

    def question(self, words: str, page: int, key: str, *, credited: bool) -> Search:
        params = {
            "key": key,
            "q": words,
            "lang": "en",
            "image_type": "photo",
            "safesearch": "true",
            "min_width": "1080",
            "min_height": "1080",
            "per_page": str(_A_PAGE),
            "page": str(page),
        }
        return Search(f"{self.root}/api/", params, {})

    def answer(self, data: Any, page: int) -> SearchAnswer:
        found = tuple(
            KnownPhotograph(
                key=f"pixabay:{each['id']}",
                title=each["tags"],
                author=each["user"],
                page=each["pageURL"],
                licence=_LICENCE,
                image=each["largeImageURL"],
                width=int(each["imageWidth"]),
                height=int(each["imageHeight"]),
                about=each["tags"],
                scaled=True,
            )
            for each in data["hits"]
        )
        return SearchAnswer(found, more=page * _A_PAGE < int(data["totalHits"]))
