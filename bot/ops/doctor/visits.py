"""Checks of each channel at Telegram: the channel itself, its comments, its private chats."""

from collections.abc import Mapping
from typing import Any

from bot.i18n import _, translator_for
from bot.ops.doctor import rooms
from bot.ops.doctor.client import BotApi
from bot.ops.doctor.finding import DoctorFinding, failed, fine, warned
from bot.ops.doctor.rooms import timer
from bot.settings import ChannelConfig

USED_RIGHTS = frozenset(
    {"can_manage_chat", "can_post_messages", "can_edit_messages", "can_delete_messages"}
)
"""What the bot has a use for in the channel. Telegram implies can_manage_chat for every admin."""

_NO_GROUP = (
    "Replies can be read in the private chat. With a discussion group linked to the channel, and "
    "the bot in it, they stand under the cards as well."
)

DESCRIPTION = _(
    "Anonymous whispers. Be kind. No names. Nothing illegal. Write yours: https://t.me/{bot}"
)
"""What a channel may say about itself; Telegram takes 255 characters."""


class ChannelVisits:
    """Every method raises Unreachable."""

    def __init__(self, api: BotApi, me: Mapping[str, Any]) -> None:
        self._api = api
        self._me = me
        self._seen: dict[int, str] = {}  # chat id of a channel -> name of the one that has it
        self._rooms: dict[tuple[str, str, int], list[DoctorFinding]] = {}

    async def examine(self, channel: ChannelConfig) -> list[DoctorFinding]:
        return [
            *await self.look(channel),
            *([] if channel.kind == "digest" else await self._moderators(channel)),
            *await self._staging(channel),
            *await self._campaigns(channel),
        ]

    async def look(self, channel: ChannelConfig) -> list[DoctorFinding]:
        """At the channel alone, without its private chats."""
        wanted, setting = channel.settings.channel, channel.name_of("channel")
        answer = await self._api.ask("getChat", chat_id=wanted)
        add = f"Add @{self._me.get('username')} to the channel as an administrator who may post."
        if not answer.ok:
            said = f"The bot cannot see the channel {wanted}: {answer.description}."
            return [failed("channel", said, f"Check {setting}. {add}")]
        chat = answer.result
        if chat.get("type") != "channel":
            said = f"{setting} {wanted} is a {chat.get('type')}, not a channel."
            return [failed("channel", said, f"Make a channel and name it in {setting}.")]
        if (other := self._seen.setdefault(chat["id"], channel.name)) != channel.name:
            said = f"“{chat.get('title')}” is the channel of {other} already."
            return [failed("channel", said, f"Name another one in {setting}.")]
        return [
            fine("channel", f"The channel is “{chat.get('title')}”."),
            *await self._rights(channel, chat, add),
            *([] if channel.kind == "digest" else _reactions(chat)),
            *self._looks(channel, chat),
            *timer("channel", "the channel", chat),
            *await self._comments(channel, chat),
        ]

    async def _rights(
        self, channel: ChannelConfig, chat: Mapping[str, Any], add: str
    ) -> list[DoctorFinding]:
        member = await self._member(chat["id"])
        if member.get("status") not in ("administrator", "creator"):
            return [failed("rights", "The bot is no administrator of the channel.", add)]
        if not member.get("can_post_messages"):
            return [failed("rights", "The bot may not post in the channel.", add)]
        arrive = fine("reactions", "Reaction counts will arrive: the bot is an administrator.")
        counts = [] if channel.kind == "digest" else [arrive]
        excess = sorted(
            right
            for right, given in member.items()
            if right.startswith("can_") and given is True and right not in USED_RIGHTS
        )
        if not excess:
            return [fine("rights", "The bot may post, and nothing it has no use for."), *counts]
        return [
            warned(
                "rights",
                f"The bot has rights that it never uses: {', '.join(excess)}.",
                "Take them away in the channel's administrator settings: whoever steals the "
                "token has them too.",
            ),
            *counts,
        ]

    async def _member(self, chat_id: int | str) -> Mapping[str, Any]:
        """The bot's place there; empty when it has none."""
        answer = await self._api.ask("getChatMember", chat_id=chat_id, user_id=self._me["id"])
        return answer.result or {} if answer.ok else {}

    async def _comments(
        self, channel: ChannelConfig, chat: Mapping[str, Any]
    ) -> list[DoctorFinding]:
        """Telegram keeps the discussion group's copy of a post that is deleted in the channel."""
        group = chat.get("linked_chat_id")
        takes = channel.kind == "whispers" and channel.settings.takes_replies
        if group is None:
            return [fine("replies", _NO_GROUP)] if takes else []
        member = await self._member(group)
        return [*(self._replies(member) if takes else ()), *self._copies(member)]

    def _replies(self, member: Mapping[str, Any]) -> list[DoctorFinding]:
        """Replies stand as comments where the bot is in the group and may write there."""
        me = f"@{self._me.get('username')}"
        status = member.get("status")
        if status not in ("creator", "administrator", "member", "restricted"):
            return [
                warned(
                    "replies",
                    "The bot is not in the channel's discussion group: replies can be read in the "
                    "private chat alone.",
                    f"Add {me} to the group, as an administrator with one right: to delete "
                    "messages.",
                )
            ]
        if status == "restricted" and not member.get("can_send_messages"):
            return [
                warned(
                    "replies",
                    "The bot may not write in the channel's discussion group: replies can be read "
                    "in the private chat alone.",
                    f"Allow {me} to send messages there, or make it an administrator.",
                )
            ]
        sees_all = self._me.get("can_read_all_group_messages")
        if status not in ("creator", "administrator") and not sees_all:
            return [
                warned(
                    "replies",
                    "The bot is no administrator of the channel's discussion group: it may not see "
                    "the copies of the cards, under which replies stand.",
                    f"Make {me} an administrator of the group with one right: to delete messages.",
                )
            ]
        return [fine("replies", "Replies stand as comments in the discussion group.")]

    def _copies(self, member: Mapping[str, Any]) -> list[DoctorFinding]:
        if member.get("status") == "creator" or member.get("can_delete_messages"):
            return [fine("comments", "What is removed can be deleted in the discussion group too.")]
        return [
            warned(
                "comments",
                "The bot may not delete messages in the channel's discussion group: what is "
                "removed from the channel stays there.",
                f"Make @{self._me.get('username')} an administrator of the group with one right: "
                "to delete messages.",
            )
        ]

    def _looks(self, channel: ChannelConfig, chat: Mapping[str, Any]) -> list[DoctorFinding]:
        findings = []
        if not chat.get("username"):
            findings.append(
                warned(
                    "channel link",
                    "The channel has no public name: links to posts work for members only.",
                    "Give it a public link in the channel's settings if it is to be public.",
                )
            )
        if not chat.get("description"):
            t = translator_for(channel.settings.language)
            proposal = t(DESCRIPTION, bot=self._me.get("username"))
            findings.append(
                warned(
                    "channel description",
                    "The channel does not say what it is.",
                    f"Put this into its description, or words of your own: {proposal}",
                )
            )
        if chat.get("has_protected_content"):
            findings.append(
                warned(
                    "protected content",
                    "Saving is restricted in the channel, so posts cannot be forwarded: a post "
                    "whose answer was lost cannot be looked up.",
                    "Allow saving in the channel's settings, or resolve such posts by hand: "
                    "sotto outbox",
                )
            )
        return findings

    async def _moderators(self, channel: ChannelConfig) -> list[DoctorFinding]:
        chat_id = channel.settings.moderators
        if chat_id is None:
            return [
                warned(
                    "moderators",
                    "There is no moderators' chat: whispers are published unseen.",
                    "Make a private group, add the bot, and put its id into "
                    f"{channel.name_of('moderators')}.",
                )
            ]
        return await self._room("moderators", channel, chat_id)

    async def _staging(self, channel: ChannelConfig) -> list[DoctorFinding]:
        chat_id = channel.settings.staging_chat
        if chat_id is None:
            names = channel.name_of("staging")
            if channel.kind == "whispers":
                names += f" (or {channel.name_of('moderators')})"
            return [
                warned(
                    "staging",
                    "There is no staging chat: a post whose answer was lost waits for you.",
                    f"Name a private chat of the bot in {names}, or resolve such posts by hand: "
                    "sotto outbox",
                )
            ]
        if chat_id == channel.settings.moderators:
            return [fine("staging", "Lost posts are looked up in the moderators' chat.")]
        return await self._room("staging", channel, chat_id)

    async def _campaigns(self, channel: ChannelConfig) -> list[DoctorFinding]:
        number = channel.settings.campaigns
        if number is None or channel.kind == "digest":
            return []
        member = await self._member(channel.settings.channel)
        found = await self._room("campaigns", channel, number)
        return [*found, *_suggested(member)]

    async def _room(self, check: str, channel: ChannelConfig, number: int) -> list[DoctorFinding]:
        """One that several channels share is tried once."""
        key = (check, channel.place_of(check), number)
        if key not in self._rooms:
            self._rooms[key] = await rooms.examine(self._api, self._me, check, channel, number)
        return self._rooms[key]


def _suggested(member: Mapping[str, Any]) -> list[DoctorFinding]:
    """Telegram's own ways to send something to a channel show its admins who wrote. It does not
    tell a bot whether they are on: that the bot may manage them is what can be seen."""
    if not member.get("can_manage_direct_messages"):
        return []
    return [
        warned(
            "suggested posts",
            "The bot may manage the channel's messages and suggested posts: they show who wrote to "
            "every administrator.",
            "Switch direct messages off in the channel's settings, and take the right away: "
            "whispers and answers go through the bot alone.",
        )
    ]


def _reactions(chat: Mapping[str, Any]) -> list[DoctorFinding]:
    allowed = chat.get("available_reactions")
    if allowed is None:
        return [fine("channel reactions", "Readers may use every reaction.")]
    emoji = [kind.get("emoji", "⭐") for kind in allowed]
    if not emoji:
        return [
            warned(
                "channel reactions",
                "Reactions are switched off in the channel: nothing can be ranked, and there "
                "will be no digest.",
                "Switch them on in the channel's settings, Reactions.",
            )
        ]
    return [fine("channel reactions", f"Readers may react with {' '.join(emoji[:12])}.")]
