"""Campaigns in the channel: labelled, silent, between plain whispers, once and only once."""

import random
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.campaigns.campaign import CampaignKind, CampaignState, number_of
from bot.domain.parcel import ParcelKind, Progress
from bot.domain.whisper import State
from bot.flows.campaigns.apart import keep_apart
from bot.flows.campaigns.end import end_due
from bot.flows.moderation.remove import hide, take_down
from bot.flows.publishing.publish import publish_next
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


async def test_a_campaign_is_posted_silently_between_two_whispers_with_its_label_first(
    works: Works,
) -> None:
    paid = a_campaign(label="Publicité", payer="Marque", country="FR", kind=CampaignKind.POST)
    await approved(works.storage, paid)
    await nine(works)
    await release(works, "ten", "eleven")
    await run(works)
    assert works.channel.lines()[8:] == ["#9", "Publicité · Marque · c1", "#10", "#11"]
    [standing] = campaigns_in(works)
    assert standing.silent
    assert "https://t.me/sotto_bot?start=why_c1" in standing.caption
    assert "start=q_c1" not in standing.caption  # nothing to answer
    assert not any(each.silent for each in works.channel.messages.values() if each is not standing)


async def test_a_question_offers_to_answer_it(works: Works) -> None:
    await approved(works.storage, a_campaign())
    await nine(works)
    await release(works, "ten")
    await run(works)
    [standing] = campaigns_in(works)
    first, words, links = standing.caption.split("\n")
    assert first == "Question · c1"
    assert "What helped you against bullying?" in words
    assert "start=q_c1" in links
    assert "start=why_c1" in links


async def test_a_young_channel_has_no_room_for_one(works: Works) -> None:
    await approved(works.storage, a_campaign())
    await stand(works, *NINE[:8])
    await release(works, "nine")
    await run(works)
    assert campaigns_in(works) == []


async def test_it_waits_until_a_plain_whisper_comes_next(works: Works) -> None:
    await approved(works.storage, a_campaign())
    await nine(works)
    await run(works)
    assert campaigns_in(works) == []  # nobody knows what comes next
    await release(works, "covered", cover=True)
    await run(works)
    assert campaigns_in(works) == []
    await release(works, "plain")
    await run(works)
    assert campaigns_in(works) == []  # the one before is covered
    await release(works, "plain again")
    await run(works)
    assert works.channel.lines()[-3:] == ["#11", "Question · c1", "#12"]


async def test_a_whisper_that_a_helpline_stands_under_is_no_neighbour(works: Works) -> None:
    works = replace(
        works,
        press=replace(
            works.press,
            house=replace(works.press.house, care=lambda words: "☎" if "die" in words else None),
        ),
    )
    await approved(works.storage, a_campaign())
    await stand(works, *NINE[:8])
    await release(works, "I want to die")
    await run(works)
    await release(works, "ten")
    await run(works)
    assert campaigns_in(works) == []


async def test_a_whisper_never_waits_for_a_campaign_it_gives_way(works: Works) -> None:
    """campaign posted before a plain one; its author takes that back; a covered one comes."""
    await approved(works.storage, a_campaign())
    await nine(works)
    await release(works, "plain")
    while not campaigns_in(works):
        await publish_next(works.press)
        works.clock.pass_(seconds=4)
    await take_down(
        storage=works.storage,
        number=10,
        to=State.WITHDRAWN,
        reason=None,
        now=works.clock.now(),
    )
    await release(works, "covered", cover=True)
    await run(works)
    assert campaigns_in(works) == []
    assert works.channel.lines()[-2:] == ["#9", "#11"]
    await stand(works, *NINE)
    await release(works, "and on")
    await run(works)
    assert campaigns_in(works) == []  # its turn was taken, and does not come again


async def test_behind_a_campaign_a_plain_whisper_goes_before_a_covered_one(works: Works) -> None:
    await approved(works.storage, a_campaign())
    await nine(works)
    await release(works, "plain")
    while not campaigns_in(works):
        await publish_next(works.press)
        works.clock.pass_(seconds=4)
    await take_down(
        storage=works.storage, number=10, to=State.WITHDRAWN, reason=None, now=works.clock.now()
    )
    await release(works, "covered", cover=True)
    await release(works, "plain")
    await run(works)
    assert works.channel.lines()[-3:] == ["Question · c1", "#12", "#11"]


