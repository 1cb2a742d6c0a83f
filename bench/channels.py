"""What many channels cost at full pace: posts a minute, processor time a post, memory.

    python -m bench.channels [--channels 29] [--minutes 2] [--first 1]

The bot is a process of its own whose cards are one colour, drawn in the process itself; it talks
over loopback HTTP to the sandbox in this one, on the same cores. Each channel has enough whispers
waiting for the whole time, and posts one every 3.1 seconds. The same is measured with ``--first``
channels in the same run, for comparison.
"""

import argparse
import asyncio
import os
import secrets
import signal
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from bench.memory import memory_of
from bench.running import run
from bench.start import LONGEST, alone
from bot.domain.whisper import Look, PictureId, State, Whisper, WhisperKey
from bot.sandbox import Server, World, serve
from bot.sandbox.bots import Bot
from storage import Scope, open_storage

WORDS = (
    "I still set two cups on the table every morning. He left in March, and I never told anybody."
)
_A_MINUTE = 20


@dataclass(frozen=True, slots=True)
class Result:
    channels: int
    posts: float  # a minute
    slowest: float  # of the channels, a minute
    cpu: float  # milliseconds of the bot's processor time a post
    memory: float  # MB, of the bot's process

    def row(self) -> str:
        return (
            f"| {self.channels} | {self.posts:.0f} | {self.slowest:.1f} | {self.cpu:.1f} "
            f"| {self.memory:.0f} |"
        )


async def measure(count: int, minutes: float) -> Result:
    world = World()
    bot = world.add_bot()
    channels = [world.add_channel(f"Channel {n}", username=f"bench_{n:03}") for n in range(count)]
    for channel in channels:
        channel.admit(bot, can_post_messages=True, can_edit_messages=True, can_delete_messages=True)
    with tempfile.TemporaryDirectory(prefix="sotto-channels-") as place:
        folder = Path(place)
        names = {f"c{n}": channel.id for n, channel in enumerate(channels)}
        await _fill(folder, names, round((minutes + 2) * _A_MINUTE))
        async with serve(world) as server:
            process = await _start(folder, names, server, bot)
            try:
                await world.wait_until(lambda: bot.inbox.polled, LONGEST)
                await world.wait_until(lambda: all(c.posts for c in channels), LONGEST)
                before, used = [len(c.posts) for c in channels], alone(process.pid)
                await asyncio.sleep(minutes * 60)
                after, used = [len(c.posts) for c in channels], alone(process.pid) - used
                memory = memory_of(process.pid).bot
            finally:
                process.send_signal(signal.SIGTERM)
                await process.wait()
    made = [b - a for a, b in zip(before, after, strict=True)]
    return Result(
        count,
        sum(made) / minutes,
        min(made) / minutes,
        used * 1000 / max(1, sum(made)),
        memory / 2**20,
    )


async def _fill(folder: Path, names: dict[str, int], each: int) -> None:
    """So many whispers wait in each channel."""
    (folder / "data").mkdir(mode=0o700)
    lines = ['[defaults]\nrelease = "instant"\n']
    storage = await open_storage(f"sqlite+aiosqlite:///{folder / 'data' / 'sotto.db'}")
    async with storage.transaction() as tables:
        rows = await tables.channels.open_only(names)
    for row in rows:
        lines.append(f'[[channels]]\nname = "{row.name}"\nchannel = {row.chat}\n')
        async with storage.within(Scope(row.id)).transaction() as tables:
            for n in range(each):
                await tables.whispers.add(
                    Whisper(
                        WhisperKey(secrets.token_bytes(16)),
                        State.POOL,
                        f"{WORDS} ({n})",
                        Look(PictureId(bytes(4)), 0),
                    ),
                    handle_hash=secrets.token_bytes(32),
                    receipt_hash=secrets.token_bytes(32),
                )
    await storage.close()
    (folder / "sotto.toml").write_text("\n".join(lines))


async def _start(
    folder: Path, names: dict[str, int], server: Server, bot: Bot
) -> asyncio.subprocess.Process:
    environment = {
        **{name: value for name, value in os.environ.items() if "SOTTO_" not in name},
        "SOTTO_TOKEN": bot.token,
        "SOTTO_BOT_API": server.root,
        "SOTTO_DATA": str(folder / "data"),
        "SOTTO_CONFIG": str(folder / "sotto.toml"),
        "SOTTO_LOG_LEVEL": "ERROR",
    }
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.kit.plain", "run", env=environment, start_new_session=True
    )


async def main() -> None:
    parser = argparse.ArgumentParser(description="Many channels at full pace.")
    parser.add_argument("--channels", type=int, default=29)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=2.0)
    arguments = parser.parse_args()
    print("| channels | posts a minute | slowest channel | ms of processor a post | bot MB |")
    print("|---|---|---|---|---|")
    for count in (arguments.first, arguments.channels):
        print((await measure(count, arguments.minutes)).row(), flush=True)


if __name__ == "__main__":
    run(main())
