"""Campaigns in a backup, and what a restored bot does with those that stand in the channel."""

import random
from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.campaigns.campaign import Campaign, CampaignKind
from bot.domain.campaigns.figures import Told
from bot.domain.mixing import INSTANT
from bot.domain.whisper import PictureId
from bot.flows.authors.release import release_due
from bot.flows.backup import back_up
from bot.flows.campaigns.end import end_due
from tests.flows.test_backup import restored
from tests.kit.campaigns import PARIS, a_campaign, approved, with_campaigns
from tests.kit.outbox import release, run
from tests.kit.posts import stand
from tests.kit.whispers import a_whisper
from tests.kit.works import Works


async def test_campaigns_come_back_with_their_pictures_days_and_answers(
    works: Works, tmp_path: Path
) -> None:
    """One stands, a pack has a picture, one is a draft; one whisper answers. The draft stays
    behind, as all that waits does. The restored bot posts nothing again, and ends what stands."""
    works = with_campaigns(works)
    [asked] = await approved(works.storage, a_campaign())
    await stand(works, *(f"whisper {n}" for n in range(9)))
    async with works.storage.transaction() as tables:
        pack = await tables.campaigns.add(a_campaign(kind=CampaignKind.PICTURES, label="Pictures"))
        await tables.campaigns.add(Campaign(0, CampaignKind.POST, words="We meet at noon."))
        await tables.campaigns.put_pictures(pack.number, [(PictureId(b"pack"), b"a jpeg")])
        day = works.clock.now().date()
        await tables.campaign_days.count(asked, day, Told.OPENS, 12)
        await tables.whispers.add(
            replace(a_whisper("an answer"), campaign=asked),
            handle_hash=b"h" * 32,
            receipt_hash=b"r" * 32,
        )
    await release_due(
        storage=works.storage, now=works.clock.now(), mixing=INSTANT, rng=random.Random(1)
    )
    await run(works)
    async with works.storage.reading() as tables:
        before = [await tables.campaigns.of(n) for n in (asked, pack.number)]
    await back_up(storage=works.storage, file=tmp_path / "backup.db")
    async with restored(works, tmp_path) as other:
        again = with_campaigns(other)
        async with again.storage.reading() as tables:
            assert [await tables.campaigns.of(n) for n in (1, 2)] == before
            assert await tables.campaigns.of(3) is None
            pictures = await tables.campaigns.pictures(pack.number)
            assert pictures == ((PictureId(b"pack"), b"a jpeg"),)
            assert await tables.campaign_days.of(asked) == ((day, Told.OPENS, 12),)
            answer = await tables.whispers.by_number(10)
            assert answer is not None
            assert (answer.words, answer.campaign) == ("an answer", asked)
        await run(again)
        await release(again, *(f"later {n}" for n in range(12)))
        await run(again)
        assert again.channel.lines().count("Question · c1") == 1
        again.clock.pass_(days=8)
        await end_due(storage=again.storage, now=again.clock.now(), zone=PARIS)
        await run(again)
        [standing] = [m for m in again.channel.messages.values() if m.first_line == "Question · c1"]
        assert "This has ended." in standing.caption


@pytest.mark.parametrize("weekly", [False, True])
async def test_a_campaign_posted_since_the_backup_is_not_posted_again_after_a_restore(
    works: Works, tmp_path: Path, weekly: bool
) -> None:
    """approved; backup; posted; the disk is lost. It counts for the day, and says when it is
    over."""
    works = with_campaigns(works)
    await approved(works.storage, a_campaign(weekly=weekly))
    await stand(works, *(f"whisper {n}" for n in range(9)))
    await back_up(storage=works.storage, file=tmp_path / "backup.db")
    await release(works, "the tenth")
    await run(works)
    assert works.channel.lines()[-2:] == ["Question · c1", "#10"]
    async with restored(works, tmp_path) as other:
        again = with_campaigns(other)
        await run(again)
        await release(again, *(f"later {n}" for n in range(25)))
        await run(again)
        assert again.channel.lines().count("Question · c1") == 1
        again.clock.pass_(days=8)
        await end_due(storage=again.storage, now=again.clock.now(), zone=PARIS)
        await run(again)
        standing = [m for m in again.channel.messages.values() if "· c1" in m.first_line]
        assert ["This has ended." in each.caption for each in standing] == [True]


async def test_where_nothing_can_be_read_no_campaign_comes_again_and_no_number_either(
    works: Works, tmp_path: Path
) -> None:
    works = with_campaigns(works)
    await approved(works.storage, a_campaign())
    await stand(works, *(f"whisper {n}" for n in range(9)))
    await back_up(storage=works.storage, file=tmp_path / "backup.db")
    await release(works, "the tenth")
    await run(works)
    works.channel.can_look = False
    async with restored(works, tmp_path) as other:
        again = with_campaigns(other)
        await run(again)
        await release(again, *(f"later {n}" for n in range(25)))
        await run(again)
        assert again.channel.lines().count("Question · c1") == 1
        [number] = await approved(again.storage, a_campaign())
        assert number > 2
