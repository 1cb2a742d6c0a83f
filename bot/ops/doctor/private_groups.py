"""Checks of the bot's private groups: the moderators', the managers' and the staging chat.

Whether Telegram lets something in is tried: rights, topics and permissions are too many to be read.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from bot.cards.draw.blank import blank
from bot.ops.doctor.bot_api import ApiAnswer, BotApi
from bot.ops.doctor.finding import DoctorFinding, failed, fine, warned
from bot.settings import ChannelConfig
from bot.settings.values import write_duration


async def examine(
    api: BotApi, me: Mapping[str, Any], check: str, channel: ChannelConfig, number: int
) -> list[DoctorFinding]:
    """Examine a private group. ``check`` names it in the list, and the setting that has its number.
    Raises Unreachable."""
    setting = channel.name_of(check)
    add = f"Add @{me.get('username')} to it"
    answer = await api.ask("getChat", chat_id=number)
    if not answer.ok and answer.moved_to is None:
        said = f"The bot can't see the chat in {setting}: {answer.description}."
        mend = (
            f"{add} and check the id: it's the number after # in the chat's address at "
            "web.telegram.org/a."
        )
        return [failed(check, said, mend)]
    chat = answer.result or {}
    if chat.get("username") and chat.get("type") != "private":
        said = f"The chat of {setting} is public: anyone can read what arrives there."
        return [failed(check, said, "Make it private, or choose another chat.")]
    sent = await api.ask(
        "sendPhoto", photo=blank(), chat_id=number, caption="…", disable_notification=True
    )
    if sent.moved_to is not None:
        moved = warned(
            check,
            f"The chat of {setting} has become a supergroup, with another number. The bot "
            "carries on there by itself.",
            f"Change the line in {channel.place_of(check)}: "
            f"{channel.line_of(check, sent.moved_to)}",
        )
        return [moved, *await examine(api, me, check, channel, sent.moved_to)]
    if not sent.ok:
        said = f"The bot can't send pictures to the chat in {setting}: {sent.description}."
        return [
            failed(check, said, _mend(sent, add)),
            *timer(check, f"the chat of {setting}", chat),
        ]
    await api.ask("deleteMessage", chat_id=number, message_id=sent.result["message_id"])
    said = f"The bot may write in “{chat.get('title') or 'a private chat'}” (tested)."
    return [fine(check, said), *timer(check, f"the chat of {setting}", chat)]


def _mend(refused: ApiAnswer, add: str) -> str:
    said = refused.description.lower()
    if "topic" in said or "thread" in said:
        return (
            "Open the General topic, or make the bot an administrator with the right to manage "
            "topics: cards arrive there."
        )
    if refused.status == 400 and ("rights to send" in said or "chat_send_" in said):
        return (
            "Allow members to send messages and pictures there, or make the bot an administrator."
        )
    return f"{add} again, and allow it to send messages and pictures."


_LOST = {
    "channel": "whispers disappear, along with their reactions and the digest's links",
    "moderators": "cards disappear before anyone has decided, and keep coming back",
    "campaigns": "questions disappear before anyone has answered them",
    "staging": "nothing stays there to look up",
}


def timer(check: str, where: str, chat: Mapping[str, Any]) -> list[DoctorFinding]:
    """Warn of messages that Telegram deletes by itself."""
    seconds = chat.get("message_auto_delete_time")
    if not seconds:
        return []
    after = write_duration(timedelta(seconds=int(seconds)))
    return [
        warned(
            f"{check} timer",
            f"Telegram deletes messages in {where} after {after}: {_LOST[check]}.",
            "Turn off auto-delete in the chat's settings.",
        )
    ]
