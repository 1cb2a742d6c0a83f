"""Campaigns in the database: each channel's own, kept, decided once."""

from datetime import UTC, date, datetime, timedelta

from bot.domain.campaigns.campaign import Campaign, CampaignKind, CampaignState
from bot.domain.campaigns.figures import Told
from bot.domain.parcel import ParcelKind
from bot.domain.whisper import Look, PictureId, State
from storage import Scope, Storage
from storage.posts import Post
from tests.kit.whispers import a_whisper

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
DAY = date(2026, 11, 25)
CHAT = -1002000104729


def draft(**fields: object) -> Campaign:
    return Campaign(0, CampaignKind.QUESTION, words="Who?", **fields)  # type: ignore[arg-type]


async def test_each_channel_counts_its_campaigns_from_one(storage: Storage) -> None:
    async with storage.transaction() as tables:
        assert [(await tables.campaigns.add(draft())).number for _ in range(2)] == [1, 2]
        other = await tables.of(2).campaigns.add(draft())
        assert (other.number, other.channel) == (1, 2)


async def test_everything_of_a_campaign_is_kept(storage: Storage) -> None:
    whole = draft(
        payer="Marque",
        country="FR",
        label="Publicité",
        advert="erid: 2V",
        credit="© Marque",
        look=Look(PictureId(b"abcd"), 3),
        starts_at=NOW,
        until=NOW + timedelta(days=7),
        weekly=True,
        note="Shorter, please.",
    )
    async with storage.transaction() as tables:
        added = await tables.campaigns.add(whole)
    async with storage.within(Scope(1)).reading() as tables:
        found = await tables.campaigns.of(added.number)
    assert found == added
    assert (added.label, added.look, added.weekly) == ("Publicité", whole.look, True)


async def test_a_change_takes_a_campaign_back_from_moderators(storage: Storage) -> None:
    async with storage.transaction() as tables:
        number = (await tables.campaigns.add(draft(state=CampaignState.ASKED))).number
        changed = await tables.campaigns.change(number, words="Where?")
        assert changed is not None
        assert (changed.state, changed.words) == (CampaignState.DRAFT, "Where?")


async def test_what_is_decided_is_changed_by_nobody(storage: Storage) -> None:
    async with storage.transaction() as tables:
        number = (await tables.campaigns.add(draft(state=CampaignState.ASKED))).number
        approved = await tables.campaigns.move(
            number, start=(CampaignState.ASKED,), to=CampaignState.APPROVED
        )
        assert approved is not None
        assert await tables.campaigns.change(number, words="Where?") is None
        again = await tables.campaigns.move(
            number, start=(CampaignState.ASKED,), to=CampaignState.REJECTED
        )
        assert again is None


async def test_a_turn_is_taken_once(storage: Storage) -> None:
    async with storage.transaction() as tables:
        number = (await tables.campaigns.add(draft(state=CampaignState.APPROVED))).number
        assert await tables.campaigns.took_turn(number, 2)
        assert not await tables.campaigns.took_turn(number, 2)
        assert not await tables.campaigns.took_turn(number, 1)
        assert await tables.campaigns.took_turn(number, 3)


async def test_the_first_time_that_it_stood_counts(storage: Storage) -> None:
    async with storage.transaction() as tables:
        number = (await tables.campaigns.add(draft())).number
        for later in (0, 7):
            await tables.campaigns.stood(number, NOW + timedelta(days=later))
        found = await tables.campaigns.of(number)
    assert found is not None
    assert found.since == NOW


async def test_a_question_to_managers_outlives_a_restart(storage: Storage) -> None:
    async with storage.transaction() as tables:
        number = (await tables.campaigns.add(draft())).number
        await tables.campaigns.ask(number, "words", 41)
    async with storage.transaction() as tables:
        [asked] = await tables.campaigns.asked_by(41)
        assert (asked.campaign.number, asked.asking) == (number, "words")
        await tables.campaigns.ask(number, None, None)
        assert await tables.campaigns.asked_by(41) == ()


async def test_pictures_are_replaced_as_a_whole_and_keep_their_order(storage: Storage) -> None:
    first = [(PictureId(b"aaaa"), b"one"), (PictureId(b"bbbb"), b"two")]
    async with storage.transaction() as tables:
        await tables.campaigns.put_pictures(3, first)
        assert await tables.campaigns.pictures(3) == tuple(first)
        await tables.campaigns.put_pictures(3, first[1:])
        assert await tables.campaigns.pictures(3) == tuple(first[1:])


async def test_days_are_counted_and_nothing_finer(storage: Storage) -> None:
    async with storage.transaction() as tables:
        for times in (1, 2, -1):
            await tables.campaign_days.count(7, DAY, Told.REACTIONS, times)
        await tables.campaign_days.count(7, DAY, Told.OPENS)
        await tables.of(2).campaign_days.count(7, DAY, Told.OPENS, 9)
        assert await tables.campaign_days.of(7) == ((DAY, "opens", 1), (DAY, "reactions", 2))


async def test_a_whisper_knows_the_question_that_it_answers(storage: Storage) -> None:
    whisper = a_whisper(state=State.REVIEW, campaign=7)
    async with storage.transaction() as tables:
        await tables.whispers.add(whisper, handle_hash=b"h" * 32, receipt_hash=b"r" * 32)
        found = await tables.whispers.by_key(whisper.key)
    assert found is not None
    assert found.campaign == 7


async def test_a_post_knows_its_campaign_and_all_its_turns_are_found(storage: Storage) -> None:
    async with storage.transaction() as tables:
        for turn in (0, 7):
            posted_at = NOW + timedelta(days=turn)
            await tables.posts.add(
                Post(
                    CHAT, 5 + turn, ParcelKind.CAMPAIGN, "Question · c7", "", posted_at, campaign=7
                )
            )
        found = await tables.posts.all_with_first_line("Question · c7")
        assert [(post.message_id, post.campaign) for post in found] == [(5, 7), (12, 7)]
        assert await tables.posts.campaigns_since(CHAT, NOW) == (NOW, NOW + timedelta(days=7))
        assert [post.message_id for post in await tables.posts.last(CHAT, 1)] == [12]
