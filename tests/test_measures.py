"""Use cases live in flows: handlers stay short and store nothing, bundles stay small."""

import ast
import inspect
from collections.abc import Iterator
from dataclasses import fields

from bot.builders.outside import Outside
from bot.flows.authors.propose import CardMaker
from bot.flows.authors.rules import AuthorRules
from bot.flows.authors.submit import submit
from bot.flows.publishing.publisher import PostStyle, Publisher
from bot.memory.author_memory import AuthorMemory
from bot.running import Running
from bot.services import AuthorServices, ModeratorServices, Services, SharedServices
from tests.test_house import ROOT, sources

MOST_LINES = 40
MOST_ABILITIES = 5
MOST_FIELDS = 10


def functions(*rooms: str) -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    for name, tree in sources(*rooms):
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield f"{name}:{node.name}", node


def test_no_function_of_a_handler_is_longer_than_40_lines() -> None:
    lengths = {
        name: (node.end_lineno or 0) - node.lineno + 1 for name, node in functions("handlers")
    }
    assert lengths
    assert {name: n for name, n in lengths.items() if n > MOST_LINES} == {}


def test_no_handler_opens_a_transaction_or_reads_a_table() -> None:
    opened = [
        name
        for name, node in functions("handlers")
        for each in ast.walk(node)
        if isinstance(each, ast.Call)
        and isinstance(each.func, ast.Attribute)
        and each.func.attr in ("transaction", "reading")
    ]
    assert opened == []


def test_no_handler_imports_storage() -> None:
    imported = [
        name
        for name, tree in sources("handlers")
        for node in ast.walk(tree)
        for module in _modules(node)
        if module.split(".")[0] == "storage"
    ]
    assert imported == []


def _modules(node: ast.AST) -> list[str]:
    if isinstance(node, ast.ImportFrom):
        return [node.module or ""]
    return [each.name for each in node.names] if isinstance(node, ast.Import) else []


def test_nothing_is_handed_on_while_a_read_or_a_transaction_is_open() -> None:
    """A generator stops at ``yield`` for as long as who asked likes, and holds up every writer."""
    held = [
        f"{name}:{block.lineno}"
        for name, tree in sources(
            "bot", "handlers", "storage", holding=r"(?s)async with.*\byield\b"
        )
        if name not in ("storage/database.py", "storage/engines/postgresql.py")  # they open them
        for block in ast.walk(tree)
        if isinstance(block, ast.AsyncWith)
        and any(_opens(item.context_expr) for item in block.items)
        and any(isinstance(each, ast.Yield) for each in ast.walk(block))
    ]
    assert held == []


def _opens(call: ast.expr) -> bool:
    opening = ("transaction", "channel_transaction", "reading", "glancing")
    return isinstance(call, ast.Call) and ast.unparse(call.func).split(".")[-1] in opening


def test_no_bundle_has_more_than_ten_fields() -> None:
    bundles = (
        *(SharedServices, AuthorServices, ModeratorServices, Services),
        *(AuthorMemory, AuthorRules, CardMaker, Outside, Publisher, PostStyle, Running),
    )
    sizes = {bundle.__name__: len(fields(bundle)) for bundle in bundles}
    assert {name: n for name, n in sizes.items() if n > MOST_FIELDS} == {}


def test_what_puts_the_bot_together_stays_short() -> None:
    assert len((ROOT / "bot" / "app.py").read_text(encoding="utf-8").splitlines()) < 200


def test_submit_takes_at_most_five_abilities() -> None:
    """What it is about comes by place, ``code`` and ``now`` are values."""
    abilities = [
        name
        for name, parameter in inspect.signature(submit).parameters.items()
        if parameter.kind is parameter.KEYWORD_ONLY and name not in ("code", "now")
    ]
    assert len(abilities) <= MOST_ABILITIES, abilities
