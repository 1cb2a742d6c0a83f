"""The whole bot, as ``sotto run`` builds it, against the sandbox over real HTTP."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.sandbox import Server, World
from tests.kit.town import ModeratedTown, Town, town_in, with_moderators


@pytest.fixture
def town(world: World, server: Server, tmp_path: Path, cache: Path) -> Town:
    return town_in(world, server, tmp_path, cache)


@pytest.fixture
def moderated(town: Town) -> ModeratedTown:
    return with_moderators(town)


@pytest.fixture
def looked_at_first(moderated: ModeratedTown) -> None:
    """Moderators see everything before it may come out, and at once."""
    moderated.settings |= {"moderation": "pre", "review_every": timedelta(0)}
