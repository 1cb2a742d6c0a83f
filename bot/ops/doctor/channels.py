"""Checks of each channel at Telegram: the channel itself, its comments, its private chats."""

from collections.abc import Mapping
from typing import Any

from bot.i18n import _, translator_for
from bot.ops.doctor import private_groups
from bot.ops.doctor.bot_api import BotApi
from bot.ops.doctor.finding import DoctorFinding, failed, fine, warned
from bot.ops.doctor.private_groups import timer
from bot.ops.doctor.rights import ONE_RIGHT, on_screen, unused
from bot.settings import ChannelConfig

_NO_GROUP = (
    "Replies can be read in the private chat. Link a discussion group to the channel and add "
    "the bot to it, and they appear under the cards too."
)

DESCRIPTION = _(
    "Anonymous whispers. Be kind. No names. Nothing illegal. Write yours: https://t.me/{bot}"
)
"""The most characters of what a channel may say about itself, by Telegram's limit."""


class ChannelVisits:
    """Visits to channels, for the doctor. Every method raises Unreachable."""

    def __init__(
        self, api: BotApi, me: Mapping[str, Any], seen: dict[int, str] | None = None
    ) -> None:
        self._api = api
        self._me = me
        self._seen = {} if seen is None else seen
        """Chat id of a channel -> name of the one that has it."""
        self._rooms: dict[tuple[str, str, int], list[DoctorFinding]] = {}

    async def examine(self, channel: ChannelConfig) -> list[DoctorFinding]:
        return [
            *await self.look(channel),
            *([] if channel.kind == "digest" else await self._moderators(channel)),
            *await self._staging(channel),
            *await self._campaigns(channel),
        ]

    async def look(self, channel: ChannelConfig) -> list[DoctorFinding]:
        """Look at the channel alone, without its private chats."""
        wanted, setting = channel.settings.channel, channel.name_of("channel")
        answer = await self._api.ask("getChat", chat_id=wanted)
        bot = f"@{self._me.get('username')}"
        add = f"Add {bot} to the channel as an administrator with one right: {ONE_RIGHT}."
        if not answer.ok:
            said = f"The bot can't see the channel {wanted}: {answer.description}."
            return [failed("channel", said, f"Check {setting}. {add}")]
        chat = answer.result
        if chat.get("type") != "channel":
            said = f"{setting} {wanted} is a {chat.get('type')}, not a channel."
            return [failed("channel", said, f"Create a channel and put it into {setting}.")]
        if (other := self._seen.setdefault(chat["id"], channel.name)) != channel.name:
            said = f"“{chat.get('title')}” is already the channel of {other}."
            return [failed("channel", said, f"Choose another one for {setting}.")]
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
            return [failed("rights", "The bot isn't an administrator of the channel.", add)]
        if not member.get("can_post_messages"):
            return [failed("rights", "The bot isn't allowed to post in the channel.", add)]
        arrive = fine("reactions", "Reaction counts will arrive: the bot is an administrator.")
        counts = [] if channel.kind == "digest" else [arrive, *_suggested(member)]
        excess = unused(member)
        if not excess:
            said = (
                "The bot may post, and so edit and delete its own posts. It has no rights it "
                "doesn't need."
            )
            return [fine("rights", said), *counts]
        return [
            warned(
                "rights",
                f"The bot has rights that it never uses: {on_screen(excess)}.",
                "Turn them off in the channel's settings, under Administrators: anyone who "
                "steals the token would have them too.",
            ),
            *counts,
        ]

    async def _member(self, chat_id: int | str) -> Mapping[str, Any]:
        """Return the bot's place there; empty when it has none."""
        answer = await self._api.ask("getChatMember", chat_id=chat_id, user_id=self._me["id"])
        return answer.result or {} if answer.ok else {}

    async def _comments(
        self, channel: ChannelConfig, chat: Mapping[str, Any]
    ) -> list[DoctorFinding]:
        """Judge the discussion group: Telegram keeps its copy of a post that is deleted in the
        channel."""
        group = chat.get("linked_chat_id")
        takes = channel.kind == "whispers" and channel.settings.takes_replies
        if group is None:
            return [fine("replies", _NO_GROUP)] if takes else []
        member = await self._member(group)
        return [*(self._replies(member) if takes else ()), *self._copies(member)]

    def _replies(self, member: Mapping[str, Any]) -> list[DoctorFinding]:
        """Judge whether replies can stand as comments: they do where the bot is in the group and
        may write there."""
        me = f"@{self._me.get('username')}"
        status = member.get("status")
        if status not in ("creator", "administrator", "member", "restricted"):
            return [
                warned(
                    "replies",
                    "The bot isn't in the channel's discussion group: replies can only be read "
                    "in the private chat.",
                    f"Add {me} to the group, as an administrator with one right: to delete "
                    "messages.",
                )
            ]
        if status == "restricted" and not member.get("can_send_messages"):
            return [
                warned(
                    "replies",
                    "The bot isn't allowed to write in the channel's discussion group: replies "
                    "can only be read in the private chat.",
                    f"Allow {me} to send messages there, or make it an administrator.",
                )
            ]
        sees_all = self._me.get("can_read_all_group_messages")
        if status not in ("creator", "administrator") and not sees_all:
            return [
                warned(
                    "replies",
                    "The bot isn't an administrator of the channel's discussion group: it may "
                    "not see the copies of the cards that replies go under.",
                    f"Make {me} an administrator of the group with one right: to delete messages.",
                )
            ]
        return [fine("replies", "Replies appear as comments in the discussion group.")]

    def _copies(self, member: Mapping[str, Any]) -> list[DoctorFinding]:
        if member.get("status") == "creator" or member.get("can_delete_messages"):
            return [
                fine("comments", "Removed whispers can be deleted in the discussion group too.")
            ]
        return [
            warned(
                "comments",
                "The bot isn't allowed to delete messages in the channel's discussion group: "
                "whispers removed from the channel stay there.",
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
                    "The channel has no public link: links to posts work for members only.",
                    "If it should be public, give it a public link in the channel's settings.",
                )
            )
        if not chat.get("description"):
            t = translator_for(channel.settings.language)
            proposal = t(DESCRIPTION, bot=self._me.get("username"))
            findings.append(
                warned(
                    "channel description",
                    "The channel has no description.",
                    f"Use this as its description, or write your own: {proposal}",
                )
            )
        if chat.get("has_protected_content"):
            findings.append(
                warned(
                    "protected content",
                    "Saving is restricted in the channel, so posts can't be forwarded: a post "
                    "whose answer was lost can't be looked up.",
                    "Allow saving in the channel's settings, or settle such posts by hand: "
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
                    "There's no moderators' chat: whispers are published without review.",
                    "Create a private group, add the bot, and put its id into "
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
                    "There's no staging chat: a post whose answer was lost waits for you.",
                    f"Set {names} to a private chat of the bot, or settle such posts by hand: "
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
        return await self._room("campaigns", channel, number)

    async def _room(self, check: str, channel: ChannelConfig, number: int) -> list[DoctorFinding]:
        """Examine a group; one that several channels share is tried once."""
        key = (check, channel.place_of(check), number)
        if key not in self._rooms:
            self._rooms[key] = await private_groups.examine(
                self._api, self._me, check, channel, number
            )
        return self._rooms[key]


def _suggested(member: Mapping[str, Any]) -> list[DoctorFinding]:
    """Warn of Telegram's own ways to send something to a channel, which show its admins who wrote.
    It does not tell a bot whether they are on: that the bot may manage them is what can be seen."""
    if not member.get("can_manage_direct_messages"):
        return []
    return [
        warned(
            "suggested posts",
            "The bot may manage the channel's direct messages and suggested posts: these show "
            "every administrator who wrote.",
            "Turn off direct messages in the channel's settings, and remove the right: "
            "whispers and answers go only through the bot.",
        )
    ]


def _reactions(chat: Mapping[str, Any]) -> list[DoctorFinding]:
    allowed = chat.get("available_reactions")
    if allowed is None:
        return [fine("channel reactions", "Readers can use every reaction.")]
    emoji = [kind.get("emoji", "⭐") for kind in allowed]
    if not emoji:
        return [
            warned(
                "channel reactions",
                "Reactions are turned off in the channel: nothing can be ranked, and there "
                "will be no digest.",
                "Turn them on in the channel's settings, under Reactions.",
            )
        ]
    return [fine("channel reactions", f"Readers can react with {' '.join(emoji[:12])}.")]
