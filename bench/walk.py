"""The walk of an update through the house: which files a text message and a press of Publish enter,
from the update to the answer, counted from a trace of calls.

    python -m bench.walk

The sandbox, logs, and what the interpreter imports meanwhile are left out; so are dataclasses and
comprehensions, which enter no other file.
"""

import asyncio
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

from pydantic import SecretStr

from bot.app import assembled
from bot.sandbox import World, serve
from bot.sandbox.messages import Message
from bot.settings import Configuration, Settings

ROOT = Path(__file__).parents[1]
ROOMS = ("bot/", "handlers/", "storage/")
LEFT_OUT = ("bot/sandbox/", "bot/logs/")


@contextmanager
def entered() -> Iterator[dict[str, int]]:
    """Files of the house in the order in which they are entered first, with how many calls."""
    found: dict[str, int] = {}
    known: dict[CodeType, str | None] = {}

    def place(code: CodeType) -> str | None:
        path = Path(code.co_filename)
        if not path.is_relative_to(ROOT) or code.co_name.startswith("<"):
            return None
        name = path.relative_to(ROOT).as_posix()
        return name if name.startswith(ROOMS) and not name.startswith(LEFT_OUT) else None

    def note(frame: FrameType, event: str, _arg: Any) -> None:
        if event != "call":
            return
        code = frame.f_code
        if code not in known:
            known[code] = place(code)
        if (name := known[code]) is not None:
            found[name] = found.get(name, 0) + 1

    sys.setprofile(note)
    threading.setprofile(note)
    try:
        yield found
    finally:
        sys.setprofile(None)
        threading.setprofile(None)


async def walk(cache: Path | None) -> dict[str, dict[str, int]]:
    world, stop = World(), asyncio.Event()
    bot, alice = world.add_bot(), world.add_person("Alice")
    channel = world.add_channel("Sotto voce", username="sotto_voce")
    channel.admit(bot, can_post_messages=True, can_edit_messages=True, can_delete_messages=True)
    walks: dict[str, dict[str, int]] = {}

    def cards() -> list[Message]:
        return [each for each in alice.chat if each.photo and each.keyboard]

    with tempfile.TemporaryDirectory() as folder:
        async with serve(world) as server:
            settings = Settings(
                _env_file=None,
                token=SecretStr(bot.token),
                channel=channel.id,
                bot_api=server.root,
                data=Path(folder) / "data",
                cache=cache or Path(folder) / "cache",
                release="mixed",
                release_every=timedelta(hours=6),
            )
            async with assembled(Configuration.only(settings), stop, clock=world.clock) as running:
                assert running is not None
                serving = asyncio.create_task(running.serve(stop))
                alice.send("I keep the porch light on for somebody who moved away.")
                await world.wait_until(cards, 60)  # everything is warm
                await asyncio.sleep(2)  # and at rest
                with entered() as walks["a text message, to its card"]:
                    alice.send("Nobody knows that I can sing.")
                    await world.wait_until(lambda: len(cards()) > 1, 60)
                await asyncio.sleep(2)
                with entered() as walks["a press of Publish, to its receipt"]:
                    alice.press(cards()[-1], "✅")
                    await world.wait_until(
                        lambda: any("receipt" in (each.text or "") for each in alice.chat), 60
                    )
                stop.set()
                await serving
    return walks


def main() -> None:
    cache = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    for name, files in asyncio.run(walk(cache)).items():
        leaves = sum(file.startswith(("bot/domain/", "storage/")) for file in files)
        print(f"{name}: {len(files)} files, {leaves} of them rules and tables")
        for file, calls in files.items():
            print(f"  {calls:5}  {file}")


if __name__ == "__main__":
    main()
