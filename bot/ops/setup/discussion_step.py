"""The step about the channel's discussion group, under whose copies of the cards replies stand."""

from bot.ops.setup.session import Session

_NONE = (
    "The channel has no discussion group: readers' replies can only be read in the bot. To "
    "show them under the cards, link a group in the channel's settings (Discussion) and run "
    "sotto setup again."
)


async def join_discussion(session: Session, group: int | None) -> None:
    """Wait until the bot may delete messages there, or for an empty line. Raises Unreachable."""
    if group is None:
        session.terminal.say(_NONE)
        return
    if await _well(session, group):
        return
    session.terminal.say(
        f"Replies appear under the cards once {session.name} is an administrator of the channel's "
        "discussion group, with one right: to delete messages."
    )
    session.terminal.say("I'm listening. Enter skips this.")
    while await session.listener.next(lambda chat: chat.id == group and chat.inside):
        if await _well(session, group):
            return
        session.terminal.say(f"{session.name} is there, but doesn't have that right.", "warned")


async def _well(session: Session, group: int) -> bool:
    member = await session.member(group)
    well = member.get("status") == "administrator" and bool(member.get("can_delete_messages"))
    if well:
        session.terminal.say(
            "Replies will appear in the discussion group, under the cards.", "fine"
        )
    return well
