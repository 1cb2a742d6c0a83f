"""Several channels in one moderators' chat: what only tells is told of all; what changes something
asks in which of them."""

import pytest

from bot.sandbox.messages import Message
from tests.kit.replies import brought_out
from tests.kit.several import Campus, love_and_work
from tests.kit.town import PATIENCE, ModeratedTown

LOVE = "I still keep his letters under my bed and I love him."
WORK = "My boss takes the credit for my work at the office."
TITLES = ["Love letters", "At work"]


@pytest.fixture
def campus(moderated: ModeratedTown) -> Campus:
    return love_and_work(moderated)


async def asked(campus: Campus, command: str) -> Message:
    question = await campus.tell(campus.mia, command, "Which channel?")
    assert "📮" not in (question.text or "")
    return question


def texts(campus: Campus) -> list[str]:
    return [m.text or "" for m in campus.group.messages if m.sender is campus.bot]


async def test_pause_asks_in_which_channel_and_pauses_that_one(campus: Campus):
    async with campus.with_entries():
        question = await asked(campus, "/pause")
        assert question.labels == [*TITLES, "All of them"]
        await campus.press(campus.mia, question, "At work")
        await campus.until(lambda: "📮 At work\n⏸ Paused" in (question.text or ""))
        assert not question.labels
        await campus.publish_in("love", campus.alice, LOVE)
        campus.follow(campus.bob, "write_work")
        campus.bob.send(WORK)
        await campus.press(campus.bob, await campus.preview(campus.bob), "✅")
        await campus.receipt(campus.bob)
        assert not campus.cards_in("work")
        question = await asked(campus, "/resume")
        await campus.press(campus.mia, question, "All of them")
        await campus.card_in("work", WORK)
        assert "📮 Love letters\nPublishing wasn’t paused." in (question.text or "")
        assert "📮 At work\n▶️ Publishing has resumed." in (question.text or "")


async def test_a_mode_that_is_set_asks_for_whom_and_one_that_is_asked_for_is_told_of_all(
    campus: Campus,
):
    async with campus.with_entries():
        question = await asked(campus, "/mode hybrid")
        await campus.press(campus.mia, question, "Love letters")
        await campus.until(lambda: "📮 Love letters\nhybrid" in (question.text or ""))
        await campus.tell(campus.mia, "/mode", "📮 At work\npost")
        await campus.with_moderators("📮 Love letters\nhybrid")
        question = await asked(campus, "/mode pre")
        await campus.press(campus.mia, question, "All of them")
        await campus.until(lambda: (question.text or "").count("\npre – ") == len(TITLES))


async def test_an_early_release_is_voted_on_for_one_channel(campus: Campus):
    mixed = {"release": "mixed", "release_every": "1h"}
    async with campus.with_entries(votes=2, **mixed):
        question = await asked(campus, "/release")
        assert question.labels == TITLES
        await campus.press(campus.mia, question, "At work")
        await campus.until(lambda: "📮 At work\nPublish early" in (question.text or ""))
        await campus.press(campus.noa, question, "⏩")
        await campus.until(lambda: "Agreed" in (question.text or ""))
        question = await asked(campus, "/release")
        await campus.press(campus.mia, question, "Love letters")
        await campus.until(lambda: "Votes: 1 of 2" in (question.text or ""))


async def test_a_paused_channel_is_not_released_early_by_a_button(campus: Campus):
    async with campus.with_entries(votes=1, release="mixed", release_every="1h"):
        question = await asked(campus, "/release")
        await campus.tell(campus.mia, "/pause work", "Paused")
        await campus.press(campus.mia, question, "At work")
        await campus.until(lambda: "Publishing is paused" in (question.text or ""))


async def test_a_number_to_remove_asks_in_which_channel(campus: Campus):
    async with campus.with_entries(votes=1):
        love = await campus.publish_in("love", campus.alice, LOVE)
        work = await campus.publish_in("work", campus.bob, WORK)
        await campus.tell(campus.mia, "/remove", "/remove love 12")
        question = await asked(campus, "/remove 1")
        assert question.labels == TITLES
        await campus.press(campus.mia, question, "At work")
        await campus.until(lambda: work.deleted)
        await campus.until(lambda: "#1 was removed" in (question.text or ""))
        assert not love.deleted


