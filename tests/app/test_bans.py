"""Bans: decided while the way back is in memory, kept as a slow tag, and one appeal."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.whisper import WhisperKey
from bot.memory import identity
from bot.memory.authors import Authors
from bot.sandbox.messages import Message
from tests.app.conftest import DeskTown, jpeg

WORDS = "I water his plants."


@pytest.fixture
def desk_town(desk_town: DeskTown, monkeypatch: pytest.MonkeyPatch) -> DeskTown:
    """Everything is looked at first, at once; tags are quick to compute."""
    desk_town.settings |= {"moderation": "pre", "review_every": timedelta(0)}
    monkeypatch.setattr(identity, "_SLOWNESS", 2**4)
    return desk_town


async def ban_alice(town: DeskTown) -> str:
    """Two moderators ban her, and the ban begins; returns the receipt of what they rejected."""
    await town.submit(town.alice, WORDS)
    code = await town.receipt(town.alice)
    await ban(town, await town.shown(WORDS))
    await town.later(timedelta(days=1))
    return code


async def ban(town: DeskTown, card: Message) -> None:
    """Both press, and it is settled."""
    assert "1 more vote" in (await town.press(town.mia, card, "⛔") or "")
    await town.until(lambda: any("1/2" in label for label in card.labels))
    assert await town.press(town.noa, card, "⛔") == "Rejected, and its author banned."
    await town.until(
        lambda: "rejected; its author may not write for a while" in (card.caption or "") or None
    )
    await town.until(lambda: not card.keyboard or None)


async def told(town: DeskTown, text: str, answer: str) -> Message:
    """She writes this and is told that."""
    seen = list(town.alice.chat)
    town.alice.send(text)

    def found() -> Message | None:
        new = [m for m in town.alice.chat if m not in seen and answer in (m.text or "")]
        return new[-1] if new else None

    return await town.until(found)


async def test_a_banned_author_is_told_until_when_and_may_write_again_then(desk_town: DeskTown):
    async with desk_town.running():
        await ban_alice(desk_town)
        await told(desk_town, "Something else.", "You can write here again on")
        listed = await desk_town.tell(desk_town.mia, "/bans", "this week: one to three")
        assert not any(sign.isdigit() for sign in listed.text or "")
        await desk_town.later(timedelta(days=2))
        await desk_town.submit(desk_town.alice, "I am back.")
        await desk_town.later(timedelta(days=7))
        await desk_town.tell(desk_town.mia, "/bans", "Nobody was banned this week")


async def test_the_photo_of_a_banned_author_is_not_fetched_when_they_press_publish(
    desk_town: DeskTown,
):
    async with desk_town.running(draft_ttl=timedelta(days=1, hours=12)):
        desk_town.alice.send_photo(jpeg(), "My window, this morning.")
        preview = await desk_town.preview(desk_town.alice)
        await ban_alice(desk_town)
        fetched = desk_town.calls("getFile")
        said = await desk_town.press(desk_town.alice, preview, "✅")
        assert said == "You cannot write here just now."
        await desk_town.said(desk_town.alice, "You can write here again on")
        assert not fetched


async def test_a_ban_begins_with_the_next_midnight(desk_town: DeskTown):
    """At once it could be seen over somebody's shoulder, in the minute of the decision."""
    async with desk_town.running():
        await desk_town.submit(desk_town.alice, WORDS)
        await ban(desk_town, await desk_town.shown(WORDS))
        await desk_town.submit(desk_town.alice, "The last bus is the best part of my day.")
        await desk_town.later(timedelta(days=1))
        await told(desk_town, "Something else.", "You can write here again on")


async def test_moderators_read_the_same_of_a_first_ban_and_of_a_second(desk_town: DeskTown):
    """Otherwise the card of the second would tell that both whispers are of one author."""
    async with desk_town.running():
        first = await seen_of_a_ban(desk_town, "I water his plants.")
        await desk_town.later(timedelta(days=3))
        second = await seen_of_a_ban(desk_town, "The last bus is the best part of my day.")
        assert second == first


async def seen_of_a_ban(town: DeskTown, words: str) -> tuple[list[str], str]:
    """Everything that moderators read in the course of it, without the card's name; and /bans."""
    await town.submit(town.alice, words)
    card = await town.shown(words)
    name = (card.caption or "").split()[0]
    read = [await town.press(each, card, "⛔") or "" for each in (town.mia, town.noa)]
    await town.until(lambda: not card.keyboard or None)
    await town.until(lambda: "for a while" in (card.caption or "") or None)
    read.append((card.caption or "").replace(name, "NAME"))
    listed = await town.tell(town.mia, "/bans", "ans this week")
    return read, listed.text or ""


