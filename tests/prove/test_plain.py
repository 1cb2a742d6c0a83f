"""The program that most proofs run in place of ``sotto run``."""

import io
from pathlib import Path

from PIL import Image

from tests.prove.authors import publish, words_of
from tests.prove.town import PLAIN, town_of


async def test_plain_cards_are_of_one_colour_and_drawn_by_no_other_process(tmp_path):
    async with town_of(tmp_path, 1) as town:
        life = await town.start(program=PLAIN, SOTTO_RELEASE="instant")
        await publish(town, town.people[0], words_of(0))
        await town.until(lambda: town.cards)
        media = town.cards[0].media
        assert media is not None
        with Image.open(io.BytesIO(media.data)) as card:
            assert all(low == high for low, high in card.getextrema())
        assert not [each for each in programs_below(life.running.pid) if b"spawn" in each]


def programs_below(pid: int) -> list[bytes]:
    """What children of this process were started as."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [Path(f"/proc/{child}/cmdline").read_bytes() for child in children]
