"""The step that finds the moderators' group. It makes none: it hears of the one that was made."""

from bot.ops.doctor import rooms
from bot.ops.doctor.finding import healthy
from bot.ops.setup.channel_step import called
from bot.ops.setup.listener import HeardChat
from bot.ops.setup.session import Session, imagined
from bot.ops.setup.terminal import agreed

_UNSEEN = (
    "Without moderators every whisper comes out before anybody has looked at it. sotto setup asks "
    "again whenever you like."
)


async def find_moderators(session: Session, channel: str, discussion: int | None) -> int | None:
    """The group's number; None: left out. ``discussion``: the channel's discussion group, which
    everybody reads. Raises Unreachable."""
    number = await _kept(session) or await _heard(session, discussion)
    if number is None:
        stays = session.known.get("moderators")
        session.terminal.say(f"It stays {stays}." if stays else _UNSEEN, "warned")
        return None
    number = await _moved(session, number)
    config = imagined(channel, moderators=str(number))
    findings = await rooms.examine(session.api, session.me, "moderators", config, number)
    session.terminal.show(findings)
    if not healthy(findings):
        session.terminal.say("I write its number down all the same: sotto doctor looks again.")
    return number


async def _kept(session: Session) -> int | None:
    known = session.known.get("moderators")
    if known is None or not known.lstrip("-").isdecimal():
        return None
    if (chat := await session.chat(int(known))) is None:
        session.terminal.say(f"The bot cannot see the group {known}, which is set now.", "warned")
        return None
    if await agreed(session.terminal, f"The moderators are in {called(chat)}. Keep it?"):
        return int(chat["id"])
    return None


async def _heard(session: Session, discussion: int | None) -> int | None:
    session.terminal.say(
        f"Make a private group for whoever looks at whispers, yourself at first, and add "
        f"{session.name} as a member. Nothing comes out before somebody there has approved it."
    )
    session.terminal.say("I am listening. Enter leaves this out.")
    while True:
        got = await session.listener.next(lambda chat: chat.is_group and chat.inside)
        if not got:
            return None
        number = got.id if isinstance(got, HeardChat) else _typed(got)
        chat = None if number is None else await session.chat(number)
        if chat is None:
            session.terminal.say("The bot sees no such group. Add it there; I hear it.", "warned")
        elif chat.get("type") not in ("group", "supergroup"):
            session.terminal.say(f"{called(chat)} is no group.", "warned")
        elif chat.get("username"):
            session.terminal.say(f"{called(chat)} is public: everybody could read along.", "warned")
        elif chat["id"] == discussion:
            pass  # its own step speaks of it
        elif await agreed(session.terminal, f"Shall the moderators be in {called(chat)}?"):
            return int(chat["id"])


def _typed(line: str) -> int | None:
    return int(line) if line.removeprefix("-").isdecimal() and line.isascii() else None


async def _moved(session: Session, number: int) -> int:
    """A group that has just been given rights or topics has another number."""
    answer = await session.api.ask("sendChatAction", chat_id=number, action="typing")
    return answer.moved_to or number
