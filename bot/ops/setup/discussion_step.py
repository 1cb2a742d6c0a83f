"""The step about the channel's discussion group, under whose copies of the cards replies stand."""

from bot.ops.setup.desk import Desk

_NONE = (
    "The channel has no discussion group: readers' replies can be read with the bot alone. To have "
    "them under the cards, link one in the channel's settings (Discussion) and come back: "
    "sotto setup."
)


async def join_discussion(desk: Desk, group: int | None) -> None:
    """Waits until the bot may delete messages there, or an empty line. Raises Unreachable."""
    if group is None:
        desk.terminal.say(_NONE)
        return
    if await _well(desk, group):
        return
    desk.terminal.say(
        f"Replies stand under the cards once {desk.name} is an administrator of the channel's "
        "discussion group, with one right: to delete messages."
    )
    desk.terminal.say("I am listening. Enter leaves this out.")
    while await desk.ear.next(lambda chat: chat.id == group and chat.inside):
        if await _well(desk, group):
            return
        desk.terminal.say(f"{desk.name} is there, and lacks that right.", "warned")


async def _well(desk: Desk, group: int) -> bool:
    member = await desk.member(group)
    well = member.get("status") == "administrator" and bool(member.get("can_delete_messages"))
    if well:
        desk.terminal.say("Replies will stand in the discussion group, under the cards.", "fine")
    return well
