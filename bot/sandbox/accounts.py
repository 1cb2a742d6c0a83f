"""Accounts that can be in a chat, and their rights there."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_post_messages",
    "can_edit_messages",
    "can_pin_messages",
    "can_manage_topics",
    "is_anonymous",
)
"""The flags of https://core.telegram.org/bots/api#chatmemberadministrator that are modelled."""


@dataclass(eq=False)
class Account:
    """A person or a bot. Its ``json`` is the Bot API's User."""

    id: int
    name: str
    username: str | None = None
    language: str | None = None
    is_bot: bool = False

    def json(self) -> dict[str, Any]:
        user: dict[str, Any] = {"id": self.id, "is_bot": self.is_bot, "first_name": self.name}
        if self.username:
            user["username"] = self.username
        if self.language:
            user["language_code"] = self.language
        return user

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.name}>"


@dataclass(frozen=True, slots=True)
class Member:
    """An account's place in a chat. ``status`` as in https://core.telegram.org/bots/api#chatmember"""

    account: Account
    status: str = "member"
    rights: frozenset[str] = field(default=frozenset())
    joined: datetime | None = None

    @property
    def is_admin(self) -> bool:
        return self.status in ("administrator", "creator")

    @property
    def is_in(self) -> bool:
        return self.status in ("member", "administrator", "creator")

    def may(self, right: str) -> bool:
        return self.status == "creator" or (self.is_admin and right in self.rights)

    def json(self, *, channel: bool) -> dict[str, Any]:
        found: dict[str, Any] = {"user": self.account.json(), "status": self.status}
        if self.status == "creator":
            found["is_anonymous"] = "is_anonymous" in self.rights
        if self.status == "administrator":
            only_channels = {"can_post_messages", "can_edit_messages"}
            only_groups = {"can_pin_messages", "can_manage_topics"}
            unfit = only_groups if channel else only_channels
            found |= {right: right in self.rights for right in RIGHTS if right not in unfit}
            found |= {"can_be_edited": False, "can_manage_chat": True}
        if self.status == "kicked":
            found["until_date"] = 0
        return found
