"""Somebody seizes the machine, its backups and its logs: fifty people were there, none is found."""

import signal

from tests.prove.authors import TRACELESS, live, photo_by, publish, words_of
from tests.prove.scan import Image, scan
from tests.prove.town import TOKEN, ProofTown, town_of


def residue(town: ProofTown) -> list[str]:
    """Parts of the image with words that were taken back."""
    burnt = [words_of(i, variant)[:-1] for i in range(50) for variant in TRACELESS]
    forms = [w.encode(coding) for w in burnt for coding in ("utf-8", "utf-16-le")]
    return [
        name for name, data in town.image().parts.items() if any(form in data for form in forms)
    ]


async def test_fifty_people_leave_no_trace(tmp_path, figure):
    async with town_of(tmp_path, 50) as town:
        await town.start()
        await live(town)
        await town.until(lambda: len(town.cards) >= 20)
        life = town.lives[-1]
        assert await life.end(signal.SIGTERM) == 0
        image = town.image()
        figure("seizure: people, posts", f"{len(town.people)}, {len(town.cards)}")
        figure("seizure: bytes searched", f"{image.size:,} in {len(image.parts)} parts")
        found = town.found()
        figure("seizure: traces found", len(found))
        assert found == ()
        assert residue(town) == []
        assert TOKEN.encode() not in bytes(life.printed)
        assert town.uploads_by_id == 0


async def test_the_photo_of_the_town_would_give_its_author_away(tmp_path):
    """The test above can fail: what people sent holds their ids."""
    async with town_of(tmp_path, 3) as town:
        image = Image()
        image.add("photo", photo_by(town.people[1]))
        assert {hit.person for hit in scan(image, town.suspects)} == {town.people[1].id}


async def test_every_way_back_is_gone_once_the_bot_has_stopped(tmp_path):
    """Three publish, the bot is killed while they wait, and still they come out, unnamed."""
    async with town_of(tmp_path, 3) as town:
        life = await town.start(SOTTO_RELEASE_MAX_AGE="6s")
        for index, author in enumerate(town.people):
            await publish(town, author, words_of(index))
        await life.end(signal.SIGKILL)
        assert town.found() == ()
        await town.start(SOTTO_RELEASE_MAX_AGE="6s")
        await town.until(lambda: len(town.cards) == 3)
        assert town.found() == ()
