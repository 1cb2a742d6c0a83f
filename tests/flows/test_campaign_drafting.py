"""Making a campaign and having it approved."""

from datetime import date, timedelta

import pytest

from bot.domain.campaigns.campaign import Campaign, CampaignKind, CampaignState
from bot.domain.campaigns.categories import Category
from bot.domain.outcome import Delivered, Outcome, Unknown
from bot.domain.pictures import PictureInfo
from bot.domain.whisper import OWN_PHOTO, Look, PictureId
from bot.flows.campaigns.approval import Approval, FourEyes, ask_moderators, decide, shown_by
from bot.flows.campaigns.buttons import (
    CampaignIntent,
    Do,
    decode,
    encode,
    kind_button,
    read_kind,
)
from bot.flows.campaigns.drafting import (
    DeskRules,
    OffLimits,
    Step,
    Wrong,
    all_campaigns,
    answer,
    asked,
    begin,
    country_values,
    drop,
    newest_picture,
    next_step,
    pictures_of,
    put,
    question_of,
    question_over,
    take_out,
    take_photo,
)
from bot.flows.campaigns.group_moves import follow_group, recall_group
from bot.memory.campaign_makers import CampaignMakers
from bot.memory.private_groups import PrivateGroups
from bot.memory.votes import Votes
from storage import Storage
from tests.kit.campaigns import PARIS, a_campaign, approved
from tests.kit.works import START

TODAY = date(2026, 11, 25)

SHELF = [PictureInfo(PictureId(bytes([0, 0, 0, n])), f"p{n}", ("night",)) for n in (1, 2)]
RULES = DeskRules(PARIS, frozenset(), SHELF)
LOOK = Look(SHELF[0].id, 1)
CAM, MIA, NOA = b"cam", b"mia", b"noa"


async def a_draft(storage: Storage, kind: CampaignKind = CampaignKind.POST) -> Campaign:
    return (await begin(storage=storage, kind=kind, look=LOOK, button="0a1b2c3d"))[0]


async def said(
    storage: Storage, campaign: Campaign, step: Step, text: str
) -> Campaign | Wrong | OffLimits:
    return await answer(campaign, step, text, storage=storage, rules=RULES, now=START)


async def kept(storage: Storage, campaign: Campaign, step: Step, text: str) -> Campaign:
    changed = await said(storage, campaign, step, text)
    assert isinstance(changed, Campaign)
    return changed


async def test_a_button_begins_one_draft_however_often_its_press_comes(storage: Storage) -> None:
    label, kind = "A question", CampaignKind.QUESTION
    first, other = (read_kind(kind_button(label, kind, 1).intent.value) for _ in range(2))
    assert first is not None
    assert other is not None
    assert first[0] is other[0] is kind
    draft, is_new = await begin(storage=storage, kind=kind, look=LOOK, button=first[1])
    assert is_new
    await kept(storage, draft, Step.WORDS, "Who?")
    again, is_new = await begin(storage=storage, kind=kind, look=LOOK, button=first[1])
    assert (again.number, again.words, is_new) == (draft.number, "Who?", False)
    assert (await begin(storage=storage, kind=kind, look=LOOK, button=other[1]))[1]
    assert [each.number for each in await all_campaigns(storage=storage)] == [2, 1]


def test_a_button_of_before_they_bore_marks_begins_nothing() -> None:
    assert read_kind("question") is None


async def test_who_pays_is_one_line_and_asks_for_a_country_anew(storage: Storage) -> None:
    draft = await a_draft(storage)
    draft = await kept(storage, draft, Step.PAYER, " Ma\nmaison · Lyon ")
    assert (draft.payer, draft.country, draft.label) == ("Ma maison Lyon", None, None)


