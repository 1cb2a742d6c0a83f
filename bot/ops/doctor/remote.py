"""Checks at Telegram: token, clock, channel, rights, reactions, the two private chats."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.i18n import _, translator_for
from bot.ops.doctor import rooms
from bot.ops.doctor.client import ApiAnswer, BotApi, Unreachable
from bot.ops.doctor.finding import DoctorFinding, failed, fine, warned
from bot.ops.doctor.rooms import timer
from bot.settings import Settings

SKEW_NOTICED = timedelta(seconds=5)
SKEW_HARMFUL = timedelta(minutes=2)

USED_RIGHTS = frozenset(
    {"can_manage_chat", "can_post_messages", "can_edit_messages", "can_delete_messages"}
)
"""What the bot has a use for in the channel. Telegram implies can_manage_chat for every admin."""

DESCRIPTION = _(
    "Anonymous whispers. Be kind, no names, nothing illegal. Write yours: https://t.me/{bot}"
)
"""What a channel may say about itself; Telegram takes 255 characters."""


async def examine_remote(settings: Settings, api: BotApi, now: datetime) -> list[DoctorFinding]:
    """Stops at the first thing without which the others cannot be asked."""
    try:
        me = await api.ask("getMe")
        if not me.ok:
            return [_bad_token(me)]
        visit = _Visit(settings, api, me.result)
        return [
            fine("token", f"Telegram knows the bot as @{me.result.get('username')}."),
            *_clock(me, now),
            await visit.intake(),
            *await visit.channel(),
            *await visit.moderators(),
            *await visit.staging(),
        ]
    except Unreachable as error:
        return [
            failed(
                "server",
                f"The Bot API server at {settings.bot_api} does not answer ({error}).",
                "Look at the network, the proxy and the firewall of this machine, and at the "
                "address (SOTTO_BOT_API). sotto run tries again until it answers.",
            )
        ]


def _bad_token(answer: ApiAnswer) -> DoctorFinding:
    if answer.status in (401, 404):
        return failed(
            "token",
            "Telegram does not accept SOTTO_TOKEN.",
            "Ask @BotFather for it (/mybots, API Token) and put it into SOTTO_TOKEN.",
        )
    return failed(
        "server",
        f"The Bot API server answers {answer.status}: {answer.description}.",
        "Wait a while and run sotto doctor again.",
    )


def _clock(answer: ApiAnswer, now: datetime) -> list[DoctorFinding]:
    if answer.server_time is None:
        return []
    skew = now - answer.server_time
    if abs(skew) <= SKEW_NOTICED:
        return [fine("clock", "This machine's clock agrees with the server's.")]
    way = "ahead of" if skew > timedelta(0) else "behind"
    said = f"This machine's clock is {abs(skew).total_seconds():.0f} s {way} the server's."
    mend = "Switch time synchronisation on: timedatectl set-ntp true"
    harmful = abs(skew) >= SKEW_HARMFUL
    return [failed("clock", said, mend) if harmful else warned("clock", said, mend)]


@dataclass(frozen=True, slots=True)
class _Visit:
    settings: Settings
    api: BotApi
    me: Mapping[str, Any]

    async def intake(self) -> DoctorFinding:
        """How updates come."""
        answer = await self.api.ask("getWebhookInfo")
        address = (answer.result or {}).get("url") if answer.ok else None
        if self.settings.webhook_url is None:
            if not address:
                return fine("updates", "Updates are fetched by polling.")
            return warned(
                "updates",
                "A webhook is set for this bot, so polling gets nothing.",
                "sotto run removes it and keeps the waiting updates; if another program set it, "
                "stop that one first.",
            )
        if address != self.settings.webhook_url:
            return warned(
                "updates",
                "Telegram does not have SOTTO_WEBHOOK_URL as this bot's webhook yet.",
                "sotto run sets it at its start.",
            )
        if "message_reaction_count" not in (answer.result.get("allowed_updates") or ()):
            return warned(
                "updates",
                "The webhook was set without reaction counts: Telegram does not bring any.",
                "sotto run asks for them at its start.",
            )
        if answer.result.get("last_error_date"):
            return warned(
                "updates",
                f"Telegram's last call failed: {answer.result.get('last_error_message')}.",
                "Look at the reverse proxy and its certificate; see docs/operating.md.",
            )
        return fine("updates", "Updates come by webhook.")

    async def channel(self) -> list[DoctorFinding]:
        wanted = self.settings.channel
        answer = await self.api.ask("getChat", chat_id=wanted)
        add = f"Add @{self.me.get('username')} to the channel as an administrator who may post."
        if not answer.ok:
            said = f"The bot cannot see the channel {wanted}: {answer.description}."
            return [failed("channel", said, f"Check SOTTO_CHANNEL. {add}")]
        chat = answer.result
        if chat.get("type") != "channel":
            said = f"SOTTO_CHANNEL {wanted} is a {chat.get('type')}, not a channel."
            return [failed("channel", said, "Make a channel and name it in SOTTO_CHANNEL.")]
        findings = [fine("channel", f"The channel is “{chat.get('title')}”.")]
        findings += await self._rights(chat, add)
        findings += _reactions(chat)
        findings += self._looks(chat)
        findings += timer("channel", "the channel", chat)
        return findings

    async def _rights(self, chat: Mapping[str, Any], add: str) -> list[DoctorFinding]:
        answer = await self.api.ask("getChatMember", chat_id=chat["id"], user_id=self.me["id"])
        member = answer.result if answer.ok else {}
        if member.get("status") not in ("administrator", "creator"):
            return [failed("rights", "The bot is no administrator of the channel.", add)]
        if not member.get("can_post_messages"):
            return [failed("rights", "The bot may not post in the channel.", add)]
        arrive = fine("reactions", "Reaction counts will arrive: the bot is an administrator.")
        excess = sorted(
            right
            for right, given in member.items()
            if right.startswith("can_") and given is True and right not in USED_RIGHTS
        )
        if not excess:
            return [fine("rights", "The bot may post, and nothing it has no use for."), arrive]
        return [
            warned(
                "rights",
                f"The bot has rights that it never uses: {', '.join(excess)}.",
                "Take them away in the channel's administrator settings: whoever steals the "
                "token has them too.",
            ),
            arrive,
        ]

    def _looks(self, chat: Mapping[str, Any]) -> list[DoctorFinding]:
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
            t = translator_for(self.settings.language)
            proposal = t(DESCRIPTION, bot=self.me.get("username"))
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

    async def moderators(self) -> list[DoctorFinding]:
        chat_id = self.settings.moderators
        if chat_id is None:
            return [
                warned(
                    "moderators",
                    "There is no moderators' chat: whispers are published unseen.",
                    "Make a private group, add the bot, and put its id into SOTTO_MODERATORS.",
                )
            ]
        return await rooms.examine(self.api, self.me, "moderators", "SOTTO_MODERATORS", chat_id)

    async def staging(self) -> list[DoctorFinding]:
        chat_id = self.settings.staging_chat
        if chat_id is None:
            return [
                warned(
                    "staging",
                    "There is no staging chat: a post whose answer was lost waits for you.",
                    "Name a private chat of the bot in SOTTO_STAGING (or SOTTO_MODERATORS), or "
                    "resolve such posts by hand: sotto outbox",
                )
            ]
        if chat_id == self.settings.moderators:
            return [fine("staging", "Lost posts are looked up in the moderators' chat.")]
        return await rooms.examine(self.api, self.me, "staging", "SOTTO_STAGING", chat_id)


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
