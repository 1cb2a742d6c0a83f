"""The stand of each sentence, for translators: the catalogues say it above the sentence.

Read from the code: which chat a file speaks in (``ROOMS``), whether a sentence is the label of a
button, and what a comment ``# L10n:`` says above the line, or above the table, that holds it.
"""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from bot.i18n.catalogue import with_context

BUTTON = "Button"
BUTTON_NOTE = f"{BUTTON}: at most 20 characters, its emoji not counted."
THREE = "three in a row"
LONGEST = re.compile(r"at most (\d+) characters")
"""In a note: the linter of the catalogues holds translations to it."""

ROOMS = {
    "bot/botapi/alerts.py": "Moderators’ chat, an alert.",
    "bot/botapi/menus.py": "What Telegram shows of the bot.",
    "bot/botapi/forum.py": "Moderators’ group, name of a topic.",
    "bot/demo/": "Demo page, in a browser.",
    "bot/domain/replies/masks.py": "Thread: the animal that somebody replies as.",
    "bot/domain/themes.py": f"Private chat, theme of pictures, {THREE}. {BUTTON_NOTE}",
    "bot/flows/campaigns/": "Channel, a campaign of the community.",
    "bot/flows/moderation/": "Moderators’ chat.",
    "bot/flows/moderation/reasons.py": "To the author, why a whisper was rejected.",
    "bot/flows/publishing/alerts.py": "Moderators’ chat, an alert.",
    "bot/flows/publishing/": "Channel.",
    "bot/flows/replies/": "Moderators’ chat, about replies.",
    "bot/i18n/": "Anywhere, after a time of day.",
    "bot/jobs/": "Private chat.",
    "bot/ops/doctor/": "Description of the channel that the operator may use.",
    "handlers/author/": "Private chat, to the author.",
    "handlers/channel/whereabouts.py": "Any group or channel, to who sets the bot up.",
    "handlers/managers/": "Managers’ chat.",
    "handlers/moderators/": "Moderators’ chat.",
    "handlers/moderators/help.py": "Moderators’ chat, menu of commands: a few words, no full stop.",
    "handlers/reader/": "Private chat, to a reader.",
}
"""File or folder -> where its sentences are read. The longest that fits counts."""

_MARKERS = {"_", "t", "n", "_p", "p", "_theme", "_mask"}
_NOTE = re.compile(r"#\s*L10n:\s*(.*)")
_COMMENT = re.compile(r"#\s*(.*)")


def room_of(path: str) -> str:
    """Raises LookupError: a new room of the house has to be named in ``ROOMS``."""
    fitting = [known for known in ROOMS if path.startswith(known)]
    if not fitting:
        raise LookupError(f"{path}: say in ROOMS of {__name__} where its sentences are read")
    return ROOMS[max(fitting, key=len)]


def notes_of(root: Path, path: str) -> dict[str, set[str]]:
    """Return sentence (with its context) -> what to say above it. ``path``: from ``root``."""
    text = (root / path).read_text(encoding="utf-8")
    lines, found = text.splitlines(), defaultdict[str, set[str]](set)
    for sentence, above, inside in _sentences(ast.parse(text)):
        notes = found[sentence]
        notes.add(room_of(path))
        said = [note for line in above for note in _comment_above(lines, line)]
        notes.update(BUTTON_NOTE if note == "a button" else note for note in said)
        if any(_makes_button(name) for name in inside):
            notes.add(BUTTON_NOTE)
    return found


def _sentences(tree: ast.AST) -> Iterator[tuple[str, tuple[int, ...], tuple[str, ...]]]:
    """Yield each marked sentence, the lines above which a comment on it may stand, and the calls
    whose first argument it is part of."""

    def walk(
        node: ast.AST, above: tuple[int, ...], inside: tuple[str, ...]
    ) -> Iterator[tuple[str, tuple[int, ...], tuple[str, ...]]]:
        if isinstance(node, ast.stmt) and not isinstance(
            node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
        ):
            above, inside = (node.lineno,), ()
        if isinstance(node, ast.expr) and node.lineno not in above:
            above = (*above, node.lineno)
        if isinstance(node, ast.Call):
            name = _name(node.func)
            if name in _MARKERS and (words := _words(name, node)) is not None:
                yield words, above, inside
            for position, argument in enumerate(node.args):
                yield from walk(argument, above, (*inside, name) if position == 0 else inside)
            for keyword in node.keywords:
                labels = keyword.arg in ("text", "label")
                yield from walk(keyword.value, above, (*inside, name) if labels else inside)
            return
        for child in ast.iter_child_nodes(node):
            yield from walk(child, above, inside)

    yield from walk(tree, (), ())


def _makes_button(name: str) -> bool:
    """Tell, by the names of the functions that make some, whether a call makes a button."""
    return name.lower().endswith("button") or name == "_about"


def _name(node: ast.expr) -> str:
    return getattr(node, "attr", getattr(node, "id", ""))


def _words(name: str, call: ast.Call) -> str | None:
    texts = [each.value if isinstance(each, ast.Constant) else None for each in call.args]
    if name in ("p", "_p"):
        context, words = (*texts, None, None)[:2]
        fits = isinstance(context, str) and isinstance(words, str)
        return with_context(str(context), str(words)) if fits else None
    words = (*texts, None, None)[1 if name == "_theme" else 0]
    return words if isinstance(words, str) else None


def _comment_above(lines: list[str], line: int) -> Iterator[str]:
    """Yield the ``L10n:`` comment that ends above this line (counted from 1), as one text."""
    block: list[str] = []
    for written in reversed(lines[: line - 1]):
        text = written.strip()
        if not text.startswith("#"):
            break
        if (note := _NOTE.match(text)) is not None:
            yield " ".join([note[1], *reversed(block)])
            break
        block.append(_COMMENT.sub(r"\1", text))
