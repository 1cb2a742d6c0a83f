"""Where replies stand besides the bot: in the channel's discussion group, and as a count."""

from datetime import datetime

from bot.domain.replies.reply import Reply
from storage import Tables


async def put_reply(tables: Tables, reply: Reply, now: datetime) -> bool:
    return False


async def count_on_card(tables: Tables, number: int, now: datetime) -> None:
    return None


async def take_reply_post_down(tables: Tables, reply: Reply, now: datetime) -> None:
    return None