async def test_what_else_waits_of_a_banned_author_goes_without_a_sign(desk_town: DeskTown):
    other, third = "The last bus is the best part of my day.", "I kept her number."
    async with desk_town.running(release="mixed"):
        await desk_town.submit(desk_town.alice, third)
        await desk_town.press(desk_town.mia, await desk_town.shown(third), "✅")  # in the pool
        await desk_town.until(lambda: not desk_town.waiting or None)
        await desk_town.submit(desk_town.alice, other)
        card = await desk_town.shown(other)
        code = await desk_town.receipt(desk_town.alice)
        before = (card.caption, card.labels)
        await desk_town.submit(desk_town.alice, WORDS)
        await ban(desk_town, await desk_town.shown(WORDS))
        await desk_town.idle()
        assert (card.caption, card.labels) == before
        assert await desk_town.press(desk_town.noa, card, "✅") == "Approved."
        await desk_town.until(lambda: "approved" in (card.caption or "") or None)
        await told(desk_town, f"/receipt {code}", "did not publish it")
        await desk_town.later(timedelta(hours=13))
        await desk_town.idle()
        assert not desk_town.cards


async def test_a_second_card_of_the_same_evening_does_not_climb_the_ladder(desk_town: DeskTown):
    other = "The last bus is the best part of my day."
    async with desk_town.running() as running:
        for words in (WORDS, other):
            await desk_town.submit(desk_town.alice, words)
            await desk_town.shown(words)
        for words in (WORDS, other):
            await ban(desk_town, await desk_town.shown(words))
        async with running.services.storage.reading() as tables:
            (found,) = await tables.bans.listed()
        assert found.step == 0


def test_how_long_a_ban_is_possible_does_not_tell_when_it_was_written():
    """It counts from the card, and is over before the way back can be."""
    authors = Authors(bannable=timedelta(hours=40))
    came = datetime(2026, 11, 25, 12, 3, 7, tzinfo=UTC)
    key, shown = WhisperKey(b"one"), datetime(2026, 11, 25, 14, tzinfo=UTC)
    authors.note(key, identity.Route(b"somebody"), came)
    assert not authors.can_ban(key, came)
    authors.show([key], shown)
    assert authors.can_ban(key, shown + timedelta(hours=39, minutes=59))
    assert not authors.can_ban(key, shown + timedelta(hours=40))


async def test_others_write_as_ever_while_somebody_is_banned(desk_town: DeskTown):
    async with desk_town.running():
        await ban_alice(desk_town)
        desk_town.bob.send("Bonjour, je suis encore là.")
        await desk_town.preview(desk_town.bob)


async def test_a_ban_survives_a_restart_and_is_no_id_on_the_disk(desk_town: DeskTown):
    async with desk_town.running():
        await ban_alice(desk_town)
    async with desk_town.running():
        await told(desk_town, "Something else.", "You can write here again on")
    image = (desk_town.folder / "data" / "sotto.db").read_bytes()
    assert str(desk_town.alice.id).encode() not in image
    assert desk_town.alice.id.to_bytes(8, "big") not in image


async def test_the_tag_is_computed_once_for_a_chat_and_never_while_nobody_is_banned(
    desk_town: DeskTown, monkeypatch: pytest.MonkeyPatch
):
    computed: list[int] = []
    slow = identity._slow_tag

    def counted(number: int, key: bytes) -> bytes:
        computed.append(number)
        return slow(number, key)

    monkeypatch.setattr(identity, "_slow_tag", counted)
    async with desk_town.running():
        desk_town.bob.send("Avant.")
        await desk_town.preview(desk_town.bob)
        assert computed == []
        await ban_alice(desk_town)
        for _ in range(2):
            await told(desk_town, "Something else.", "You can write here again on")
        assert computed == [desk_town.alice.id]


async def test_after_a_restart_a_ban_is_refused_with_the_true_reason(desk_town: DeskTown):
    async with desk_town.running():
        await desk_town.submit(desk_town.alice, WORDS)
        card = await desk_town.shown(WORDS)
    async with desk_town.running():
        said = await desk_town.press(desk_town.mia, card, "⛔")
        assert "I was started anew since" in (said or "")
        await desk_town.press(desk_town.mia, card, "✅")
        await desk_town.until(lambda: desk_town.cards)


