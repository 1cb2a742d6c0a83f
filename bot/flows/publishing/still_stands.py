"""A parcel is sent only while its subject can still be seen; some subjects have a table of their
own that says so."""

from bot.domain.parcel import CampaignContent, Content, ReplyContent
from bot.flows.campaigns.standing import is_wanted
from bot.flows.publishing.publisher import Publisher
from bot.flows.replies.posts import stands
from storage import Tables


async def still_stands(tables: Tables, press: Publisher, content: Content) -> bool:
    """Tell whether the reply is released, or the time of the campaign's turn is not over. Whether a
    whisper is released the outbox asks itself."""
    if isinstance(content, ReplyContent):
        return await stands(tables, content)
    if isinstance(content, CampaignContent):
        return await is_wanted(tables, content, press.campaigns, press.clock.now())
    return True
