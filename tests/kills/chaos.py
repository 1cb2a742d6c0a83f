"""Chaos: people confess while Telegram loses replies, resets, floods, breaks, and the process is
killed again and again, while update ids begin anew, the moderators' group becomes a supergroup and
a card in it is deleted. At the end each accepted whisper is decided and stands in the channel
exactly once. Of several channels one is refused half the time, which must hold up no other.

    make chaos SEED=7 WHISPERS=1000                 one seed
    make chaos SEEDS=20 WHISPERS=200                seeds 1 to 20, and a table
    make chaos SEEDS=20 WHISPERS=200 CHANNELS=3     likewise, and how each channel fared
    make chaos SEEDS=20 WHISPERS=200 REPLIES=3      likewise, and three people reply to each
    make chaos SEEDS=20 WHISPERS=200 CAMPAIGNS=3    likewise, and managers make as many campaigns
"""

import argparse
import asyncio
import sys
import tempfile
from pathlib import Path

from tests.kills.figures import Figures, show
from tests.kills.process import REAL, TITLES, town
from tests.kills.trace import Trace
from tests.kills.upset import Chaos
from tests.kit.cache import prepared


async def chaos(
    seed: int,
    *,
    whispers: int,
    kills: int,
    folder: Path,
    cache: Path,
    traces: Path | None = None,
    moderation: str = "post",
    channels: int = 1,
    replies: int = 0,
    campaigns: int = 0,
    program: str = REAL,
) -> Figures:
    """One run. ``traces``: a folder that gets the order of events of a run that was not good."""
    async with town(
        folder,
        cache,
        seed=seed,
        channels=channels,
        campaigns=campaigns > 0,
        program=program,
        release="mixed",
        release_every="1s",
        release_keep="0",
        release_max_age="2s",
        pace="40ms",
        digest_time="23:59:59",
        moderation=moderation,
        review_every="0s",
        undo="0s",
        replies="on" if replies else "off",
        reply_every="1s",
    ) as place:
        trace = Trace(place)
        figures: Figures | None = None
        try:
            run = Chaos(
                place, seed, whispers, kills, trace, reviewed=moderation == "pre", replies=replies,
                campaigns=campaigns,
            )  # fmt: skip
            figures = await run.run()
        finally:
            if traces is not None and (figures is None or not figures.good):
                trace.write(traces / f"chaos-{seed}.txt")
        return figures


def main() -> int:
    """Exit status 0: nothing lost, nothing twice, nothing in the wrong channel."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seeds", type=int, default=1, help="how many, from --seed on")
    parser.add_argument("--whispers", type=int, default=200)
    parser.add_argument("--kills", type=int, default=3)
    parser.add_argument("--moderation", choices=("post", "pre"), default="post")
    parser.add_argument(
        "--channels", type=int, default=1, choices=range(1, len(TITLES) + 1), help="one refuses"
    )
    parser.add_argument("--replies", type=int, default=0, help="to each whisper")
    parser.add_argument("--campaigns", type=int, default=0, help="of the only channel")
    parser.add_argument(
        "--traces", type=Path, default=Path(tempfile.gettempdir()), help="folder for bad runs"
    )
    chosen = parser.parse_args()
    if chosen.campaigns and chosen.channels > 1:
        parser.error("campaigns are made for one channel here")
    good = True
    for index, seed in enumerate(range(chosen.seed, chosen.seed + chosen.seeds)):
        with tempfile.TemporaryDirectory(prefix="sotto-chaos-") as folder:
            figures = asyncio.run(
                chaos(
                    seed,
                    whispers=chosen.whispers,
                    kills=chosen.kills,
                    folder=Path(folder),
                    cache=prepared(),
                    traces=chosen.traces,
                    moderation=chosen.moderation,
                    channels=chosen.channels,
                    replies=chosen.replies,
                    campaigns=chosen.campaigns,
                )
            )
        show(figures, sys.stdout, head=index == 0)
        good = good and figures.good
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
