"""One bot, three channels in two languages: whatever is for one happens there and nowhere else."""

import asyncio
from datetime import timedelta

import pytest

from bot.errors import ChannelUnusable
from tests.kit.several import RIGHTS, Campus, love_work_and_amitie
from tests.kit.town import PATIENCE, ModeratedTown

LOVE = "I still keep his letters under my bed and I love him."
WORK = "My boss takes the credit for my work at the office."
FRENCH = "Je n’ai jamais dit à ma sœur que je lui avais menti."


@pytest.fixture
def campus(moderated: ModeratedTown) -> Campus:
    return love_work_and_amitie(moderated)


def captions(campus: Campus, name: str) -> list[str]:
    return [post.caption or "" for post in campus.cards_in(name)]


async def test_the_channel_is_proposed_by_language_and_subject(campus: Campus):
    async with campus.with_entries():
        for words, title in ((LOVE, "Love letters"), (WORK, "At work"), (FRENCH, "Amitiés")):
            preview = await campus.proposed(campus.alice, words)
            assert preview.labels[0] == f"📮 {title} ▸"
            assert title in (preview.caption or "")
            await campus.press(campus.alice, preview, "✖️")


async def test_the_channel_whose_link_was_followed_comes_first(campus: Campus):
    async with campus.with_entries():
        campus.follow(campus.alice, "write_work")
        await campus.said(campus.alice, "it appears in At work")
        preview = await campus.proposed(campus.alice, LOVE)
        assert preview.labels[0] == "📮 At work ▸"


async def test_another_channel_is_chosen_from_the_list(campus: Campus):
    async with campus.with_entries():
        preview = await campus.proposed(campus.alice, LOVE)
        await campus.press(campus.alice, preview, "📮")
        await campus.until(lambda: any("Back" in label for label in preview.labels))
        assert preview.labels == ["🔘 Love letters", "⚪️ At work", "⚪️ Amitiés", "↩️ Back"]
        await campus.press(campus.alice, preview, "At work")
        await campus.until(lambda: "At work" in (preview.caption or ""))
        assert preview.labels[0] == "📮 At work ▸"
        await campus.press(campus.alice, preview, "✅")
        post = await campus.card_in("work", LOVE)
        assert (post.caption or "").startswith("#1")
        assert not captions(campus, "love")
        assert not captions(campus, "amitie")


async def test_who_knows_no_channel_yet_is_told_of_all(campus: Campus):
    async with campus.with_entries():
        campus.follow(campus.alice, "")
        told = await campus.said(campus.alice, "the channel you choose")
        assert "At work – work, the office and the boss" in told.words.text
        assert "Amitiés" in told.words.text


async def test_each_channel_has_its_numbers_and_links_that_lead_back(campus: Campus):
    async with campus.with_entries():
        first = await campus.publish_in("love", campus.alice, LOVE)
        second = await campus.publish_in("work", campus.bob, WORK)
        assert [(p.caption or "").split()[0] for p in (first, second)] == ["#1", "#1"]
        assert first.links["Write yours"].endswith("start=write_love")
        assert second.links["Report"].endswith("start=report_work_1")


async def test_a_report_hides_the_whisper_of_that_channel_alone(campus: Campus):
    async with campus.with_entries(reports_severe=1):
        other = await campus.publish_in("love", campus.alice, LOVE)
        post = await campus.publish_in("work", campus.alice, WORK)
        await campus.idle()
        campus.bob.open_link(post.links["Report"])
        question = await campus.said(campus.bob, "whisper #1")
        await campus.press(campus.bob, question, "f:2.1:private")
        card = await campus.with_moderators("#1 is hidden")
        assert (card.caption or "").startswith("📮 At work\n")
        await campus.until(lambda: "being looked at" not in (other.caption or ""))
        await campus.until(lambda: WORK not in (post.caption or ""))
        assert LOVE in (other.caption or "")
        assert await campus.press(campus.mia, card, "♻️") == "Restored."
        await campus.until(lambda: WORK in (post.caption or ""))


async def test_a_receipt_withdraws_from_its_own_channel(campus: Campus):
    async with campus.with_entries():
        other = await campus.publish_in("love", campus.bob, LOVE)
        post = await campus.publish_in("work", campus.alice, WORK)
        code = await campus.receipt(campus.alice)
        await campus.idle()
        campus.alice.send(f"/receipt {code}")
        shown = await campus.said(campus.alice, "Published as #1")
        assert campus.places["work"].username in "".join(shown.links.values())
        await campus.withdraw(campus.alice, shown)
        await campus.until(lambda: post.deleted)
        assert not other.deleted


