"""Bans: decided while the way back is in memory, kept as a slow tag, and one appeal."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot import identity
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
    """Two moderators ban her; returns the receipt of what they rejected."""
    await town.submit(town.alice, WORDS)
    code = await town.receipt(town.alice)
    card = await town.shown(WORDS)
    assert "1 more vote" in (await town.press(town.mia, card, "⛔") or "")
    await town.until(lambda: any("1/2" in label for label in card.labels))
    assert await town.press(town.noa, card, "⛔") == "Rejected, and its author banned."
    await town.until(lambda: "may write again on" in (card.caption or ""))
    return code


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
        listed = await desk_town.tell(desk_town.mia, "/bans", "may not write at present")
        assert str(desk_town.alice.id) not in (listed.text or "")
        await desk_town.later(timedelta(days=2))
        await desk_town.submit(desk_town.alice, "I am back.")
        await desk_town.tell(desk_town.mia, "/bans", "Nobody is banned")


async def test_the_photo_of_a_banned_author_is_not_fetched_when_they_press_publish(
    desk_town: DeskTown,
):
    async with desk_town.running():
        desk_town.alice.send_photo(jpeg(), "My window, this morning.")
        preview = await desk_town.preview(desk_town.alice)
        await ban_alice(desk_town)
        fetched = desk_town.calls("getFile")
        said = await desk_town.press(desk_town.alice, preview, "✅")
        assert said == "You cannot write here just now."
        await desk_town.said(desk_town.alice, "You can write here again on")
        assert not fetched


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
        await desk_town.tell(desk_town.mia, "/bans", "Nobody is banned")


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
        assert timedelta(days=7) < ban.until - today <= timedelta(days=8)


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
