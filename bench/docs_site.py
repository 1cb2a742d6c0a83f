"""What MkDocs is told beyond mkdocs.yml: pages and files outside docs/, and headings' letters.

The documents are written to be read as plain files first. They link to ``../CONTRIBUTING.md`` and
``../compose.yaml``; here such files become pages, or files, of the site. A link to something that
does not exist stays as it is, and strict mode refuses it.
"""

import io
import re
from importlib.resources import files as resources
from pathlib import Path, PurePosixPath
from typing import Any

from fontTools import subset
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

ROOT = Path(__file__).parent.parent
OUTSIDE = ("CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md")
_KEPT = "files"  # where what is no page stands in the site
_LINK = re.compile(r"(?<=\]\()(?![a-z]+:|#|//)([^)\s#]+)")
_LATIN = ((0x20, 0x7F), (0xA0, 0x180), (0x2010, 0x2027), (0x20AC, 0x20AD))


def on_files(files: Files, config: Any) -> Files:
    """Add the pages outside docs/, what they all link to, and the font of headings."""
    for name in OUTSIDE:
        files.append(File.generated(config, name, abs_src_path=str(ROOT / name)))
    inside = [Path(file.abs_src_path) for file in files.documentation_pages()]
    for linked in sorted({each for page in inside for each in _files_linked(page)}):
        files.append(File.generated(config, _place_of(linked), abs_src_path=str(linked)))
    files.append(File.generated(config, "site/headings.woff", content=_headings_font()))
    return files


def on_page_markdown(markdown: str, page: Page, config: Any, files: Files) -> str:
    """Links as they are in the repository -> links between pages of the site."""
    if page.file.src_uri == "README.md":
        page.meta["hide"] = ["navigation", "toc"]  # in the page itself a code host would show it
    folder = ROOT if page.file.src_uri in OUTSIDE else Path(config.docs_dir)

    def moved(link: re.Match[str]) -> str:
        target = (folder / link[1]).resolve()
        if not target.is_file():
            return link[1]
        return _place_of(target)

    return _LINK.sub(moved, markdown)


def _files_linked(page: Path) -> list[Path]:
    """What a page links to that is neither a page of the site nor inside docs/."""
    targets = [
        (page.parent / each).resolve() for each in _LINK.findall(page.read_text(encoding="utf-8"))
    ]
    return [
        each
        for each in targets
        if each.is_file() and not _is_a_page(each) and ROOT / "docs" not in each.parents
    ]


def _is_a_page(target: Path) -> bool:
    return target.parent == ROOT and target.name in OUTSIDE


def _place_of(target: Path) -> str:
    """Where a file of the repository stands in the site. All pages stand side by side in it."""
    if _is_a_page(target):
        return target.name
    if ROOT / "docs" in target.parents:
        return target.relative_to(ROOT / "docs").as_posix()
    inside = target.relative_to(ROOT).as_posix()
    return str(PurePosixPath(_KEPT) / inside.lstrip("."))


def _headings_font() -> bytes:
    """Newsreader, which cards use too, cut down to Latin letters: 40 KB instead of 450."""
    source = resources("fontpkg_newsreader") / "files" / "Newsreader[opsz,wght].ttf"
    options = subset.Options(flavor="woff", layout_features=["kern", "liga"])
    font = subset.load_font(str(source), options)
    cut = subset.Subsetter(options)
    cut.populate(unicodes=[code for first, end in _LATIN for code in range(first, end)])
    cut.subset(font)
    out = io.BytesIO()
    subset.save_font(font, out, options)
    return out.getvalue()
