"""Several bots of one installation: each has its chats and its channels, and people are known by
all of them as one."""

import asyncio
from datetime import timedelta

import pytest

from bot.errors import TokenRefused
from bot.memory import identity
from tests.kit.several import RIGHTS
from tests.kit.town import PATIENCE, ModeratedTown, jpeg
from tests.kit.two_bots import TwoBots, two_bots

LOVE = "I still keep his letters under my bed and I love him."
WORK = "My boss takes the credit for my work at the office."


@pytest.fixture
def both(moderated: ModeratedTown) -> TwoBots:
    return two_bots(moderated)


async def test_each_channel_gets_its_posts_from_its_poster_with_links_to_it(both: TwoBots):
    async with both.with_entries():
        love = await both.published_by(both.other, both.alice, "love", LOVE)
        work = await both.published_by(both.other, both.bob, "work", WORK)
        assert (love.sender, work.sender) == (both.bot, both.other)
        assert love.links["Write yours"] == "https://t.me/sotto_bot?start=write_love"
        assert work.links["Write yours"] == "https://t.me/sotto_two_bot?start=write_work"


async def test_one_can_write_for_a_channel_where_it_is_offered(both: TwoBots):
    async with both.with_entries():
        both.alice.start(both.bot, "")
        await both.told_by(both.bot, both.alice, "it appears in Love letters")
        preview = await both.proposed_by(both.bot, both.alice, WORK)
        assert not any("📮" in label for label in preview.labels)
        preview = await both.proposed_by(both.other, both.alice, LOVE)
        assert any("📮" in label for label in preview.labels)


async def test_a_person_has_one_limit_through_both(both: TwoBots, monkeypatch):
    monkeypatch.setenv("SOTTO_AUTHOR_LIMIT", "1")
    async with both.with_entries():
        await both.published_by(both.bot, both.alice, "love", LOVE)
        both.alice.send(WORK, to=both.other)
        await both.told_by(both.other, both.alice, "in the last 24 hours")
        assert not both.cards_in("work")
        await both.published_by(both.other, both.bob, "work", WORK)


async def test_a_ban_holds_at_both(both: TwoBots, monkeypatch):
    monkeypatch.setattr(identity, "_SLOWNESS", 2**4)
    async with both.with_entries(moderation="pre", review_every="0s"):
        both.alice.start(both.other, "write_love")
        preview = await both.proposed_by(both.other, both.alice, LOVE)
        await both.press(both.alice, preview, "✅")
        card = await both.shown(LOVE)
        await both.press(both.mia, card, "⛔")
        await both.until(lambda: any("1/2" in label for label in card.labels))
        assert await both.press(both.noa, card, "⛔") == "Rejected, author banned."
        await both.until(lambda: not card.keyboard or None)
        await both.later(timedelta(days=1))
        for bot in (both.bot, both.other):
            both.alice.send("Something else.", to=bot)
            await both.told_by(bot, both.alice, "You can write here again on")


async def test_the_same_message_number_at_two_bots_is_two_messages(both: TwoBots):
    """Their chats count their messages apart."""
    async with both.with_entries():
        first = await both.proposed_by(both.bot, both.alice, LOVE)
        second = await both.proposed_by(both.other, both.alice, WORK)
        await both.press(both.alice, first, "✖️")
        await both.until(lambda: not both.chat(both.alice, both.bot).live)
        assert second in both.chat(both.alice, both.other).live
        await both.press(both.alice, second, "✅")
        await both.card_in("work", WORK)


async def test_each_bot_wipes_its_own_chats(both: TwoBots):
    async with both.with_entries():
        await both.published_by(both.bot, both.alice, "love", LOVE)
        await both.published_by(both.other, both.alice, "work", WORK)
        await both.later(timedelta(minutes=20))
        for bot in (both.bot, both.other):
            await both.until(lambda bot=bot: not both.chat(both.alice, bot).live)


async def test_moderators_meet_the_bot_that_posts_in_their_channel(both: TwoBots):
    room = next(each for each in both.world.chats.values() if each.title == "Work")
    async with both.with_entries(moderation="pre", review_every="0s"):
        both.alice.start(both.other, "write_work")
        preview = await both.proposed_by(both.other, both.alice, WORK)
        await both.press(both.alice, preview, "✅")

        def card():
            return next((m for m in room.messages if WORK in (m.caption or "") and m.labels), None)

        shown = await both.until(card)
        assert shown.sender is both.other
        assert not any(WORK in (m.caption or "") for m in both.group.messages)
        await both.press(both.mia, shown, "✅")
        await both.card_in("work", WORK)


async def test_a_picture_that_the_channel_alone_keeps_is_shown_by_the_other_bot(both: TwoBots):
    """The name of a file means something to one bot only."""
    async with both.with_entries():
        both.alice.send_photo(jpeg(colour="orange"), LOVE, to=both.bot)
        chat = both.chat(both.alice, both.bot)
        preview = await both.until(lambda: next((m for m in chat.live if m.keyboard), None))
        await both.press(both.alice, preview, "✅")
        await both.card_in("love", LOVE)
        running = both.bot_running
        assert running is not None
        await both.later(timedelta(minutes=1))
        async with running.services.shared.storage.transaction() as tables:
            await tables.whispers.forget_photos(both.world.clock.now() + timedelta(days=90))
        both.bob.send("/latest", to=both.other)
        listed = await both.until(
            lambda: next((m for m in both.chat(both.bob, both.other).live if m.keyboard), None)
        )
        await both.press(both.bob, listed, "1")
        shown = await both.told_by(both.other, both.bob, "#1")
        assert shown.photo
        refused = [c for c in both.world.calls if "wrong file identifier" in str(c.error)]
        assert not refused


async def test_each_bot_offers_cards_that_it_knows_in_other_chats(both: TwoBots):
    both.bot.inline = both.other.inline = True
    async with both.with_entries():
        await both.published_by(both.bot, both.alice, "love", LOVE)
        await both.published_by(both.other, both.bob, "work", WORK)
        await both.idle()
        for bot, channel in ((both.bot, "love"), (both.other, "work")):
            offered = await both.bob.type_inline("", bot=bot).wait()
            assert [each.title for each in offered] == [f"#1 · @sotto_{channel}_channel"]


async def test_another_poster_does_not_offer_pictures_that_it_cannot_name(both: TwoBots):
    both.bot.inline = both.other.inline = True
    both.places["love"].admit(both.other, **RIGHTS)
    async with both.with_entries():
        await both.published_by(both.bot, both.alice, "love", LOVE)
        await both.idle()
        assert len(await both.alice.type_inline("", bot=both.bot).wait()) == 1
    both.entries["love"] |= {"poster": "second", "bots": ["first", "second"], "moderators": ""}
    async with both.with_entries():
        await both.published_by(both.other, both.bob, "love", "It is another one, of today.")
        await both.idle()
        offered = await both.alice.type_inline("", bot=both.other).wait()
        assert [each.title for each in offered] == ["#2 · @sotto_love_channel"]


async def test_a_bot_whose_token_ends_holds_up_no_other(both: TwoBots):
    async with both.with_entries():
        await both.published_by(both.bot, both.alice, "love", LOVE)
        del both.world.bots[both.other.token]
        both.other.inbox.stop_poll(quietly=True)
        await both.published_by(both.bot, both.bob, "love", "Another one, later that day.")


async def test_a_wrong_token_is_told_by_the_name_of_its_bot(both: TwoBots):
    del both.world.bots[both.other.token]
    with pytest.raises(TokenRefused, match="the token of the bot second"):
        async with asyncio.timeout(PATIENCE), both.with_entries():
            pass
