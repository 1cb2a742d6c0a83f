"""What a bot costs while nothing happens, in processor time, counted over some minutes.

    python -m bench.idle [--minutes 10] [--cache FOLDER]

The bot is a real process with a moderators' chat, talking over loopback HTTP to the sandbox in
this one. What it used before the count begins (its start, its first looks) is left out.
"""

import argparse
import asyncio
import os
import signal
import sys
import tempfile
from pathlib import Path

from bench.start import LONGEST, alone, with_children
from bot.sandbox import World, serve

SETTLE = 45.0
"""Seconds after the first getUpdates before the count begins."""


async def measure(minutes: float, cache: Path | None) -> tuple[float, float]:
    """Share of one core: of the first process alone, and with its children."""
    world = World()
    bot = world.add_bot()
    channel = world.add_channel("Sotto voce", username="sotto_voce")
    channel.admit(bot, can_post_messages=True, can_edit_messages=True, can_delete_messages=True)
    group = world.add_group("Moderators", supergroup=True)
    group.admit(bot)
    with tempfile.TemporaryDirectory(prefix="sotto-idle-") as folder:
        async with serve(world) as server:
            environment = {
                **{name: value for name, value in os.environ.items() if "SOTTO_" not in name},
                "SOTTO_TOKEN": bot.token,
                "SOTTO_CHANNEL": str(channel.id),
                "SOTTO_MODERATORS": str(group.id),
                "SOTTO_BOT_API": server.root,
                "SOTTO_DATA": folder,
                "SOTTO_CACHE": str(cache or Path(folder) / "cache"),
            }
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "run", env=environment,
                stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
            )  # fmt: skip
            try:
                await world.wait_until(lambda: bot.inbox.polled, LONGEST)
                await asyncio.sleep(SETTLE)
                before = alone(process.pid), with_children(process.pid)
                await asyncio.sleep(minutes * 60)
                after = alone(process.pid), with_children(process.pid)
            finally:
                process.send_signal(signal.SIGTERM)
                await process.wait()
    first, whole = (b - a for a, b in zip(before, after, strict=True))
    return first / (minutes * 60), whole / (minutes * 60)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--cache", type=Path)
    chosen = parser.parse_args()
    first, whole = asyncio.run(measure(chosen.minutes, chosen.cache))
    print(f"idle over {chosen.minutes:g} min: {first:.2%} of a core, with its children {whole:.2%}")


if __name__ == "__main__":
    main()
