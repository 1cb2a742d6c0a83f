"""Checks at Telegram: token, clock, how updates come, and each channel."""

from datetime import datetime, timedelta

from bot.ops.doctor.client import ApiAnswer, BotApi, Unreachable
from bot.ops.doctor.finding import DoctorFinding, failed, fine, of_channel, warned
from bot.ops.doctor.visits import ChannelVisits
from bot.settings import Configuration, Settings

SKEW_NOTICED = timedelta(seconds=5)
SKEW_HARMFUL = timedelta(minutes=2)


async def examine_remote(
    configuration: Configuration, api: BotApi, now: datetime
) -> list[DoctorFinding]:
    """Stops at the first thing without which the others cannot be asked."""
    settings = configuration.settings
    try:
        me = await api.ask("getMe")
        if not me.ok:
            return [_bad_token(me)]
        return [
            fine("token", f"Telegram knows the bot as @{me.result.get('username')}."),
            *_clock(me, now),
            _inline(me),
            await _intake(settings, api),
            *await _channels(configuration, ChannelVisits(api, me.result)),
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


def _inline(answer: ApiAnswer) -> DoctorFinding:
    if answer.result.get("supports_inline_queries"):
        return fine("inline", "Readers can drop cards into other chats by the bot's name.")
    return warned(
        "inline",
        "Inline mode is off: readers cannot drop cards into other chats, and see no Share.",
        "Tell @BotFather /setinline, choose the bot, and write what stands in the empty field, "
        "such as: rain, or #12. Leave /setinlinefeedback off, it tells who shared what. Then "
        "start Sotto again.",
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


async def _intake(settings: Settings, api: BotApi) -> DoctorFinding:
    """How updates come."""
    answer = await api.ask("getWebhookInfo")
    address = (answer.result or {}).get("url") if answer.ok else None
    if settings.webhook_url is None:
        if not address:
            return fine("updates", "Updates are fetched by polling.")
        return warned(
            "updates",
            "A webhook is set for this bot, so polling gets nothing.",
            "sotto run removes it and keeps the waiting updates; if another program set it, "
            "stop that one first.",
        )
    if address != settings.webhook_url:
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


async def _channels(configuration: Configuration, visits: ChannelVisits) -> list[DoctorFinding]:
    return [
        finding
        for channel in configuration.channels
        for finding in of_channel(configuration, channel, await visits.examine(channel))
    ]
