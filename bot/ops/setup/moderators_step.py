"""The step that finds the moderators' group. It makes none: it hears of the one that was made."""

from bot.ops.doctor import rooms
from bot.ops.doctor.finding import healthy
from bot.ops.setup.channel_step import called
from bot.ops.setup.desk import Desk, imagined
from bot.ops.setup.ear import HeardChat
from bot.ops.setup.terminal import agreed

_UNSEEN = (
    "Without moderators every whisper comes out before anybody has looked at it. sotto setup asks "
    "again whenever you like."
)


async def find_moderators(desk: Desk, channel: str, discussion: int | None) -> int | None:
    """The group's number; None: left out. ``discussion``: the channel's discussion group, which
    everybody reads. Raises Unreachable."""
    number = await _kept(desk) or await _heard(desk, discussion)
    if number is None:
        stays = desk.known.get("moderators")
        desk.terminal.say(f"It stays {stays}." if stays else _UNSEEN, "warned")
        return None
    number = await _moved(desk, number)
    config = imagined(channel, moderators=str(number))
    findings = await rooms.examine(desk.api, desk.me, "moderators", config, number)
    desk.terminal.show(findings)
    if not healthy(findings):
        desk.terminal.say("I write its number down all the same: sotto doctor looks again.")
    return number


async def _kept(desk: Desk) -> int | None:
    known = desk.known.get("moderators")
    if known is None or not known.lstrip("-").isdecimal():
        return None
    if (chat := await desk.chat(int(known))) is None:
        desk.terminal.say(f"The bot cannot see the group {known}, which is set now.", "warned")
        return None
    if await agreed(desk.terminal, f"The moderators are in {called(chat)}. Keep it?"):
        return int(chat["id"])
    return None


async def _heard(desk: Desk, discussion: int | None) -> int | None:
    desk.terminal.say(
        f"Make a private group for whoever looks at whispers, yourself at first, and add "
        f"{desk.name} as a member. Nothing comes out before somebody there has approved it."
    )
    desk.terminal.say("I am listening. Enter leaves this out.")
    while True:
        got = await desk.ear.next(lambda chat: chat.is_group and chat.inside)
        if not got:
            return None
        number = got.id if isinstance(got, HeardChat) else _typed(got)
        chat = None if number is None else await desk.chat(number)
        if chat is None:
            desk.terminal.say("The bot sees no such group. Add it there; I hear it.", "warned")
        elif chat.get("type") not in ("group", "supergroup"):
            desk.terminal.say(f"{called(chat)} is no group.", "warned")
        elif chat.get("username"):
            desk.terminal.say(f"{called(chat)} is public: everybody could read along.", "warned")
        elif chat["id"] == discussion:
            pass  # its own step speaks of it
        elif await agreed(desk.terminal, f"Shall the moderators be in {called(chat)}?"):
            return int(chat["id"])


def _typed(line: str) -> int | None:
    return int(line) if line.removeprefix("-").isdecimal() and line.isascii() else None


async def _moved(desk: Desk, number: int) -> int:
    """A group that has just been given rights or topics has another number."""
    answer = await desk.api.ask("sendChatAction", chat_id=number, action="typing")
    return answer.moved_to or number
