"""A reader reports, a moderator restores, the bot is killed before a decision is carried out, a
digest and a backup are made: neither author, reader nor moderator is found in what is left."""

import signal

from bot.sandbox.messages import Message
from bot.sandbox.people import Person
from tests.prove.authors import clean, only, publish, tap, words_of
from tests.prove.test_review import decide, lying_about
from tests.prove.town import PLAIN, ProofTown, town_of

SETTINGS = {
    "SOTTO_MODERATION": "pre",
    "SOTTO_REVIEW_EVERY": "0s",
    "SOTTO_REPORTS_EVERY": "0s",
    "SOTTO_UNDO": "1s",
    "SOTTO_RELEASE_KEEP": "0",
}


def posted(town: ProofTown, words: str) -> list[Message]:
    return [post for post in town.cards if words[:25] in (post.caption or "")]


def decided(card: Message) -> bool:
    return any("Undo" in label for label in card.labels)


async def question(town: ProofTown, reader: Person, number: str) -> Message:
    """What is wrong with it? A post that only just came is asked for once more."""
    for _ in range(5):
        reader.start(town.bot, f"report_{number}")
        said: Message = await town.until(
            lambda: only(reader.chat, lambda m: m.sender is town.bot and not m.deleted)
        )
        if said.keyboard:
            return said
        await town.until(lambda gone=said: gone.deleted)
    raise AssertionError(f"no question about {number}")


async def reported_and_restored(town: ProofTown, reader: Person, moderator: Person) -> None:
    number = (posted(town, words_of(0))[0].caption or "").splitlines()[0].removeprefix("#")
    reader.press(await question(town, reader, number), "🪪")
    await town.until(lambda: not posted(town, words_of(0)))
    moderator.send(f"/restore {number}", to=town.moderators)
    await town.until(lambda: posted(town, words_of(0)))


async def test_neither_author_nor_reader_nor_moderator_is_found(tmp_path, figure):
    async with town_of(tmp_path, 5) as town:
        *authors, reader, moderator = town.people
        town.moderators.admit(moderator)
        town.channel.admit(reader)
        life = await town.start(program=PLAIN, **{**SETTINGS, "SOTTO_UNDO": "1h"})
        for index, author in enumerate(authors):
            await publish(town, author, words_of(index))
        await decide(town, moderator, 0, "Approve")
        await life.end(signal.SIGKILL)
        assert town.found() == ()
        assert not town.cards

        life = await town.start(program=PLAIN, **SETTINGS)
        undo = await town.until(lambda: only(town.moderators.messages, decided))
        await tap(town, moderator, undo, "Undo")
        await decide(town, moderator, 1, "Reject", "hurt")
        await decide(town, moderator, 0, "Approve")
        await decide(town, moderator, 2, "Approve")
        await town.until(lambda: posted(town, words_of(0)) and posted(town, words_of(2)))
        await reported_and_restored(town, reader, moderator)
        assert await town.command("digest", "--now") == 0
        assert await town.command("backup", str(tmp_path / "data" / "backup.db")) == 0
        for person in (*authors, reader):
            person.send("/help")  # coming back has the chat swept
            await clean(town, person)
        assert await life.end(signal.SIGTERM) == 0
        found = town.found()
        figure("reports, digest, backup: traces of five people", len(found))
        assert found == ()
        backup = [n for n in lying_about(town, words_of(0)[:-1]) if n.endswith("backup.db")]
        assert len(backup) == 1, "what is public is in the backup"
        assert not [n for n in lying_about(town, words_of(1)[:-1]) if n.endswith("backup.db")]
        assert town.uploads_by_id == 0
