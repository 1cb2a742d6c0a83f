"""Writes one transaction after another, each with a whisper that comes and one that goes, and says
after each how many there were. Runs until it is killed."""

import asyncio
import itertools
import secrets
import sys
from pathlib import Path

from storage import open_storage
from tests.kit.database import address
from tests.kit.whispers import a_whisper


async def main(path: Path, begun: int) -> None:
    storage = await open_storage(address(path))
    before = None
    for count in itertools.count(begun + 1):
        whisper = a_whisper(f"whisper {count}", photo=secrets.token_bytes(60_000))
        async with storage.transaction() as tables:
            await tables.whispers.add(
                whisper, handle_hash=secrets.token_bytes(32), receipt_hash=secrets.token_bytes(32)
            )
            if before is not None:
                await tables.whispers.erase(before)
            await tables.runtime_settings.moderators_high.put(count)
        before = whisper.key
        print(count, flush=True)  # noqa: T201  this is how the test learns of it


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), int(sys.argv[2])))
