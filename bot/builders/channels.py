"""Each channel that was found becomes one that runs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from typing import Any

from bot.botapi.alerts import Alerts
from bot.botapi.client import RawBot
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
from bot.memory.proposals import MOST_PROPOSALS, PROPOSAL_LIFE, Proposals
from bot.services import AuthorServices, BotHere, ChangesHere, Services, SharedServices
from bot.services.channels import Channels, RunningChannel


@dataclass(frozen=True, slots=True)
class SeenChannels:
    """All channels as they run, and as each bot sees them, by its id. A bot sees first those for
    which one can write there; it looks after those in which it posts."""

    all: Channels
    by_bot: Mapping[int, Channels]


def channels_of(
    outside: Outside,
    found: Sequence[FoundChannel],
    intakes: Mapping[int, Intake],
    sweep_after: timedelta | None,
) -> SeenChannels:
    """Put all channels together. ``intakes``: each bot's, by its id. ``sweep_after``: how soon what
    precedes a chat's first update is swept; None: never."""
    common = common_of(outside, [each.settings for each in found], intakes, sweep_after)
    places = {each.place.key: each.place for each in found}
    every = Channels(tuple(_channel(outside, each, common, places) for each in found))
    return SeenChannels(
        every, {bot.id: _seen_by(bot, every, found, common) for bot in outside.bots.values()}
    )


def _seen_by(
    bot: RawBot, channels: Channels, found: Sequence[FoundChannel], common: Common
) -> Channels:
    offered = [bot.id in each.offered_by for each in found]
    here = BotHere(bot.username, sum(offered) > 1)
    seen = []
    for each, origin, is_offered in zip(channels.all, found, offered, strict=True):
        services = each.services
        shared = replace(services.shared, **_of_bot(bot, common))
        author = replace(services.author, shared=shared, here=here)
        seen.append(
            replace(
                each,
                services=replace(services, shared=shared, author=author),
                offered=is_offered,
                looked_after=origin.poster.id == bot.id,
            )
        )
    return Channels(tuple(sorted(seen, key=lambda each: not each.offered)))


def _of_bot(bot: RawBot, common: Common) -> dict[str, Any]:
    """Return what of the shared services is a bot's own."""
    return {
        "routes": common.routes.within(bot.id),
        "chats": common.chats.within(bot),
        "unseen": common.unseen[bot.id],
    }


def _channel(
    outside: Outside,
    found: FoundChannel,
    common: Common,
    places: Mapping[int, ChannelInfo],
) -> RunningChannel:
    settings, poster = found.settings, found.poster
    shared = SharedServices(
        settings=settings,
        clock=outside.clock,
        rng=outside.rng,
        storage=found.storage,
        studio=outside.studio,
        place=found.place,
        deletions=common.deletions,
        **_of_bot(poster, common),
    )
    groups = PrivateGroups(settings.moderators, settings.staging_chat)
    typed = f"proposals {found.place.key}"
    proposals = Proposals(common.maker.kept(typed, PROPOSAL_LIFE, most=MOST_PROPOSALS))
    changes = ChangesHere(found.deployed or settings, outside.begin_anew, proposals)
    moderators = moderators_of(poster, shared, groups, common, changes)
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
        here=BotHere(poster.username),
        replies=ReplyServices(
            storage=shared.storage,
            routes=shared.routes,
            memory=common.memory.replies,
            published=common.memory.published_drafts,
            rules=ReplyRules.of(settings, closed=not found.takes_whispers),
            rng=shared.rng,
        ),
        readers=common.readers,
    )
    alerts = Alerts(poster, settings, groups, found.place)
    publisher = publisher_of(outside, found, groups, alerts.tell, places)
    return RunningChannel(
        poster,
        Services(
            shared, author, moderators, campaigns_of(poster, moderators, publisher, common.maker)
        ),
        publisher,
        alerts,
        partial(group_publisher_of, publisher, poster, settings.staging_chat, groups),
        found.takes_whispers,
        found.shows,
    )
