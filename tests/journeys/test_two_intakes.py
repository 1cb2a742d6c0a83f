"""Two processes that answer one bot's webhook behave as one: what one has asked or shown, the other
one knows."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager
from datetime import datetime, timedelta

import pytest

from bot.cards.order import CardOrder
from bot.memory.appeals import Appeal, Appeals
from tests import servers
from tests.journeys.test_bans import ban, told
from tests.journeys.test_campaigns_at_moderators import asked
from tests.journeys.test_settings_in_chat import opened, voted
from tests.kit.balanced import Balanced, balanced
from tests.kit.databases import Databases, databases_of
from tests.kit.managers import with_managers
from tests.kit.memories import emptied
from tests.kit.memories import valkey_server as valkey_server
from tests.kit.replying import reply, thread
from tests.kit.town import ModeratedTown, Town, cards_with_buttons, jpeg

Both = Callable[..., AbstractAsyncContextManager[Balanced]]
WORDS = "I still take the tram past your house."


@pytest.fixture(scope="module")
def server_databases() -> Iterator[Databases]:
    if servers.postgresql_folder() is None and not servers.required():
        pytest.skip("no PostgreSQL here: apt install postgresql")
    with servers.postgresql(autovacuum="off") as running, databases_of(running) as made:
        yield made


@pytest.fixture
async def both(
    server_databases: Databases, valkey_server: servers.ValkeyServer
) -> AsyncIterator[Both]:
    """Run a town's bot as two processes."""
    await emptied(valkey_server)
    with server_databases.empty() as database:
        yield lambda town, **changes: balanced(town, database, valkey_server.address, **changes)


async def test_a_conversation_goes_on_whoever_hears_what_comes_next(town: Town, both: Both) -> None:
    alice = town.alice
    async with both(town, places="town") as processes:
        sent = alice.send(WORDS)
        preview = await town.preview(alice)
        await processes.idle()
        processes.next()
        before = preview.photo
        alice.edit(sent, WORDS.replace("tram", "bus"))
        await town.until(lambda: preview.photo != before)
        await processes.idle()
        assert cards_with_buttons(alice.chat) == [preview], "the first one has changed"
        await town.press(alice, preview, "📍")
        await town.until(lambda: any("Type a town" in each for each in preview.labels))
        await town.press(alice, preview, "Type a town")
        await town.said(alice, "Which town?")
        await processes.idle()
        processes.next()
        alice.send("Lyon")
        await town.until(lambda: any("Lyon, France" in each for each in preview.labels))
        await processes.idle()
        assert cards_with_buttons(alice.chat) == [preview], "its answer is no whisper"
        processes.next()
        await town.press(alice, preview, "📍 Lyon, France")
        await town.until(lambda: any("✅" in each for each in preview.labels))
        await town.press(alice, preview, "✅")
        await town.until(lambda: town.cards and preview.deleted and sent.deleted)
        await processes.idle()
        assert len(town.cards) == 1


async def test_a_setting_that_one_hears_is_followed_by_the_other(
    moderated: ModeratedTown, both: Both
) -> None:
    async with both(moderated) as processes:
        screen = await opened(moderated, "Digest time")
        await voted(moderated, screen, "22:00")
        one, other = processes.sides
        await moderated.until(one.anew.is_set)
        assert not other.anew.is_set(), "it has heard nothing"
        other.schedule.ring("settings")
        await moderated.until(other.anew.is_set)


async def test_words_find_their_picture_and_what_has_ended_is_known(town: Town, both: Both) -> None:
    bob = town.world.add_person("Ben")
    async with both(town) as processes:
        picture = bob.send_photo(jpeg())
        await town.said(bob, "Now write the words")
        await processes.idle()
        processes.next()
        words = bob.send("The garden where I stopped believing him.")
        preview = await town.preview(bob, after=await town.said(bob, "Now write the words"))
        await processes.idle()
        assert preview.reply_to is picture
        processes.next()
        await town.press(bob, preview, "✅")
        await town.until(lambda: town.cards and picture.deleted and words.deleted)
        await processes.idle()
        processes.next()
        bob.chat.append(words)  # an app that has not heard that it is gone
        words.deleted = False
        bob.edit(words, "Another garden.")
        await town.said(bob, "editing your message changes nothing")
        await processes.idle()
        assert cards_with_buttons(bob.chat) == []


