"""Somebody seizes the machine on which the shared memory's server runs: its folder, and what can be
copied out of it but for its key. Nobody is found.

What the server's own memory holds together with its key is what a bot's memory holds: whoever can
read it while it runs knows who is who, and nobody does once it has ended."""

import re
import signal
from pathlib import Path

from bot.memory.shared.store import KEY, client_of
from tests.kit.memories import need_valkey
from tests.prove.authors import only, photo_by, preview_of, publish, words_of
from tests.prove.readers import replied, written
from tests.prove.scan import Hit, Image, scan
from tests.prove.town import PLAIN, TOKEN, ProofTown, town_of
from tests.servers import ValkeyServer, valkey

PEOPLE = 4
SETTINGS = {
    "SOTTO_DRAFT_TTL": "60s",
    "SOTTO_RECEIPT_TTL": "60s",
    "SOTTO_RELEASE_MAX_AGE": "60s",
    "SOTTO_RELEASE_KEEP": "0",
    "SOTTO_REPLIES": "on",
}
"""So that what is remembered is still there when it is looked for."""
OPEN = "burnt"
"""A word of all that is written and left open."""


async def copied(server: ValkeyServer) -> Image:
    """All that the server gives away but for its key: names and values, what it logged, who is
    connected."""
    client, image = client_of(server.address), Image()
    try:
        for number, name in enumerate(sorted(await client.keys("*"))):
            if name != KEY:
                image.add(f"name {number}", name)
                image.add(f"value {number}", await client.dump(name) or b"")
                for part, value in enumerate(await values_of(client, name)):
                    image.add(f"value {number}.{part}", value)
        image.add("slow commands", repr(await client.slowlog_get(1_000)).encode())
        image.add("clients", repr(await client.client_list()).encode())
    finally:
        await client.aclose()
    return image


async def values_of(client, name: bytes) -> list[bytes]:
    """As they were given: a dump may have them compressed."""
    kind = await client.type(name)
    if kind == b"string":
        return [await client.get(name)]
    if kind == b"hash":
        return [part for pair in (await client.hgetall(name)).items() for part in pair]
    if kind == b"list":
        return await client.lrange(name, 0, -1)
    if kind == b"set":
        return list(await client.smembers(name))
    if kind == b"zset":
        return [each for each, _score in await client.zrange(name, 0, -1, withscores=True)]
    found = await client.xrange(name)
    return [value for _id, fields in found for value in fields.values()]


def files_of(server: ValkeyServer) -> Image:
    image = Image()
    image.add_folder(server.folder)
    return image


def kept_on_disk(folder: Path) -> set[str]:
    """What the server has written beside its log."""
    return {str(each.relative_to(folder)) for each in folder.rglob("*")} - {"socket", "log"}


def asks_for_words(author):
    return only(author.chat, lambda m: "Now write the words" in m.words.text)


async def day(town: ProofTown, server: ValkeyServer, *program: str) -> tuple[Hit, ...]:
    """Some publish, and leave a reply, a draft and a picture open; returns who is found where the
    memory is."""
    await town.start(
        program=program or PLAIN,
        **SETTINGS,
        SOTTO_MEMORY=server.address,
    )
    for index, author in enumerate(town.people):
        await publish(town, author, words_of(index))
    await town.until(lambda: town.cards)
    for index, author in enumerate(town.people):
        await written(town, author, replied(index, OPEN))
        author.send(words_of(index, OPEN))
        await preview_of(town, author)
        author.send_photo(photo_by(author))
        await town.until(lambda author=author: asks_for_words(author))
    image = await copied(server)
    for name, data in files_of(server).parts.items():
        image.add(f"file {name}", data)
    town.figures = image.size, len(image.parts)  # type: ignore[attr-defined]
    town.words = [name for name, data in image.parts.items() if OPEN.encode() in data]  # type: ignore[attr-defined]
    return scan(image, town.suspects, secrets=[TOKEN.encode()])


async def test_nobody_is_found_in_the_shared_memorys_folder_names_and_values(tmp_path, figure):
    need_valkey()
    with valkey() as server:
        async with town_of(tmp_path, PEOPLE) as town:
            found = await day(town, server)
            size, parts = town.figures
            figure("shared memory: bytes searched", f"{size:,} in {parts} parts")
            figure("shared memory: traces found", len(found))
            assert parts > 20 * PEOPLE, "there was something to be found"
            assert found == ()
            assert town.words == [], "nor is anything that they wrote"
            assert kept_on_disk(server.folder) == set()
            assert await town.lives[-1].end(signal.SIGTERM) == 0
            assert town.found() == ()
        server.stop()
        assert kept_on_disk(server.folder) == set(), "nor does it write anything when it ends"


async def test_a_build_that_keeps_routes_in_clear_is_caught(tmp_path, figure):
    need_valkey()
    with valkey() as server:
        async with town_of(tmp_path, 2) as town:
            found = await day(town, server, "tests.prove.memory_leaks", "route_in_clear")
            figure("broken build: route_in_clear", f"caught: {len(found)} traces")
            assert {hit.person for hit in found} == {each.id for each in town.people}


async def test_a_build_that_keeps_what_is_open_in_clear_is_caught(tmp_path, figure):
    need_valkey()
    with valkey() as server:
        async with town_of(tmp_path, 1) as town:
            await day(town, server, "tests.prove.memory_leaks", "slates_in_clear")
            assert town.words
            figure("broken build: slates_in_clear", f"caught: words in {len(town.words)} parts")


async def test_a_build_that_lets_the_server_write_is_caught(tmp_path, figure):
    """Its folder then holds the key beside what lies under it: everybody is named."""
    need_valkey()
    with valkey(appendonly="yes", appendfsync="always") as server:
        async with town_of(tmp_path, 1) as town:
            await day(town, server, "tests.prove.memory_leaks", "persistence_on")
            assert kept_on_disk(server.folder)
            written = b"".join(files_of(server).parts.values())
            assert re.search(rb"sotto\r\n\$48\r\n", written), "the key lies there"
            figure("broken build: persistence_on", "caught: the key is in a file")


async def test_a_server_that_writes_is_refused(tmp_path):
    need_valkey()
    with valkey(appendonly="yes") as server:
        async with town_of(tmp_path, 1) as town:
            life = await town.start("run", SOTTO_MEMORY=server.address, program=PLAIN)
            assert await life.end(signal.SIGCONT) == 8
            assert b"CONFIG SET appendonly no" in life.printed
