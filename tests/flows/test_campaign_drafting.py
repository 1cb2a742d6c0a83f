"""Making a campaign and having it approved."""

import pytest

from bot.domain.campaigns.campaign import Campaign, CampaignKind, CampaignState
from bot.domain.campaigns.categories import Category
from bot.domain.pictures import PictureInfo
from bot.domain.whisper import OWN_PHOTO, Look, PictureId
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
    change_asked_by,
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
from bot.memory.private_groups import PrivateGroups
from storage import Storage
from tests.kit.campaigns import PARIS, a_campaign, approved
from tests.kit.works import START

SHELF = [PictureInfo(PictureId(bytes([0, 0, 0, n])), f"p{n}", ("night",)) for n in (1, 2)]
RULES = DeskRules(PARIS, frozenset(), SHELF)
LOOK = Look(SHELF[0].id, 1)


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
    for typed in ("2Vtzq", "erid: 2Vtzq", "ERID 2Vtzq", "erid=2Vtzq"):
        changed = await kept(storage, changed, Step.ADVERT, typed)
        assert changed.advert == "erid: 2Vtzq"
    assert await said(storage, changed, Step.ADVERT, "erid:") is Wrong.EMPTY
    assert next_step(changed) is Step.WORDS


NOTHING_SEEN = [" · ", "\u200b", "\u2060\u202e", "\u2800", "\u3164", "\u00ad", "—", "…"]


@pytest.mark.parametrize("text", NOTHING_SEEN)
async def test_an_own_label_may_be_written_and_never_be_empty(storage: Storage, text: str) -> None:
    draft = await a_draft(storage)
    assert (await kept(storage, draft, Step.LABEL, "Partnership")).label == "Partnership"
    for step in (Step.LABEL, Step.PAYER, Step.CREDIT):
        assert await said(storage, draft, step, text) is Wrong.EMPTY


async def test_what_turns_or_hides_letters_is_taken_out_of_names_and_words(
    storage: Storage,
) -> None:
    """Else it would turn the label around, or get past the house rules."""
    draft = await a_draft(storage)
    assert (await kept(storage, draft, Step.PAYER, "\u202eMa\u200brque")).payer == "Marque"
    assert (await kept(storage, draft, Step.WORDS, "Come\u2067 to us")).words == "Come to us"
    assert await said(storage, draft, Step.WORDS, "Be\u200ber") == OffLimits(Category.ALCOHOL)
    assert await said(storage, draft, Step.WORDS, "\u200b") is Wrong.EMPTY


async def test_a_name_fits_into_a_caption(storage: Storage) -> None:
    family = "👩‍👩‍👧‍👦"
    assert await said(storage, await a_draft(storage), Step.PAYER, "Ma" + family * 40) is Wrong.LONG


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


async def test_the_minute_that_it_is_means_now(storage: Storage) -> None:
    draft = await kept(storage, await a_draft(storage), Step.STARTS_AT, "2026-11-25 12:57")
    assert draft.starts_at is not None
    assert draft.starts_at < START  # 13:00 there


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


async def test_two_chats_may_ask_by_messages_of_one_number(storage: Storage) -> None:
    """Each chat counts its messages from 1: an answer in one is none in the other."""
    [waits] = await approved(storage, a_campaign(state=CampaignState.ASKED))
    await asked(storage=storage, number=waits, step=Step.CHANGE, message_id=7)
    draft = await a_draft(storage)
    assert await question_of(storage=storage, message_id=7) is None
    await asked(storage=storage, number=draft.number, step=Step.WORDS, message_id=7)
    found = await question_of(storage=storage, message_id=7)
    assert found is not None
    assert (found[0].number, found[1]) == (draft.number, Step.WORDS)
    change = await change_asked_by(storage=storage, message_id=7)
    assert change is not None
    assert change.number == waits


async def test_an_own_picture_is_kept_with_the_campaign_and_goes_when_it_is_given_up(
    storage: Storage,
) -> None:
    draft = await kept(storage, await a_draft(storage), Step.WORDS, "Who?")
    changed = await take_photo(draft, b"jpeg", storage=storage)
    assert isinstance(changed, Campaign)
    assert changed.look.picture == OWN_PHOTO
    assert await pictures_of(storage=storage, campaign=changed) == (b"jpeg",)
    await kept(storage, draft, Step.LABEL, "With Marque")
    assert await drop(storage=storage, number=draft.number)
    assert await pictures_of(storage=storage, campaign=changed) == ()
    assert await all_campaigns(storage=storage) == ()
    async with storage.reading() as tables:
        left = await tables.campaigns.of(draft.number)
    assert left is not None
    assert (left.words, left.payer, left.label, left.advert) == ("", None, None, None)


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
