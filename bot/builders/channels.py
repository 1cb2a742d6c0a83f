"""Each channel that was found becomes one that runs."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import partial

from bot.botapi.alerts import Alerts
from bot.botapi.intake import Intake
from bot.builders.campaigns import campaigns_of, packs_of
from bot.builders.common import Common, common_of
from bot.builders.moderators import moderators_of
from bot.builders.outside import FoundChannel, Outside
from bot.builders.publishers import group_publisher_of, publisher_of
from bot.domain.channel_info import ChannelInfo
from bot.flows.authors.propose import CardMaker
from bot.flows.authors.rules import AuthorRules
from bot.flows.campaigns.answers import question_words
from bot.flows.replies.rules import ReplyRules
from bot.flows.replies.send import ReplyServices
from bot.memory.private_groups import PrivateGroups
from bot.memory.proposals import Proposals
from bot.services import AuthorServices, ChangesHere, Services, SharedServices
from bot.services.channels import Channels, RunningChannel


def channels_of(
    outside: Outside, found: Sequence[FoundChannel], intake: Intake, sweep_after: timedelta
) -> Channels:
    """Put all channels together. ``sweep_after``: how soon what precedes a chat's first update is
    swept."""
    common = common_of(outside, [each.settings for each in found], intake, sweep_after)
    places = {each.place.key: each.place for each in found}
    return Channels(tuple(_channel(outside, each, common, places) for each in found))


def _channel(
    outside: Outside,
    found: FoundChannel,
    common: Common,
    places: Mapping[int, ChannelInfo],
) -> RunningChannel:
    settings = found.settings
    shared = SharedServices(
        settings=settings,
        clock=outside.clock,
        rng=outside.rng,
        storage=found.storage,
        studio=outside.studio,
        place=found.place,
        routes=common.routes,
        chats=common.chats,
        deletions=common.deletions,
        unseen=common.unseen,
    )
    groups = PrivateGroups(settings.moderators, settings.staging_chat)
    changes = ChangesHere(found.deployed or settings, outside.begin_anew, Proposals())
    moderators = moderators_of(outside.bot, shared, groups, common, changes)
    author = AuthorServices(
        shared=shared,
        rules=AuthorRules.of(settings),
        cards=CardMaker(
            shared.studio,
            common.memory.own_pictures,
            settings.card_size,
            partial(question_words, storage=shared.storage),
            packs_of(shared, settings),
        ),
        memory=common.memory,
        allowance=common.allowance,
        reporters=common.maker.reporters(found.place.key),
        review_cards=moderators.review_cards,
        bot_name=outside.bot.username,
        replies=ReplyServices(
            storage=shared.storage,
            routes=shared.routes,
            memory=common.memory.replies,
            rules=ReplyRules.of(settings, closed=not found.takes_whispers),
            rng=shared.rng,
        ),
        readers=common.readers,
    )
    alerts = Alerts(outside.bot, settings, groups, found.place)
    publisher = publisher_of(outside, found, groups, alerts.tell, places)
    return RunningChannel(
        Services(shared, author, moderators, campaigns_of(outside.bot, moderators, publisher)),
        publisher,
        alerts,
        partial(group_publisher_of, publisher, outside.bot, settings.staging_chat, groups),
        found.takes_whispers,
        found.shows,
    )
