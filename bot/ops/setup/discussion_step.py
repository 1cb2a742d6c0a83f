"""The step about the channel's discussion group, under whose copies of the cards replies stand."""

from bot.ops.setup.session import Session

_NONE = (
    "The channel has no discussion group: readers' replies can be read with the bot alone. To have "
    "them under the cards, link one in the channel's settings (Discussion) and come back: "
    "sotto setup."
)


async def join_discussion(session: Session, group: int | None) -> None:
    """Waits until the bot may delete messages there, or an empty line. Raises Unreachable."""
    if group is None:
        session.terminal.say(_NONE)
        return
    if await _well(session, group):
        return
    session.terminal.say(
        f"Replies stand under the cards once {session.name} is an administrator of the channel's "
        "discussion group, with one right: to delete messages."
    )
    session.terminal.say("I am listening. Enter leaves this out.")
    while await session.listener.next(lambda chat: chat.id == group and chat.inside):
        if await _well(session, group):
            return
        session.terminal.say(f"{session.name} is there, and lacks that right.", "warned")


async def _well(session: Session, group: int) -> bool:
    member = await session.member(group)
    well = member.get("status") == "administrator" and bool(member.get("can_delete_messages"))
    if well:
        session.terminal.say("Replies will stand in the discussion group, under the cards.", "fine")
    return well
