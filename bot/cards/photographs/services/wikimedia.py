"""Wikimedia Commons, by MediaWiki's own interface. No key; callers say how they can be reached.

Documented at https://www.mediawiki.org/wiki/API:Imageinfo; ``haslicense:`` is its search's own.
1920 is one of the widths that it keeps: https://www.mediawiki.org/wiki/Common_thumbnail_sizes.
"""

import html
import re
from dataclasses import dataclass
from typing import Any

from bot.cards.photographs.found import KnownPhotograph, Licence, Search, SearchAnswer

_A_PAGE = 20
_TAG = re.compile(r"<[^>]*>")
_SAID = "License|LicenseShortName|LicenseUrl|Artist|Restrictions|Categories"
_BY = re.compile(r"cc-by-\d\.\d")
_PUBLIC = re.compile(r"pd(?:-.*)?|cc-pd(?:-.*)?|pdm.*|public domain.*")


@dataclass(frozen=True, slots=True)
class Wikimedia:
    """The service Wikimedia Commons; see ``Service``."""

    root: str = "https://commons.wikimedia.org"
    name: str = "wikimedia"
    label: str = "Wikimedia Commons"
    pause: float = 2.0
    key_name: str | None = None
    wants_contact: bool = True

    def question(self, words: str, page: int, key: str, *, credited: bool) -> Search:
        licences = "unrestricted|attribution" if credited else "unrestricted"
        params = {
            "action": "query",
            "format": "json",
            "formatversion": "2",
            "maxlag": "5",
            "generator": "search",
            "gsrsearch": f"{words} filetype:bitmap haslicense:{licences}",
            "gsrnamespace": "6",
            "gsrlimit": str(_A_PAGE),
            "gsroffset": str((page - 1) * _A_PAGE),
            "prop": "imageinfo",
            "iiprop": "url|size|mime|extmetadata",
            "iiurlwidth": "1920",
            "iiextmetadatafilter": _SAID,
        }
        return Search(f"{self.root}/w/api.php", params, {})

    def answer(self, data: Any, page: int) -> SearchAnswer:
        if "error" in data:
            raise ValueError(str(data["error"].get("code", "error")))
        pages = sorted(data.get("query", {}).get("pages", ()), key=lambda each: each["index"])
        found = tuple(
            _photograph(each, each["imageinfo"][0])
            for each in pages
            if each.get("imageinfo")
            and each["imageinfo"][0]["mime"] in ("image/jpeg", "image/png", "image/webp")
        )
        return SearchAnswer(found, more="continue" in data)


def _photograph(each: dict[str, Any], info: dict[str, Any]) -> KnownPhotograph:
    said = {name: _plain(value.get("value")) for name, value in info["extmetadata"].items()}
    title = each["title"].removeprefix("File:").rpartition(".")[0].replace("_", " ")
    return KnownPhotograph(
        key=f"wikimedia:{each['pageid']}",
        title=title,
        author=said.get("Artist", ""),
        page=info["descriptionurl"],
        licence=_licence(said),
        image=info.get("thumburl") or info["url"],
        width=int(info["width"]),
        height=int(info["height"]),
        about=f"{title} {said.get('Categories', '').replace('|', ' ')}",
        scaled="thumburl" in info,
        recognisable="personality" in said.get("Restrictions", ""),
    )


def _licence(said: dict[str, str]) -> Licence:
    code, name = said.get("License", "").lower(), said.get("LicenseShortName", "")
    if code in ("cc0", "cc-zero"):
        code = "cc0"
    elif _BY.fullmatch(code):
        code = "by"
    elif _PUBLIC.fullmatch(code):
        code = "pdm"
    return Licence(code, name or code, said.get("LicenseUrl", ""))


def _plain(value: object) -> str:
    """Return plain text, since Commons says names in HTML."""
    return " ".join(html.unescape(_TAG.sub(" ", str(value or ""))).split())