async def test_a_campaign_whose_answer_was_lost_is_found_and_not_sent_twice(works: Works) -> None:
    await approved(works.storage, a_campaign())
    await nine(works)
    await release(works, "ten")
    works.channel.script = ["reply_lost"]
    await run(works)
    assert works.channel.lines()[-2:] == ["Question · c1", "#10"]


async def test_a_late_copy_of_a_campaign_is_found_by_its_first_line_and_deleted(
    works: Works,
) -> None:
    await approved(works.storage, a_campaign())
    await nine(works)
    await release(works, "ten")
    works.channel.script = ["late"]
    await run(works)
    works.channel.arrive()
    await release(works, "eleven", "twelve")
    await run(works)
    assert [each.first_line for each in campaigns_in(works)] == ["Question · c1"]


async def test_a_bot_that_dies_after_taking_a_turn_sends_it_once(works: Works) -> None:
    """take the turn -> killed -> started anew."""
    await approved(works.storage, a_campaign())
    await nine(works)
    await release(works, "ten")
    while True:
        works.clock.pass_(seconds=4)
        await publish_next(works.press)
        async with works.storage.reading() as tables:
            if await tables.outbox.next_due(CHAT, [ParcelKind.CAMPAIGN]):
                break
    again = with_campaigns(make_works(works.storage, works.channel))
    await run(again)
    await stand(again, *NINE)
    await release(again, "and on")
    await run(again)
    assert [each.first_line for each in campaigns_in(again)] == ["Question · c1"]


async def test_a_turn_that_was_missed_is_made_up_for_while_its_time_lasts(works: Works) -> None:
    await approved(works.storage, a_campaign(START + DAY, until=START + 5 * DAY))
    await nine(works)
    works.clock.pass_(days=4)
    await release(works, "ten")
    await run(works)
    assert len(campaigns_in(works)) == 1


async def test_a_turn_whose_time_is_over_never_comes(works: Works) -> None:
    await approved(works.storage, a_campaign(START + DAY, until=START + 3 * DAY))
    await nine(works)
    works.clock.pass_(days=4)
    await release(works, "ten")
    await run(works)
    assert campaigns_in(works) == []


async def test_a_turn_in_the_outbox_whose_time_is_over_leaves_it_unsent(works: Works) -> None:
    await approved(works.storage, a_campaign(until=START + DAY))
    await nine(works)
    await release(works, "ten")
    while True:
        works.clock.pass_(seconds=4)
        await publish_next(works.press)
        async with works.storage.reading() as tables:
            if await tables.outbox.next_due(CHAT, [ParcelKind.CAMPAIGN]):
                break
    works.clock.pass_(days=2)
    await run(works)
    assert campaigns_in(works) == []
    async with works.storage.reading() as tables:
        assert await tables.outbox.in_state(*Progress) == ()


async def test_a_weekly_campaign_comes_once_a_week_and_is_found_each_time(works: Works) -> None:
    await approved(works.storage, a_campaign(weekly=True, until=START + 16 * DAY))
    for _ in range(8):
        await stand(works, *NINE)
        await release(works, "and on")
        await run(works)
        works.clock.pass_(days=3)
    assert [each.first_line for each in campaigns_in(works)] == ["Question · c1"] * 3


async def test_two_campaigns_a_day_at_most(works: Works) -> None:
    await approved(works.storage, *[a_campaign() for _ in range(4)])
    for _ in range(5):
        await stand(works, *NINE)
        await release(works, "and on")
        await run(works)
    assert len(campaigns_in(works)) == 2
    works.clock.pass_(days=1)
    for _ in range(5):
        await stand(works, *NINE)
        await release(works, "and on")
        await run(works)
    assert len(campaigns_in(works)) == 4


@pytest.mark.parametrize("most", [0, 1])
async def test_moderators_may_have_fewer_campaigns_a_day_or_none(works: Works, most: int) -> None:
    tempo = replace(works.press.tempo, campaigns_a_day=most)
    works = replace(works, press=replace(works.press, tempo=tempo))
    await approved(works.storage, *[a_campaign() for _ in range(4)])
    for _ in range(3):
        await stand(works, *NINE)
        await release(works, "and on")
        await run(works)
    assert len(campaigns_in(works)) == most
    assert len(works.channel.messages) == 30 + most  # no whisper waits for one


async def test_the_cap_of_a_day_holds_when_the_clock_jumps_and_the_bot_starts_anew(
    works: Works,
) -> None:
    await approved(works.storage, *[a_campaign(until=START + 60 * DAY) for _ in range(6)])
    for _ in range(3):
        await stand(works, *NINE)
        await release(works, "and on")
        await run(works)
    assert len(campaigns_in(works)) == 2
    works.clock.pass_(hours=-30)
    again = with_campaigns(make_works(works.storage, works.channel))
    for _ in range(3):
        await stand(again, *NINE)
        await release(again, "and on")
        await run(again)
    assert len(campaigns_in(again)) == 2


