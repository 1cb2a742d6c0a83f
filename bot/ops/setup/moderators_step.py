"""The step that finds the moderators' group. It makes none: it hears of the one that was made."""

from bot.ops.doctor import private_groups
from bot.ops.doctor.finding import healthy
from bot.ops.setup.channel_step import called
from bot.ops.setup.listener import HeardChat
from bot.ops.setup.session import Session, imagined
from bot.ops.setup.terminal import agreed

_UNSEEN = (
    "Without moderators, whispers are published before anyone has checked them. You can run "
    "sotto setup again any time."
)


async def find_moderators(session: Session, channel: str, discussion: int | None) -> int | None:
    """Return the group's number. None: left out. ``discussion``: the channel's discussion group,
    which everybody reads. Raises Unreachable."""
    number = await _kept(session) or await _heard(session, discussion)
    if number is None:
        stays = session.known.get("moderators")
        session.terminal.say(f"It stays {stays}." if stays else _UNSEEN, "warned")
        return None
    number = await _moved(session, number)
    config = imagined(channel, moderators=str(number))
    findings = await private_groups.examine(session.api, session.me, "moderators", config, number)
    session.terminal.show(findings)
    if not healthy(findings):
        session.terminal.say("I'll write its number down anyway; sotto doctor checks it again.")
    return number


async def _kept(session: Session) -> int | None:
    known = session.known.get("moderators")
    if known is None or not known.lstrip("-").isdecimal():
        return None
    if (chat := await session.chat(int(known))) is None:
        session.terminal.say(f"The bot can't see the group {known}, which is set now.", "warned")
        return None
    if await agreed(session.terminal, f"The moderators are in {called(chat)}. Keep it?"):
        return int(chat["id"])
    return None


async def _heard(session: Session, discussion: int | None) -> int | None:
    session.terminal.say(
        "Create a private group for the people who check whispers (to begin with, just you), "
        "and add "
        f"{session.name} as a member. Nothing is published until someone there has approved it."
    )
    session.terminal.say("I'm listening. Enter skips this.")
    while True:
        got = await session.listener.next(lambda chat: chat.is_group and chat.inside)
        if not got:
            return None
        number = got.id if isinstance(got, HeardChat) else _typed(got)
        chat = None if number is None else await session.chat(number)
        if chat is None:
            session.terminal.say(
                "The bot can't see that group. Add it there, and I'll notice.", "warned"
            )
        elif chat.get("type") not in ("group", "supergroup"):
            session.terminal.say(f"{called(chat)} isn't a group.", "warned")
        elif chat.get("username"):
            session.terminal.say(f"{called(chat)} is public: anyone could read along.", "warned")
        elif chat["id"] == discussion:
            pass  # its own step speaks of it
        elif await agreed(session.terminal, f"Should the moderators be in {called(chat)}?"):
            return int(chat["id"])
        else:
            session.terminal.say(
                "Not that one, then. I'm still listening: add the bot to another group; Enter "
                "skips this."
            )


def _typed(line: str) -> int | None:
    return int(line) if line.removeprefix("-").isdecimal() and line.isascii() else None


async def _moved(session: Session, number: int) -> int:
    """Return the number that the group has now: one that has just been given rights or topics has
    another."""
    answer = await session.api.ask("sendChatAction", chat_id=number, action="typing")
    return answer.moved_to or number
