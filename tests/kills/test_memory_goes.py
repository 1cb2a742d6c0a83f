"""The shared memory's server is killed under a running bot, and started anew."""

import signal

from tests.kit.memories import need_valkey
from tests.prove.authors import publish, receipt_of, tap, words_of
from tests.prove.town import PLAIN, town_of
from tests.servers import valkey


async def test_words_wait_while_the_memory_is_away_and_publishing_goes_on(tmp_path):
    """One whisper waits for its slot as the server is killed: it comes out. Who writes meanwhile
    gets one card, once the server is back, and publishes it: as after a restart of the bot."""
    need_valkey()
    with valkey() as server:
        async with town_of(tmp_path, 2) as town:
            life = await town.start(
                program=PLAIN,
                SOTTO_MEMORY=server.address,
                SOTTO_RELEASE_KEEP="0",
                SOTTO_DRAFT_TTL="60s",
            )
            first, second = town.people
            await publish(town, first, words_of(0))
            server.stop(signal.SIGKILL)
            second.send(words_of(1))
            await town.until(lambda: len(town.cards) == 1)
            await town.until(lambda: b'"memory_away"' in life.printed)
            assert previews(second) == []
            server.start()
            await town.until(lambda: previews(second))
            assert b'"memory_anew"' in life.printed
            assert len(previews(second)) == 1
            await tap(town, second, previews(second)[0], "Publish")
            await receipt_of(town, second)
            await town.until(lambda: len(town.cards) == 2)
            assert await life.end(signal.SIGTERM) == 0
            assert b'"update_given_up"' not in life.printed


def previews(author):
    return [m for m in author.chat if m.photo and m.keyboard and m.sender is not author]