async def test_moderators_of_several_channels_see_which_one_a_card_is_for(campus: Campus):
    async with campus.with_entries(moderation="pre", review_every="0s", votes=1):
        for name, words in (("love", LOVE), ("work", WORK)):
            campus.follow(campus.alice, f"write_{name}")
            preview = await campus.proposed(campus.alice, words)
            await campus.press(campus.alice, preview, "✅")
        for title, words in (("Love letters", LOVE), ("At work", WORK)):
            card = await campus.shown(words)
            assert (card.caption or "").startswith(f"📮 {title}\n")
        await campus.tell(campus.mia, "/queue", "📮 At work\n1 whisper is waiting for you.")
        await campus.with_moderators("📮 Love letters\n1 whisper is waiting for you.")
        card = await campus.shown(WORK)
        assert await campus.press(campus.mia, card, "✅") == "Approved."
        await campus.card_in("work", WORK)
        await campus.shown(LOVE)
        assert not captions(campus, "love")


async def test_a_room_of_its_own_hears_of_its_channel_alone(campus: Campus):
    async with campus.with_entries(moderation="pre", review_every="0s"):
        campus.follow(campus.alice, "write_amitie")
        preview = await campus.proposed(campus.alice, FRENCH)
        await campus.press(campus.alice, preview, "✅")
        room = campus.world.chats[campus.entries["amitie"]["moderators"]]
        card = await campus.until(lambda: next((m for m in room.messages if m.photo), None))
        assert "📮" not in (card.caption or "")
        assert not campus.waiting


async def test_a_command_may_name_its_channel(campus: Campus):
    async with campus.with_entries():
        await campus.tell(campus.mia, "/pause work", "📮 At work\n⏸ Paused")
        await campus.publish_in("love", campus.alice, LOVE)
        campus.follow(campus.bob, "write_work")
        campus.bob.send(WORK)
        await campus.press(campus.bob, await campus.preview(campus.bob), "✅")
        await campus.said(campus.bob, "Your receipt")
        assert not captions(campus, "work")
        await campus.tell(campus.mia, "/resume work", "Publishing has resumed")
        await campus.card_in("work", WORK)


async def test_in_a_strange_group_no_channel_is_named(campus: Campus):
    strange = campus.world.add_group("Strangers", supergroup=True)
    async with campus.with_entries():
        for each in (campus.mia, campus.bot):
            strange.admit(each)
        campus.mia.send("/id", to=strange)
        said = await campus.until(
            lambda: [m.text or "" for m in strange.messages if m.sender is campus.bot]
        )
        assert str(strange.id) in said[0]
        assert not any("📮" in each for each in said)


async def test_each_channel_has_its_own_digest(campus: Campus):
    async with campus.with_entries(digest_size=2):
        posts = []
        for who, words in ((campus.alice, LOVE), (campus.bob, "I love the smell of his coat.")):
            posts.append(await campus.publish_in("love", who, words))
        work = await campus.publish_in("work", campus.alice, WORK)
        for post in (*posts, work):
            campus.bob.react(post, "❤")
        await campus.to_digest()
        digest = await campus.until(
            lambda: next((m for m in campus.cards_in("love") if m not in posts), None)
        )
        assert "Most loved" in (digest.caption or "")
        assert WORK[:12] not in (digest.caption or "")
        assert campus.cards_in("work") == [work]


async def test_a_channel_that_is_taken_out_takes_nothing_new_and_can_be_withdrawn_from(
    campus: Campus,
):
    async with campus.with_entries():
        post = await campus.publish_in("work", campus.alice, WORK)
        code = await campus.receipt(campus.alice)
        open_preview = await campus.proposed(campus.alice, "My boss never says thank you.")
    async with campus.with_entries("love", "amitie"):
        said = await campus.press(campus.alice, open_preview, "✅")
        assert "no longer takes anything new" in (said or "")
        await campus.until(lambda: "At work" not in open_preview.labels[0])
        campus.bob.open_link(post.links["Report"])
        await campus.said(campus.bob, "whisper #1")
        campus.alice.send(f"/receipt {code}")
        await campus.withdraw(campus.alice, await campus.said(campus.alice, "Published as #1"))
        await campus.until(lambda: post.deleted)
    async with campus.with_entries():
        again = await campus.publish_in("work", campus.bob, "The coffee at work is cold.")
        assert (again.caption or "").startswith("#2")


async def test_a_receipt_says_that_a_closed_channel_lets_nothing_out(campus: Campus):
    waiting = {"release": "mixed", "release_every": "1h", "release_keep": 0, "release_share": 1}
    async with campus.with_entries(**waiting):
        campus.follow(campus.alice, "write_work")
        await campus.press(campus.alice, await campus.proposed(campus.alice, WORK), "✅")
        code = await campus.receipt(campus.alice)
        await campus.idle()
    async with campus.with_entries("love", "amitie", **waiting):
        campus.alice.send(f"/receipt {code}")
        shown = await campus.said(campus.alice, "Its channel is closed")
        assert "at the latest" not in (shown.text or "")
        await campus.withdraw(campus.alice, shown)
        await campus.said(campus.alice, "erased")
    async with campus.with_entries(**waiting):
        await campus.later(timedelta(hours=2))
        await campus.idle()
        assert not campus.cards_in("work")


