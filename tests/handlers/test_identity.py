"""Identity stops at one place, and what it hands on says nothing."""

import ast
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.memory.identity import MemoryRoutes, Purpose
from bot.memory.limits import Tally

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
ROOT = Path(__file__).parents[2]

REVEALING = {
    "effective_user",
    "effective_chat",
    "effective_sender",
    "effective_message",
    "from_user",
    "sender_chat",
    "first_name",
    "last_name",
    "full_name",
    "is_premium",
    "location",
    "language_code",
    "chat_id",
    "chat",
    "user",
    "file_unique_id",
}
"""Attributes by which code could learn who wrote."""

MAY_READ = "handlers/incoming/"
"""The one room that reads user and chat from an update."""

CHANNEL_SIDE = {"chat", "chat_id"}
"""Names that public things have too: posts, channels and parcels belong to the channel's
chat."""


def _attributes_on_updates(path: Path) -> set[str]:
    """Revealing attributes that a module reads."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in REVEALING
    }


def _modules() -> list[Path]:
    found = [*(ROOT / "handlers").rglob("*.py"), *(ROOT / "bot").rglob("*.py")]
    return [path for path in found if "sandbox" not in path.parts]


def test_only_incoming_reads_user_and_chat_from_an_update():
    for path in _modules():
        name = path.relative_to(ROOT).as_posix()
        allowed = REVEALING if name.startswith(MAY_READ) else set()
        if not name.startswith("handlers/"):
            allowed = allowed | CHANNEL_SIDE
        read = _attributes_on_updates(path) - allowed
        assert not read, f"{name} reads {sorted(read)}: who wrote is the business of {MAY_READ}"


def test_the_check_over_the_syntax_trees_sees_a_leak(tmp_path: Path):
    leak = tmp_path / "leak.py"
    leak.write_text("def f(update):\n    return update.effective_user.id\n")
    assert _attributes_on_updates(leak) == {"effective_user"}


async def test_a_route_shows_nothing_of_the_chat():
    routes = MemoryRoutes()
    route = await routes.issue(7_123_456_789, NOW)
    assert "7123456789" not in repr(route)
    assert (7_123_456_789).to_bytes(8, "big") not in route.tag
    assert await routes.resolve(route, NOW) == 7_123_456_789


async def test_a_route_is_forgotten_when_nothing_can_be_deleted_any_more():
    routes = MemoryRoutes()
    route = await routes.issue(7_123_456_789, NOW)
    assert await routes.resolve(route, NOW + timedelta(hours=48)) is None
    assert len(routes) == 0


async def test_tags_of_two_purposes_or_two_starts_cannot_be_linked():
    routes, restarted = MemoryRoutes(), MemoryRoutes()
    route = await routes.issue(7_123_456_789, NOW)
    tags = [routes.tag(route, purpose) for purpose in Purpose]
    tags += [routes.tag(route, Purpose.REPORTED, number) for number in (1, 2)]
    assert len(set(tags)) == len(tags)
    assert await restarted.issue(7_123_456_789, NOW) != route


def test_a_tally_gives_room_again_when_the_window_has_passed():
    tally = Tally(most=2, within=timedelta(days=1))
    tally.count(b"a", NOW)
    tally.count(b"a", NOW + timedelta(hours=1))
    assert not tally.room(b"a", NOW + timedelta(hours=2))
    assert tally.room(b"b", NOW + timedelta(hours=2))
    assert tally.free_at(b"a", NOW + timedelta(hours=2)) == NOW + timedelta(days=1)
    assert tally.room(b"a", NOW + timedelta(days=1))
