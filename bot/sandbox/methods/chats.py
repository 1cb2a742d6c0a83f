"""https://core.telegram.org/bots/api#getchat and what concerns members."""

from typing import Any

from bot.sandbox.accounts import Account
from bot.sandbox.api import Call, ChatId, method
from bot.sandbox.chats import Chat
from bot.sandbox.errors import bad
from bot.sandbox.shapes import full_chat_json


@method("getChat")
def get_chat(call: Call, chat_id: ChatId) -> dict[str, Any]:
    return full_chat_json(call.chat(chat_id, only_read=True), call.bot)


@method("getChatMember")
def get_chat_member(call: Call, chat_id: ChatId, user_id: int) -> dict[str, Any]:
    """Give a member. Oneself can be asked for wherever the chat can be read."""
    chat = call.chat(chat_id, only_read=user_id == call.bot.id)
    account = _account(call, chat, user_id)
    if chat.kind == "channel" and account is not call.bot and not chat.member(call.bot).is_admin:
        raise bad("member list is inaccessible")
    return chat.member(account).json(channel=chat.kind == "channel")


def _account(call: Call, chat: Chat, user_id: int) -> Account:
    world = call.world
    known = (
        world.people.get(user_id)
        or world.bots_by_id.get(user_id)
        or (chat.members[user_id].account if user_id in chat.members else None)
    )
    if known is None:
        raise bad("PARTICIPANT_ID_INVALID")
    return known


@method("getChatAdministrators")
def get_chat_administrators(call: Call, chat_id: ChatId) -> list[dict[str, Any]]:
    """Give the administrators. Other bots are left out, as in the API."""
    chat = call.chat(chat_id)
    if chat.kind == "private":
        raise bad("there are no administrators in the private chat")
    return [
        member.json(channel=chat.kind == "channel")
        for member in chat.members.values()
        if member.is_admin and (not member.account.is_bot or member.account is call.bot)
    ]


@method("getChatMemberCount")
def get_chat_member_count(call: Call, chat_id: ChatId) -> int:
    return sum(member.is_in for member in call.chat(chat_id).members.values())


@method("leaveChat")
def leave_chat(call: Call, chat_id: ChatId) -> bool:
    from bot.sandbox.chats import Shared  # private chats cannot be left

    chat = call.chat(chat_id)
    if not isinstance(chat, Shared):
        raise bad("private chats cannot be left")
    chat.dismiss(call.bot, kicked=False)
    return True
