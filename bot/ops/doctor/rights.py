"""The rights of an administrator in a channel: which the bot needs, and how Telegram calls them."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

ONE_RIGHT = "Post Messages"
"""The right that the bot needs, as Telegram's screen calls it. What a bot has posted it may edit
and delete with that right alone."""

USED_RIGHTS = frozenset(
    {"can_manage_chat", "can_post_messages", "can_edit_messages", "can_delete_messages"}
)
"""The rights that have a use. Telegram implies can_manage_chat for every admin; with those to edit
and delete messages of others the bot changes what another bot of the operator's has posted."""

_ON_SCREEN: Mapping[str, str] = MappingProxyType(
    {
        "can_change_info": "Change Channel Info",
        "can_delete_messages": "Delete Messages of Others",
        "can_delete_stories": "Delete Stories of Others",
        "can_edit_messages": "Edit Messages of Others",
        "can_edit_stories": "Edit Stories of Others",
        "can_invite_users": "Add Subscribers",
        "can_manage_direct_messages": "Manage Direct Messages",
        "can_manage_topics": "Manage Topics",
        "can_manage_video_chats": "Manage Live Streams",
        "can_pin_messages": "Pin Messages",
        "can_post_messages": ONE_RIGHT,
        "can_post_stories": "Post Stories",
        "can_promote_members": "Add New Admins",
        "can_restrict_members": "Ban Users",
    }
)
"""The Bot API's name of a right -> that on the screen where an administrator is given it."""


def unused(member: Mapping[str, Any]) -> list[str]:
    """Return the rights that the bot has there and never uses, in order of their names."""
    return sorted(
        right
        for right, given in member.items()
        if right.startswith("can_") and given is True and right not in USED_RIGHTS
    )


def on_screen(rights: Iterable[str]) -> str:
    """Return rights as Telegram's screen names them; one that is newer than this list in the Bot
    API's words."""
    return ", ".join(
        _ON_SCREEN.get(right, right.removeprefix("can_").replace("_", " ")) for right in rights
    )
