"""Write the editions of the painted pictures and of the plates, and which pictures are bright:
``make edition``.

Comments, docstrings and layout do not count, so that none of them repaints every picture.
"""

import ast
import re
from hashlib import blake2s
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.cards import plates
from bot.cards.draw import background, colour, shading
from bot.cards.draw.background import is_bright
from bot.cards.draw.card import bounds
from bot.cards.pictures import LIBRARY, edition, open_shelf

FILE = Path(edition.__file__)
BRIGHT = FILE.with_name("bright.txt")

_ANY = (96, 108, 124)
"""An accent, whichever: only what the styles ask over it is compared."""


def current() -> str:
    """Return eight hex digits over what runs in scenes and brushes."""
    digest = blake2s(digest_size=4)
    for source in sorted((FILE.parent / "scenes").glob("*.py")):
        digest.update(what_runs(source.read_text(encoding="utf-8")).encode())
    return digest.hexdigest()


def current_of_plates() -> str:
    """Return the same over what makes a plate of a picture, and the shades that styles ask of
    it."""
    digest = blake2s(current().encode(), digest_size=4)
    for module in (background, colour, shading, plates):
        assert module.__file__ is not None, "a module of ours is a file"
        digest.update(what_runs(Path(module.__file__).read_text(encoding="utf-8")).encode())
    for bright in (False, True):
        digest.update(repr(sorted(bounds(_ANY, bright=bright))).encode())
    return digest.hexdigest()


def what_runs(source: str) -> str:
    """Return Python source as its syntax tree, without comments, docstrings and line numbers."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            node.body = [
                each
                for each in node.body
                if not (isinstance(each, ast.Expr) and isinstance(each.value, ast.Constant))
            ]
    return ast.dump(tree)


def bright(cache: Path) -> str:
    """Return the edition that was looked at, and the names of the pictures on which dark ink reads
    better, a line each. Paints what is missing in ``cache``."""
    shelf = open_shelf(cache, None)
    names = [each.name for each in LIBRARY if is_bright(shelf.open(each.id))]
    return "\n".join((f"# edition {current()}", *names, ""))


def main() -> None:
    if not BRIGHT.read_text(encoding="utf-8").startswith(f"# edition {current()}\n"):
        with TemporaryDirectory() as cache:
            BRIGHT.write_text(bright(Path(cache)), encoding="utf-8")
    text = FILE.read_text(encoding="utf-8")
    for name, edition_now in (("EDITION", current()), ("PLATES", current_of_plates())):
        text = re.sub(rf'(?<=^{name} = ")[0-9a-f]{{8}}', edition_now, text, count=1, flags=re.M)
    FILE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
