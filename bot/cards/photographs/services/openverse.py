"""Openverse: openly licensed photographs of many collections. No key.

Documented at https://api.openverse.org/v1/ (searching: 20 a page; anonymously 20 requests a minute
and 200 a day).
"""

from dataclasses import dataclass
from typing import Any

from bot.cards.photographs.found import KnownPhotograph, Licence, Search, SearchAnswer

_A_PAGE = 20
_NAMES = {"cc0": "CC0", "pdm": "Public Domain Mark", "by": "CC BY"}


@dataclass(frozen=True, slots=True)
class Openverse:
    """The service Openverse; see ``Service``."""

    root: str = "https://api.openverse.org"
    name: str = "openverse"
    label: str = "Openverse"
    pause: float = 3.2
    key_name: str | None = None
    wants_contact: bool = False

    def question(self, words: str, page: int, key: str, *, credited: bool) -> Search:
        params = {
            "q": words,
            "license": "cc0,pdm,by" if credited else "cc0,pdm",
            "category": "photograph",
            "size": "large",
            "mature": "false",
            "page_size": str(_A_PAGE),
            "page": str(page),
        }
        return Search(f"{self.root}/v1/images/", params, {})

    def answer(self, data: Any, page: int) -> SearchAnswer:
        found = tuple(_photograph(each) for each in data["results"] if _usable(each))
        return SearchAnswer(found, more=page < int(data["page_count"]))


def _usable(each: dict[str, Any]) -> bool:
    sound = each.get("width") and each.get("height") and each.get("license") in _NAMES
    return bool(sound) and not each.get("mature") and not each.get("unstable__sensitivity")


def _photograph(each: dict[str, Any]) -> KnownPhotograph:
    code, version = each["license"], each.get("license_version") or ""
    tags = " ".join(str(tag["name"]) for tag in each.get("tags") or ())
    return KnownPhotograph(
        key=f"openverse:{each['id']}",
        title=each.get("title") or "",
        author=each.get("creator") or "",
        page=each["foreign_landing_url"],
        licence=Licence(code, f"{_NAMES[code]} {version}".strip(), each.get("license_url") or ""),
        image=each["url"],
        width=int(each["width"]),
        height=int(each["height"]),
        about=f"{each.get('title') or ''} {tags}",
    )
