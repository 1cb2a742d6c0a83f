"""Follow the channel's title and public name, which its owner may change while the bot runs."""

from bot.domain.channel_info import ChannelInfo
from bot.domain.outcome import ChannelName
from bot.flows.ports import Channel
from bot.logs import Event, log


async def follow_name(*, channel: Channel, info: ChannelInfo) -> bool:
    """Ask Telegram, which tells nobody of a new public name. Whether anything changed."""
    named = await channel.name()
    if not isinstance(named, ChannelName) or (named.title, named.username) == (
        info.title,
        info.username,
    ):
        return False
    info.title, info.username = named.title, named.username
    log(Event.CHANNEL_RENAMED)
    return True
