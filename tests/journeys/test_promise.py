"""What the preview promises about the moderators' batches."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.sandbox import World, serve
from bot.sandbox.clock import WorldClock
from tests.kit.town import ModeratedTown, town_in, with_moderators

NOON = datetime(2026, 11, 25, 12, 1, tzinfo=UTC)


async def promised(folder: Path, cache: Path, words: str, **changes: object) -> str:
    """What is written under the card of these words, at one past noon."""
    world = World(WorldClock(NOON))
    async with serve(world) as server:
        town: ModeratedTown = with_moderators(town_in(world, server, folder, cache))
        async with town.running(moderation="pre", **changes):
            town.alice.send(words)
            preview = await town.preview(town.alice)
        town.bot.inbox.stop_poll(quietly=True)
    return preview.caption or ""


async def test_the_preview_says_between_when_moderators_see_it(tmp_path: Path, cache: Path):
    said = await promised(tmp_path, cache, "I water his plants.")
    assert "moderators see it between 12:30 and 15:00 (UTC)" in said


async def test_who_is_not_well_is_promised_a_batch_within_the_hour(tmp_path: Path, cache: Path):
    rare = {"review_every": timedelta(hours=3), "review_max_age": timedelta(hours=9)}
    said = await promised(tmp_path, cache, "I want to die and nobody has noticed.", **rare)
    assert "moderators see it by 13:00 (UTC)" in said
