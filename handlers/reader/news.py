"""Telling once that there is something new where somebody asked to be told."""

from bot.channels import Channels
from bot.i18n import translator_for
from handlers.author.hello import say_and_forget


async def tell_news(channels: Channels) -> None:
    """Without number and words: whoever sees the screen learns nothing. In the language of the
    channel, since nobody's own is remembered."""
    shared, news = channels.first.shared, channels.first.author.memory.replies.news
    t = translator_for(shared.settings.language)
    for route in news.due(shared.clock.now()):
        await say_and_forget(shared, route, "🔔 " + t("Somebody answered where you were reading."))