async def test_the_country_gives_the_label_and_russia_asks_for_a_number(storage: Storage) -> None:
    draft = await kept(storage, await a_draft(storage), Step.PAYER, "Ромашка")
    changed = await put(storage=storage, number=draft.number, **country_values("RU"))
    assert isinstance(changed, Campaign)
    assert changed.label == "Реклама"
    assert next_step(changed) is Step.ADVERT
    changed = await kept(storage, changed, Step.ADVERT, "2Vtzq")
    assert changed.advert == "erid: 2Vtzq"
    assert next_step(changed) is Step.WORDS


async def test_an_own_label_may_be_written_and_never_be_empty(storage: Storage) -> None:
    draft = await a_draft(storage)
    assert (await kept(storage, draft, Step.LABEL, "Partnership")).label == "Partnership"
    assert await said(storage, draft, Step.LABEL, " · ") is Wrong.EMPTY


@pytest.mark.parametrize(
    ("kind", "length", "fits"),
    [
        (CampaignKind.QUESTION, 120, True),
        (CampaignKind.QUESTION, 121, False),
        (CampaignKind.POST, 400, True),
        (CampaignKind.POST, 401, False),
    ],
)
async def test_a_question_has_120_characters_and_a_post_400(
    storage: Storage, kind: CampaignKind, length: int, fits: bool
) -> None:
    draft = await a_draft(storage, kind)
    got = await said(storage, draft, Step.WORDS, "é" * length)
    assert isinstance(got, Campaign) is fits


async def test_words_get_a_picture_and_keep_the_one_that_was_chosen(storage: Storage) -> None:
    draft = await kept(storage, await a_draft(storage), Step.WORDS, "It rains at night.")
    assert draft.look.picture in {each.id for each in SHELF}
    chosen = await put(storage=storage, number=draft.number, picture=SHELF[1].id)
    assert isinstance(chosen, Campaign)
    again = await kept(storage, chosen, Step.WORDS, "It snows.")
    assert again.look.picture == SHELF[1].id


async def test_the_house_rules_look_at_words_and_names(storage: Storage) -> None:
    draft = await a_draft(storage)
    assert await said(storage, draft, Step.WORDS, "Beer for all") == OffLimits(Category.ALCOHOL)
    assert await said(storage, draft, Step.PAYER, "Casino Royal") == OffLimits(Category.GAMBLING)


@pytest.mark.parametrize(
    ("step", "text", "wrong"),
    [
        (Step.STARTS_AT, "soon", Wrong.NO_TIME),
        (Step.STARTS_AT, "2026-11-24 10:00", Wrong.PAST),
        (Step.UNTIL, "2026-11-25 10:00", Wrong.TOO_SOON),
        (Step.UNTIL, "2027-11-25 10:00", Wrong.TOO_LATE),
    ],
)
async def test_times_that_make_no_sense_are_asked_for_again(
    storage: Storage, step: Step, text: str, wrong: Wrong
) -> None:
    assert await said(storage, await a_draft(storage), step, text) is wrong


async def test_a_later_beginning_forgets_an_end_before_it(storage: Storage) -> None:
    draft = await kept(storage, await a_draft(storage), Step.STARTS_AT, "2026-11-26 10:00")
    draft = await kept(storage, draft, Step.UNTIL, "2026-11-28")
    draft = await kept(storage, draft, Step.STARTS_AT, "2026-12-01 10:00")
    assert draft.until is None


async def test_one_question_is_open_at_a_time(storage: Storage) -> None:
    draft = await a_draft(storage)
    await asked(storage=storage, number=draft.number, step=Step.PAYER, message_id=5)
    await asked(storage=storage, number=draft.number, step=Step.WORDS, message_id=7)
    assert await question_of(storage=storage, message_id=5) is None
    found = await question_of(storage=storage, message_id=7)
    assert found is not None
    await kept(storage, *found, "Who?")
    assert await question_of(storage=storage, message_id=7) is not None  # until the next is shown
    await question_over(storage=storage, number=draft.number, message_id=5)
    assert await question_of(storage=storage, message_id=7) is not None
    await question_over(storage=storage, number=draft.number, message_id=7)
    assert await question_of(storage=storage, message_id=7) is None