async def test_what_waits_for_a_closed_channel_waits_until_it_is_opened_again(campus: Campus):
    waiting = {"release": "mixed", "release_every": "1h", "release_keep": 0, "release_share": 1}
    async with campus.with_entries(**waiting):
        campus.follow(campus.alice, "write_work")
        preview = await campus.proposed(campus.alice, WORK)
        await campus.press(campus.alice, preview, "✅")
        await campus.receipt(campus.alice)
    async with campus.with_entries("love", "amitie", **waiting):
        campus.follow(campus.bob, "write_love")
        campus.bob.send(LOVE)
        await campus.press(campus.bob, await campus.preview(campus.bob), "✅")
        await campus.receipt(campus.bob)
        await campus.later(timedelta(days=1))
        await campus.card_in("love", LOVE)
        await campus.idle()
        assert not campus.cards_in("work")
    async with campus.with_entries(**waiting):
        await campus.later(timedelta(hours=2))
        await campus.card_in("work", WORK)


async def test_the_best_of_all_shows_each_whisper_once_and_links_to_its_post(campus: Campus):
    best = campus.open("best", "Best of all", kind="digest", moderators=None)
    del campus.entries["best"]["moderators"]
    async with campus.with_entries(digest_size=2):
        love = await campus.publish_in("love", campus.alice, LOVE)
        work = await campus.publish_in("work", campus.bob, WORK)
        code = await campus.receipt(campus.bob)
        for post in (love, work):
            campus.bob.react(post, "❤")
        await campus.to_digest()
        digest = await campus.until(lambda: next((m for m in best.posts if m.photo), None))
        assert "Love letters #1" in (digest.caption or "")
        assert "At work #1" in (digest.caption or "")
        assert digest.links["At work #1"].endswith(f"/{work.message_id}")
        campus.bob.send(f"/receipt {code}")
        await campus.withdraw(campus.bob, await campus.said(campus.bob, "Published as #1"))
        await campus.until(lambda: WORK[:12] not in (digest.caption or ""))
        await campus.to_digest()
        await campus.idle()
        assert [m for m in best.posts if m.photo] == [digest]


async def test_a_long_list_has_pages(campus: Campus):
    for n in range(12):
        campus.open(f"more-{n}", f"Number {n}")
    async with campus.with_entries():
        preview = await campus.proposed(campus.alice, LOVE)
        await campus.press(campus.alice, preview, "📮")
        await campus.until(lambda: any("More" in label for label in preview.labels))
        assert len(preview.labels) == 12 + 2
        await campus.press(campus.alice, preview, "More")
        await campus.until(lambda: any("Number 11" in label for label in preview.labels))
        await campus.press(campus.alice, preview, "Number 11")
        await campus.until(lambda: preview.labels[0] == "📮 Number 11 ▸")
        await campus.press(campus.alice, preview, "✅")
        await campus.card_in("more-11", LOVE)


async def test_two_names_for_one_channel_are_refused_at_the_start(campus: Campus):
    campus.add("twin", campus.places["love"])
    campus.entries["twin"]["channel"] = f"@{campus.places['love'].username}"
    with pytest.raises(ChannelUnusable, match="love and twin are the same channel"):
        async with campus.with_entries():
            pass


async def test_a_channel_that_was_lost_keeps_no_other_from_starting(campus: Campus):
    async with campus.with_entries():
        await campus.publish_in("work", campus.alice, WORK)
        await campus.idle()
    campus.places["work"].dismiss(campus.bot)
    async with campus.with_entries():
        await campus.publish_in("love", campus.alice, LOVE)
    campus.places["work"].admit(campus.bot, **RIGHTS)


@pytest.mark.parametrize("lost", ["love", "amitie"])
async def test_a_channel_that_gets_no_answer_at_the_start_holds_up_no_other(
    campus: Campus, lost: str
):
    """The first and the last of the file. Its own posts come as soon as it is answered for."""
    async with campus.with_entries():
        await campus.publish_in(lost, campus.alice, LOVE)
        await campus.idle()
    fault = campus.world.faults.server_error(code=502, chat=campus.places[lost], times=None)
    async with asyncio.timeout(PATIENCE), campus.with_entries():
        await campus.publish_in("work", campus.alice, WORK)
        campus.world.faults.remove(fault)
        await campus.publish_in(lost, campus.bob, FRENCH)


async def test_a_new_channel_that_cannot_be_used_is_told(campus: Campus):
    campus.open("lost", "Lost")
    campus.places["lost"].dismiss(campus.bot)
    with pytest.raises(ChannelUnusable, match=r"^lost in .*sotto\.toml: the bot cannot see"):
        async with campus.with_entries():
            pass