async def test_a_restart_in_the_time_to_undo_rejects_and_bans_nobody(desk_town: DeskTown):
    async with desk_town.running(undo=timedelta(minutes=5)):
        await desk_town.submit(desk_town.alice, WORDS)
        card = await desk_town.shown(WORDS)
        await desk_town.press(desk_town.mia, card, "⛔")
        await desk_town.press(desk_town.noa, card, "⛔")
    async with desk_town.running(undo=timedelta(minutes=5)):
        await desk_town.later(timedelta(minutes=6))
        await desk_town.until(lambda: "nobody is banned" in (card.caption or ""))
        await desk_town.tell(desk_town.mia, "/bans", "Nobody was banned")


async def test_an_appeal_is_heard_once_and_lifts_the_ban(desk_town: DeskTown):
    async with desk_town.running():
        code = await ban_alice(desk_town)
        await told(desk_town, "/appeal 0000-0000-0000-0000 please", "no rejected whisper")
        await told(desk_town, f"/appeal {code} I did not mean it.", "passed it on")
        await told(desk_town, f"/appeal {code} Again.", "asked once")
        appeal = await desk_town.at_desk("asks you to allow it again")
        assert "I did not mean it." in (appeal.text or "")
        assert "Alice" not in (appeal.text or "")
        assert await desk_town.press(desk_town.mia, appeal, "✅") == "Allowed again."
        await desk_town.said(desk_town.alice, "you can write again now")
        await desk_town.until(lambda: "allowed again" in (appeal.text or ""))
        assert "mean it" not in (appeal.text or "")
        await desk_town.submit(desk_town.alice, "Thank you.")


async def test_an_appeal_that_is_not_heard_leaves_the_ban(desk_town: DeskTown):
    async with desk_town.running():
        code = await ban_alice(desk_town)
        await told(desk_town, f"/appeal {code} I did not mean it.", "passed it on")
        appeal = await desk_town.at_desk("asks you to allow it again")
        presses = [desk_town.mia.press(appeal, "✖️"), desk_town.noa.press(appeal, "✅")]
        assert [await each.wait(20) or "" for each in presses] == [
            "Left as it is.",
            "It is answered already.",
        ]
        await desk_town.said(desk_town.alice, "leave it as it is")
        await told(desk_town, "Something else.", "You can write here again on")


async def test_a_restart_empties_an_open_appeal_which_may_be_made_again(desk_town: DeskTown):
    async with desk_town.running():
        code = await ban_alice(desk_town)
        await told(desk_town, f"/appeal {code} I did not mean it.", "passed it on")
        appeal = await desk_town.at_desk("asks you to allow it again")
    async with desk_town.running():
        await desk_town.until(lambda: "mean it" not in (appeal.text or ""))
        await told(desk_town, f"/appeal {code} I did not mean it.", "passed it on")


async def test_an_appeal_whose_sending_was_lost_leaves_no_words_there(desk_town: DeskTown):
    async with desk_town.running():
        code = await ban_alice(desk_town)
        desk_town.world.faults.lose_reply("sendMessage", chat=desk_town.group)
        await told(desk_town, f"/appeal {code} I did not mean it.", "cannot be reached")
        await desk_town.until(
            lambda: not any("mean it" in (m.text or "") for m in desk_town.group.messages)
        )
        await told(desk_town, f"/appeal {code} I did not mean it.", "passed it on")


async def test_who_is_not_banned_has_nothing_to_appeal_against(desk_town: DeskTown):
    async with desk_town.running():
        await told(desk_town, "/appeal", "nothing to appeal against")


async def test_the_ladder_is_climbed_by_who_is_banned_again(desk_town: DeskTown):
    async with desk_town.running() as running:
        await ban_alice(desk_town)
        await desk_town.later(timedelta(days=2))
        await ban_alice(desk_town)
        async with running.services.storage.reading() as tables:
            (ban,) = await tables.bans.listed()
        today = desk_town.world.clock.now().date()
        assert ban.until - today == timedelta(days=7)


async def test_the_slow_tag_leaves_the_loop_free():
    routes = identity.MemoryRoutes()
    now = datetime(2026, 11, 25, tzinfo=UTC)
    route = routes.issue(7_123_456_789, now)
    beats = 0

    async def beat() -> None:
        nonlocal beats
        while True:
            await asyncio.sleep(0.005)
            beats += 1

    beating = asyncio.create_task(beat())
    tag = await routes.ban_tag(route, b"k" * 32, now)
    beating.cancel()
    assert tag is not None
    assert len(tag) == 32
    assert beats > 2
