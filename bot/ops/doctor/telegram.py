"""Checks at Telegram: token, clock, how updates come, and each channel."""

from datetime import datetime, timedelta

from bot.ops.doctor.bot_api import ApiAnswer, BotApi, Unreachable
from bot.ops.doctor.channels import ChannelVisits
from bot.ops.doctor.finding import DoctorFinding, failed, fine, of_channel, warned
from bot.settings import BotConfig, Configuration

SKEW_NOTICED = timedelta(seconds=5)
SKEW_HARMFUL = timedelta(minutes=2)


async def examine_telegram(
    configuration: Configuration,
    bot: BotConfig,
    api: BotApi,
    now: datetime,
    seen: dict[int, str],
) -> list[DoctorFinding]:
    """Examine what Telegram knows of this bot and of the channels in which it posts, and stop at
    the first thing without which the others cannot be asked. ``seen``: chat ids of the channels
    that were looked at, and their names."""
    settings, several = configuration.settings, len(configuration.bots) > 1
    try:
        me = await api.ask("getMe")
        if not me.ok:
            return [_bad_token(me, bot.name if several else None)]
        return [
            fine("token", f"The bot is @{me.result.get('username')}."),
            *_clock(me, now),
            _inline(me),
            await _intake(settings.webhook_for(bot.name if several else None), api),
            *await _channels(configuration, bot, ChannelVisits(api, me.result, seen)),
        ]
    except Unreachable as error:
        return [
            failed(
                "server",
                f"The Bot API server at {settings.bot_api} isn't answering ({error}).",
                "Check this machine's network, proxy and firewall, and the address "
                "(SOTTO_BOT_API). sotto run keeps trying until it answers.",
            )
        ]


def _bad_token(answer: ApiAnswer, name: str | None) -> DoctorFinding:
    if answer.status in (401, 404):
        which = "SOTTO_TOKEN" if name is None else f"the token of the bot {name}"
        where = "SOTTO_TOKEN" if name is None else "the file or variable that sotto.toml names"
        return failed(
            "token",
            f"Telegram doesn't accept {which}.",
            f"Get it from @BotFather (/mybots, API Token) and put it into {where}.",
        )
    return failed(
        "server",
        f"The Bot API server answers {answer.status}: {answer.description}.",
        "Wait a little, then run sotto doctor again.",
    )


def _inline(answer: ApiAnswer) -> DoctorFinding:
    if answer.result.get("supports_inline_queries"):
        return fine("inline", "Readers can send cards to other chats by typing the bot's name.")
    return warned(
        "inline",
        "Inline mode is off: readers can't send cards to other chats, and don't see Share.",
        "Send @BotFather /setinline, choose the bot, and write the hint for the empty field, "
        "such as: rain, or #12. Leave /setinlinefeedback off: it reveals who shared what. Then "
        "restart Sotto.",
    )


def _clock(answer: ApiAnswer, now: datetime) -> list[DoctorFinding]:
    if answer.server_time is None:
        return []
    skew = now - answer.server_time
    if abs(skew) <= SKEW_NOTICED:
        return [fine("clock", "This machine's clock matches the server's.")]
    way = "ahead of" if skew > timedelta(0) else "behind"
    said = f"This machine's clock is {abs(skew).total_seconds():.0f} s {way} the server's."
    mend = "Turn on time synchronisation: timedatectl set-ntp true"
    harmful = abs(skew) >= SKEW_HARMFUL
    return [failed("clock", said, mend) if harmful else warned("clock", said, mend)]


async def _intake(wanted: str | None, api: BotApi) -> DoctorFinding:
    """How updates come. ``wanted``: the webhook's address. None: they are fetched."""
    answer = await api.ask("getWebhookInfo")
    address = (answer.result or {}).get("url") if answer.ok else None
    if wanted is None:
        if not address:
            return fine("updates", "Updates are fetched by polling.")
        return warned(
            "updates",
            "This bot has a webhook, so polling gets nothing.",
            "sotto run removes it and keeps waiting updates. If another program set it, stop "
            "that program first.",
        )
    if address != wanted:
        return warned(
            "updates",
            "Telegram doesn't have SOTTO_WEBHOOK_URL as this bot's webhook yet.",
            "sotto run sets it when it starts.",
        )
    if "message_reaction_count" not in (answer.result.get("allowed_updates") or ()):
        return warned(
            "updates",
            "The webhook was set without reaction counts: Telegram doesn't send any.",
            "sotto run asks for them when it starts.",
        )
    if answer.result.get("last_error_date"):
        return warned(
            "updates",
            f"Telegram's last call failed: {answer.result.get('last_error_message')}.",
            "Check the reverse proxy and its certificate; see docs/operating.md.",
        )
    return fine("updates", "Updates come by webhook.")


async def _channels(
    configuration: Configuration, bot: BotConfig, visits: ChannelVisits
) -> list[DoctorFinding]:
    return [
        finding
        for channel in configuration.channels
        if channel.bots.poster == bot.name
        for finding in of_channel(configuration, channel, await visits.examine(channel))
    ]
