"""Bans: decided while the way back is in memory, kept as a slow tag, and one appeal."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.whisper import WhisperKey
from bot.memory import identity
from bot.memory.authors import Authors
from bot.sandbox.messages import Message
from tests.kit.town import ModeratedTown, jpeg

WORDS = "I water his plants."


@pytest.fixture
def moderated(moderated: ModeratedTown, monkeypatch: pytest.MonkeyPatch) -> ModeratedTown:
    """Everything is looked at first, at once; tags are quick to compute."""
    moderated.settings |= {"moderation": "pre", "review_every": timedelta(0)}
    monkeypatch.setattr(identity, "_SLOWNESS", 2**4)
    return moderated


async def ban_alice(town: ModeratedTown) -> str:
    """Two moderators ban her, and the ban begins; returns the receipt of what they rejected."""
    await town.submit(town.alice, WORDS)
    code = await town.receipt(town.alice)
    await ban(town, await town.shown(WORDS))
    await town.later(timedelta(days=1))
    return code


async def ban(town: ModeratedTown, card: Message) -> None:
    """Both press, and it is settled."""
    assert "1 more vote" in (await town.press(town.mia, card, "⛔") or "")
    await town.until(lambda: any("1/2" in label for label in card.labels))
    assert await town.press(town.noa, card, "⛔") == "Rejected, author banned."
    await town.until(
        lambda: "rejected; its author may not write for a while" in (card.caption or "") or None
    )
    await town.until(lambda: not card.keyboard or None)


async def told(town: ModeratedTown, text: str, answer: str) -> Message:
    """She writes this and is told that."""
    seen = list(town.alice.chat)
    town.alice.send(text)

    def found() -> Message | None:
        new = [m for m in town.alice.chat if m not in seen and answer in (m.text or "")]
        return new[-1] if new else None

    return await town.until(found)


async def test_a_banned_author_is_told_until_when_and_may_write_again_then(
    moderated: ModeratedTown,
):
    async with moderated.running():
        await ban_alice(moderated)
        await told(moderated, "Something else.", "You can write here again on")
        listed = await moderated.tell(moderated.mia, "/bans", "this week: one to three")
        assert not any(sign.isdigit() for sign in listed.text or "")
        await moderated.later(timedelta(days=2))
        await moderated.submit(moderated.alice, "I am back.")
        await moderated.later(timedelta(days=7))
        await moderated.tell(moderated.mia, "/bans", "Nobody was banned this week")


async def test_the_photo_of_a_banned_author_is_not_fetched_when_they_press_publish(
    moderated: ModeratedTown,
):
    async with moderated.running(draft_ttl=timedelta(days=1, hours=12)):
        moderated.alice.send_photo(jpeg(), "My window, this morning.")
        preview = await moderated.preview(moderated.alice)
        await ban_alice(moderated)
        fetched = moderated.calls("getFile")
        said = await moderated.press(moderated.alice, preview, "✅")
        assert said == "You can’t write here right now."
        await moderated.said(moderated.alice, "You can write here again on")
        assert not fetched


async def test_a_ban_begins_with_the_next_midnight(moderated: ModeratedTown):
    """At once it could be seen over somebody's shoulder, in the minute of the decision."""
    async with moderated.running():
        await moderated.submit(moderated.alice, WORDS)
        await ban(moderated, await moderated.shown(WORDS))
        await moderated.submit(moderated.alice, "The last bus is the best part of my day.")
        await moderated.later(timedelta(days=1))
        await told(moderated, "Something else.", "You can write here again on")


async def test_moderators_read_the_same_of_a_first_ban_and_of_a_second(moderated: ModeratedTown):
    """Otherwise the card of the second would tell that both whispers are of one author."""
    async with moderated.running():
        first = await seen_of_a_ban(moderated, "I water his plants.")
        await moderated.later(timedelta(days=3))
        second = await seen_of_a_ban(moderated, "The last bus is the best part of my day.")
        assert second == first


async def seen_of_a_ban(town: ModeratedTown, words: str) -> tuple[list[str], str]:
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


