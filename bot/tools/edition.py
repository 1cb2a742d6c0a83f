"""Write the edition of the painted pictures: ``make edition``.

Comments, docstrings and layout do not count, so that none of them repaints every picture.
"""

import ast
import re
from hashlib import blake2s
from pathlib import Path

from bot.cards.pictures import edition

FILE = Path(edition.__file__)


def current() -> str:
    """Eight hex digits over what runs in scenes and brushes."""
    digest = blake2s(digest_size=4)
    for source in sorted((FILE.parent / "scenes").glob("*.py")):
        digest.update(what_runs(source.read_text(encoding="utf-8")).encode())
    return digest.hexdigest()


def what_runs(source: str) -> str:
    """Python source as its syntax tree, without comments, docstrings and line numbers."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            node.body = [
                each
                for each in node.body
                if not (isinstance(each, ast.Expr) and isinstance(each.value, ast.Constant))
            ]
    return ast.dump(tree)


def main() -> None:
    text = FILE.read_text(encoding="utf-8")
    FILE.write_text(
        re.sub(r'(?<=EDITION = ")[0-9a-f]{8}', current(), text, count=1), encoding="utf-8"
    )


if __name__ == "__main__":
    main()