async def test_an_own_picture_is_kept_with_the_campaign_and_goes_when_it_is_given_up(
    storage: Storage,
) -> None:
    draft = await kept(storage, await a_draft(storage), Step.WORDS, "Who?")
    changed = await take_photo(draft, b"jpeg", storage=storage)
    assert isinstance(changed, Campaign)
    assert changed.look.picture == OWN_PHOTO
    assert await pictures_of(storage=storage, campaign=changed) == (b"jpeg",)
    assert await drop(storage=storage, number=draft.number)
    assert await pictures_of(storage=storage, campaign=changed) == ()
    assert await all_campaigns(storage=storage) == ()


async def test_a_picture_is_taken_out_of_a_pack_until_it_is_decided(storage: Storage) -> None:
    look = Look(OWN_PHOTO, 1)
    kind = CampaignKind.PICTURES
    pack, _ = await begin(storage=storage, kind=kind, look=look, button="0a1b2c3d")
    for data in (b"one", b"two"):
        assert isinstance(await take_photo(pack, data, storage=storage), Campaign)
    two = await newest_picture(storage=storage, campaign=pack)
    for _ in range(2):  # a press may come twice
        assert isinstance(await take_out(pack, two, storage=storage), Campaign)
        assert await pictures_of(storage=storage, campaign=pack) == (b"one",)
    one = await newest_picture(storage=storage, campaign=pack)
    for state in (CampaignState.ASKED, CampaignState.APPROVED):
        async with storage.transaction() as tables:
            start = (CampaignState.DRAFT, CampaignState.ASKED)
            await tables.campaigns.move(pack.number, start=start, to=state)
    assert await take_out(pack, one, storage=storage) is Wrong.DECIDED
    assert await pictures_of(storage=storage, campaign=pack) == (b"one",)


async def test_what_is_approved_cannot_be_changed_or_given_up(storage: Storage) -> None:
    [number] = await approved(storage, a_campaign())
    assert await put(storage=storage, number=number, weekly=True) is Wrong.DECIDED
    assert not await drop(storage=storage, number=number)


def test_a_button_says_the_same_when_it_comes_back() -> None:
    for intent in (
        CampaignIntent(Do.NEW),
        CampaignIntent(Do.MAKE, channel=3, value="post"),
        CampaignIntent(Do.ASK, 7, 2, "words"),
        CampaignIntent(Do.SEND, 123),
    ):
        assert decode(encode(intent)) == intent
        assert len(encode(intent)) <= 64
    assert decode("k:send:0") is None
    assert decode("k:burn:7") is None


async def test_the_managers_group_is_found_again_after_it_has_become_another(
    storage: Storage,
) -> None:
    rooms = PrivateGroups(-5, None)
    draft = await a_draft(storage)
    await asked(storage=storage, number=draft.number, step=Step.WORDS, message_id=7)
    rooms.hear(-5, -1005)
    await follow_group(storage=storage, rooms=rooms)
    assert rooms.unwritten == ()
    assert await question_of(storage=storage, message_id=7) is None
    again = PrivateGroups(-5, None)
    await recall_group(storage=storage, rooms=again)
    assert again.moderators == -1005


# Four eyes


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
    assert await decide(draft, CampaignState.APPROVED, storage=storage, day=TODAY) is not None
    assert await decide(draft, CampaignState.REJECTED, storage=storage, day=TODAY) is None


async def test_a_wish_of_moderators_stands_until_something_is_changed(storage: Storage) -> None:
    draft = await complete(storage)
    await ask_moderators(draft, shows(Delivered(41)), storage=storage, eyes=await eyes(CAM))
    back = await decide(
        draft, CampaignState.DRAFT, storage=storage, day=TODAY, note="Shorter, please."
    )
    assert back is not None
    assert back.note == "Shorter, please."
    changed = await put(storage=storage, number=draft.number, until=START + timedelta(days=3))
    assert isinstance(changed, Campaign)
    assert changed.note is None
