"""A campaign's card in its managers' group says how things stand."""

from dataclasses import dataclass, field
from datetime import timedelta

from bot.domain.campaigns.campaign import Campaign, CampaignState
from bot.domain.outcome import Delivered, Outcome, Refused, TryLater
from bot.flows.campaigns.buttons import CampaignRows
from bot.flows.campaigns.cards import ManagersCards
from bot.flows.campaigns.standing import remove_campaign
from storage import Storage
from tests.kit.campaigns import a_campaign, approved
from tests.kit.works import START, ManualClock


@dataclass
class Group:
    """The managers' group: what each message says now, and how edits end."""

    says: dict[int, str] = field(default_factory=dict)
    ends: list[Outcome] = field(default_factory=list)

    async def relabel(self, message_id: int, html: str, *, rows: CampaignRows = ()) -> Outcome:
        outcome = self.ends.pop(0) if self.ends else Delivered(message_id)
        if isinstance(outcome, Delivered):
            self.says[message_id] = html
        return outcome


async def face(campaign: Campaign) -> tuple[str, CampaignRows]:
    return campaign.state.value, ()


def cards(storage: Storage, group: Group) -> ManagersCards:
    return ManagersCards(storage, group, face, ManualClock())  # type: ignore[arg-type]


async def shown(storage: Storage, kept: ManagersCards, message_id: int, **fields: object) -> int:
    """A campaign that waits for moderators, shown by this message."""
    waits = a_campaign(state=CampaignState.ASKED, **fields)  # type: ignore[arg-type]
    [number] = await approved(storage, waits)
    await stands(storage, kept, number, message_id)
    return number


async def stands(storage: Storage, kept: ManagersCards, number: int, message_id: int) -> None:
    async with storage.reading() as tables:
        campaign = await tables.campaigns.of(number)
    assert campaign is not None
    await kept.shown(campaign, message_id, campaign.state)


async def becomes(storage: Storage, number: int, state: CampaignState) -> None:
    async with storage.transaction() as tables:
        assert await tables.campaigns.move(number, start=tuple(CampaignState), to=state)


async def test_it_follows_whatever_becomes_of_the_campaign_and_is_written_once(
    storage: Storage,
) -> None:
    group = Group()
    kept = cards(storage, group)
    number = await shown(storage, kept, 7)
    assert await kept.sync() is None
    assert group.says == {}
    for state in (CampaignState.APPROVED, CampaignState.ENDED):
        await becomes(storage, number, state)
        assert await kept.sync() is None
        assert group.says.pop(7) == state
        assert await kept.sync() is None
        assert group.says == {}
    async with storage.transaction() as tables:
        await remove_campaign(tables, number, START)
    await kept.sync()
    assert group.says == {7: "removed"}


async def test_what_telegram_does_not_take_now_is_written_later_and_what_is_gone_never(
    storage: Storage,
) -> None:
    group = Group(ends=[TryLater(timedelta(seconds=40), "429")])
    kept = cards(storage, group)
    number = await shown(storage, kept, 7)
    await becomes(storage, number, CampaignState.REJECTED)
    assert await kept.sync() == START + timedelta(seconds=40)
    assert await kept.sync() is None
    assert group.says == {7: "rejected"}
    await becomes(storage, number, CampaignState.DRAFT)
    group.ends = [Refused("message to edit not found", gone=True)]
    for _ in range(2):
        assert await kept.sync() is None
    assert group.says == {7: "rejected"}


async def test_an_older_card_keeps_the_name_alone(storage: Storage) -> None:
    group = Group()
    kept = cards(storage, group)
    number = await shown(storage, kept, 7)
    await stands(storage, kept, number, 9)
    assert group.says == {7: "<b>Question · c1</b>"}
    await becomes(storage, number, CampaignState.APPROVED)
    await kept.sync()
    assert group.says == {7: "<b>Question · c1</b>", 9: "approved"}


async def test_a_message_of_another_group_shows_nothing_any_more(storage: Storage) -> None:
    """The operator named another group, whose messages are counted from one."""
    group = Group()
    kept = cards(storage, group)
    first, second = [await shown(storage, kept, 7) for _ in range(2)]
    for number in (first, second):
        await becomes(storage, number, CampaignState.APPROVED)
    async with storage.reading() as tables:
        assert [card.campaign.number for card in await tables.campaigns.cards_behind()] == [second]
    async with storage.transaction() as tables:
        await tables.campaigns.forget_group()
    assert await kept.sync() is None
    assert group.says == {}


async def test_a_draft_whose_label_is_asked_anew_goes_by_its_number(storage: Storage) -> None:
    group = Group()
    kept = cards(storage, group)
    number = await shown(storage, kept, 7, label=None)
    await stands(storage, kept, number, 9)
    assert group.says == {7: "<b>c1</b>"}