async def test_what_else_waits_of_a_banned_author_goes_without_a_sign(moderated: ModeratedTown):
    other, third = "The last bus is the best part of my day.", "I kept her number."
    async with moderated.running(release="mixed"):
        await moderated.submit(moderated.alice, third)
        await moderated.press(moderated.mia, await moderated.shown(third), "✅")  # in the pool
        await moderated.until(lambda: not moderated.waiting or None)
        await moderated.submit(moderated.alice, other)
        card = await moderated.shown(other)
        code = await moderated.receipt(moderated.alice)
        before = (card.caption, card.labels)
        await moderated.submit(moderated.alice, WORDS)
        await ban(moderated, await moderated.shown(WORDS))
        await moderated.idle()
        assert (card.caption, card.labels) == before
        assert await moderated.press(moderated.noa, card, "✅") == "Approved."
        await moderated.until(lambda: "approved" in (card.caption or "") or None)
        await told(moderated, f"/receipt {code}", "didn’t publish it")
        await moderated.later(timedelta(hours=13))
        await moderated.idle()
        assert not moderated.cards


async def test_a_second_card_of_the_same_evening_does_not_climb_the_ladder(
    moderated: ModeratedTown,
):
    other = "The last bus is the best part of my day."
    async with moderated.running() as running:
        for words in (WORDS, other):
            await moderated.submit(moderated.alice, words)
            await moderated.shown(words)
        for words in (WORDS, other):
            await ban(moderated, await moderated.shown(words))
        async with running.services.shared.storage.reading() as tables:
            (found,) = await tables.bans.listed()
        assert found.step == 0


async def test_how_long_a_ban_is_possible_does_not_tell_when_it_was_written():
    """It counts from the card, and is over before the way back can be."""
    authors = Authors(bannable=timedelta(hours=40))
    came = datetime(2026, 11, 25, 12, 3, 7, tzinfo=UTC)
    key, shown = WhisperKey(b"one"), datetime(2026, 11, 25, 14, tzinfo=UTC)
    await authors.note(key, identity.Route(b"somebody"), came)
    assert not await authors.can_ban(key, came)
    await authors.show([key], shown)
    assert await authors.can_ban(key, shown + timedelta(hours=39, minutes=59))
    assert not await authors.can_ban(key, shown + timedelta(hours=40))


async def test_others_write_as_ever_while_somebody_is_banned(moderated: ModeratedTown):
    async with moderated.running():
        await ban_alice(moderated)
        moderated.bob.send("Bonjour, je suis encore là.")
        await moderated.preview(moderated.bob)


async def test_a_ban_survives_a_restart_and_is_no_id_on_the_disk(moderated: ModeratedTown):
    async with moderated.running():
        await ban_alice(moderated)
    async with moderated.running():
        await told(moderated, "Something else.", "You can write here again on")
    image = (moderated.folder / "data" / "sotto.db").read_bytes()
    assert str(moderated.alice.id).encode() not in image
    assert moderated.alice.id.to_bytes(8, "big") not in image


async def test_the_tag_is_computed_once_for_a_chat_and_never_while_nobody_is_banned(
    moderated: ModeratedTown, monkeypatch: pytest.MonkeyPatch
):
    computed: list[int] = []
    slow = identity.slow_tag

    def counted(number: int, key: bytes) -> bytes:
        computed.append(number)
        return slow(number, key)

    monkeypatch.setattr(identity, "slow_tag", counted)
    async with moderated.running():
        moderated.bob.send("Avant.")
        await moderated.preview(moderated.bob)
        assert computed == []
        await ban_alice(moderated)
        for _ in range(2):
            await told(moderated, "Something else.", "You can write here again on")
        assert computed == [moderated.alice.id]


async def test_after_a_restart_a_ban_is_refused_with_the_true_reason(moderated: ModeratedTown):
    async with moderated.running():
        await moderated.submit(moderated.alice, WORDS)
        card = await moderated.shown(WORDS)
    async with moderated.running():
        said = await moderated.press(moderated.mia, card, "⛔")
        assert "I was restarted" in (said or "")
        await moderated.press(moderated.mia, card, "✅")
        await moderated.until(lambda: moderated.cards)


