"""The publishers of a channel: one for its posts, one for replies in its discussion group."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from bot.botapi.channel import TelegramChannel
from bot.botapi.client import RawBot
from bot.botapi.discussion import TelegramDiscussion
from bot.builders.outside import FoundChannel, Outside
from bot.domain.channel_info import ChannelInfo
from bot.domain.hashtags import hashtags
from bot.flows.publishing.publisher import PostStyle, Publisher, SendAlert, Tempo
from bot.i18n import translator_for
from bot.memory.private_groups import PrivateGroups
from handlers.author.care import caption_line


def publisher_of(
    outside: Outside,
    found: FoundChannel,
    groups: PrivateGroups,
    tell: SendAlert,
    places: Mapping[int, ChannelInfo],
) -> Publisher:
    """Return the channel's publisher. ``places``: every channel by the id that the tables know, for
    links to others' posts."""
    settings, place = found.settings, found.place
    t = translator_for(settings.language)
    return Publisher(
        storage=found.storage,
        channel=TelegramChannel(
            found.poster, place.id, staging=settings.staging_chat, now=groups.now
        ),
        studio=outside.studio,
        house=PostStyle(
            place=place,
            bot=found.poster.username,
            t=t,
            size=settings.card_size,
            repeat_words=settings.caption_text,
            hashtags=hashtags,
            care=partial(caption_line, t=t),
            report=settings.moderators is not None,
            replies=settings.takes_replies and found.takes_whispers,
            others=places,
        ),
        clock=outside.clock,
        tempo=Tempo(settings.pace, settings.probe_after, settings.campaigns_a_day),
        tell=tell,
        campaigns=settings.timezone if settings.campaigns and found.takes_whispers else None,
    )


def group_publisher_of(
    press: Publisher, bot: RawBot, staging: int | None, groups: PrivateGroups, chat: int
) -> Publisher:
    """Return the same for the channel's discussion group, at a pace of its own."""
    channel = TelegramDiscussion(bot, chat, staging=staging, now=groups.now)
    return replace(press, channel=channel, group=True)