async def test_a_hidden_number_is_shown_again_in_the_channel_that_is_chosen(campus: Campus):
    async with campus.with_entries(reports_severe=1):
        post = await campus.publish_in("work", campus.alice, WORK)
        await campus.idle()
        campus.bob.open_link(post.links["Report"])
        question = await campus.said(campus.bob, "whisper #1")
        await campus.press(campus.bob, question, "f:2.1:private")
        await campus.until(lambda: WORK not in (post.caption or ""))
        question = await asked(campus, "/restore 1")
        await campus.press(campus.mia, question, "At work")
        await campus.until(lambda: WORK in (post.caption or ""))
        assert "📮 At work\n♻️ #1 is back in the channel." in (question.text or "")


async def test_replies_to_a_number_are_shown_and_closed_in_the_channel_that_is_chosen(
    campus: Campus,
):
    async with campus.with_entries() as running:
        await campus.publish_in("work", campus.bob, WORK)
        work = next(each.services.shared.storage for each in running.channels.all[1:])
        await brought_out(work, "Mine does that, too.")
        question = await asked(campus, "/replies 1")
        assert question.labels == TITLES
        await campus.press(campus.mia, question, "At work")
        page = await campus.with_moderators("Mine does that, too.", after=question)
        assert "At work" in (page.text or "")
        await campus.until(lambda: question.text == "📮 At work\n💬 #1")
        for command, said in (("lock", "Nobody can reply to #1"), ("unlock", "can reply to #1")):
            await campus.tell(campus.mia, f"/{command}", f"/{command} love 12")
            question = await asked(campus, f"/{command} 1")
            await campus.press(campus.mia, question, "At work")
            await campus.until(lambda: said in (question.text or ""))  # noqa: B023
            assert (question.text or "").startswith("📮 At work\n")
        question = await asked(campus, "/lock 1")
        await campus.press(campus.mia, question, "Love letters")
        await campus.until(lambda: "There’s no whisper number 1." in (question.text or ""))
        question = await asked(campus, "/remove 1.1")
        assert question.labels == TITLES
        await campus.press(campus.mia, question, "Love letters")
        await campus.until(lambda: "1.1 is no longer there." in (question.text or ""))
        question = await asked(campus, "/remove 1.1")
        await campus.press(campus.mia, question, "At work")
        await campus.until(lambda: question.text == "📮 At work\n💬 1.1")
        await campus.until(lambda: any("1 ✗ 1/2" in m.labels for m in campus.group.messages))


async def test_a_number_is_told_of_by_the_channels_that_have_it(campus: Campus):
    async with campus.with_entries():
        await campus.publish_in("work", campus.bob, WORK)
        await campus.idle()
        await campus.tell(campus.mia, "/find 1", "📮 At work\n#1 is in the channel")
        await campus.tell(campus.mia, "/find 7", "There’s no whisper number 7.")
        assert sum("There’s no whisper" in each for each in texts(campus)) == 1
        assert not any("📮" in each and "There’s no" in each for each in texts(campus))


async def test_help_tells_how_to_name_a_channel_and_is_of_none(campus: Campus):
    async with campus.with_entries():
        told = await campus.tell(campus.mia, "/help", "/pause love")
        assert "Their names: love and work." in (told.text or "")
        assert "📮" not in (told.text or "")
        told = await campus.tell(campus.mia, "/summary on", "arrive silently")
        assert "📮" not in (told.text or "")
        await campus.tell(campus.mia, "/bans", "📮 At work")


async def test_a_closed_channel_is_not_asked_about(campus: Campus):
    async with campus.with_entries():
        await campus.publish_in("work", campus.alice, WORK)
    async with campus.with_entries("love"):
        await campus.tell(campus.mia, "/pause", "📮 Love letters\n⏸ Paused")
        assert (await asked(campus, "/remove 1")).labels[:1] == ["Love letters"]


async def test_a_button_for_all_that_was_made_up_does_nothing(campus: Campus):
    async with campus.with_entries():
        question = await asked(campus, "/pause")
        for data in ("m0:remove:1", "m0:mode:NO", "m0:release"):
            said = await campus.forge(campus.mia, question, data).wait(PATIENCE)
            assert "has expired" in (said or "")