async def test_a_restart_in_the_time_to_undo_rejects_and_bans_nobody(moderated: ModeratedTown):
    async with moderated.running(undo=timedelta(minutes=5)):
        await moderated.submit(moderated.alice, WORDS)
        card = await moderated.shown(WORDS)
        await moderated.press(moderated.mia, card, "⛔")
        await moderated.press(moderated.noa, card, "⛔")
    async with moderated.running(undo=timedelta(minutes=5)):
        await moderated.later(timedelta(minutes=6))
        await moderated.until(lambda: "nobody is banned" in (card.caption or ""))
        await moderated.tell(moderated.mia, "/bans", "Nobody was banned")


async def test_an_appeal_is_heard_once_and_lifts_the_ban(moderated: ModeratedTown):
    async with moderated.running():
        code = await ban_alice(moderated)
        await told(moderated, "/appeal 0000-0000-0000-0000 please", "can’t find a rejected whisper")
        await told(moderated, f"/appeal {code} I did not mean it.", "passed it on")
        await told(moderated, f"/appeal {code} Again.", "possible only once")
        appeal = await moderated.with_moderators("asks to write again")
        assert "I did not mean it." in (appeal.text or "")
        assert "Alice" not in (appeal.text or "")
        assert await moderated.press(moderated.mia, appeal, "✅") == "Ban lifted."
        await moderated.said(moderated.alice, "you can write again now")
        await moderated.until(lambda: "ban lifted" in (appeal.text or ""))
        assert "mean just one" not in (appeal.text or "")
        await moderated.submit(moderated.alice, "Thank you.")


async def test_an_appeal_that_is_not_heard_leaves_the_ban(moderated: ModeratedTown):
    async with moderated.running():
        code = await ban_alice(moderated)
        await told(moderated, f"/appeal {code} I did not mean it.", "passed it on")
        appeal = await moderated.with_moderators("asks to write again")
        presses = [moderated.mia.press(appeal, "✖️"), moderated.noa.press(appeal, "✅")]
        assert [await each.wait() or "" for each in presses] == [
            "The ban stays.",
            "It’s already been answered.",
        ]
        await moderated.said(moderated.alice, "stand by their decision")
        await told(moderated, "Something else.", "You can write here again on")


async def test_a_restart_empties_an_open_appeal_which_may_be_made_again(moderated: ModeratedTown):
    async with moderated.running():
        code = await ban_alice(moderated)
        await told(moderated, f"/appeal {code} I did not mean it.", "passed it on")
        appeal = await moderated.with_moderators("asks to write again")
    async with moderated.running():
        await moderated.until(lambda: "mean just one" not in (appeal.text or ""))
        await told(moderated, f"/appeal {code} I did not mean it.", "passed it on")


async def test_an_appeal_whose_sending_was_lost_leaves_no_words_there(moderated: ModeratedTown):
    async with moderated.running():
        code = await ban_alice(moderated)
        moderated.world.faults.lose_reply("sendMessage", chat=moderated.group)
        await told(moderated, f"/appeal {code} I did not mean it.", "can’t be reached")
        await moderated.until(
            lambda: not any("mean just one" in (m.text or "") for m in moderated.group.messages)
        )
        await told(moderated, f"/appeal {code} I did not mean it.", "passed it on")


async def test_who_is_not_banned_has_nothing_to_appeal_against(moderated: ModeratedTown):
    async with moderated.running():
        await told(moderated, "/appeal", "nothing to appeal")


async def test_the_ladder_is_climbed_by_who_is_banned_again(moderated: ModeratedTown):
    async with moderated.running() as running:
        await ban_alice(moderated)
        await moderated.later(timedelta(days=2))
        await ban_alice(moderated)
        async with running.services.shared.storage.reading() as tables:
            (ban,) = await tables.bans.listed()
        today = moderated.world.clock.now().date()
        assert ban.until - today == timedelta(days=7)


async def test_the_slow_tag_leaves_the_loop_free():
    routes = identity.MemoryRoutes()
    now = datetime(2026, 11, 25, tzinfo=UTC)
    route = await routes.issue(7_123_456_789, now)
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
