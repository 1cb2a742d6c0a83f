"""Pexels: a key in the Authorization header; 200 requests an hour, 20,000 a month.

Documented at https://www.pexels.com/api/documentation/. Its licence asks for no credit; its
guidelines ask for one where possible, and for a link: ``sotto pictures credits`` prints both.
"""

from dataclasses import dataclass
from typing import Any

from bot.cards.photographs.found import KnownPhotograph, Licence, Search, SearchAnswer

_A_PAGE = 40
_LICENCE = Licence("pexels", "Pexels License", "https://www.pexels.com/license/")


@dataclass(frozen=True, slots=True)
class Pexels:
    """The service Pexels; see ``Service``."""

    root: str = "https://api.pexels.com"
    name: str = "pexels"
    label: str = "Pexels"
    pause: float = 3.0
    key_name: str | None = "SOTTO_PEXELS_KEY"
    wants_contact: bool = False

    def question(self, words: str, page: int, key: str, *, credited: bool) -> Search:
        params = {"query": words, "size": "medium", "per_page": str(_A_PAGE), "page": str(page)}
        return Search(f"{self.root}/v1/search", params, {"Authorization": key})

    def answer(self, data: Any, page: int) -> SearchAnswer:
        found = tuple(
            KnownPhotograph(
                key=f"pexels:{each['id']}",
                title=each.get("alt") or "",
                author=each["photographer"],
                page=each["url"],
                licence=_LICENCE,
                image=each["src"]["large2x"],
                width=int(each["width"]),
                height=int(each["height"]),
                about=each.get("alt") or "",
                scaled=True,
            )
            for each in data["photos"]
        )
        return SearchAnswer(found, more="next_page" in data)
