"""Having a campaign approved: by four eyes, and as moderators saw it."""

from datetime import date, timedelta

from bot.domain.campaigns.campaign import Campaign, CampaignKind, CampaignState
from bot.domain.outcome import Delivered, Outcome, Unknown
from bot.domain.whisper import OWN_PHOTO
from bot.flows.campaigns.approval import Approval, FourEyes, ask_moderators, decide, shown_by
from bot.flows.campaigns.drafting import put
from bot.memory.campaign_makers import CampaignMakers
from bot.memory.votes import Votes
from storage import Storage
from tests.flows.test_campaign_drafting import a_draft
from tests.kit.campaigns import a_campaign, approved
from tests.kit.works import START

TODAY = date(2026, 11, 25)
CAM, MIA, NOA = b"cam", b"mia", b"noa"


async def eyes(*makers: bytes | None, began: bool = True) -> FourEyes:
    known = CampaignMakers()
    if began:
        await known.began(7, makers[0], START)
    for each in makers[1:]:
        await known.touched(7, each, START)
    return FourEyes(known, Votes())


SEVENTH = Campaign(7, CampaignKind.POST)


async def test_one_who_had_no_hand_in_it_is_enough() -> None:
    both = await eyes(CAM, NOA)
    assert await both.press(SEVENTH, CAM, START) is Approval.OWN
    assert await both.press(SEVENTH, NOA, START) is Approval.OWN
    assert await both.press(SEVENTH, MIA, START) is Approval.DONE


async def test_two_approve_where_nobody_knows_who_made_it() -> None:
    """One of the two at least is not the one who did."""
    for unknown in (await eyes(began=False), await eyes(None), await eyes(CAM, None)):
        assert await unknown.press(SEVENTH, CAM, START) is Approval.ONE_MORE
        assert await unknown.press(SEVENTH, CAM, START) is Approval.AGAIN
        assert await unknown.press(SEVENTH, MIA, START) is Approval.DONE


async def complete(storage: Storage) -> Campaign:
    [number] = await approved(storage, a_campaign(state=CampaignState.DRAFT))
    async with storage.reading() as tables:
        found = await tables.campaigns.of(number)
    assert found is not None
    return found


def shows(end: Outcome):  # type: ignore[no-untyped-def]
    async def show() -> Outcome:
        return end

    return show


async def test_moderators_are_asked_once_their_chat_has_it(storage: Storage) -> None:
    draft = await complete(storage)
    lost = shows(Unknown("ReadTimeout"))
    assert not await ask_moderators(draft, lost, storage=storage, eyes=await eyes(CAM))
    assert await ask_moderators(draft, shows(Delivered(41)), storage=storage, eyes=await eyes(CAM))
    shown = await shown_by(storage=storage, number=draft.number, message_id=41)
    assert shown is not None
    assert await shown_by(storage=storage, number=draft.number, message_id=40) is None


async def test_an_older_message_approves_nothing_that_was_changed_since(storage: Storage) -> None:
    """shown as 41 -> changed -> shown as 43: the button under 41 does nothing."""
    draft = await complete(storage)
    assert await ask_moderators(draft, shows(Delivered(41)), storage=storage, eyes=await eyes(CAM))
    changed = await put(storage=storage, number=draft.number, words="Other words?")
    assert isinstance(changed, Campaign)
    assert await shown_by(storage=storage, number=draft.number, message_id=41) is None
    assert await ask_moderators(
        changed, shows(Delivered(43)), storage=storage, eyes=await eyes(CAM)
    )
    assert await shown_by(storage=storage, number=draft.number, message_id=41) is None
    assert await shown_by(storage=storage, number=draft.number, message_id=43) is not None


async def test_what_is_not_complete_is_shown_to_nobody(storage: Storage) -> None:
    draft = await a_draft(storage)
    assert not await ask_moderators(
        draft, shows(Delivered(1)), storage=storage, eyes=await eyes(CAM)
    )


async def test_a_campaign_is_decided_once(storage: Storage) -> None:
    draft = await complete(storage)
    await ask_moderators(draft, shows(Delivered(41)), storage=storage, eyes=await eyes(CAM))
    for to, done in ((CampaignState.APPROVED, True), (CampaignState.REJECTED, False)):
        decided = await decide(draft, to, storage=storage, day=TODAY, message_id=41)
        assert (decided is not None) is done


async def test_what_is_changed_while_it_is_shown_is_not_asked_about(storage: Storage) -> None:
    """Drawing takes a moment: moderators would approve other words, or pictures, than they saw."""
    draft = await complete(storage)

    async def words_change() -> Outcome:
        await put(storage=storage, number=draft.number, words="Other words?")
        return Delivered(41)

    async def pictures_change() -> Outcome:
        async with storage.transaction() as tables:
            await tables.campaigns.put_pictures(draft.number, [(OWN_PHOTO, b"other")])
        return Delivered(43)

    assert not await ask_moderators(draft, words_change, storage=storage, eyes=await eyes(CAM))
    assert await shown_by(storage=storage, number=draft.number, message_id=41) is None
    async with storage.reading() as tables:
        changed = await tables.campaigns.of(draft.number)
    assert changed is not None
    assert changed.state is CampaignState.DRAFT
    assert not await ask_moderators(changed, pictures_change, storage=storage, eyes=await eyes(CAM))
    assert await shown_by(storage=storage, number=draft.number, message_id=43) is None


async def test_a_press_on_an_older_message_decides_nothing_about_what_came_since(
    storage: Storage,
) -> None:
    """41 is read -> changed, and shown as 43 -> 41 is decided."""
    draft = await complete(storage)
    assert await ask_moderators(draft, shows(Delivered(41)), storage=storage, eyes=await eyes(CAM))
    read = await shown_by(storage=storage, number=draft.number, message_id=41)
    assert read is not None
    changed = await put(storage=storage, number=draft.number, words="Other words?")
    assert isinstance(changed, Campaign)
    assert await ask_moderators(
        changed, shows(Delivered(43)), storage=storage, eyes=await eyes(CAM)
    )
    to = CampaignState.APPROVED
    assert await decide(read, to, storage=storage, day=TODAY, message_id=41) is None
    assert await decide(read, to, storage=storage, day=TODAY, message_id=43) is not None


async def test_a_wish_of_moderators_stands_until_something_is_changed(storage: Storage) -> None:
    draft = await complete(storage)
    await ask_moderators(draft, shows(Delivered(41)), storage=storage, eyes=await eyes(CAM))
    back = await decide(
        draft,
        CampaignState.DRAFT,
        storage=storage,
        day=TODAY,
        message_id=41,
        note="Shorter, please.",
    )
    assert back is not None
    assert back.note == "Shorter, please."
    changed = await put(storage=storage, number=draft.number, until=START + timedelta(days=3))
    assert isinstance(changed, Campaign)
    assert changed.note is None
