"""Campaigns that stand: they end, are removed, and rank nothing."""

from dataclasses import replace

import pytest

from bot.domain.campaigns.campaign import number_of
from bot.domain.campaigns.figures import Told
from bot.domain.ranking import USUAL
from bot.domain.whisper import State
from bot.flows.campaigns.apart import keep_apart
from bot.flows.campaigns.end import end_due
from bot.flows.campaigns.standing import remove_campaign
from bot.flows.digest import DigestRules, digest_due
from bot.flows.moderation.remove import hide, take_down
from bot.flows.publishing.publish import publish_next
from bot.flows.react import record_reactions
from storage import Storage
from tests.kit.campaigns import DAY, PARIS, a_campaign, approved, with_campaigns
from tests.kit.outbox import release, run
from tests.kit.posts import stand
from tests.kit.works import CHAT, START, Standing, Works, make_works

NINE = [f"whisper {n}" for n in range(9)]


@pytest.fixture
def works(storage: Storage) -> Works:
    return with_campaigns(make_works(storage))


async def nine(works: Works) -> None:
    await stand(works, *NINE)


def campaigns_in(works: Works) -> list[Standing]:
    return [each for each in works.channel.messages.values() if number_of(each.first_line)]


async def posted(works: Works, **fields: object) -> int:
    [number] = await approved(works.storage, a_campaign(**fields))  # type: ignore[arg-type]
    await nine(works)
    await release(works, "ten")
    await run(works)
    assert len(campaigns_in(works)) == 1
    return number


async def test_an_ended_campaign_says_so_by_an_edit_and_keeps_its_picture(works: Works) -> None:
    await posted(works)
    [before] = campaigns_in(works)
    works.clock.pass_(days=8)
    assert await end_due(storage=works.storage, now=works.clock.now(), zone=PARIS) is None
    await run(works)
    [after] = campaigns_in(works)
    assert after.caption.split("\n")[:2] == ["Question · c1", "This has ended."]
    assert after.photo == before.photo
    assert "Answer without your name" not in after.caption
    calls = len(works.channel.calls)
    await end_due(storage=works.storage, now=works.clock.now(), zone=PARIS)
    await run(works)
    assert len(works.channel.calls) == calls  # once


async def test_the_next_end_is_what_the_tick_waits_for(works: Works) -> None:
    await approved(works.storage, a_campaign(), a_campaign(until=START + DAY))
    assert await end_due(storage=works.storage, now=works.clock.now(), zone=PARIS) == START + DAY


@pytest.mark.parametrize("days", [0, 3])
async def test_a_removed_campaign_is_deleted_or_covered_when_it_is_old(
    works: Works, days: int
) -> None:
    number = await posted(works)
    works.clock.pass_(days=days)
    async with works.storage.transaction() as tables:
        assert await remove_campaign(tables, number, works.clock.now())
        assert not await remove_campaign(tables, number, works.clock.now())
    await run(works)
    assert campaigns_in(works) == []
    tombs = [each for each in works.channel.messages.values() if each.caption == ""]
    assert len(tombs) == (1 if days else 0)
    await stand(works, *NINE)
    await release(works, "and on")
    await run(works)
    assert campaigns_in(works) == []


async def test_one_that_is_removed_while_it_is_sent_is_taken_down_when_it_is_found(
    works: Works,
) -> None:
    [number] = await approved(works.storage, a_campaign())
    await nine(works)
    await release(works, "ten")
    works.channel.script = ["reply_lost"]
    while not campaigns_in(works):
        works.clock.pass_(seconds=4)
        await publish_next(works.press)
    async with works.storage.transaction() as tables:
        await remove_campaign(tables, number, works.clock.now())
    await run(works)
    assert campaigns_in(works) == []