async def test_of_a_message_and_its_edit_that_both_draw_one_card_stands(
    town: Town, both: Both
) -> None:
    # Order: one draws the message | the other hears its edit, and shows it | one has drawn.
    async with both(town) as processes:
        studio, drawn = processes.sides[0].services.shared.studio, asyncio.Event()
        draw = studio.card

        async def slowly(order: CardOrder) -> bytes:
            drawing.set()
            await drawn.wait()
            return await draw(order)

        studio.card, drawing = slowly, asyncio.Event()  # type: ignore[method-assign]
        sent = town.alice.send(WORDS)
        async with asyncio.timeout(20):
            await drawing.wait()
        processes.next()
        town.alice.edit(sent, WORDS.replace("tram", "bus"))
        preview = await town.preview(town.alice)
        drawn.set()
        await processes.idle()
        assert cards_with_buttons(town.alice.chat) == [preview]
        await town.press(town.alice, preview, "✅")
        await town.until(lambda: town.cards)
        await town.until(lambda: sent.deleted)


async def test_moderators_press_where_they_like(
    moderated: ModeratedTown, both: Both, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An appeal that one has shown the other answers; a value that one was told of is voted on at
    the other. An appeal that comes again, wherever who had it in hand was killed, is the same."""
    opened, opens = Appeals.open, list[str]()

    async def dies_once(self: Appeals, name: str, appeal: Appeal, now: datetime) -> bool:
        done = await opened(self, name, appeal, now)
        opens.append(name)
        if len(opens) == 1:
            raise RuntimeError("before its card was stored")
        return done

    monkeypatch.setattr(Appeals, "open", dies_once)
    alice, mia, noa = moderated.alice, moderated.mia, moderated.noa
    first = {"moderation": "pre", "review_every": timedelta(0)}
    async with both(moderated, **first) as processes:
        await moderated.submit(alice, WORDS)
        code = await moderated.receipt(alice)
        await ban(moderated, await moderated.shown(WORDS))
        await processes.idle()
        moderated.world.clock.skip(timedelta(days=1))
        await told(moderated, f"/appeal {code} I did not mean it.", "passed it on")
        appeal = await moderated.with_moderators("asks to write again")
        assert len(opens) == 2
        await processes.idle()
        processes.next()
        [made] = [each for each in processes.brought if "/appeal" in str(each)]
        await processes.sides[1].intake.take(made)
        said = [m for m in alice.chat if "passed it on" in (m.text or "")]
        assert len(said) == 2
        assert len([m for m in moderated.group.messages if "asks to write" in (m.text or "")]) == 1
        assert await moderated.press(mia, appeal, "✅") == "Ban lifted."
        await moderated.said(alice, "you can write again now")
        await moderated.until(lambda: "ban lifted" in (appeal.text or ""))
        processes.next()
        screen = await moderated.tell(mia, "/settings digest_time 19:35", "Digest time")
        await processes.idle()
        processes.next()
        assert await moderated.press(noa, screen, "19:35") == "Saved."


async def test_who_made_a_campaign_is_known_to_both(town: Town, both: Both) -> None:
    managed = with_managers(town)
    managed.group.admit(managed.cam)
    async with both(managed) as processes:
        card = await asked(managed, await managed.made(WORDS))
        await processes.idle()
        processes.next()
        said = await managed.press(managed.cam, card, "Approve")
        assert said == "You worked on this one: someone else has to check it."
        assert await managed.press(managed.mia, card, "Approve") == "Approved.", "one is enough"


async def test_news_of_a_thread_are_told_once(town: Town, both: Both) -> None:
    async with both(town, replies="on", reply_every=timedelta(0)) as processes:
        await town.publish(town.alice, WORDS)
        await processes.idle()
        processes.next()  # the one that lets no reply out
        opened = await thread(town, town.alice)
        assert "I’ll tell you once" in (await town.press(town.alice, opened, "Tell me once") or "")
        processes.next()
        await reply(town, town.bob, "Moi aussi.")
        await processes.idle()
        news = "Someone replied where you were reading."
        await town.time_passes(
            timedelta(minutes=20), lambda: [m for m in town.alice.chat if news in (m.text or "")]
        )
        town.world.clock.skip(timedelta(minutes=20))
        await processes.idle()
        assert len([m for m in town.alice.chat if news in (m.text or "")]) == 1
