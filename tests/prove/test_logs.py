"""At DEBUG, through everything that can go wrong, the bot prints nothing that names anybody."""

import signal

from tests.prove.authors import preview_of, publish, receipt_of, words_of
from tests.prove.raising import WORD
from tests.prove.scan import Hit, Image, Person, scan
from tests.prove.town import PLAIN, TOKEN, ProofTown, town_of

GARBAGE = (b"<html>502</html>", b'{"ok":true,"result":{"message_', b'{"ok":true,"result":[[7]]}')


def printed(town: ProofTown) -> Image:
    image = Image()
    for number, life in enumerate(town.lives):
        image.add(f"life {number}", bytes(life.printed))
    return image


def told(town: ProofTown, words: list[str]) -> tuple[Hit, ...]:
    """Traces of people, of their words and of the token in what all lives printed."""
    names = tuple(word for sentence in words for word in (sentence, sentence[:25]))
    secret = Person(6_181_989_977, (TOKEN, TOKEN.partition(":")[2], *names))
    return scan(printed(town), [*town.suspects, secret], secrets=[TOKEN.encode()])


async def unreadable_updates(town: ProofTown) -> None:
    """Updates that PTB cannot parse, each full of somebody."""
    author = town.people[0]
    whole = {"id": author.id, "first_name": author.name, "username": author.username}
    for payload in (
        {"message_id": "none", "from": whole, "chat": {"id": author.id}, "text": words_of(1)},
        {"from": {"id": author.id}, "text": words_of(1)},
        {"message_id": 3, "date": words_of(1), "chat": whole, "from": [author.id]},
    ):
        town.bot.inbox.push("message", payload)
    town.bot.inbox.push("callback_query", {"id": words_of(1), "from": author.id, "message": whole})
    await town.until(lambda: not town.bot.inbox.waiting)


async def errors_of_every_kind(town: ProofTown) -> None:
    """429, 500, 502, 400, lost answers and garbage meet every method at random; in the end the
    author has a whisper more."""
    faults = town.world.faults
    rules = [
        faults.server_error("sendPhoto", "sendMessage", "answerCallbackQuery"),
        faults.server_error("getUpdates", code=502),
        faults.server_error("deleteMessages", code=502),
        faults.flood(1, "deleteMessages"),
        faults.refuse("deleteMessages"),
        faults.lose_reply("sendPhoto"),
        faults.garbage("getUpdates", body=GARBAGE[-1]),
        *(faults.garbage("sendMessage", body=body) for body in GARBAGE),
    ]
    author = town.people[1]
    author.send(words_of(1))
    author.press(await preview_of(town, author), "Publish")
    await receipt_of(town, author)
    await town.until(lambda: all(rule.fired for rule in rules))


async def handlers_that_fail(town: ProofTown) -> None:
    town.people[2].send(f"{WORD}: {words_of(2)}")
    await town.until(lambda: b"update_given_up" in town.lives[-1].printed)
    await publish(town, town.people[2], words_of(3))


async def test_no_log_line_names_anybody_whatever_goes_wrong(tmp_path, figure):
    async with town_of(tmp_path, 4) as town:
        words = [words_of(index) for index in range(4)]
        life = await town.start(program=("tests.prove.raising",))
        await unreadable_updates(town)
        await errors_of_every_kind(town)
        await handlers_that_fail(town)
        town.people[3].send(words[0])
        await preview_of(town, town.people[3])
        assert await life.end(signal.SIGINT) == 0

        life = await town.start(program=PLAIN)
        pause = town.world.faults.pause("sendPhoto", at="before", chat=town.people[0].place())
        town.people[0].send(words[0])
        await pause.reached()
        await life.end(signal.SIGKILL)
        pause.drop()

        life = await town.start(program=PLAIN)
        await town.until(lambda: town.bot.inbox.polled)
        town.bot.inbox.stop_poll()  # 409: somebody else fetches
        assert await life.end(signal.SIGCONT) == 5
        life = await town.start(program=PLAIN)
        await town.until(lambda: town.bot.inbox.polled)
        del town.world.bots[TOKEN]  # 401: the token was revoked
        town.bot.inbox.stop_poll(quietly=True)
        assert await life.end(signal.SIGCONT) == 3
        town.world.bots[TOKEN] = town.bot

        lines = sum(bytes(each.printed).count(b"\n") for each in town.lives)
        found = told(town, words)
        figure("log at DEBUG: lives, lines, traces", f"{len(town.lives)}, {lines}, {len(found)}")
        assert found == ()
        assert not any(b"Traceback" in each.printed for each in town.lives)


async def test_a_log_with_an_update_in_it_is_seen(tmp_path):
    """The test above can fail."""
    async with town_of(tmp_path, 1) as town:
        life = await town.start(program=("tests.prove.leaks", "log_an_update"))
        town.people[0].send(words_of(0))
        await preview_of(town, town.people[0])
        await life.end(signal.SIGTERM)
        assert {hit.person for hit in told(town, [words_of(0)])} == {
            town.people[0].id,
            6_181_989_977,
        }