async def test_campaigns_are_in_no_digest_and_in_no_feed_and_their_reactions_rank_nothing(
    works: Works,
) -> None:
    await posted(works)
    async with works.storage.reading() as tables:
        posts = await tables.posts.last(CHAT, 20)
    for post in posts:
        loved = 500 if post.campaign else 3
        await record_reactions(
            storage=works.storage,
            chat_id=CHAT,
            message_id=post.message_id,
            counts={"❤": loved},
            date=works.clock.now(),
            zone=PARIS,
        )
    [campaign] = [post for post in posts if post.campaign]
    async with works.storage.transaction() as tables:  # as when the weights change
        await tables.posts.set_scores(CHAT, {post.message_id: 900.0 for post in posts})
    async with works.storage.reading() as tables:
        assert campaign.message_id not in await tables.posts.loved(CHAT, START, 50)
        counted = await tables.campaign_days.of(1)
    assert [(what, times) for _, what, times in counted] == [(Told.REACTIONS, 500)]
    rules = DigestRules(at=works.clock.now().astimezone(PARIS).time(), zone=PARIS, weights=USUAL)
    works.clock.pass_(minutes=1)
    assert await digest_due(works.press, rules)
    await run(works)
    digest = works.channel.messages[max(works.channel.messages)]
    assert "c1" not in digest.caption


async def test_reactions_that_come_before_its_answer_rank_nothing_either(works: Works) -> None:
    """sent, and the answer is lost -> readers react -> the post is found."""
    await approved(works.storage, a_campaign())
    await nine(works)
    await release(works, "ten")
    works.channel.script = ["reply_lost"]
    while not campaigns_in(works):
        works.clock.pass_(seconds=4)
        await publish_next(works.press)
    message_id = max(works.channel.messages)
    await record_reactions(
        storage=works.storage,
        chat_id=CHAT,
        message_id=message_id,
        counts={"❤": 500},
        date=works.clock.now(),
        zone=PARIS,
    )
    await run(works)
    async with works.storage.reading() as tables:
        found = await tables.posts.by_message(CHAT, message_id)
        assert found is not None
        assert found.campaign is not None
        assert await tables.posts.loved(CHAT, START, 50) == ()


async def test_reactions_are_counted_by_the_day_on_which_they_came(works: Works) -> None:
    await posted(works)
    async with works.storage.reading() as tables:
        [post] = [each for each in await tables.posts.last(CHAT, 20) if each.campaign]
    for day, counts in ((0, {"❤": 4}), (1, {"❤": 6, "👍": 2}), (2, {"❤": 7})):
        await record_reactions(
            storage=works.storage,
            chat_id=CHAT,
            message_id=post.message_id,
            counts=counts,
            date=START + day * DAY,
            zone=PARIS,
        )
    async with works.storage.reading() as tables:
        assert [times for _, _, times in await tables.campaign_days.of(1)] == [4, 4, -1]


async def test_one_beside_which_a_whisper_is_covered_afterwards_is_taken_down(
    works: Works,
) -> None:
    await posted(works)
    assert await keep_apart(works.press, {}) == 0
    async with works.storage.transaction() as tables:
        await hide(tables, 9, works.clock.now())
    assert await keep_apart(works.press, {}) == 1
    await run(works)
    assert campaigns_in(works) == []
    assert await keep_apart(works.press, {}) == 0  # once


@pytest.mark.parametrize("cover", [False, True])
async def test_one_to_which_another_whisper_moves_up_stays_only_beside_a_plain_one(
    works: Works, cover: bool
) -> None:
    """campaign, #10, #11; #10 is taken back."""
    await posted(works)
    await release(works, "eleven", cover=cover)
    await run(works)
    await take_down(
        storage=works.storage, number=10, to=State.WITHDRAWN, reason=None, now=works.clock.now()
    )
    assert await keep_apart(works.press, {}) == int(cover)
    await run(works)
    assert len(campaigns_in(works)) == int(not cover)


async def test_one_beside_which_a_helpline_comes_to_stand_is_taken_down(works: Works) -> None:
    def care(words: str) -> str | None:
        return "call" if words == "whisper 8" else None

    await posted(works)
    house = replace(works.press.house, care=care)
    assert await keep_apart(replace(works.press, house=house), {}) == 1


async def test_the_words_beside_a_campaign_are_read_once(works: Works) -> None:
    asked: list[str] = []

    def care(words: str) -> str | None:
        asked.append(words)
        return None

    await posted(works)
    press = replace(works.press, house=replace(works.press.house, care=care))
    known: dict[int, bool] = {}
    for _ in range(3):
        assert await keep_apart(press, known) == 0
    assert sorted(asked) == ["ten", "whisper 8"]
    async with works.storage.transaction() as tables:
        await hide(tables, 10, works.clock.now())  # what is remembered hides no report
    assert await keep_apart(press, known) == 1
