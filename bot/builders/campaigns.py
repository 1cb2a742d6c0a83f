"""The services of a channel's managers' group, and the pictures of its campaigns."""

from functools import partial

from bot.botapi.client import RawBot
from bot.botapi.managers_chat import TelegramManagersChat
from bot.botapi.membership import Membership
from bot.domain.campaigns.campaign import Campaign
from bot.flows.campaigns.approval import FourEyes
from bot.flows.campaigns.buttons import CampaignRows
from bot.flows.campaigns.cards import ManagersCards
from bot.flows.campaigns.drafting import newest_picture
from bot.flows.campaigns.packs import NoPacks, Packs, StoredPacks
from bot.flows.publishing.publisher import Publisher
from bot.i18n import translator_for
from bot.memory.in_hand import IN_HAND_LIFE, InHand
from bot.memory.maker import MemoryMaker
from bot.memory.private_groups import PrivateGroups
from bot.services import CampaignServices, ModeratorServices, SharedServices
from bot.settings import Settings
from handlers.managers.pages import overview


def packs_of(shared: SharedServices, settings: Settings) -> Packs:
    """Return the packs. Cards on pictures of campaigns are drawn as long as there are campaigns;
    none is offered where moderators want no more of them."""
    if settings.campaigns is None:
        return NoPacks()
    return StoredPacks(shared.storage, shared.clock, offers=settings.campaigns_a_day > 0)


def campaigns_of(
    bot: RawBot, moderators: ModeratorServices, publisher: Publisher, make: MemoryMaker
) -> CampaignServices | None:
    """Return the services of campaigns. None: the channel has no managers' group, or no moderators
    who could approve."""
    shared = moderators.shared
    if publisher.campaigns is None or moderators.moderators_chat is None:
        return None
    rooms = PrivateGroups(shared.settings.campaigns, None)
    group = TelegramManagersChat(bot, lambda: rooms.moderators)
    return CampaignServices(
        shared=shared,
        rooms=rooms,
        group=group,
        at_moderators=TelegramManagersChat(bot, lambda: moderators.rooms.moderators),
        moderators_chat=moderators.moderators_chat,
        membership=Membership(bot, rooms, shared.routes, shared.clock),
        eyes=FourEyes(
            make.campaign_makers(shared.place.key),
            moderators.votes,
            InHand(make.kept(f"in hand {shared.place.key}", IN_HAND_LIFE)),
        ),
        house=publisher.house,
        cards=ManagersCards(shared.storage, group, partial(_face, shared), shared.clock),
    )


async def _face(shared: SharedServices, campaign: Campaign) -> tuple[str, CampaignRows]:
    t = translator_for(shared.settings.language)
    shown = await newest_picture(storage=shared.storage, campaign=campaign)
    return overview(campaign, shared.settings.timezone, shown, t)
