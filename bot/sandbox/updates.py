"""Updates reach the bots that may hear of them: https://core.telegram.org/bots/api#update and
https://core.telegram.org/bots/features#privacy-mode."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from bot.sandbox.accounts import Account, Member
from bot.sandbox.chats import Chat
from bot.sandbox.messages import Message, Reaction
from bot.sandbox.shapes import member_update_json, message_json, stamp

if TYPE_CHECKING:
    from bot.sandbox.bots import Bot


def deliver(message: Message, *, edited: bool = False, by: Account | None = None) -> None:
    """Deliver a new or edited message to the bots that may see it; never back to its author, but
    for service messages, which a bot gets of its own doing too."""
    author = by if edited else message.sender
    kind = "channel_post" if message.chat.kind == "channel" else "message"
    for bot in message.chat.bots:
        if bot is author and not message.service:
            continue
        if sees(bot, message):
            bot.inbox.push(f"edited_{kind}" if edited else kind, message_json(message, bot))


def sees(bot: "Bot", message: Message) -> bool:
    """Tell whether a bot sees a message. Privacy mode: in groups a bot that is no admin sees what
    is meant for it only."""
    chat = message.chat
    if chat.kind == "channel":
        return chat.member(bot).is_admin
    if message.sender is not None and message.sender.is_bot and message.sender is not bot:
        return False
    if chat.kind == "private" or bot.reads_all_groups or chat.member(bot).is_admin:
        return True
    if message.service or (message.reply_to is not None and message.reply_to.sender is bot):
        return True
    text = message.words.text
    return text.startswith("/") or f"@{bot.username}".casefold() in text.casefold()


def deliver_reactions(
    message: Message, person: Account, old: tuple[Reaction, ...], new: tuple[Reaction, ...]
) -> None:
    """Deliver reactions. In channels: a snapshot of all counts, to admins that asked for
    ``message_reaction_count``. Elsewhere who reacted how, to those that asked for
    ``message_reaction``."""
    chat = message.chat
    for bot in chat.bots:
        if chat.kind == "channel":
            if chat.member(bot).is_admin:
                bot.inbox.push("message_reaction_count", reaction_count_json(message, bot))
        elif (chat.kind == "private" or chat.member(bot).is_admin) and person is not bot:
            bot.inbox.push(
                "message_reaction",
                {
                    "chat": chat.json(),
                    "message_id": chat.id_for(bot, message),
                    "user": person.json(),
                    "date": stamp(chat.world.clock.now()),
                    "old_reaction": [reaction.json() for reaction in old],
                    "new_reaction": [reaction.json() for reaction in new],
                },
            )


def reaction_count_json(message: Message, bot: "Bot") -> dict[str, object]:
    """Return a MessageReactionCountUpdated:
    https://core.telegram.org/bots/api#messagereactioncountupdated"""
    return {
        "chat": message.chat.json(),
        "message_id": message.chat.id_for(bot, message),
        "date": stamp(message.chat.world.clock.now()),
        "reactions": [
            {"type": reaction.json(), "total_count": count} for reaction, count in message.counts()
        ],
    }


def deliver_member(chat: Chat, before: Member, after: Member) -> None:
    """Deliver ``my_chat_member`` to the bot concerned, ``chat_member`` to admins that asked for
    it."""
    world = chat.world
    actor = after.account if chat.kind == "private" else world.owner
    body = member_update_json(chat, actor, before, after, world.clock.now())
    concerned = world.bots_by_id.get(after.account.id)
    if concerned is not None:
        concerned.inbox.push("my_chat_member", body)
    for bot in _admins(chat):
        if bot is not concerned:
            bot.inbox.push("chat_member", body)


def _admins(chat: Chat) -> "Iterable[Bot]":
    return (bot for bot in chat.bots if chat.member(bot).is_admin)
