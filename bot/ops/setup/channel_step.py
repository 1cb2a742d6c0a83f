"""The step that finds the channel: heard of, or typed; its rights and reactions looked at."""

from collections.abc import Mapping
from typing import Any

from bot.ops.doctor.channels import ChannelVisits
from bot.ops.doctor.rights import ONE_RIGHT
from bot.ops.setup.listener import HeardChat
from bot.ops.setup.session import Session, imagined
from bot.ops.setup.terminal import agreed
from bot.settings.values import parse_channel

_OF_REPLIES = ("replies", "comments")
"""The checks in which the doctor speaks of the discussion group, which has a step of its own."""


async def find_channel(session: Session) -> Mapping[str, Any] | None:
    """Return the chat as Telegram tells it, of a channel where the bot may post. None: left out.
    Raises Unreachable."""
    chat = await _kept(session) or await _heard(session)
    if chat is None:
        stays = session.known.get("channel")
        said = f"It stays {stays}." if stays else "The bot won't run without a channel."
        session.terminal.say(said, "warned")
    else:
        visits = ChannelVisits(session.api, session.me)
        found = await visits.look(imagined(address_of(chat)))
        session.terminal.show([each for each in found if each.check not in _OF_REPLIES])
    return chat


def address_of(chat: Mapping[str, Any]) -> str:
    """Return the value for SOTTO_CHANNEL."""
    return f"@{chat['username']}" if chat.get("username") else str(chat["id"])


def called(chat: Mapping[str, Any]) -> str:
    named = f"“{chat.get('title')}”"
    return f"{named} (@{chat['username']})" if chat.get("username") else named


async def _kept(session: Session) -> Mapping[str, Any] | None:
    if (known := session.known.get("channel")) is None:
        return None
    if (chat := await session.chat(_wanted(known) or known)) is None:
        session.terminal.say(f"The bot can't see {known}, which is set now.", "warned")
        return None
    if await agreed(session.terminal, f"The channel is {called(chat)}. Keep it?"):
        return chat
    return None


async def _heard(session: Session) -> Mapping[str, Any] | None:
    session.terminal.say(
        "Create a public channel in Telegram, or use one you have. Under Administrators, add "
        f"{session.name} with one right: {ONE_RIGHT}. Turn the others off; its own posts the bot "
        "may then edit and delete too."
    )
    session.terminal.say("I'm listening. You can also type its @name; Enter skips this.")
    while True:
        got = await session.listener.next(lambda chat: chat.kind == "channel" and chat.inside)
        if not got:
            return None
        wanted = got.id if isinstance(got, HeardChat) else _wanted(got)
        if wanted is None:
            session.terminal.say("Write it as @name, or as https://t.me/name.", "warned")
            continue
        chat = await session.chat(wanted)
        if (why_not := await _unfit(session, chat)) is not None:
            session.terminal.say(why_not, "warned")
        elif chat is not None:
            if isinstance(got, str) or await agreed(session.terminal, f"Use {called(chat)}?"):
                return chat
            session.terminal.say(
                "Not that one, then. I'm still listening: add the bot to another channel, or type "
                "its @name; Enter skips this."
            )


async def _unfit(session: Session, chat: Mapping[str, Any] | None) -> str | None:
    """Return why it cannot be the channel as it is. None: it can."""
    if chat is None:
        return f"The bot can't see that channel. Add {session.name} to it as an administrator."
    if chat.get("type") != "channel":
        return f"{called(chat)} isn't a channel."
    member = await session.member(chat["id"])
    if member.get("status") != "administrator":
        return f"{session.name} isn't an administrator of {called(chat)} yet."
    if not member.get("can_post_messages"):
        return f"{session.name} isn't allowed to post in {called(chat)} yet: turn {ONE_RIGHT} on."
    return None


def _wanted(typed: str) -> int | str | None:
    try:
        read = parse_channel(typed)
    except ValueError:
        return None
    return read if isinstance(read, int | str) else None