async def test_nothing_is_posted_while_moderators_pause(works: Works) -> None:
    await approved(works.storage, a_campaign())
    await nine(works)
    async with works.storage.transaction() as tables:
        await tables.runtime_settings.paused.put(True)
    await release_paused(works)
    await run(works, minutes=1)
    assert campaigns_in(works) == []


async def release_paused(works: Works) -> None:
    async with works.storage.transaction() as tables:
        await tables.runtime_settings.paused.put(False)
    await release(works, "ten")
    async with works.storage.transaction() as tables:
        await tables.runtime_settings.paused.put(True)


async def test_no_campaign_is_posted_where_there_are_none(storage: Storage) -> None:
    works = make_works(storage)
    await approved(storage, a_campaign())
    await nine(works)
    await release(works, "ten")
    await run(works)
    assert campaigns_in(works) == []


async def test_a_draft_is_never_posted(works: Works) -> None:
    states = [state for state in CampaignState if state is not CampaignState.APPROVED]
    await approved(works.storage, *[a_campaign(state=state) for state in states])
    await nine(works)
    await release(works, "ten")
    await run(works)
    assert campaigns_in(works) == []


async def change_one(works: Works, number: int, rng: random.Random, covered: set[str]) -> None:
    now = works.clock.now()
    if rng.random() < 0.5:
        await take_down(
            storage=works.storage, number=number, to=State.WITHDRAWN, reason=None, now=now
        )
        return
    async with works.storage.transaction() as tables:
        if await hide(tables, number, now):
            covered.add(f"#{number}")


@pytest.mark.file("the rules are the same on a server, which the next test lives one life on")
@pytest.mark.parametrize("seed", range(1, 8))
async def test_whatever_happens_the_channel_keeps_the_rules(works: Works, seed: int) -> None:
    await live(works, seed)


async def test_whatever_happens_it_keeps_them_on_either_engine(works: Works) -> None:
    await live(works, 0)


async def live(works: Works, seed: int) -> None:
    """Releases, covers, withdrawals, lost answers, restarts and jumps of the clock."""
    rng = random.Random(seed)
    covered: set[str] = set()
    await approved(
        works.storage,
        *[
            a_campaign(
                START + timedelta(hours=rng.uniform(-40, 60)),
                weekly=rng.random() < 0.5,
                until=START + timedelta(hours=rng.uniform(70, 700)),
            )
            for _ in range(5)
        ],
    )
    number = 0
    for _ in range(14):
        for _ in range(rng.randint(1, 6)):
            number += 1
            cover = rng.random() < 0.3
            if cover:
                covered.add(f"#{number}")
            await release(works, f"whisper {number} {rng.random()}", cover=cover)
            if rng.random() < 0.15:
                await publish_next(works.press)
                await take_down(
                    storage=works.storage,
                    number=number,
                    to=State.WITHDRAWN,
                    reason=None,
                    now=works.clock.now(),
                )
        ends = ("ok", "ok", "ok", "reply_lost", "not_sent")
        works.channel.script = [rng.choice(ends) for _ in range(3)]
        await run(works, minutes=12)
        if rng.random() < 0.3:
            works.clock.pass_(hours=rng.uniform(-30, 30))
            works = with_campaigns(make_works(works.storage, works.channel))
        works.clock.pass_(hours=rng.uniform(0, 20))
        await end_due(storage=works.storage, now=works.clock.now(), zone=PARIS)
    lines = works.channel.lines()
    for at, line in enumerate(lines):
        if number_of(line):
            assert not {*lines[max(0, at - 1) : at], *lines[at + 1 : at + 2]} & covered
            assert sum(number_of(each) is not None for each in lines[at : at + 10]) == 1
    assert len(set(lines)) + sum(number_of(each) is not None for each in lines) >= len(lines)
    for _ in range(12):  # afterwards some are taken back, or covered after reports
        await change_one(works, rng.randint(1, number), rng, covered)
    await keep_apart(works.press, {})
    await run(works)
    standing = [line for line in works.channel.lines() if line]
    for at, line in enumerate(standing):
        if number_of(line):
            assert not {*standing[max(0, at - 1) : at], *standing[at + 1 : at + 2]} & covered
