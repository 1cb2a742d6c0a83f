"""https://core.telegram.org/bots/api#deletemessage: what may be deleted, and for how long."""

from datetime import timedelta

from bot.sandbox.api import Call, ChatId, Json, method
from bot.sandbox.chats import Chat
from bot.sandbox.errors import bad
from bot.sandbox.messages import Message

DELETABLE_FOR = timedelta(hours=48)


def _check(call: Call, chat: Chat, message: Message) -> None:
    """Raises ApiError: older than 48 hours, or no right to."""
    if call.world.clock.now() - message.date >= DELETABLE_FOR:
        private = chat.kind in ("private", "group")
        raise bad(
            "message can't be deleted for everyone" if private else "message can't be deleted"
        )
    member = chat.member(call.bot)
    own = message.sender is call.bot
    if chat.kind == "private":
        return
    if chat.kind == "channel":
        may = member.may("can_delete_messages") or (own and member.may("can_post_messages"))
    elif chat.kind == "supergroup":
        may = own or member.may("can_delete_messages")
    else:
        may = own or member.is_admin
    if not may:
        raise bad("message can't be deleted")


@method("deleteMessage")
def delete_message(call: Call, chat_id: ChatId, message_id: int) -> bool:
    chat = call.chat(chat_id)
    message = call.message(chat, message_id, "message to delete")
    _check(call, chat, message)
    call.world.delete(message, by=call.bot)
    return True


@method("deleteMessages")
def delete_messages(call: Call, chat_id: ChatId, message_ids: Json) -> bool:
    """Delete 1-100 at once. Those not found are skipped; one that may not be deleted fails them
    all."""
    chat = call.chat(chat_id)
    if not isinstance(message_ids, list) or not message_ids:
        raise bad("message identifiers are not specified")
    if len(message_ids) > 100:
        raise bad("too many message identifiers specified")
    found = [m for n in dict.fromkeys(message_ids) if (m := chat.find(call.bot, int(n)))]
    for message in found:
        _check(call, chat, message)
    for message in found:
        call.world.delete(message, by=call.bot)
    return True
