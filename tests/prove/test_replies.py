"""People reply, an author answers, moderators reject: nobody is found, and no words that were taken
back, dropped or rejected."""

import asyncio
import signal

from bot.sandbox.messages import Message
from tests.prove.authors import clean, only, tap
from tests.prove.readers import (
    BEHAVIOURS,
    CRUEL,
    SETTINGS,
    TalkingTown,
    answers_as_author,
    confessed,
    replied,
    send,
    talking_town,
)
from tests.prove.scan import scan
from tests.prove.town import PLAIN, TOKEN

READERS = 2 * len(BEHAVIOURS)
AT_ONCE = 6


def forms(text: str) -> tuple[bytes, bytes]:
    return text.encode(), text.encode("utf-16-le")


def places_of(town: TalkingTown, *texts: str, told: bool = True) -> list[str]:
    """Parts of the image that hold one of these. ``told``: what people were sent counts as well."""
    looked_for = [form for text in texts for form in forms(text)]
    return [
        name
        for name, data in town.image().parts.items()
        if (told or not name.startswith(("text of", "call of")))
        and any(form in data for form in looked_for)
    ]


async def reject_what_is_cruel(town: TalkingTown, *moderators: int) -> None:
    """Each sheet that comes: all of it, with the first reason."""
    start = CRUEL.split("{")[0]

    def sheet() -> Message | None:
        return only(town.moderators.live, lambda m: bool(m.keyboard) and start in (m.text or ""))

    mia = town.people[moderators[0]]
    shown = await town.until(sheet)
    while shown is not None:
        label = next((each for each in shown.labels if each.endswith("✗")), None)
        if label is not None:
            await tap(town, mia, shown, label)
        elif any("All" in each for each in shown.labels):
            await mia.press(shown, next(e for e in shown.labels if "All" in e)).wait()
            await town.until(lambda s=shown: not any("All" in e for e in s.labels) or None)
        elif shown.labels:
            await mia.press(shown, shown.labels[0]).wait()
        await asyncio.sleep(0.3)
        shown = sheet()


async def test_people_who_reply_leave_no_trace(tmp_path, figure):
    async with talking_town(tmp_path, READERS + 2) as town:
        *readers, author, mia = town.people
        town.moderators.admit(mia)
        life = await town.start(program=PLAIN, **SETTINGS)
        codes = [await confessed(town, author)]
        acts = [BEHAVIOURS[n % len(BEHAVIOURS)] for n in range(READERS)]
        turns = asyncio.Semaphore(AT_ONCE)

        async def take_turn(n: int) -> str | None:
            async with turns:
                return await acts[n](town, readers[n], n)

        given = await asyncio.gather(*map(take_turn, range(READERS)))
        await answers_as_author(town, author, codes[0])
        codes += [code for code in given if code]
        await reject_what_is_cruel(town, READERS + 1)
        await asyncio.gather(*(clean(town, person) for person in (*readers, author)))
        kept = [replied(n) for n, act in enumerate(acts) if "withdraws" not in act.__name__]
        await town.until(lambda: len(town.comments) == 2 * 4 + 1)
        out = [words for words in kept if town.comment(words)]
        assert len(out) == 2 * 4  # that reply and do not take it back
        assert len([m for m in town.comments if (m.text or "").startswith("✔ Author")]) == 1
        assert await life.end(signal.SIGTERM) == 0
        image = town.image()
        figure("replies: people, replies in the group", f"{len(town.people)}, {len(town.comments)}")
        figure("replies: bytes searched", f"{image.size:,} in {len(image.parts)} parts")
        found = scan(image, town.suspects, secrets=[TOKEN.encode()])
        figure("replies: traces found", len(found))
        assert found == ()
        burnt = [replied(n, each)[:-1] for n in range(READERS) for each in ("burnt", "hid")]
        assert places_of(town, *burnt) == []
        later = [replied(n)[:-1] for n, act in enumerate(acts) if "later" in act.__name__]
        assert places_of(town, *later, CRUEL.split("{")[0], told=False) == []
        assert places_of(town, *codes, *(code.replace("-", "") for code in codes)) == []
        assert TOKEN.encode() not in bytes(life.printed)


async def test_the_scan_would_see_words_and_codes_of_people_who_reply(tmp_path):
    """The test above can fail."""
    async with talking_town(tmp_path, 2) as town:
        reader = town.suspects[1]
        file = town.folder / "data" / "notes"
        file.write_text(f"{reader.id} {replied(1, 'burnt')} ABCD-EFGH-JKMN-PQRS")
        assert {hit.person for hit in town.found()} == {reader.id}
        assert places_of(town, replied(1, "burnt")[:-1]) == [str(file)]
        assert places_of(town, "ABCD-EFGH-JKMN-PQRS", told=False) == [str(file)]


async def test_replies_that_waited_when_the_bot_was_killed_come_out_unnamed(tmp_path):
    async with talking_town(tmp_path, 5) as town:
        life = await town.start(program=PLAIN, **SETTINGS)
        await confessed(town, town.people[4])
        for n, reader in enumerate(town.people[:4]):
            await send(town, reader, replied(n))
        await life.end(signal.SIGKILL)
        assert town.found() == ()
        await town.start(program=PLAIN, **SETTINGS)
        await town.until(lambda: len(town.comments) == 4)
        assert town.found() == ()
